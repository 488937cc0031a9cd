# SPDX-License-Identifier: LGPL-3.0-or-later
"""What a thief of the disk, a dump or a log finds."""

import os
import subprocess

from dev.places import DATA

from .conftest import File


def test_nothing_in_a_dump_the_filestore_or_the_logs(spare):
    alice = spare.login("alice")
    file = File(alice)
    alice.call("wlec.case", "read", [file.id], ["matter", "narrative", "risk_notes", "safe_contact"])
    alice.call("wlec.case", "write", [file.id], {"narrative": f"{file.word} once more"})
    alice.get(f"/web/content/wlec.case.document/{file.document}/content")
    dump = subprocess.run(
        ["pg_dump", "--inserts", "--no-owner", spare.db], capture_output=True, env=_environment(), check=True
    ).stdout
    assert len(dump) > 1_000_000
    assert b"wlec_case" in dump
    for word in (file.word.encode(), file.word.encode().hex().encode()):
        assert word not in dump
    roots = [DATA / "test" / "odoo" / "filestore" / spare.db, DATA / "odoo" / "filestore" / spare.db]
    for path in (path for root in roots if root.exists() for path in root.rglob("*") if path.is_file()):
        assert file.word.encode() not in path.read_bytes(), path


def test_nothing_in_the_log_of_every_statement(spare, spare_file):
    alice = spare.login("alice")
    alice.call("wlec.case", "read", [spare_file.id], ["matter", "narrative"])
    alice.call("wlec.case", "write", [spare_file.id], {"matter": f"{spare_file.word} in the log?"})
    text = spare.log_text()
    assert "UPDATE" in text
    assert "wlec_case" in text
    assert spare_file.word not in text


def _environment():
    from dev import postgres_programs

    return {**os.environ, "PATH": os.pathsep.join([str(_bin(postgres_programs)), os.environ["PATH"]])}


def _bin(programs):
    return programs.find(None).path("pg_dump").parent
