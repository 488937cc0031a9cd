# SPDX-License-Identifier: LGPL-3.0-or-later
"""Documents, and a server that dies, a disk that is full, a thief of the disk."""

import resource
import secrets
import threading
import time
from pathlib import Path

import pytest
import requests

from .conftest import attempt
from .test_documents import Document


def _filestore(centre):
    out = centre.shell("print('STORE', env['ir.attachment']._filestore())")
    return Path(next(line for line in out.splitlines() if line.startswith("STORE ")).split(" ", 1)[1])


def _files(folder):
    return {path for path in folder.rglob("*") if path.is_file() and "checklist" not in path.parts}


@pytest.fixture(scope="module", autouse=True)
def on_disk(spare):
    """The databases of tests keep their files in the database, so that copies are whole; a centre keeps them on disk."""
    spare.shell("env['ir.config_parameter'].set_param('ir_attachment.location', 'file'); env.cr.commit()")


def test_nothing_on_the_disk_or_in_the_log(spare, spare_file):
    alice = spare.login("alice")
    document = Document(alice, spare_file.id, 2_000_000)
    waiting = Document.__new__(Document)
    waiting.word = f"canary{secrets.token_hex(8)}"
    form = {"thread_model": "wlec.case", "thread_id": spare_file.id, "is_pending": "true"}
    alice.post(
        "/mail/attachment/upload", form, files={"ufile": (f"{waiting.word}.txt", waiting.word * 99_000)}
    )
    alice.get(f"/web/content/{document.id}")
    alice.call("ir.attachment", "search_read", [["name", "ilike", document.word]], ["name", "datas"])
    for word in (document.word, waiting.word):
        for table in ("ir_attachment", "mail_message", "bus_bus"):
            found = spare.sql(f"SELECT id FROM {table} t WHERE t::text LIKE %s", f"%{word}%")
            assert not found, table
        for path in _files(_filestore(spare)):
            assert word.encode() not in path.read_bytes(), path
        assert word not in spare.log_text().replace(f"ilike', '{word}", "").replace(f"%{word}%", "")


def test_killed_between_the_file_and_the_commit(spare, spare_file, expect_log):
    """The row waits, committing, with its file on the disk already; then the power goes."""
    expect_log(r"^(WARNING|ERROR|CRITICAL) ")
    alice = spare.login("alice")
    before, count = _files(_filestore(spare)), spare.sql("SELECT count(*) FROM ir_attachment")
    spare.shell(
        "env.cr.execute('''CREATE FUNCTION slow_commit() RETURNS trigger LANGUAGE plpgsql AS"
        " $$ BEGIN PERFORM pg_sleep(30); RETURN NULL; END $$;"
        " CREATE CONSTRAINT TRIGGER slow AFTER INSERT ON ir_attachment DEFERRABLE INITIALLY DEFERRED"
        " FOR EACH ROW EXECUTE FUNCTION slow_commit()'''); env.cr.commit()"
    )
    thread = threading.Thread(target=lambda: _quietly(Document, alice, spare_file.id, 900_000))
    thread.start()
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline and not _files(_filestore(spare)) - before:
        time.sleep(0.2)
    spare.kill()
    thread.join(30)
    spare.shell(
        "env.cr.execute('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()')"
    )
    spare.shell(
        "env.cr.execute('DROP TRIGGER slow ON ir_attachment; DROP FUNCTION slow_commit()'); env.cr.commit()"
    )
    left = _files(_filestore(spare)) - before
    assert left, "the test was too late: nothing was on the disk"
    assert all(path.read_bytes()[:4] == b"WLEC" for path in left)
    assert spare.sql("SELECT count(*) FROM ir_attachment") == count
    spare.shell("env['ir.attachment']._gc_file_store(); env.cr.commit()")
    assert not _files(_filestore(spare)) - before
    spare.start("--log-level=debug_sql")
    alice = spare.login("alice")
    document = Document(alice, spare_file.id)
    assert alice.get(f"/web/content/{document.id}").content == document.content


def _quietly(run, *words):
    try:
        run(*words)
    except (requests.RequestException, ValueError, KeyError):
        pass


def test_a_disk_that_is_full(spare, spare_file, expect_log):
    """No file may grow past some size: that is what a full disk says, at the same places."""
    expect_log(r"^(WARNING|ERROR) ")
    alice = spare.login("alice")
    kept = Document(alice, spare_file.id)
    count, store = spare.sql("SELECT count(*) FROM ir_attachment"), _filestore(spare)
    before, pid = _files(store), spare.server.pid
    most = max(spare.log.stat().st_size + 20_000_000, 30_000_000)
    limits = resource.prlimit(pid, resource.RLIMIT_FSIZE, (most, resource.RLIM_INFINITY))
    try:
        form = {"thread_model": "wlec.case", "thread_id": spare_file.id}
        content = f"canary{secrets.token_hex(8)}".encode() + bytes(most)
        answer = attempt(
            lambda: alice.post("/mail/attachment/upload", form, files={"ufile": ("big.bin", content)}).text
        )
        assert "attachment_id" not in answer
    finally:
        resource.prlimit(pid, resource.RLIMIT_FSIZE, limits)
    assert spare.sql("SELECT count(*) FROM ir_attachment") == count
    assert _files(store) == before
    assert alice.get(f"/web/content/{kept.id}").content == kept.content
    again = Document(alice, spare_file.id)
    assert alice.get(f"/web/content/{again.id}").content == again.content
