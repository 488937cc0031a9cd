# SPDX-License-Identifier: LGPL-3.0-or-later
"""Blacking out: places on pages, and a copy in which what was there no longer exists.

The copy is made of pictures of the pages, all of them. A page left as it was could share pictures, fonts or texts with one that
was blacked out, and would carry them along. The price - the recipient cannot search or copy text - is paid on purpose.
"""

import io
from collections.abc import Iterable

import pypdfium2 as pdfium
from PIL import Image, ImageChops, ImageDraw, ImageOps, ImageSequence

from . import inspection_image, kinds, sight
from . import words as wordlists
from .areas import Area
from .findings import TOO_BIG, UNKNOWN_KIND, PaperError

DPI = 170
_MOST_PIXELS = 3000
_QUALITY = 82
_PADDING = 2.0  # pixels around a word that was found, at the resolution of the inspection
NOT_REDACTED = "not_redacted"


def paged(data: bytes, name: str | None = None) -> bytes:
    """The paper as a PDF: itself, or the pages of a picture file.

    :raise PaperError: it has no pages to show
    """
    kind = kinds.kind_of(data, name)
    if kind == kinds.PDF:
        return data
    if kind != kinds.IMAGE:
        raise PaperError(UNKNOWN_KIND)
    picture = inspection_image.opened(data)
    frames = [flat(frame) for frame in ImageSequence.Iterator(picture)]
    if len(frames) > sight.MOST_PAGES:
        raise PaperError(TOO_BIG)
    return _bound(frames, [_points(frame) for frame in frames])


def flat(frame: Image.Image) -> Image.Image:
    """The pixels that are seen, the right way up, on white."""
    frame = ImageOps.exif_transpose(frame.copy())
    if frame.mode in ("RGBA", "LA", "PA") or "transparency" in frame.info:
        frame = frame.convert("RGBA")
        ground = Image.new("RGBA", frame.size, "white")
        frame = Image.alpha_composite(ground, frame)
    result = Image.new("RGB", frame.size, "white")
    result.paste(frame.convert("RGB"))
    return result


def _points(frame):
    """A picture as large as a page of A4 takes it."""
    across, down = (595, 842) if frame.height >= frame.width else (842, 595)
    share = min(across / frame.width, down / frame.height)
    return frame.width * share, frame.height * share


# ---- looking
def sizes(data: bytes) -> list[tuple[float, float]]:
    """Width and height of each page in points, as it is seen."""
    document = sight.opened(data)
    return [document.get_page_size(index) for index in range(len(document))]


def picture(data: bytes, index: int, width: int, areas: Iterable[Area] = ()) -> bytes:
    """A page as a PNG ``width`` pixels wide; with ``areas`` blacked out."""
    document = sight.opened(data)
    page = document[index]
    scale = min(width / max(page.get_size()[0], 1), _MOST_PIXELS / max(*page.get_size(), 1))
    shown = _blackened(sight.seen(page, scale), [area for area in areas if area.page == index])
    stream = io.BytesIO()
    shown.save(stream, "PNG")
    return stream.getvalue()


def find(data: bytes, words: Iterable[str]) -> list[Area]:
    """Where these words (as :func:`words.wanted` gives them) stand, line by line, with a little room around."""
    document, found, words = sight.opened(data), [], list(words)
    for index in range(len(document)):
        page = document[index]
        scale = sight.scale_of(page)
        size = [side * scale for side in page.get_size()]
        for boxes in _places(sight.signs(page, scale), words):
            found += [_area(index, line, size) for line in _lines(boxes)]
    return found


