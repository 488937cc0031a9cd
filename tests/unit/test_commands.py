# SPDX-License-Identifier: LGPL-3.0-or-later
"""What the console refuses before a database is opened, in words for whoever typed it."""

import argparse
import importlib.util
from pathlib import Path

import pytest

COMMANDS = Path(__file__).parents[2] / "wlec_confidentiality" / "commands"


def given(name, *words):
    spec = importlib.util.spec_from_file_location(f"commands_{name}", COMMANDS / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    parser = argparse.ArgumentParser()
    module.add_arguments(parser)
    module.check(parser.parse_args([str(word) for word in words]))


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--format", "fhir", "--from", "2026-12-01", "--to", "2026-11-01"), "lies before the first"),
        (("--from", "2026-11-01"), "the whole log"),
        (("--case", "CASE-1"), "the whole log"),
    ],
)
def test_an_export_that_would_be_empty_or_not_what_was_meant(tmp_path, words, said):
    with pytest.raises(SystemExit) as refused:
        given("export_log", tmp_path / "x", *words)
    assert said in refused.value.code
    assert not (tmp_path / "x").exists()


def test_an_export_writes_over_nothing(tmp_path):
    (tmp_path / "x").write_text("kept", "utf-8")
    with pytest.raises(SystemExit) as refused:
        given("export_log", tmp_path / "x")
    assert "exists already" in refused.value.code
    given("export_log", tmp_path / "y", "--format", "fhir", "--from", "2026-11-01", "--to", "2026-11-01")


def test_a_day_is_asked_for_as_people_write_it(tmp_path, capsys):
    with pytest.raises(SystemExit):
        given("export_log", tmp_path / "x", "--from", "1 November")
    assert "write it as 2026-03-31" in capsys.readouterr().err


def test_beginning_anew_wants_a_reason(capsys):
    with pytest.raises(SystemExit) as refused:
        given("seal_anew", "--reason", " because ")
    assert "at least ten" in refused.value.code
    with pytest.raises(SystemExit):
        given("seal_anew")
    assert "--reason" in capsys.readouterr().err
    given("seal_anew", "--reason", "The backup of March was put back")
