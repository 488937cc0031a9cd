# SPDX-License-Identifier: LGPL-3.0-or-later
"""What may be handed in with a complaint: pure checks on a name and some bytes.

A type is believed only when the content shows it *and* the name says the same; the browser's word for it is not asked. What
is not on the list is refused: a web page, an SVG or a program is of no use as evidence and of much use in an attack.
"""

import base64
import io
import re
import unicodedata
import zipfile
from typing import NamedTuple

MAX_BYTES = 10 * 1024 * 1024
MAX_FILES = 10
MAX_NAME = 120

# extension: (media type, what it is called in a message)
TYPES = {
    "pdf": ("application/pdf", "PDF"),
    "jpg": ("image/jpeg", "picture"),
    "jpeg": ("image/jpeg", "picture"),
    "png": ("image/png", "picture"),
    "gif": ("image/gif", "picture"),
    "webp": ("image/webp", "picture"),
    "heic": ("image/heic", "picture"),
    "tif": ("image/tiff", "picture"),
    "tiff": ("image/tiff", "picture"),
    "txt": ("text/plain", "text"),
    "doc": ("application/msword", "Word document"),
    "docx": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", "Word document"),
    "odt": ("application/vnd.oasis.opendocument.text", "text document"),
    "rtf": ("application/rtf", "text document"),
    "mp3": ("audio/mpeg", "recording"),
    "m4a": ("audio/mp4", "recording"),
    "ogg": ("audio/ogg", "recording"),
    "opus": ("audio/ogg", "recording"),
    "wav": ("audio/wav", "recording"),
}
ACCEPT = ",".join(f".{extension}" for extension in TYPES)

EMPTY, TOO_BIG, BAD_TYPE, MISMATCH, MACROS = "empty", "too_big", "bad_type", "mismatch", "macros"

_UNSAFE = re.compile(r'[<>:"|?*%;`$&\x00-\x1f\x7f]')
_MARKUP = (b"<html", b"<script", b"<svg", b"<!doctype", b"<?xml", b"<?php", b"<iframe", b"<body", b"#!")
_HEAD = 4096
_BOMS = (b"\xff\xfe", b"\xfe\xff")


class UploadRefused(ValueError):
    """A file that is not taken in. ``reason`` is one of the words above; the text is for logs and holds no content."""

    def __init__(self, reason: str):
        super().__init__(reason)
        self.reason = reason


class Upload(NamedTuple):
    name: str
    mimetype: str
    size: int
    content: bytes


def clean_name(name: str | None) -> str:
    """The name without any folder, control character or sign that could reorder or break it; never empty.

    Letters of every script stay, and the extension survives shortening.
    """
    name = unicodedata.normalize("NFC", name or "")
    name = re.split(r"[\\/]", name)[-1]
    name = "".join(
        sign for sign in name if unicodedata.category(sign) not in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")
    )
    name = _UNSAFE.sub("_", name)
    name = re.sub(r"\s+", " ", name).strip(" .")
    if not name:
        return "document"
    stem, dot, extension = name.rpartition(".")
    if not dot or len(extension) > 10:
        return name[:MAX_NAME].rstrip(" .")
    return f"{stem[: MAX_NAME - len(extension) - 1].rstrip(' .') or 'document'}.{extension}"


def decoded(content: str | bytes | None) -> bytes:
    """The bytes of a field's base64; none, if it is none."""
    try:
        return base64.b64decode(content or b"", validate=False)
    except ValueError:
        return b""


def check(name: str | None, content: bytes) -> Upload:
    """The file, if it may be kept.

    :raise UploadRefused: it may not, and ``reason`` says why
    """
    if not content:
        raise UploadRefused(EMPTY)
    if len(content) > MAX_BYTES:
        raise UploadRefused(TOO_BIG)
    cleaned = clean_name(name)
    extension = cleaned.rpartition(".")[2].lower()
    if extension not in TYPES:
        raise UploadRefused(BAD_TYPE)
    mimetype = TYPES[extension][0]
    if mimetype not in _sniff(content, extension):
        raise UploadRefused(MISMATCH)
    return Upload(cleaned, mimetype, len(content), content)


def _sniff(content: bytes, extension: str) -> tuple:
    """The media types these bytes can be."""
    head = content[:32]
    for found, mimetype in (
        (content[:_HEAD].lstrip(b"\xef\xbb\xbf\r\n\t ").startswith(b"%PDF-"), "application/pdf"),
        (head.startswith(b"\xff\xd8\xff"), "image/jpeg"),
        (head.startswith(b"\x89PNG\r\n\x1a\n"), "image/png"),
        (head.startswith((b"GIF87a", b"GIF89a")), "image/gif"),
        (head.startswith(b"RIFF") and head[8:12] == b"WEBP", "image/webp"),
        (head.startswith((b"II*\x00", b"MM\x00*")), "image/tiff"),
        (head[4:8] == b"ftyp" and head[8:12] in (b"heic", b"heix", b"mif1", b"msf1", b"hevc"), "image/heic"),
        (head[4:8] == b"ftyp", "audio/mp4"),
        (head.startswith(b"OggS"), "audio/ogg"),
        (head.startswith(b"RIFF") and head[8:12] == b"WAVE", "audio/wav"),
        (head.startswith((b"ID3", b"\xff\xfb", b"\xff\xf3", b"\xff\xf2", b"\xff\xfa")), "audio/mpeg"),
        (head.startswith(b"{\\rtf"), "application/rtf"),
    ):
        if found:
            return (mimetype,)
    if head.startswith(b"PK\x03\x04"):
        return _sniff_zip(content)
    if head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        is_word = "WordDocument".encode("utf-16-le") in content
        return (TYPES["doc"][0],) if is_word else ()
    return ("text/plain",) if extension == "txt" and _is_text(content) else ()


def _sniff_zip(content: bytes) -> tuple:
    """Only the list of members is read; nothing is unpacked but the few bytes that name an OpenDocument."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = {member.filename: member for member in archive.infolist()}
            if any(name.lower().endswith(("vbaproject.bin", "vbadata.xml")) for name in names):
                raise UploadRefused(MACROS)
            if "word/document.xml" in names and "[Content_Types].xml" in names:
                return (TYPES["docx"][0],)
            kind = names.get("mimetype")
            if (
                kind is not None
                and kind.file_size < 100
                and archive.read(kind).strip() == TYPES["odt"][0].encode()
            ):
                return (TYPES["odt"][0],)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, ValueError) as error:
        if isinstance(error, UploadRefused):
            raise
    return ()


def _is_text(content: bytes) -> bool:
    """Readable text that no browser could take for a page, even one that guesses."""
    if content.startswith(_BOMS):
        try:
            text = content.decode("utf-16")
        except UnicodeDecodeError:
            return False
        head = text[:_HEAD].encode()
    else:
        head = content[:_HEAD]
        if b"\x00" in content:
            return False
    head = head.lower()
    return not any(mark in head for mark in _MARKUP[:-1]) and not head.startswith(_MARKUP[-1])
