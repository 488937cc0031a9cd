# SPDX-License-Identifier: LGPL-3.0-or-later
"""The copy that is given: what nobody sees is left out, and the recipient's name is laid over it.

Nothing on a page changes. Author, program, earlier versions, places where a picture was taken, thumbnails, programs and bookmarks
are not copied; whatever could be seen by anybody is for a person to decide about, and is not touched here.
"""

import io
import re
import zipfile

import pypdfium2 as pdfium
from lxml import etree
from PIL import Image, ImageSequence
from pypdf import PdfWriter
from pypdf.generic import DictionaryObject

from . import inspection_image, inspection_office, inspection_structure, kinds, redaction, sight
from .findings import UNREADABLE, PaperError

_LEFT_OUT = ("/Metadata", "/PieceInfo", "/Thumb", "/AA", "/LastModified", "/JS", "/EF")
_PICTURE_FORMATS = {"JPEG": ("JPEG", "jpg"), "MPO": ("JPEG", "jpg"), "TIFF": ("TIFF", "tif")}
_PICTURES_SAVED = {
    "JPEG": {"quality": 92},
    "TIFF": {"compression": "tiff_deflate"},
    "PNG": {"optimize": True},
}
_MIDNIGHT = (1980, 1, 1, 0, 0, 0)


def given(data: bytes, name: str | None, stamp: bytes | None = None) -> tuple[bytes, str]:
    """The copy, and the ending of its file name.

    :param stamp: a PDF of two pages, an upright and a wide one, laid over every page or picture; text, office documents and
        e-mails cannot carry it
    :raise PaperError: it cannot be copied
    """
    kind = kinds.kind_of(data, name)
    if kind == kinds.PDF:
        return _cleaned_pdf(_copied_pdf(data, stamp)), "pdf"
    if kind == kinds.IMAGE:
        return _copied_image(data, stamp)
    if kind in (kinds.OOXML, kinds.ODF):
        return _cleaned_office(data), kinds.ending(name)
    return data, kinds.ending(name) or "txt"


# ---- PDF
def _copied_pdf(data, stamp):
    """The pages alone, in a new file; what hung on the old one around them stays there."""
    source = sight.opened(data)
    copy = pdfium.PdfDocument.new()
    copy.import_pages(source)
    marks = pdfium.PdfDocument(stamp) if stamp else None
    for index in range(len(copy)):
        if marks:
            _lay_over(copy, copy[index], marks)
    stream = io.BytesIO()
    copy.save(stream)
    return stream.getvalue()


def _lay_over(document, page, marks):
    width, height = page.get_size()
    which = 1 if width > height else 0
    mark_width, mark_height = marks.get_page_size(which)
    matrix = pdfium.PdfMatrix().scale(width / mark_width, height / mark_height)
    left, bottom, right, top = page.get_cropbox()
    # From the page as it is seen to the page as it is written.
    turns = {
        0: (1, 0, 0, 1, left, bottom),
        90: (0, 1, -1, 0, right, bottom),
        180: (-1, 0, 0, -1, right, top),
        270: (0, -1, 1, 0, left, top),
    }
    matrix = matrix.multiply(pdfium.PdfMatrix(*turns[page.get_rotation()]))
    mark = marks.page_as_xobject(which, document).as_pageobject()
    mark.set_matrix(matrix)
    page.insert_obj(mark)
    page.gen_content()


def _cleaned_pdf(data):
    reader = inspection_structure.read(data)
    try:
        writer = PdfWriter()
        for page in reader.pages:
            added = writer.add_page(page)
            added.pop("/Annots", None)
        for found in writer._objects:
            if isinstance(found, DictionaryObject):
                for key in _LEFT_OUT:
                    found.pop(key, None)
        writer.metadata = None
        stream = io.BytesIO()
        writer.write(stream)
    except inspection_structure._ERRORS:
        raise PaperError(UNREADABLE) from None
    return stream.getvalue()


# ---- pictures
def _copied_image(data, stamp):
    """The pixels alone, in a new file."""
    picture = inspection_image.opened(data)
    form, ending = _PICTURE_FORMATS.get(picture.format, ("PNG", "png"))
    frames = list(ImageSequence.Iterator(picture)) if form == "TIFF" else [picture]
    frames = [_stamped(redaction.flat(frame), stamp) for frame in frames]
    stream, more = io.BytesIO(), {}
    if len(frames) > 1:
        more = {"save_all": True, "append_images": frames[1:]}
    frames[0].save(stream, form, **_PICTURES_SAVED[form], **more)
    return stream.getvalue(), ending


def _stamped(frame, stamp):
    if not stamp:
        return frame
    marks = pdfium.PdfDocument(stamp)
    page = marks[1 if frame.width > frame.height else 0]
    scale = max(frame.width / page.get_width(), frame.height / page.get_height())
    mark = page.render(scale=scale, fill_color=(255, 255, 255, 0), rev_byteorder=True).to_pil()
    mark = mark.convert("RGBA").resize(frame.size)
    return Image.alpha_composite(frame.convert("RGBA"), mark).convert("RGB")


# ---- office documents
def _cleaned_office(data):
    inside = inspection_office.members(data)
    result = io.BytesIO()
    with zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED) as archive:
        # OpenDocument wants its kind first, and not compressed.
        for name in sorted(inside, key=lambda name: name != "mimetype"):
            content = _cleaned_member(name, inside[name])
            if content is not None:
                entry = zipfile.ZipInfo(name, _MIDNIGHT)
                entry.compress_type = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
                archive.writestr(entry, content)
    return result.getvalue()


_GONE = re.compile(r"^(docprops/(custom\.xml|thumbnail)|thumbnails/)", re.I)


def _cleaned_member(name, content):
    """This part of the document without what tells of its makers; ``None``: it is left out."""
    if _GONE.match(name):
        return None
    if name in ("docProps/core.xml", "docProps/app.xml"):
        root = inspection_office.tree(content)
        for child in list(root):
            root.remove(child)
        return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    if name == "meta.xml":
        root = inspection_office.tree(content)
        for child in root:
            for leaf in list(child):
                child.remove(leaf)
        return etree.tostring(root, xml_declaration=True, encoding="UTF-8")
    if name in ("_rels/.rels", "[Content_Types].xml", "META-INF/manifest.xml", "word/settings.xml"):
        return _without_mentions(content)
    return content


def _without_mentions(content):
    """Nothing points any more to what was left out; nor are sittings of editing told apart."""
    root = inspection_office.tree(content)
    for node in list(root.iter(etree.Element)):
        named = " ".join(node.attrib.values()).lower()
        tag = etree.QName(node).localname
        gone = (
            re.search(r"docprops/(custom|thumbnail)|thumbnails/|custom-properties", named)
            and tag != "Default"
        )
        if (gone or tag in ("rsids", "trackRevisions")) and node.getparent() is not None:
            node.getparent().remove(node)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
