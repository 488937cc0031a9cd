# SPDX-License-Identifier: LGPL-3.0-or-later
"""What a page of a PDF holds and does not show.

The page is painted several times: as it is, without its text, with nothing but its text, without what covers other things.
Text that makes no difference to the picture is not seen, whatever hides it: a black box, a white one, its own colour, a
picture, a layer that is switched off, the edge of the page. Pixels decide; how the box was drawn does not matter.
"""

import ctypes
from collections.abc import Iterator

import pypdfium2 as pdfium
import pypdfium2.raw as raw
from PIL import ImageChops, ImageDraw, ImageFilter

from . import sight
from .findings import CROPPED, HIDDEN_TEXT, OUTSIDE, PICTURE_PAGE, SEE_THROUGH, UNDER_COVER, Finding

_SEEN = 14  # of 255: less difference than that and nobody reads it
_INK = 128
_LEAST_INK = 4  # pixels of a sign, below which a share of them says nothing
_LEAST_SHARE = 0.3
_DARK = 110
_BLOCK = 8  # pixels; two letters of ordinary size
_LEAST_BLOCKS = 3
_MOST_PICTURES = 8
_TEXT, _PATH, _IMAGE = raw.FPDF_PAGEOBJ_TEXT, raw.FPDF_PAGEOBJ_PATH, raw.FPDF_PAGEOBJ_IMAGE


def inspect_page(page: pdfium.PdfPage, number: int) -> Iterator[Finding]:
    """Everything on the page that is there and not seen."""
    scale, things = sight.scale_of(page), sight.objects(page)
    picture = sight.seen(page, scale)
    signs = [sign for sign in sight.signs(page, scale) if _counts(sign)]
    if not signs and any(thing.type == _IMAGE for thing in things):
        yield Finding(PICTURE_PAGE, number)
    within = []
    for sign in signs:
        if not _is_on(sign.box, picture.size):
            yield Finding(OUTSIDE, number)
        else:
            within.append(sign)
    yield from _hidden_text(page, scale, things, picture, within, number)
    yield from _under_covers(page, scale, things, picture, number)
    yield from _pictures(page, scale, things, picture, number)


def _counts(sign):
    return sign.text.isalnum() or sign.text in ("\x00", "\ufffd", "\ufffe")


def _is_on(box, size):
    middle = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    return 0 <= middle[0] <= size[0] and 0 <= middle[1] <= size[1]


# ---- text
def _hidden_text(page, scale, things, picture, signs, number):
    if not signs:
        return
    texts = [thing for thing in things if thing.type == _TEXT]
    with sight.without(texts):
        shown = sight.difference(picture, sight.seen(page, scale)).point(lambda v: 255 if v > _SEEN else 0)
    others = [thing for thing in things if thing.type not in (_TEXT, raw.FPDF_PAGEOBJ_FORM)]
    with sight.without(others), sight.in_black(texts):
        ink = sight.seen(page, scale, notes=False).convert("L").point(lambda v: 255 if v < _INK else 0)
    veils = list(_veils(page, scale, things))
    taken = {}
    for sign in signs:
        if not sign.painted or _is_hidden(sign.box, shown, ink) or _is_overprinted(sign, taken):
            yield Finding(HIDDEN_TEXT, number)
        elif any(_covers(veil, sign.box) for veil in veils):
            yield Finding(SEE_THROUGH, number)


def _is_hidden(box, shown, ink):
    around = _pixels(box, shown.size)
    visible, there = _white(shown, around), _white(ink, around)
    return not visible or (there >= _LEAST_INK and visible < there * _LEAST_SHARE)


def _pixels(box, size):
    left, top = max(int(box[0]), 0), max(int(box[1]), 0)
    return left, top, min(max(int(box[2]) + 1, left + 1), size[0]), min(max(int(box[3]) + 1, top + 1), size[1])  # fmt: skip


def _white(mask, box):
    return mask.crop(box).histogram()[255] if box[2] > box[0] and box[3] > box[1] else 0


def _is_overprinted(sign, taken):
    """Whether another sign is painted on the same spot: one of the two is not read by anybody, but copied by everybody.
    The same sign again is how some programs make letters bold."""
    left, top, right, bottom = sign.box
    width, height = right - left, bottom - top
    key = int((left + right) / 6), int((top + bottom) / 6)
    around = [taken.get((key[0] + x, key[1] + y)) for x in (-1, 0, 1) for y in (-1, 0, 1)]
    taken[key] = sign
    for other in filter(None, around):
        if other.text != sign.text:
            across = min(right, other.box[2]) - max(left, other.box[0])
            down = min(bottom, other.box[3]) - max(top, other.box[1])
            if across > 0.7 * width and down > 0.7 * height and across > 0 and down > 0:
                return True
    return False


def _veils(page, scale, things):
    """Dark shapes one can still see through: whoever drew them meant to hide what is below."""
    place = sight.placer(page, scale)
    for thing in things:
        if thing.type == _PATH and thing.container is None and _is_filled(thing):
            red, green, blue, alpha = _fill(thing)
            if alpha < 250 and max(red, green, blue) < _DARK and alpha > 25:
                yield sight.box_of(place, *thing.get_bounds())


def _covers(veil, box):
    middle = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    return veil[0] <= middle[0] <= veil[2] and veil[1] <= middle[1] <= veil[3]


