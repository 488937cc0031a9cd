# SPDX-License-Identifier: LGPL-3.0-or-later
"""The canonical text of the policy: the centre's words and nothing else, whatever they are dressed in."""

from html import escape
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.pure_tools import tool

ROOT = Path(__file__).resolve().parents[2]
policy_text = tool("policy_text")

WORDS = st.text(
    st.characters(blacklist_categories=("Cs", "Cc", "Zs", "Zl", "Zp", "Cf"), blacklist_characters="-"),
    min_size=1,
)


def lines_of(text):
    """Without the marks of lists: the file uses them for numbered paragraphs as well."""
    return [stripped for line in text.splitlines() if (stripped := " ".join(line.split()).lstrip("- "))]


def test_the_addon_carries_the_file_word_for_word():
    data = ElementTree.parse(ROOT / "wlec_confidentiality" / "data" / "policy" / "wlec_policy.xml")
    body = data.find(".//record[@id='policy_version_1']/field[@name='body']").text
    written = (ROOT / "data" / "policy" / "confidentiality_policy.txt").read_text(encoding="utf-8")
    assert lines_of(policy_text.canonical(body)) == lines_of(written)


@given(st.lists(WORDS, min_size=1, max_size=6))
def test_dress_does_not_matter(words):
    plain = "<p>" + " ".join(map(escape, words)) + "</p>"
    dressed = "<div>\n <b>" + "</b>  \n<i class='x'>".join(map(escape, words)) + "</i><!-- unread --></div>"
    assert policy_text.canonical(plain) == policy_text.canonical(dressed)


@given(WORDS, WORDS)
def test_words_do(one, other):
    same = policy_text.canonical(escape(one)) == policy_text.canonical(escape(other))
    hashes = {
        policy_text.fingerprint(policy_text.canonical(f"<p>{escape(text)}</p>")) for text in (one, other)
    }
    assert (len(hashes) == 1) == same


@pytest.mark.parametrize("nothing", [None, False, "", "   ", "<p> </p>", "<ul><li></li></ul>", "<!-- x -->"])
def test_nothing_is_nothing(nothing):
    assert policy_text.canonical(nothing) == ""


def test_marks_of_lists_and_breaks():
    assert (
        policy_text.canonical("Intro<ul><li>One<br>more</li><li>Two</li></ul>End")
        == "Intro\n- One\nmore\n- Two\nEnd"
    )
