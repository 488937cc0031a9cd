# SPDX-License-Identifier: LGPL-3.0-or-later
"""What is blacked out is gone; what nobody sees is not copied; the copy says for whom it was made."""

import io

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageChops
from pypdf import PdfReader, PdfWriter

from tests.support.papers import others, pdfs, tool
from tests.support.papers.corpus import BAD, GOOD

apart, areas, findings, giving, inspection, redaction, words = (
    tool(name) for name in ("apart", "areas", "findings", "giving", "inspection", "redaction", "words")
)
LETTER = pdfs.canvas(pdfs.letter)
_share = st.floats(-0.5, 1.5)


def everything_in(data):
    """All streams of a PDF unpacked, with the file itself: where a word could still be."""
    reader = PdfReader(io.BytesIO(data))
    streams = [data]
    for number in range(1, len(reader.xref_objStm) + sum(len(table) for table in reader.xref.values()) + 1):
        try:
            found = reader.get_object(number)
        except Exception:
            continue
        if hasattr(found, "get_data"):
            try:
                streams.append(found.get_data())
            except Exception:
                streams.append(found._data)
    return b"\n".join(streams)


def stamp():
    def draw(page):
        for size in (pdfs.A4, pdfs.A4[::-1]):
            page.setPageSize(size)
            page.setFillGray(0.6)
            page.setFont("Helvetica", 40)
            page.drawString(40, 40, "FOR THE POLICE")
            if size == pdfs.A4:
                page.showPage()

    return pdfs.canvas(draw)


# ---- blacking out
def test_a_word_is_found_and_gone():
    found = redaction.find(LETTER, words.wanted("Amina Khalid\nActon"))
    assert len(found) == 2
    data = redaction.redacted(LETTER, found)
    assert b"Amina" in everything_in(LETTER)
    assert b"Amina" not in everything_in(data)
    assert not PdfReader(io.BytesIO(data)).pages[0].extract_text().strip()
    assert not findings.blocking(inspection.inspect(data, "a.pdf", words.wanted("Amina Khalid")))


def test_what_is_black_is_where_the_word_was():
    [area] = redaction.find(LETTER, ["amina khalid"])
    before = Image.open(io.BytesIO(redaction.picture(redaction.redacted(LETTER, []), 0, 1000))).convert("L")
    after = Image.open(io.BytesIO(redaction.picture(redaction.redacted(LETTER, [area]), 0, 1000))).convert(
        "L"
    )
    changed = ImageChops.difference(before, after).point(lambda v: 255 if v > 100 else 0).getbbox()
    width, height = before.size
    asked = (
        area.left * width,
        area.top * height,
        (area.left + area.width) * width,
        (area.top + area.height) * height,
    )
    assert all(abs(one - other) < 6 for one, other in zip(changed, asked, strict=True))


@pytest.mark.parametrize("turn", (90, 180, 270))
def test_pages_that_are_turned(turn):
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(LETTER)))
    writer.pages[0].rotate(turn)
    stream = io.BytesIO()
    writer.write(stream)
    turned = stream.getvalue()
    data = redaction.redacted(turned, redaction.find(turned, ["amina khalid"]))
    plain = Image.open(io.BytesIO(redaction.picture(redaction.redacted(LETTER, redaction.find(LETTER, ["amina khalid"])), 0, 400)))  # fmt: skip
    shown = Image.open(io.BytesIO(redaction.picture(data, 0, 400 if turn == 180 else 566))).rotate(
        turn, expand=True
    )
    assert ImageChops.difference(plain.convert("L"), shown.convert("L").resize(plain.size)).reduce(8).getextrema()[1] < 90  # fmt: skip


CURABLE = [paper for paper in BAD if paper.name == "paper.pdf" and paper.codes <= findings.CURED_BY_PICTURES]


