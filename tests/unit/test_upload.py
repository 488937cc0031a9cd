# SPDX-License-Identifier: LGPL-3.0-or-later
"""What is taken in with a complaint, and what is not."""

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.pure_tools import tool

upload = tool("upload")

PDF = b"%PDF-1.7\n%%EOF"
PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 20


def zipped(**members):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return target.getvalue()


def docx(*more):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name in ("[Content_Types].xml", "word/document.xml", *more):
            archive.writestr(name, "x")
    return target.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "mimetype"),
    [
        ("a.pdf", PDF, "application/pdf"),
        ("a.PDF", b"\r\n" + PDF, "application/pdf"),
        ("a.png", PNG, "image/png"),
        ("a.jpg", b"\xff\xd8\xff\xe0....", "image/jpeg"),
        ("a.jpeg", b"\xff\xd8\xff\xe1....", "image/jpeg"),
        ("a.gif", b"GIF89a....", "image/gif"),
        ("a.webp", b"RIFF....WEBPVP8 ", "image/webp"),
        ("a.heic", b"\x00\x00\x00\x18ftypheic....", "image/heic"),
        ("a.m4a", b"\x00\x00\x00\x18ftypM4A ....", "audio/mp4"),
        ("a.mp3", b"ID3\x04....", "audio/mpeg"),
        ("a.ogg", b"OggS....", "audio/ogg"),
        ("a.wav", b"RIFF....WAVEfmt ", "audio/wav"),
        ("a.tif", b"II*\x00....", "image/tiff"),
        ("a.rtf", b"{\\rtf1 hello}", "application/rtf"),
        ("a.txt", "Grüße, مرحبا \U0001f494".encode(), "text/plain"),
        ("a.txt", "Grüße".encode("utf-16"), "text/plain"),
        ("a.txt", "naïve".encode("cp1252"), "text/plain"),
        ("a.docx", docx(), upload.TYPES["docx"][0]),
        ("a.odt", zipped(mimetype="application/vnd.oasis.opendocument.text"), upload.TYPES["odt"][0]),
        (
            "a.doc",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le"),
            "application/msword",
        ),
    ],
)
def test_taken(name, content, mimetype):
    found = upload.check(name, content)
    assert (found.mimetype, found.size, found.content) == (mimetype, len(content), content)


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.html", b"<html>", upload.BAD_TYPE),
        ("a.svg", b"<svg/>", upload.BAD_TYPE),
        ("a.exe", b"MZ", upload.BAD_TYPE),
        ("a.js", b"alert(1)", upload.BAD_TYPE),
        ("a.docm", docx(), upload.BAD_TYPE),
        ("a.zip", zipped(x="y"), upload.BAD_TYPE),
        ("a", PDF, upload.BAD_TYPE),
        ("", PDF, upload.BAD_TYPE),
        ("a.pdf.exe", PDF, upload.BAD_TYPE),
        ("a.pdf", b"<html>", upload.MISMATCH),
        ("a.pdf", b"MZ\x90", upload.MISMATCH),
        ("a.pdf", b"<script>%PDF-1.4", upload.MISMATCH),
        ("a.png", PDF, upload.MISMATCH),
        ("a.txt", PDF, upload.MISMATCH),
        ("a.txt", b"x <script>alert(1)</script>", upload.MISMATCH),
        ("a.txt", "<ScRiPt>".encode("utf-16"), upload.MISMATCH),
        ("a.txt", b"#!/bin/sh", upload.MISMATCH),
        ("a.txt", b"a\x00b", upload.MISMATCH),
        ("a.docx", b"PK\x03\x04 broken", upload.MISMATCH),
        ("a.docx", zipped(x="y"), upload.MISMATCH),
        ("a.docx", docx("word/vbaProject.bin"), upload.MACROS),
        ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 installer", upload.MISMATCH),
        ("a.pdf", b"", upload.EMPTY),
        ("a.pdf", PDF + b" " * upload.MAX_BYTES, upload.TOO_BIG),
    ],
)
def test_refused(name, content, reason):
    with pytest.raises(upload.UploadRefused) as refused:
        upload.check(name, content)
    assert refused.value.reason == reason


@pytest.mark.parametrize(
    ("name", "cleaned"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\Users\\x\\letter.pdf", "letter.pdf"),
        ("..", "document"),
        (None, "document"),
        ("a\x00\r\nb.pdf", "ab.pdf"),
        ("invoice\u202efdp.exe.pdf", "invoicefdp.exe.pdf"),
        ('a"b<c>;d.pdf', "a_b_c__d.pdf"),
        ("رسالة \U0001f494.pdf", "رسالة \U0001f494.pdf"),
        ("x" * 500 + ".pdf", "x" * 116 + ".pdf"),
    ],
)
def test_names(name, cleaned):
    assert upload.clean_name(name) == cleaned


@given(st.text(max_size=400))
def test_every_name_becomes_harmless(name):
    cleaned = upload.clean_name(name)
    assert cleaned
    assert len(cleaned) <= upload.MAX_NAME
    assert not set(cleaned) & set('/\\<>:"|?*\x00\n\r\u202e')
    assert cleaned.strip(" .") == cleaned
    assert upload.clean_name(cleaned) == cleaned


@given(st.text(max_size=40), st.binary(max_size=2000))
def test_any_bytes_give_an_answer(name, content):
    try:
        found = upload.check(name, content)
    except upload.UploadRefused as refused:
        assert refused.reason in (upload.EMPTY, upload.BAD_TYPE, upload.MISMATCH, upload.MACROS)
    else:
        assert found.mimetype in {kind for kind, _label in upload.TYPES.values()}
