# SPDX-License-Identifier: LGPL-3.0-or-later
"""The corpus of good and bad redactions: every bad one is found, for what is wrong with it; every good one passes."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.papers import tool
from tests.support.papers.corpus import BAD, GOOD

inspection, findings, words, kinds = (tool(name) for name in ("inspection", "findings", "words", "kinds"))


def look(paper):
    return inspection.inspect(paper.make(), paper.name, words.wanted("\n".join(paper.words)))


def wrong(found):
    return {finding.code for finding in found if finding.code not in findings.NOTES}


def test_the_corpus_is_large_enough():
    assert len(BAD) >= 50
    assert len(GOOD) >= 20
    assert len({paper.title for paper in BAD + GOOD}) == len(BAD + GOOD)


@pytest.mark.parametrize("paper", BAD, ids=lambda paper: paper.title)
def test_every_bad_one_is_found(paper):
    assert paper.codes <= wrong(look(paper))


@pytest.mark.parametrize("paper", GOOD, ids=lambda paper: paper.title)
def test_every_good_one_passes(paper):
    assert not wrong(look(paper))


def test_pages_are_told():
    [paper] = [paper for paper in BAD if paper.title == "the third page of three"]
    assert [(f.code, f.page) for f in look(paper) if f.code == "hidden_text"] == [("hidden_text", 3)]


def test_pictures_are_left_to_people():
    [paper] = [paper for paper in GOOD if paper.title == "a scanned page"]
    assert [f.code for f in look(paper)] == [findings.PICTURE_PAGE]


def test_findings_hold_no_word_of_the_paper():
    for paper in BAD:
        for finding in look(paper):
            assert set(map(type, finding)) == {str, int}
            assert "amina" not in str(finding).lower()


@settings(max_examples=60)
@given(st.binary(max_size=3000))
def test_nothing_brings_it_down(data):
    for name in ("a.pdf", "a.docx", "a.jpg", "a.eml", None):
        assert isinstance(inspection.inspect(data, name, ["x"]), list)


def test_spoiled_papers_bring_nothing_down():
    """Every paper of the corpus with bytes changed, cut out or doubled: found or passed, never an error."""
    dice = random.Random(4)
    for paper in BAD + GOOD:
        data = bytearray(paper.make())
        for _turn in range(3):
            spoiled = bytearray(data)
            for _byte in range(12):
                spoiled[dice.randrange(len(spoiled))] = dice.randrange(256)
            cut = dice.randrange(len(spoiled))
            spoiled = spoiled[: cut + dice.randrange(len(spoiled) - cut + 1)]
            assert isinstance(inspection.inspect(bytes(spoiled), paper.name), list)


@pytest.mark.parametrize(
    "word, text, there",
    [
        ("Khalid", "about KHALID.", True),
        ("Khalid", "K h a l i d", True),
        ("José", "to Jose Ruiz", True),
        ("O'Brien", "Ms O’Brien", True),
        ("Amina Khalid", "Amina\nKhalid", True),
        ("Amina Khalid", "Amina met Khalid", False),
        ("Li", "a little line", False),
        ("Li", "for Li, at home", True),
        ("14 Acton Lane", "at 14, Acton Lane", True),
        ("Khalid", "nothing of the kind", False),
    ],
)
def test_words(word, text, there):
    assert bool(words.present(words.wanted(word), text)) is there


def test_lists_of_words_are_tidied():
    assert words.wanted(" Amina \n\n amina\n---\nKhalid") == ["amina", "khalid"]
    assert words.wanted(None) == []


def test_a_name_does_not_make_a_kind():
    assert kinds.kind_of(b"%PDF-1.7", "a.txt") == kinds.PDF
    assert not kinds.fits_name(kinds.PDF, "a.docx")
    assert kinds.fits_name(kinds.PDF, "letter")