# ---- shapes over other things
def _under_covers(page, scale, things, picture, number):
    """What comes to light when filled shapes, and what is laid over the page, are taken away."""
    shapes = [thing for thing in things if thing.type == _PATH and _is_filled(thing) and _is_large(thing)]
    notes = raw.FPDFPage_GetAnnotCount(page.raw)
    if not shapes and not notes:
        return
    with sight.without(shapes):
        bare = sight.seen(page, scale, notes=False)
    # Nothing near by either: where something is seen next door, a line has only moved a little.
    empty = _edges(picture).reduce(_BLOCK).point(lambda v: 0 if v else 255).filter(ImageFilter.MinFilter(3))
    if _blocks(_edges(bare), empty) >= _LEAST_BLOCKS:
        yield Finding(UNDER_COVER, number)


def _is_filled(thing):
    mode, stroke = ctypes.c_int(), ctypes.c_int()
    raw.FPDFPath_GetDrawMode(thing.raw, ctypes.byref(mode), ctypes.byref(stroke))
    thick = False
    if stroke.value:
        width = ctypes.c_float()
        raw.FPDFPageObj_GetStrokeWidth(thing.raw, ctypes.byref(width))
        thick = width.value >= 4
    return mode.value != raw.FPDF_FILLMODE_NONE or thick


def _is_large(thing):
    left, bottom, right, top = thing.get_bounds()
    return right - left >= 3 and top - bottom >= 3


def _fill(thing):
    colour = [ctypes.c_uint() for _part in range(4)]
    raw.FPDFPageObj_GetFillColor(thing.raw, *map(ctypes.byref, colour))
    return tuple(part.value for part in colour)


def _edges(picture):
    """Where a picture shows anything: its lines, not its surfaces. The rim is left out, where the filter shows lines of its own."""
    edges = picture.convert("L").filter(ImageFilter.FIND_EDGES).point(lambda v: 255 if v > 48 else 0)
    ImageDraw.Draw(edges).rectangle((0, 0, edges.width - 1, edges.height - 1), outline=0, width=2)
    return edges


def _blocks(edges, where):
    """How many of the blocks marked in ``where`` hold something."""
    there = edges.reduce(_BLOCK).point(lambda v: 255 if v > 24 else 0)
    return ImageChops.multiply(there, where).histogram()[255]


# ---- pictures
def _pictures(page, scale, things, picture, number):
    """Pictures that hold more than is seen of them: cut to a part, off the page, or below another picture or shape."""
    pictures = [thing for thing in things if thing.type == _IMAGE]
    for thing in pictures[:_MOST_PICTURES]:
        if thing.container is None and _is_cropped(page, thing, picture.size, scale):
            yield Finding(CROPPED, number)
            continue
        others = [other for other in things if other.type != raw.FPDF_PAGEOBJ_FORM and other.raw != thing.raw]
        with sight.without(others):
            alone = sight.seen(page, scale, notes=False)
        with sight.without([thing]):
            shown = sight.difference(picture, sight.seen(page, scale))
        unseen = shown.point(lambda v: 0 if v > 3 else 255).reduce(_BLOCK).point(lambda v: 255 if v == 255 else 0)  # fmt: skip
        # What is seen in its place shows the same: a picture that lies there twice hides nothing.
        other = sight.difference(alone, picture).reduce(_BLOCK).point(lambda v: 255 if v > 24 else 0)
        if _blocks(_edges(alone), ImageChops.multiply(unseen, other)) >= _LEAST_BLOCKS:
            yield Finding(UNDER_COVER, number)


def _is_cropped(page, thing, size, scale):
    """Whether a good part of the picture lies beyond the page, or beyond the frame it is shown through."""
    place = sight.placer(page, scale)
    box = sight.box_of(place, *thing.get_bounds())
    area = max(box[2] - box[0], 1) * max(box[3] - box[1], 1)
    frames = [(0, 0, *size)]
    if clip := _clip_box(thing):
        frames.append(sight.box_of(place, *clip))
    for frame in frames:
        across = min(box[2], frame[2]) - max(box[0], frame[0])
        down = min(box[3], frame[3]) - max(box[1], frame[1])
        if max(across, 0) * max(down, 0) < 0.9 * area:
            return True
    return False


def _clip_box(thing):
    """The box around the frame of a picture, in points, or nothing when it has none."""
    path = raw.FPDFPageObj_GetClipPath(thing.raw)
    if not path or raw.FPDFClipPath_CountPaths(path) < 1:
        return None
    boxes = []
    for index in range(raw.FPDFClipPath_CountPaths(path)):
        points = []
        for segment in range(max(raw.FPDFClipPath_CountPathSegments(path, index), 0)):
            x, y = ctypes.c_float(), ctypes.c_float()
            found = raw.FPDFClipPath_GetPathSegment(path, index, segment)
            raw.FPDFPathSegment_GetPoint(found, ctypes.byref(x), ctypes.byref(y))
            points.append((x.value, y.value))
        if points:
            xs, ys = zip(*points, strict=True)
            boxes.append((min(xs), min(ys), max(xs), max(ys)))
    if not boxes:
        return None
    return (
        max(b[0] for b in boxes), max(b[1] for b in boxes), min(b[2] for b in boxes), min(b[3] for b in boxes),
    )  # fmt: skip
