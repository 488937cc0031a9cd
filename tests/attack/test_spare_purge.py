# SPDX-License-Identifier: LGPL-3.0-or-later
"""Old access records go for good, by two people, a whole partition at a time, all or nothing, where Odoo owns the table and where it
does not; what is left verifies as before, here and outside, and nobody else can make records disappear in the same way."""

import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.support import centre as centres
from tests.support.in_process import copy_with_seal_key, told

from .conftest import harden

HERE = Path(__file__).parent
PROGRAM = Path(__file__).parents[2] / "wlec_confidentiality" / "tools" / "verify_log.py"


@pytest.fixture(scope="module", params=["basic", "hardened"])
def place(request, tmp_path_factory):
    with copy_with_seal_key(request.param, tmp_path_factory.mktemp(request.param)) as (name, _key):
        if request.param == "hardened":
            done = harden(name)
            assert not done.returncode, done.stderr
        yield name, request.param


@pytest.fixture(scope="module")
def found(place):
    names = ("sealing_in_process.py", "purge_in_process.py", "purges_at_once_in_process.py")
    return told(place[0], *(HERE / name for name in names), log_level="critical")


def test_it_is_refused_unless_old_sealed_and_by_two(found, place):
    assert found["hardened"] == (place[1] == "hardened")
    assert len(found["refused"]) >= 20
    assert not [name for name, why in found["refused"].items() if not why]
    assert "too recent" in found["refused"]["too recent"]


def test_a_crash_leaves_all_or_nothing(found):
    assert found["crash before"] == [None, True, 0]
    assert found["crash after"] == [None, True, 0]
    assert found["finished by the next seal"] == [None, 1, 1]
    assert found["done"] == ["done", True, False]
    assert found["recorded"]


def test_the_log_goes_on_and_is_purged_again(found):
    assert found["goes on"] is None
    assert found["second"] == ["done", None, 2, 2]
    assert found["room ahead"] == [2, 3, 4, 5]
    assert found["a check under way"] is None
    larger = [[0, 0, 10_000_000], [1, 10_000_000, 20_000_000]]
    assert found.get("larger ones", larger) == larger


def test_whoever_touches_what_is_kept_is_found_out(found):
    assert len(found["attacks"]) == 7
    assert not [name for name, kind in found["attacks"].items() if not kind]
    assert found["mended"] is None
    assert found["at last"] is None


def test_the_function_takes_nothing_that_could_not_be_kept(found, place):
    """Odoo's role may call it: what it could do with odd words is a log that never verifies again."""
    answers = list(found.get("function", {}).values())
    assert answers == (["went through"] + ["refused"] * 14 if place[1] == "hardened" else [])


def test_odoos_own_role_removes_nothing_by_hand(found):
    assert set(found["by hand"].values()) == {"refused"}


def test_two_at_once_beside_a_sealer_and_people_at_work(found):
    """Whoever of them is killed, whenever: the partition is gone once, every other record is there, and the log verifies."""
    rounds = found["at once"]
    assert len(rounds) == 5
    for one in rounds:
        assert one["written"] > 10, "people were at work"
        assert set(one["two"]) <= {"done", "killed"}, one
        assert set(one["others"]) == {"done"}, one
        assert one["state"] == ["done", False], one
        assert (one["first"], one["noted"], one["lost"], one["left"], one["check"]) == (1, 1, 0, 0, None), one
    assert found["after all"] is None


def test_on_the_console_and_outside(place, found, tmp_path):
    words = ("-d", place[0], "--log-level=warn")
    assert "INTACT" in centres.odoo("wlec", "verify-log", *words).stdout
    path = tmp_path / "log.zip"
    centres.odoo("wlec", "export-log", path, *words)
    with zipfile.ZipFile(path) as log:
        key = log.read("key.txt").decode().strip()
        kept = json.loads(log.read("purged.json"))

    def outsider(*rest):
        return subprocess.run(
            [sys.executable, "-I", PROGRAM, *map(str, rest), "--key", key], capture_output=True, text=True
        )

    # Also for whoever kept a checkpoint of before several purges at once.
    (tmp_path / "kept").write_text(found["kept checkpoint"], encoding="utf-8")
    done = outsider("check", path, "--checkpoint", tmp_path / "kept")
    assert done.returncode == 0, done.stdout + done.stderr
    assert f"first {kept['size']} of them" in done.stdout
    record = kept["last"] + 40
    done = outsider("prove", path, "--record", record)
    assert done.returncode == 0, done.stdout
    (tmp_path / "proof").write_text(done.stdout, encoding="utf-8")
    assert f'"id": {record}' in outsider("record", tmp_path / "proof").stdout
    assert "purged" in outsider("prove", path, "--record", 5).stdout
