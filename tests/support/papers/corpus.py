# SPDX-License-Identifier: LGPL-3.0-or-later
"""The corpus: every paper with its file name and the codes that must be found in it; none: it may leave."""

from functools import partial
from typing import NamedTuple

from . import others, pdfs
from .pdfs import canvas, changed


class Paper(NamedTuple):
    title: str
    name: str
    make: object
    codes: frozenset = frozenset()
    words: tuple = ()


def _pdf(title, make, *codes, words=()):
    return Paper(title, "paper.pdf", make, frozenset(codes), words)


def _other(title, name, make, *codes, words=()):
    return Paper(title, name, make, frozenset(codes), words)


_CLEAN = partial(canvas, partial(pdfs.letter, name="the tenant"))
_LETTER = partial(canvas, pdfs.letter)


def _with(change, base=_LETTER):
    return lambda: changed(base(), change)


BAD = [
    _pdf("a black box over text", partial(canvas, pdfs.boxed), "hidden_text"),
    _pdf("a white box over text", partial(canvas, partial(pdfs.boxed, colour=(1, 1, 1))), "hidden_text"),
    _pdf("a grey box over text", partial(canvas, partial(pdfs.boxed, colour=(0.5, 0.5, 0.5))), "hidden_text"),
    _pdf("a dark box one can see through", partial(canvas, partial(pdfs.boxed, alpha=0.7)), "see_through"),
    _pdf("a box that is nearly black", partial(canvas, partial(pdfs.boxed, alpha=0.97)), "hidden_text"),
    _pdf("white text on white paper", partial(canvas, pdfs.whited), "hidden_text"),
    _pdf("text in the colour of its box", partial(canvas, pdfs.same_colour), "hidden_text"),
    _pdf("text in no colour at all", partial(canvas, pdfs.invisible_ink), "hidden_text"),
    _pdf("text under a photograph", partial(canvas, pdfs.text_under_photo), "hidden_text"),
    _pdf("text under hatching", partial(canvas, pdfs.hatched), "hidden_text"),
    _pdf("text under a thick line", partial(canvas, pdfs.thick_line), "hidden_text"),
    _pdf("text under other text", partial(canvas, pdfs.overprinted), "hidden_text"),
    _pdf("a box over a drawing", partial(canvas, pdfs.curves_under_box), "under_cover"),
    _pdf("a box over a scanned page", partial(canvas, pdfs.scan_with_box_on_top), "under_cover"),
    _pdf("a picture over a scanned page", partial(canvas, pdfs.scan_below_scan), "under_cover"),
    _pdf("a scan with the words a machine read", partial(canvas, pdfs.scan_read_by_machine), "hidden_text"),
    _pdf("a picture cut to a part", partial(canvas, pdfs.cropped_picture), "cropped"),
    _pdf("a picture half off the page", partial(canvas, pdfs.picture_beyond_the_edge), "cropped"),
    _pdf("text below the edge of the page", partial(canvas, pdfs.beyond_the_edge), "outside"),
    _pdf("a page cut to a part", _with(pdfs.cropped_page), "outside"),
    _pdf("a black square as a comment", _with(pdfs.black_box_note()), "annotation", "hidden_text"),
    _pdf("marked for redaction, never applied", _with(pdfs.note("/Redact")), "annotation"),
    _pdf("a highlight as a comment", _with(pdfs.note("/Highlight")), "annotation"),
    _pdf("a sticky note", _with(pdfs.note("/Text", Contents=pdfs.TextStringObject("ring Amina"))), "annotation"),
    _pdf("a layer switched off", _with(pdfs.layer_off), "layer", "hidden_text"),
    _pdf("a file inside the file", _with(pdfs.attached, _CLEAN), "embedded"),
    _pdf("a form filled in", pdfs.form_filled_in, "form"),
    _pdf("a program inside", _with(pdfs.scripted, _CLEAN), "script"),
    _pdf("title and author", _with(pdfs.titled, _CLEAN), "metadata"),
    _pdf("bookmarks with names", _with(pdfs.bookmarked, _CLEAN), "bookmark"),
    _pdf("an earlier version below the last", lambda: pdfs.saved_by_adding(_LETTER()), "history"),
    _pdf("needs a password", _with(pdfs.locked), "locked"),
    _pdf("damaged", lambda: _LETTER()[:300], "unreadable"),
    _pdf("the third page of three", partial(canvas, pdfs.many_pages), "hidden_text"),
    _pdf("a name that must not appear", _LETTER, "word", words=("Amina KHALID",)),
    _pdf("part of a name that must not appear", _LETTER, "word", words=("khalid",)),
    _pdf("a name for whoever copies a dot", pdfs.actual_text, "word", words=("Amina Khalid",)),
    _pdf("a name in the title", _with(pdfs.titled, _CLEAN), "word", "metadata", words=("Amina Khalid",)),
    _other("a Word comment", "a.docx", partial(others.word_with, "word/comments.xml", "<c/>"), "comment"),
    _other("a tracked deletion", "a.docx", partial(others.word, "<w:p><w:del><w:r><w:delText>x</w:delText></w:r></w:del></w:p>"), "tracked"),
    _other("hidden letters in Word", "a.docx", partial(others.word, "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>x</w:t></w:r></w:p>"), "hidden_text"),
    _other("the author of a Word file", "a.docx", partial(others.word_with, "docProps/core.xml", others.core("Amina")), "metadata"),
    _other("an Excel sheet inside Word", "a.docx", partial(others.word_with, "word/embeddings/book.xlsx", b"x"), "embedded"),
    _other("a macro", "a.docx", partial(others.word_with, "word/vbaProject.bin", b"x"), "macro", "embedded"),
    _other("a hidden row", "a.xlsx", partial(others.sheet, others.hide_row), "hidden_cells"),
    _other("a hidden column", "a.xlsx", partial(others.sheet, others.hide_column), "hidden_cells"),
    _other("a hidden sheet", "a.xlsx", partial(others.sheet, others.hide_sheet), "hidden_part"),
    _other("a comment in a cell", "a.xlsx", partial(others.sheet, others.comment), "comment"),
    _other("tracked changes in OpenDocument", "a.odt", partial(others.odf, "<office:text><text:tracked-changes/></office:text>"), "tracked"),
    _other("a comment in OpenDocument", "a.odt", partial(others.odf, "<office:text><office:annotation/></office:text>"), "comment"),
    _other("a hidden row in OpenDocument", "a.ods", partial(others.odf, '<table:table-row table:visibility="collapse"/>', "spreadsheet"), "hidden_cells"),
    _other("where a picture was taken", "a.jpg", others.where_taken, "metadata"),
    _other("a description inside a picture", "a.png", others.png_about, "metadata"),
    _other("erased by making it see-through", "a.png", others.png_erased, "hidden_part"),
    _other("the older picture behind the new one", "a.png", others.png_uncropped, "hidden_part"),
    _other("an e-mail as a file", "a.eml", lambda: others.MAIL, "mail_headers"),
    _other("signs of no width", "a.txt", lambda: "Hello\u200b\u202eworld".encode(), "invisible_signs"),
    _other("a picture that calls itself a PDF", "a.pdf", others.jpeg, "wrong_name"),
    _other("a program", "a.exe", lambda: b"MZ\x00\x01\x02", "unknown_kind"),
    _other("a web page", "a.txt", lambda: b"<html><!-- Amina --></html>", "unknown_kind"),
]  # fmt: skip

