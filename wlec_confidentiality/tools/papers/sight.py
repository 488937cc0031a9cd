# SPDX-License-Identifier: LGPL-3.0-or-later
"""A page of a PDF as it is seen, and as it would be seen without some of what is on it.

Everything here is for one thread of one process: the library underneath is not made for more.
"""

import ctypes
from collections.abc import Callable, Iterable
from contextlib import contextmanager
from typing import NamedTuple

import pypdfium2 as pdfium
import pypdfium2.raw as raw
from PIL import Image, ImageChops

from .findings import LOCKED, TOO_BIG, UNREADABLE, PaperError

DPI = 100
MOST_PIXELS = 2200
MOST_PAGES = 400
MOST_SIGNS = 40_000


class Sign(NamedTuple):
    """One sign of the text of a page: what it is, where it is seen (pixels: left, top, right, bottom), how it is painted."""

    text: str
    box: tuple[float, float, float, float]
    painted: bool


def opened(data: bytes) -> pdfium.PdfDocument:
    """The document, ready to be shown.

    :raise PaperError: it does not open, it needs a password, or it has too many pages
    """
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        locked = getattr(error, "err_code", None) in (raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY)
        raise PaperError(LOCKED if locked else UNREADABLE) from None
    if not len(document):
        raise PaperError(UNREADABLE)
    if len(document) > MOST_PAGES:
        raise PaperError(TOO_BIG)
    document.init_forms()
    return document


def scale_of(page: pdfium.PdfPage, dpi: int = DPI, most: int = MOST_PIXELS) -> float:
    """Pixels for each point: ``dpi``, less on a page so large that it would not fit."""
    return min(dpi / 72, most / max(*page.get_size(), 1))


def seen(page: pdfium.PdfPage, scale: float, notes: bool = True) -> Image.Image:
    """The page as a reader shows it, with or without what is laid over it (comments, stamps, form fields)."""
    bitmap = page.render(scale=scale, may_draw_forms=notes, draw_annots=notes, rev_byteorder=True)
    return bitmap.to_pil().convert("RGB")


def difference(one: Image.Image, other: Image.Image) -> Image.Image:
    """How much two pictures differ at each pixel, in the colour in which they differ most."""
    red, green, blue = ImageChops.difference(one, other).split()
    return ImageChops.lighter(ImageChops.lighter(red, green), blue)


def objects(page: pdfium.PdfPage) -> list:
    """What is painted on the page, in its order, also inside groups."""
    return list(page.get_objects(max_depth=12))


@contextmanager
def without(found: Iterable):
    """In this block these are not painted."""
    found = [thing for thing in found if _is_active(thing)]
    for thing in found:
        raw.FPDFPageObj_SetIsActive(thing.raw, False)
    try:
        yield
    finally:
        for thing in found:
            raw.FPDFPageObj_SetIsActive(thing.raw, True)


@contextmanager
def in_black(texts: Iterable):
    """In this block these texts are painted black, whatever colour, or none, they have."""
    before = []
    for text in texts:
        colour = [ctypes.c_uint() for _part in range(4)]
        raw.FPDFPageObj_GetFillColor(text.raw, *map(ctypes.byref, colour))
        before.append((text, colour, raw.FPDFTextObj_GetTextRenderMode(text.raw)))
        raw.FPDFPageObj_SetFillColor(text.raw, 0, 0, 0, 255)
        raw.FPDFTextObj_SetTextRenderMode(text.raw, raw.FPDF_TEXTRENDERMODE_FILL)
    try:
        yield
    finally:
        for text, colour, mode in before:
            raw.FPDFPageObj_SetFillColor(text.raw, *(part.value for part in colour))
            raw.FPDFTextObj_SetTextRenderMode(text.raw, mode)


def _is_active(thing):
    active = ctypes.c_int(1)
    raw.FPDFPageObj_GetIsActive(thing.raw, ctypes.byref(active))
    return bool(active.value)


def placer(page: pdfium.PdfPage, scale: float) -> Callable[[float, float], tuple[float, float]]:
    """From a point of the page to a pixel of its picture, whatever way up the page is."""
    width, height = (side * scale for side in page.get_size())
    fine = 100_000

    def device(x, y):
        column, row = ctypes.c_int(), ctypes.c_int()
        raw.FPDF_PageToDevice(page.raw, 0, 0, fine, fine, 0, x, y, ctypes.byref(column), ctypes.byref(row))
        return column.value / fine * width, row.value / fine * height

    (left, top), (right, top2), (left2, bottom) = device(0, 0), device(1000, 0), device(0, 1000)
    a, b, c, d = (right - left) / 1000, (top2 - top) / 1000, (left2 - left) / 1000, (bottom - top) / 1000
    return lambda x, y: (a * x + c * y + left, b * x + d * y + top)


def box_of(place, left: float, bottom: float, right: float, top: float):
    """A rectangle of the page as one of its picture."""
    corners = [place(x, y) for x in (left, right) for y in (bottom, top)]
    columns, rows = [corner[0] for corner in corners], [corner[1] for corner in corners]
    return min(columns), min(rows), max(columns), max(rows)


def signs(page: pdfium.PdfPage, scale: float) -> list[Sign]:
    """The text of the page, sign by sign, in reading order as far as the file tells it.

    :raise PaperError: more signs than any page holds
    """
    place, text = placer(page, scale), page.get_textpage()
    count = text.count_chars()
    if count > MOST_SIGNS:
        raise PaperError(TOO_BIG)
    left, right, bottom, top = (ctypes.c_double() for _side in range(4))
    found = []
    for index in range(count):
        if raw.FPDFText_IsGenerated(text.raw, index) == 1:
            found.append(Sign(" ", (0, 0, 0, 0), True))
            continue
        code = raw.FPDFText_GetUnicode(text.raw, index)
        raw.FPDFText_GetCharBox(text.raw, index, *map(ctypes.byref, (left, right, bottom, top)))
        box = box_of(place, left.value, bottom.value, right.value, top.value)
        found.append(Sign(chr(code) if code < 0x110000 else "\ufffd", box, _is_painted(text, index)))
    return found


def _is_painted(text, index):
    """Whether the sign leaves any colour at all: scanners lay text over a picture that is not meant to be seen."""
    thing = raw.FPDFText_GetTextObject(text.raw, index)
    mode = raw.FPDFTextObj_GetTextRenderMode(thing)
    if mode in (raw.FPDF_TEXTRENDERMODE_INVISIBLE, raw.FPDF_TEXTRENDERMODE_CLIP):
        return False
    colour = [ctypes.c_uint() for _part in range(4)]
    raw.FPDFPageObj_GetFillColor(thing, *map(ctypes.byref, colour))
    outlined = mode in (raw.FPDF_TEXTRENDERMODE_STROKE, raw.FPDF_TEXTRENDERMODE_STROKE_CLIP)
    return outlined or colour[3].value > 0
