# SPDX-License-Identifier: LGPL-3.0-or-later
"""What a picture file carries beside its pixels: where and when it was taken, with what, an earlier version in small."""

import io
from collections.abc import Iterator

from PIL import Image, ImageSequence, UnidentifiedImageError

from .findings import HIDDEN_PART, METADATA, PICTURE_PAGE, TOO_BIG, UNREADABLE, Finding, PaperError

Image.MAX_IMAGE_PIXELS = 120_000_000
_ORIENTATION = 0x0112
# What says how to show the pixels, and nothing of anybody.
_HARMLESS = {
    "jfif", "jfif_version", "jfif_unit", "jfif_density", "dpi", "adobe", "adobe_transform", "progressive", "progression",
    "gamma", "transparency", "compression", "aspect", "srgb", "chromaticity", "interlace", "version", "background",
    "duration", "loop", "extension", "timestamp", "icc_profile", "resolution", "mp", "mpoffset",
}  # fmt: skip
_HARMLESS_TAGS = {
    256, 257, 258, 259, 262, 266, 273, 274, 277, 278, 279, 282, 283, 284, 296, 317, 320, 322, 323, 324, 325, 338, 339, 531,
    254, 255, 529, 530, 532, 34675, 292, 293, 297,
}  # fmt: skip


def opened(data: bytes) -> Image.Image:
    """The picture, read whole.

    :raise PaperError: it is none, it is damaged, or it is too large
    """
    try:
        picture = Image.open(io.BytesIO(data))
        picture.load()
    except (Image.DecompressionBombError, MemoryError):
        raise PaperError(TOO_BIG) from None
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError):
        raise PaperError(UNREADABLE) from None
    return picture


def inspect_image(data: bytes) -> Iterator[Finding]:
    picture = opened(data)
    tags = set(picture.getexif())
    if tags - _HARMLESS_TAGS or tags & {0x8769, 0x8825}:
        yield Finding(METADATA)
    odd = {str(key).lower() for key in picture.info} - _HARMLESS - {"exif"}
    if odd or (picture.format == "JPEG" and _has_marks(data)):
        yield Finding(METADATA)
    if getattr(picture, "n_frames", 1) > 1 and picture.format != "TIFF":
        yield Finding(HIDDEN_PART)
    if _has_more(data, picture.format):
        yield Finding(HIDDEN_PART)
    if _is_see_through(picture):
        yield Finding(HIDDEN_PART)
    for number, _page in enumerate(ImageSequence.Iterator(picture), 1):
        yield Finding(PICTURE_PAGE, number)


def _has_marks(data):
    """Whether a JPEG carries descriptions in blocks of its own (EXIF, XMP, IPTC, comments)."""
    place = 2
    while place + 4 <= len(data) and data[place] == 0xFF and data[place + 1] != 0xDA:
        mark, length = data[place + 1], int.from_bytes(data[place + 2 : place + 4], "big")
        body = data[place + 4 : place + 2 + length]
        about = body.startswith((b"http://ns.adobe.com/", b"Photoshop 3.0"))
        if mark == 0xFE or (mark in (0xE1, 0xED) and (about or mark == 0xED)):
            return True
        place += 2 + length
    return False


def _has_more(data, form):
    """Whether something follows the end of the picture: an older, uncropped version, or anything else."""
    if form == "PNG":
        place = 8
        while place + 8 <= len(data) and data[place + 4 : place + 8] != b"IEND":
            place += 12 + int.from_bytes(data[place : place + 4], "big")
        return len(data) > place + 12
    if form == "JPEG":
        end = data.rfind(b"\xff\xd9")
        return data.count(b"\xff\xd8\xff") > 1 or (end >= 0 and bool(data[end + 2 :].strip(b"\x00\r\n ")))
    return False


def _is_see_through(picture):
    """Whether there are pixels nobody sees that still have a colour: what was erased is often only made invisible."""
    if picture.mode not in ("RGBA", "LA"):
        return False
    clear = picture.getchannel("A").point(lambda v: 255 if v < 16 else 0)
    if not clear.getbbox():
        return False
    colours = picture.convert("RGB")
    flat = Image.new("RGB", picture.size, colours.getpixel(_first_clear(clear)))
    below = Image.composite(colours, flat, clear)
    return any(high - low > 24 for low, high in below.getextrema())


def _first_clear(clear):
    left, top, right, _bottom = clear.getbbox()
    row = clear.crop((left, top, right, top + 1))
    return left + next(x for x in range(row.width) if row.getpixel((x, 0))), top
