# SPDX-License-Identifier: LGPL-3.0-or-later
"""The set-up programme's own rules: what counts as changed, as a bad line, as running, as free."""

import os
import re
import signal
import socket
import subprocess
import sys

import pytest

from dev import debian, lanes, log_check, odoo_source, places, processes, run, testing
from dev.console import Problem

LOG = """\
2026-01-31 12:00:00,123 47 INFO wlec odoo.modules: fine
2026-01-31 12:00:01,123 47 WARNING wlec odoo.http: You may not.
2026-01-31 12:00:02,123 47 ERROR ? odoo.sql_db: bad query
Traceback (most recent call last):
  File "x.py", line 1, in y
ValueError: because
2026-01-31 12:00:03,123 47 INFO wlec odoo.modules: the ERROR is in the text only
"""


def test_bad_lines_carry_the_reason():
    assert log_check.bad_lines(LOG) == [
        "WARNING odoo.http: You may not.",
        "ERROR odoo.sql_db: bad query\n    ValueError: because",
    ]


def test_expected_lines_are_left_out(tmp_path):
    log = tmp_path / "log"
    log.write_text(LOG)
    assert log_check.unexpected(log) == ["ERROR odoo.sql_db: bad query\n    ValueError: because"]
    assert log_check.unexpected(log, [r"^ERROR odoo\.sql_db"]) == []


def test_every_expected_line_has_a_reason_above():
    """A pattern stands under a comment, in one block with it."""
    for block in log_check.EXPECTED.read_text().split("\n\n")[1:]:
        assert block.startswith("#"), block
        assert len(block.strip().splitlines()) > 1, block


def test_a_token_left_out_is_never_expected():
    assert not log_check.is_expected("WARNING odoo.http: No CSRF token given for path /complaint")


def test_digest_sees_code_and_not_tests(tmp_path):
    for name in ("models/a.py", "tests/test_a.py"):
        (tmp_path / name).parent.mkdir()
        (tmp_path / name).write_text("1")
    before = places.digest(tmp_path)
    (tmp_path / "tests/test_a.py").write_text("2")
    assert places.digest(tmp_path) == before
    (tmp_path / "models/a.py").write_text("2")
    assert places.digest(tmp_path) != before


def test_a_renamed_file_is_a_change(tmp_path):
    (tmp_path / "a.py").write_text("1")
    before = places.digest(tmp_path)
    (tmp_path / "a.py").rename(tmp_path / "b.py")
    assert places.digest(tmp_path) != before


def test_a_lock_dies_with_its_holder(tmp_path):
    code = (
        "import sys, time; from pathlib import Path; from dev.processes import Lock; lock = Lock(Path(sys.argv[1]));"
        "lock.take(); print('taken', flush=True); time.sleep(60)"
    )
    command = [sys.executable, "-c", code, str(tmp_path / "lock")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=places.ROOT) as holder:
        assert holder.stdout.readline() == "taken\n"
        assert not processes.Lock(tmp_path / "lock").take(wait=False)
        holder.kill()
    assert processes.Lock(tmp_path / "lock").take(wait=False)


def test_a_failed_command_shows_the_end_of_its_log(tmp_path):
    with pytest.raises(Problem, match="the reason") as caught:
        processes.run(["sh", "-c", "echo the reason; exit 3"], tmp_path / "x.log", "do this")
    assert caught.value.advice == "do this"


def test_a_stopped_child_is_gone(tmp_path):
    child = processes.start(["sh", "-c", "trap '' INT TERM; sleep 60"])
    processes.stop(child, signal.SIGINT, patience=0.2)
    assert child.poll() is not None


def test_a_taken_port_is_named_or_passed_over(monkeypatch):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        taken = other.getsockname()[1]
        monkeypatch.setattr(run, "FIRST_PORT", taken)
        monkeypatch.delenv("PORT", raising=False)
        assert run._free_port() > taken
        monkeypatch.setenv("PORT", str(taken))
        with pytest.raises(Problem, match=f"Port {taken} is taken"):
            run._free_port()
    monkeypatch.setenv("PORT", "eighty")
    with pytest.raises(Problem, match="not a port"):
        run._free_port()


def test_words_choose_layers_in_their_order():
    chosen = testing._choose(["unit", "structure"])
    assert [layer.name for layer, _paths in chosen] == ["structure", "unit"]
    usual = [layer.name for layer, _paths in testing._choose([])]
    assert usual == ["structure", "unit", "odoo", "channels", "attack", "browser"]


def test_a_path_finds_its_layer():
    [(layer, paths)] = testing._choose(["tests/unit/test_dev.py::test_a_path_finds_its_layer"])
    assert layer.name == "unit"
    assert paths == ["tests/unit/test_dev.py::test_a_path_finds_its_layer"]
    with pytest.raises(Problem):
        testing._choose(["tests/unit/there_is_none.py"])


def _says(text, output):
    print(*text, sep="\n", file=output)
    return text


def test_two_lanes_do_not_mix_and_lose_nothing(capsys):
    """Also if the set-up fails beside what is running already."""
    came_to, texts = [], [[f"{layer} {number}" for number in range(50)] for layer in ("one", "two", "three")]
    with pytest.raises(Problem), lanes.Lanes(came_to.append) as together:
        for text in texts:
            together.start(_says, text)
        raise Problem("No database.", "Make one.")
    assert sorted(came_to) == sorted(texts)
    assert capsys.readouterr().out.splitlines() == [line for text in came_to for line in text]


def test_whoever_stops_us_stops_what_runs_and_nothing_more_begins():
    begun = []

    def sleep(output):
        begun.append(
            subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"], start_new_session=True)
        )
        lanes.wait(begun[-1])

    with pytest.raises(KeyboardInterrupt), lanes.Lanes(print) as together, together.stopped_first():
        for _turn in range(6):
            together.start(sleep)
        while len(lanes._running) < lanes.COUNT:
            pass
        raise KeyboardInterrupt
    assert len(begun) == lanes.COUNT
    assert all(child.poll() is not None for child in begun)


def test_odoo_is_read_and_not_imported(tmp_path):
    (tmp_path / "odoo").mkdir()
    (tmp_path / "odoo/release.py").write_text("raise SystemExit\nversion_info = (19, 0, 0, 'final', 0, '')\n")
    assert odoo_source.series(tmp_path) == 19
    assert odoo_source.series(tmp_path / "nowhere") is None


def test_an_odoo_of_another_series_is_refused(tmp_path, monkeypatch):
    (tmp_path / "odoo").mkdir()
    (tmp_path / "odoo/release.py").write_text("version_info = (18, 0, 0, 'final', 0, '')\n")
    monkeypatch.setenv("ODOO_HOME", str(tmp_path))
    with pytest.raises(Problem, match="holds no Odoo 19"):
        odoo_source.find()


def test_pins_are_whole_and_name_no_host():
    pins = debian._read(places.ODOO_LOCK)
    assert pins[0].package == "odoo-19"
    assert all(re.fullmatch("[0-9a-f]{64}", pin.sha256) and pin.path.startswith("pool/") for pin in pins)


@pytest.mark.parametrize("file", ["requirements.lock", "dev/uv.lock", "dev/odoo.lock"])
def test_locks_name_no_host(file):
    assert "://" not in (places.ROOT / file).read_text()


def test_keys_are_for_their_owner():
    """Keys made by ./run are for their owner only."""
    for file in (places.DATA / "test" / "keyring.json", places.DATA / "test" / "seal.key"):
        if file.exists():
            assert file.stat().st_mode & 0o077 == 0
            assert file.stat().st_uid == os.geteuid()