@pytest.mark.parametrize("paper", CURABLE, ids=lambda paper: paper.title)
def test_a_copy_as_pictures_cures_it(paper):
    data = redaction.redacted(paper.make(), [])
    assert not [f for f in inspection.inspect(data, "a.pdf") if f.code not in findings.NOTES]


def test_pictures_are_redacted_too():
    data = redaction.paged(others.where_taken(), "a.jpg")
    redacted = redaction.redacted(data, [areas.Area(0, 0, 0, 1, 0.5)])
    assert Image.open(io.BytesIO(redaction.picture(redacted, 0, 200))).convert("L").crop((5, 5, 190, 45)).getextrema()[1] < 30  # fmt: skip
    with pytest.raises(findings.PaperError):
        redaction.paged(others.word(), "a.docx")


@settings(max_examples=200)
@given(st.integers(-2, 5), _share, _share, _share, _share)
def test_areas_stay_on_their_page(page, left, top, width, height):
    try:
        found = areas.checked([[page, left, top, width, height]], pages=3)
    except ValueError:
        assert not 0 <= page < 3
        return
    for area in found:
        assert area.left >= 0 and area.top >= 0 and area.width > 0 and area.height > 0
        assert area.left + area.width <= 1.000001 and area.top + area.height <= 1.000001


@pytest.mark.parametrize(
    "nonsense", ([["0", 0, 0, 1, 1]], [[True, 0, 0, 1, 1]], [[0, "a", 0, 1, 1]], [[0.5, 0, 0, 1, 1]])
)
def test_areas_that_are_none(nonsense):
    with pytest.raises(ValueError):
        areas.checked(nonsense)


def test_what_is_still_seen():
    place = areas.Area(1, 0.2, 0.2, 0.2, 0.02)
    for black, seen in (
        (place, 0), (areas.Area(1, 0.0, 0.0, 1.0, 1.0), 0), (place._replace(page=0), 1), (place._replace(left=0.25), 1),
        (place._replace(left=0.205), 0), (place._replace(top=0.9), 1), (place._replace(height=0.01), 1),
    ):  # fmt: skip
        assert len(areas.uncovered([place], [black])) == seen
    assert areas.uncovered([place], []) == [place]


# ---- the copy that is given
@pytest.mark.parametrize("paper", GOOD, ids=lambda paper: paper.title)
def test_a_good_paper_is_given_clean(paper):
    data = paper.make()
    copy, ending = giving.given(data, paper.name)
    assert not [f for f in inspection.inspect(copy, f"a.{ending}") if f.code not in findings.NOTES]


@pytest.mark.parametrize(
    "title",
    ("title and author", "bookmarks with names", "a program inside", "an earlier version below the last"),
)
def test_what_nobody_sees_is_not_copied(title):
    [paper] = [paper for paper in BAD if paper.title == title]
    copy, _ending = giving.given(paper.make(), paper.name)
    assert not inspection.inspect(copy, "a.pdf")
    if title != "an earlier version below the last":
        assert b"Amina" not in everything_in(copy)


def test_text_stays_text():
    copy, _ending = giving.given(LETTER, "a.pdf", stamp())
    text = PdfReader(io.BytesIO(copy)).pages[0].extract_text()
    assert "14 Acton Lane" in text


@pytest.mark.parametrize("turn", (0, 90, 180, 270))
def test_the_mark_lies_upright_on_every_page(turn):
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdfs.canvas(lambda page: page.setFillGray(0)))))
    writer.pages[0].rotate(turn)
    stream = io.BytesIO()
    writer.write(stream)
    copy, _ending = giving.given(stream.getvalue(), "a.pdf", stamp())
    shown = Image.open(io.BytesIO(redaction.picture(copy, 0, 400))).convert("L")
    marks = shown.point(lambda v: 255 if 80 < v < 200 else 0).getbbox()
    assert marks[1] > shown.height * 0.8, "the mark stands at the foot of the page as it is seen"
    assert marks[2] - marks[0] > marks[3] - marks[1]