def _places(signs, words):
    """The boxes of each place where one of the words stands. Letters are compared folded, blanks as one blank."""
    letters, boxes = [], []
    for sign in signs:
        for letter in wordlists.folded(sign.text) or " ":
            if letter == " " and (not letters or letters[-1] == " "):
                continue
            letters.append(letter)
            boxes.append(sign.box)
    text = "".join(letters)
    for word in words:
        start = text.find(word)
        while start >= 0:
            end = start + len(word)
            alone = not text[start - 1 : start].strip() and not text[end : end + 1].strip()
            if alone or len(word) > 3:
                yield [
                    box
                    for box, letter in zip(boxes[start:end], text[start:end], strict=True)
                    if letter != " "
                ]
            start = text.find(word, end)


def _lines(boxes):
    """Boxes of one word, joined as long as they stand on one line."""
    lines = []
    for box in boxes:
        if lines and box[1] < lines[-1][3] and box[3] > lines[-1][1]:
            last = lines[-1]
            lines[-1] = (
                min(last[0], box[0]),
                min(last[1], box[1]),
                max(last[2], box[2]),
                max(last[3], box[3]),
            )
        else:
            lines.append(box)
    return lines


def _area(index, box, size):
    left, top, right, bottom = box
    left, top, right, bottom = left - _PADDING, top - _PADDING, right + _PADDING, bottom + _PADDING
    return Area(index, left / size[0], top / size[1], (right - left) / size[0], (bottom - top) / size[1])


# ---- doing
def redacted(data: bytes, areas: Iterable[Area]) -> bytes:
    """A PDF of pictures of the pages, black where it was asked for; looked at again before it is handed out.

    :raise PaperError: ``NOT_REDACTED`` when an area of the finished copy is not black all over, or there is any text in it
    """
    areas, document = list(areas), sight.opened(data)
    pictures, points = [], []
    for index in range(len(document)):
        page = document[index]
        shown = sight.seen(page, sight.scale_of(page, DPI, _MOST_PIXELS))
        pictures.append(_blackened(shown, [area for area in areas if area.page == index]))
        points.append(page.get_size())
    result = _bound(pictures, points)
    _look_again(result, areas)
    return result


def _blackened(shown, areas):
    draw = ImageDraw.Draw(shown)
    for area in areas:
        draw.rectangle(_pixels(area, shown.size), fill=(0, 0, 0))
    return shown


def _pixels(area, size):
    left, top = int(area.left * size[0]), int(area.top * size[1])
    right, bottom = (area.left + area.width) * size[0], (area.top + area.height) * size[1]
    return left, top, min(int(right) + 1, size[0]), min(int(bottom) + 1, size[1])


def _bound(pictures, points):
    """Pictures as the pages of a new PDF with nothing else in it."""
    document = pdfium.PdfDocument.new()
    for shown, (width, height) in zip(pictures, points, strict=True):
        stream = io.BytesIO()
        (shown.convert("L") if _is_grey(shown) else shown).save(stream, "JPEG", quality=_QUALITY)
        stream.seek(0)
        image = pdfium.PdfImage.new(document)
        image.load_jpeg(stream, inline=True)
        image.set_matrix(pdfium.PdfMatrix().scale(width, height))
        page = document.new_page(width, height)
        page.insert_obj(image)
        page.gen_content()
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _is_grey(shown):
    small = shown.resize((max(shown.width // 4, 1), max(shown.height // 4, 1)))
    red, green, blue = small.split()
    return max(ImageChops.difference(red, green).getextrema()[1], ImageChops.difference(red, blue).getextrema()[1]) < 12  # fmt: skip


def _look_again(data, areas):
    document = sight.opened(data)
    for index in range(len(document)):
        page = document[index]
        if page.get_textpage().count_chars():
            raise PaperError(NOT_REDACTED)
        wanted = [area for area in areas if area.page == index]
        if not wanted:
            continue
        shown = sight.seen(page, sight.scale_of(page, DPI, _MOST_PIXELS)).convert("L")
        for area in wanted:
            left, top, right, bottom = _pixels(area, shown.size)
            inner = shown.crop((left + 1, top + 1, max(right - 1, left + 2), max(bottom - 1, top + 2)))
            if inner.getextrema()[1] > 60:
                raise PaperError(NOT_REDACTED)
