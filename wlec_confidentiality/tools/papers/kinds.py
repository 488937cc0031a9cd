# SPDX-License-Identifier: LGPL-3.0-or-later
"""What a paper is, by its content. Its name is only asked whether it says the same."""

import io
import zipfile

PDF, IMAGE, TEXT, EMAIL, OOXML, ODF, UNKNOWN = "pdf", "image", "text", "email", "ooxml", "odf", "unknown"
MOST_BYTES = 80 * 1024 * 1024
_ENDINGS = {
    PDF: {"pdf"},
    IMAGE: {"jpg", "jpeg", "png", "tif", "tiff", "webp", "gif", "bmp"},
    TEXT: {"txt", "csv", "md", "log"},
    EMAIL: {"eml"},
    OOXML: {"docx", "xlsx", "pptx"},
    ODF: {"odt", "ods", "odp"},
}
_PICTURES = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"II*\x00", b"MM\x00*", b"GIF87a", b"GIF89a", b"BM")
_MAIL_HEADERS = (b"received:", b"from:", b"return-path:", b"delivered-to:", b"message-id:", b"date:", b"subject:", b"to:",
                 b"mime-version:", b"x-")  # fmt: skip


def ending(name: str | None) -> str:
    """The ending of a file name in small letters, or nothing."""
    stem, dot, end = (name or "").rpartition(".")
    return end.lower() if dot and stem else ""


def kind_of(data: bytes, name: str | None = None) -> str:
    """The kind of paper, or ``UNKNOWN``. The name only decides between a text and an e-mail saved as text."""
    if b"%PDF-" in data[:1024]:
        return PDF
    if data.startswith(_PICTURES) or (data.startswith(b"RIFF") and data[8:12] == b"WEBP"):
        return IMAGE
    if data.startswith(b"PK\x03\x04"):
        return _kind_of_zip(data)
    if not _is_text(data):
        return UNKNOWN
    return EMAIL if ending(name) == "eml" or (not ending(name) and _is_mail(data)) else TEXT


def fits_name(kind: str, name: str | None) -> bool:
    """Whether the ending of the name is one of this kind; a name without any says nothing wrong."""
    return not ending(name) or ending(name) in _ENDINGS.get(kind, ())


def _kind_of_zip(data):
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
            if "[Content_Types].xml" in names and names & {
                "word/document.xml",
                "xl/workbook.xml",
                "ppt/presentation.xml",
            }:
                return OOXML
            if (
                {"mimetype", "content.xml"} <= names
                and archive.getinfo("mimetype").file_size < 100
                and archive.read("mimetype").startswith(b"application/vnd.oasis.opendocument.")
            ):
                return ODF
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, ValueError, OSError):
        return UNKNOWN
    return UNKNOWN


def decoded(data: bytes) -> str:
    """The text of a plain text file. UTF-8 with or without mark, UTF-16 with mark, else Windows' western letters."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def _is_text(data):
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    if b"\x00" in data:
        return False
    head = data[:4096].lstrip(b"\xef\xbb\xbf\r\n\t ").lower()
    # A page for a browser or a program is no plain text: what is seen of it is not what it holds.
    if head.startswith((b"<", b"{\\rtf", b"#!")):
        return False
    odd = sum(1 for byte in data[:65536] if byte < 32 and byte not in b"\t\r\n\f\x1b")
    return odd == 0


def _is_mail(data):
    lines = data[:2048].lower().splitlines()[:3]
    return len(lines) == 3 and all(line.startswith((*_MAIL_HEADERS, b" ", b"\t")) for line in lines)
