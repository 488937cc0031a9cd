# SPDX-License-Identifier: LGPL-3.0-or-later
"""What a PDF carries beside its pages: attachments, comments, forms, programs, layers, earlier versions, and who made it."""

import io
import logging
import re
from collections.abc import Iterator

from pypdf import PdfReader
from pypdf.errors import PyPdfError
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject

from .findings import (
    ANNOTATION,
    BOOKMARK,
    EMBEDDED,
    FORM,
    HISTORY,
    LAYER,
    LOCKED,
    METADATA,
    SCRIPT,
    TOO_BIG,
    UNREADABLE,
    Finding,
    PaperError,
)

# It would write pieces of damaged files into the log.
logging.getLogger("pypdf").setLevel(logging.CRITICAL + 1)

_MOST_OBJECTS = 150_000
# What any program writes into any PDF: it says nothing of a person.
_HARMLESS_INFO = {"/Producer", "/Creator", "/CreationDate", "/ModDate", "/Trapped"}
_EMPTY_INFO = {"", "(anonymous)", "(unspecified)", "untitled", "anonymous", "unspecified"}
_SCRIPTS = {"/JS", "/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/RichMedia", "/Movie", "/Sound"}
# Only ways to another page or website; they show nothing of their own and are left out of the copy.
_QUIET_NOTES = {"/Link"}
_ERRORS = (PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError, OSError, AssertionError,
           NotImplementedError, OverflowError)  # fmt: skip


def read(data: bytes) -> PdfReader:
    """The file as a tree of objects.

    :raise PaperError: it cannot be read, or needs a password
    """
    try:
        reader = PdfReader(io.BytesIO(data), strict=False)
        if reader.is_encrypted and not reader.decrypt(""):
            raise PaperError(LOCKED)
        len(reader.pages)
    except _ERRORS:
        raise PaperError(UNREADABLE) from None
    return reader


def inspect_structure(data: bytes) -> Iterator[Finding]:
    """Everything beside the pages."""
    reader = read(data)
    try:
        yield from _walk(reader)
        yield from _catalogue(reader.trailer["/Root"])
        yield from _pages(reader)
        yield from _information(reader)
    except PaperError:
        raise
    except _ERRORS:
        raise PaperError(UNREADABLE) from None
    # A file saved by adding to it still holds everything it ever held; one made for the web has two ends by nature.
    ends = len(re.findall(rb"%%EOF", data))
    if ends > (2 if b"/Linearized" in data[:2048] else 1):
        yield Finding(HISTORY)


def texts(data: bytes) -> Iterator[str]:
    """Every text the file holds beside its pages: titles, comments, names of attachments, values of forms."""
    reader = read(data)
    try:
        for found in _objects(reader):
            if isinstance(found, DictionaryObject):
                for value in found.values():
                    if isinstance(value, str) and not value.startswith("/"):
                        yield str(value)
        root = reader.trailer["/Root"].get_object()
        if "/Metadata" in root:
            yield root["/Metadata"].get_object().get_data().decode("utf-8", "replace")
    except _ERRORS:
        return


def _objects(reader):
    """Every object that can be reached, each once."""
    waiting, seen, count = [reader.trailer], set(), 0
    while waiting:
        found = waiting.pop()
        if isinstance(found, IndirectObject):
            if (found.idnum, found.generation) in seen:
                continue
            seen.add((found.idnum, found.generation))
            found = found.get_object()
        count += 1
        if count > _MOST_OBJECTS:
            raise PaperError(TOO_BIG)
        if isinstance(found, DictionaryObject):
            waiting.extend(found.raw_get(key) for key in found)
        elif isinstance(found, ArrayObject):
            waiting.extend(list.__iter__(found))
        yield found


def _walk(reader):
    """Programs and attachments, wherever in the file they hang."""
    for found in _objects(reader):
        if not isinstance(found, DictionaryObject):
            continue
        if _SCRIPTS & found.keys() or found.get("/S") in _SCRIPTS or "/AA" in found:
            yield Finding(SCRIPT)
        if (
            "/EF" in found
            or found.get("/Type") == "/EmbeddedFile"
            or found.get("/Subtype") == "/FileAttachment"
        ):
            yield Finding(EMBEDDED)
        if "/PieceInfo" in found or (found.get("/Type") == "/Metadata" and found.get("/Subtype") == "/XML"):
            yield Finding(METADATA)


def _catalogue(root):
    root = root.get_object()
    form = root["/AcroForm"].get_object() if "/AcroForm" in root else {}
    if form.get("/Fields") or "/XFA" in form:
        yield Finding(FORM)
    if "/Outlines" in root and "/First" in root["/Outlines"].get_object():
        yield Finding(BOOKMARK)
    if "/Collection" in root:
        yield Finding(EMBEDDED)
    if "/OCProperties" in root:
        yield from _layers(root["/OCProperties"].get_object())


def _layers(properties):
    """Layers somebody can switch on that are off, or that are off on paper or on the screen only."""
    default = properties.get("/D", DictionaryObject()).get_object()
    off = list(default.get("/OFF", ()))
    odd = default.get("/BaseState", "/ON") != "/ON" or default.get("/AS") or properties.get("/Configs")
    if off or odd:
        yield Finding(LAYER, 0, max(len(off), 1))


def _pages(reader):
    for number, page in enumerate(reader.pages, 1):
        for reference in page.get("/Annots") or ():
            note = reference.get_object()
            if not isinstance(note, DictionaryObject) or note.get("/Subtype") in _QUIET_NOTES:
                continue
            yield Finding(FORM if note.get("/Subtype") == "/Widget" else ANNOTATION, number)
        if "/Thumb" in page or "/PieceInfo" in page:
            yield Finding(METADATA, number)


def _information(reader):
    for key, value in (reader.metadata or {}).items():
        if key not in _HARMLESS_INFO and str(value).strip().lower() not in _EMPTY_INFO:
            yield Finding(METADATA)
