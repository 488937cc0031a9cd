# SPDX-License-Identifier: LGPL-3.0-or-later
"""What is taken out of a line before it goes into the server's log."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.pure_tools import tool

log_lines = tool("log_lines")
Words, HIDDEN = log_lines.Words, log_lines.HIDDEN

_WORDS = st.text(string.ascii_lowercase + "éüżд", min_size=2, max_size=20)
_LINES = st.text(max_size=200)


# ---- words
@given(_WORDS, _LINES, _LINES)
def test_a_word_is_not_in_the_line(word, before, after):
    line = Words([word]).hidden_in(f"{before} {word} {after}")
    assert f" {word} " not in line.casefold()


@given(st.lists(_WORDS, min_size=1), st.sampled_from([repr, str, ascii]))
def test_in_whatever_way_python_writes_it(words, written):
    line = Words(words).hidden_in(written("\n".join(words)))
    for word in words:
        assert len(word) < 4 or word not in line


def test_pieces_capitals_and_digits():
    words = Words(["Amina Kovačević", "07700 900123"])
    assert words.hidden_in("AMINA kovače... 07700-900123") == f"{HIDDEN} {HIDDEN}... {HIDDEN}-{HIDDEN}"
    assert words.hidden_in("the mine of 12") == "the mine of 12"


def test_names_of_models_stay():
    words = Words(["Amina", "name", "partner"], frozenset({"name", "partner"}))
    assert words.hidden_in("no name of partner Amina") == f"no name of partner {HIDDEN}"


def test_no_words_no_change_but_for_addresses():
    assert Words([]).hidden_in("to <amina@example.org>, 3 lines") == f"to <{HIDDEN}>, 3 lines"


def test_what_is_too_long_to_be_a_word():
    assert Words(["x"]).hidden_in("y" * 65) == "y" * 65  # nobody's words, nobody's documents
    assert Words(["some"]).hidden_in("y" * 65) == HIDDEN


def test_texts_of_parameters():
    class Upload:
        filename = "letter.pdf"

    nested = {"args": [[1], {"name": "Amina"}], "file": Upload(), "raw": b"bytes", "none": None}
    assert set(log_lines.texts_in(nested)) >= {"Amina", "letter.pdf", "bytes", "name"}


# ---- SQL
@given(st.text(max_size=50), st.text(max_size=50))
def test_no_value_in_a_statement(first, second):
    def quoted(text):
        text = text.replace("'", "''")
        return "E'" + text.replace("\\", "\\\\") + "'" if "\\" in text else f"'{text}'"

    line = f"SELECT {quoted(first)}, 12 FROM a WHERE b = {quoted(second)}"
    assert log_lines.without_sql_values(line) == "SELECT '?', 12 FROM a WHERE b = '?'"


def test_a_statement_that_is_cut_off():
    assert log_lines.without_sql_values("SELECT 'Amina Ko") == "SELECT '?'"


# ---- pages
@pytest.mark.parametrize(
    ("line", "route", "keep", "shown"),
    [
        ('"GET /web?a=Amina b HTTP/1.1" 200 -', None, False, '"GET /web HTTP/1.1" 200 -'),
        ('"GET /web?q=Amina', None, False, '"GET /web'),
        ('"GET /c/5/Amina.pdf HTTP/1.1" 200', "/c/<int:id>/<name>", False, '"GET /c/<int:id>/<name> HTTP/1.1" 200'),
        ('"POST /rpc#res.partner.read HTTP/1.1" 200', None, True, '"POST /rpc#res.partner.read HTTP/1.1" 200'),
        ('"POST /rpc?q=1#x.amina HTTP/1.1" 200', None, False, '"POST /rpc HTTP/1.1" 200'),
        ('"GET / HTTP/1.1" 200', None, False, '"GET / HTTP/1.1" 200'),
    ],
)  # fmt: skip
def test_line_of_a_page(line, route, keep, shown):
    assert log_lines.without_query(line, route, keep) == shown


def test_method_called():
    assert log_lines.method_called('"POST /rpc#res.partner.read HTTP/1.1"') == ("res.partner", "read")
    assert not log_lines.method_called('"GET / HTTP/1.1"')


# ---- exceptions
def _raised(raise_it):
    try:
        raise_it()
    except Exception as error:
        return error


def test_an_exception_tells_kind_and_place():
    def fail():
        try:
            int("Amina")
        except ValueError as error:
            raise KeyError("Kovač") from error

    told = log_lines.told(_raised(fail), Words(["Amina Kovač"]).hidden_in)
    assert "Amina" not in told.replace('int("Amina")', "").replace('KeyError("Kovač")', "")
    assert f"ValueError: invalid literal for int() with base 10: '{HIDDEN}'" in told
    assert told.endswith(f"KeyError: '{HIDDEN}'")
    assert "in fail" in told
    assert "direct cause" in told


def test_an_exception_that_cannot_speak():
    class Odd(Exception):
        def __str__(self):
            raise ValueError("Amina")

    assert log_lines.told(Odd(), lambda text: text).endswith(f"Odd: {HIDDEN}")


def test_exceptions_in_a_circle():
    first, second = ValueError("a"), ValueError("b")
    first.__cause__, second.__cause__ = second, first
    assert log_lines.told(first, str).count("ValueError") == 2