def test_pictures_carry_the_mark_and_nothing_else():
    copy, ending = giving.given(others.where_taken(), "a.jpg", stamp())
    picture = Image.open(io.BytesIO(copy))
    assert ending == "jpg" and not dict(picture.getexif())
    plain, _ending = giving.given(others.where_taken(), "a.jpg")
    assert ImageChops.difference(picture.convert("L"), Image.open(io.BytesIO(plain)).convert("L")).getbbox()


def test_office_documents_lose_their_author_and_still_open():
    book = openpyxl.Workbook()
    book.active["A1"] = "A value"
    book.properties.creator = book.properties.title = pdfs.SECRET
    stream = io.BytesIO()
    book.save(stream)
    assert "metadata" in {f.code for f in inspection.inspect(stream.getvalue(), "a.xlsx")}
    copy, ending = giving.given(stream.getvalue(), "a.xlsx")
    assert ending == "xlsx" and not inspection.inspect(copy, "a.xlsx")
    again = openpyxl.load_workbook(io.BytesIO(copy))
    assert again.active["A1"].value == "A value" and again.properties.creator in (None, "openpyxl")


# ---- apart
def test_apart_is_the_same():
    for paper in (BAD[0], GOOD[0]):
        data = paper.make()
        assert apart.inspect(data, paper.name) == inspection.inspect(data, paper.name)
    assert apart.find(LETTER, ["khalid"]) == [list(area) for area in redaction.find(LETTER, ["khalid"])]
    assert apart.sizes(LETTER) == [pdfs.A4]
    assert apart.readable(others.MAIL, "a.eml").splitlines()[-1] == "Leave by Friday."
    assert "secret@example.org" not in apart.readable(others.MAIL, "a.eml")


def test_what_brings_the_inspector_down_is_unreadable(monkeypatch):
    monkeypatch.setattr(apart.sys, "executable", "/bin/false")
    monkeypatch.setattr(apart, "_known", {})
    assert [f.code for f in apart.inspect(LETTER, "a.pdf")] == [findings.UNREADABLE]
    with pytest.raises(findings.PaperError):
        apart.sizes(LETTER)


def test_what_hangs_the_inspector_is_given_up(monkeypatch, tmp_path):
    sleeper = tmp_path / "sleeper"
    sleeper.write_text("#!/bin/sh\nsleep 30\n")
    sleeper.chmod(0o755)
    monkeypatch.setattr(apart.sys, "executable", str(sleeper))
    monkeypatch.setattr(apart, "_SECONDS", 0.5)
    monkeypatch.setattr(apart, "_known", {})
    assert [f.code for f in apart.inspect(LETTER, "a.pdf")] == [findings.TOO_BIG]


def test_a_paper_is_looked_through_once_until_something_is_different(monkeypatch):
    runs = []
    monkeypatch.setattr(apart, "_known", {})
    monkeypatch.setattr(
        apart, "_run", lambda task, *papers, **details: runs.append(details) or ([["x", 0, 1]], [])
    )
    for words_, data in (
        (["a"], LETTER),
        (["a"], LETTER),
        (["b"], LETTER),
        (["a"], LETTER + b" "),
        (["a"], LETTER),
    ):
        assert [f.code for f in apart.inspect(data, "a.pdf", words_)] == ["x"]
    assert len(runs) == 3


def test_nothing_is_written_to_a_file(monkeypatch, tmp_path):
    """The process has no right to write a single byte into a file."""
    import resource
    import subprocess
    import sys

    code = (
        f"import sys; sys.path.insert(0, {str(giving.__file__.rpartition('/papers/')[0])!r});"
        "from papers import __main__ as m; m._limit(); f = open(sys.argv[1], 'w'); f.write('x'); f.close()"
    )
    done = subprocess.run([sys.executable, "-c", code, str(tmp_path / "x")], capture_output=True, check=False)
    assert done.returncode and not (tmp_path / "x").read_bytes()
    assert resource.getrlimit(resource.RLIMIT_FSIZE)[0] != 0