GOOD = [
    _pdf("an ordinary letter", _CLEAN),
    _pdf("blacked out properly", partial(canvas, pdfs.blacked_out_properly)),
    _pdf("a table with coloured headings", partial(canvas, pdfs.table)),
    _pdf("a yellow marker", partial(canvas, pdfs.highlighted)),
    _pdf("a black box with nothing below", partial(canvas, pdfs.box_far_from_text)),
    _pdf("bold by printing twice", partial(canvas, pdfs.bold_by_printing_twice)),
    _pdf("a footnote in grey", partial(canvas, pdfs.grey_and_small)),
    _pdf("text on a coloured picture", partial(canvas, pdfs.photo_before_text)),
    _pdf("a scanned page", partial(canvas, pdfs.scan)),
    _pdf("a scan blacked out before it was scanned", partial(canvas, partial(pdfs.scan, box=(10, 30, 300, 80)))),
    _pdf("the same scan twice in one place", partial(canvas, pdfs.scan_twice)),
    _pdf("a letter without the name", _CLEAN, words=("Amina Khalid", "Khalid")),
    _pdf("a wide page", partial(canvas, pdfs.table, size=(842, 780))),
    _pdf("compressed", partial(canvas, pdfs.table, pageCompression=1)),
    _other("a Word letter", "a.docx", others.word),
    _other("a Word file nobody signed", "a.docx", partial(others.word_with, "docProps/core.xml", others.core(""))),
    _other("a sheet", "a.xlsx", others.sheet),
    _other("an OpenDocument letter", "a.odt", partial(others.odf, "<office:text><text:p>Hello</text:p></office:text>")),
    _other("a picture", "a.jpg", others.jpeg),
    _other("a picture that is only turned", "a.jpg", others.turned_only),
    _other("a PNG", "a.png", others.png),
    _other("a text", "a.txt", lambda: "A letter, naïve and ش\r\n".encode()),
    _other("a table as text", "a.csv", lambda: b"a,b\n1,2\n"),
    _other("a text without the name", "a.txt", lambda: b"about the tenant", words=("Amina",)),
]  # fmt: skip
