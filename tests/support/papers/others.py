# SPDX-License-Identifier: LGPL-3.0-or-later
"""Office documents, pictures, texts and e-mails for the corpus."""

import io
import zipfile

import openpyxl
from openpyxl.comments import Comment
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from . import pdfs

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/></Types>'
)
_RELS = '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"/>'


def zipped(members):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return stream.getvalue()


def word(body="<w:p><w:r><w:t>A letter</w:t></w:r></w:p>", **more):
    document = f'<?xml version="1.0"?><w:document xmlns:w="{_W}"><w:body>{body}</w:body></w:document>'
    return zipped(
        {"[Content_Types].xml": _TYPES, "_rels/.rels": _RELS, "word/document.xml": document, **more}
    )


def word_with(name, content):
    return word(**{name: content})


def core(creator):
    return (
        '<?xml version="1.0"?><cp:coreProperties xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties">'
        f"<dc:creator>{creator}</dc:creator></cp:coreProperties>"
    )


def sheet(change=None):
    book = openpyxl.Workbook()
    page = book.active
    for row in range(1, 6):
        page.append([f"Row {row}", row])
    if change:
        change(book, page)
    book.properties.creator = None
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def hide_row(_book, page):
    page.row_dimensions[3].hidden = True


def hide_column(_book, page):
    page.column_dimensions["B"].hidden = True


def hide_sheet(book, _page):
    second = book.create_sheet("Names")
    second["A1"] = pdfs.SECRET
    second.sheet_state = "veryHidden"


def comment(_book, page):
    page["A1"].comment = Comment(pdfs.SECRET, "somebody")


_ODF = (
    '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"><office:body>{}</office:body></office:document-content>'
)


def odf(body, kind="text"):
    return zipped(
        {"mimetype": f"application/vnd.oasis.opendocument.{kind}", "content.xml": _ODF.format(body)}
    )


# ---- pictures
def jpeg(**options):
    stream = io.BytesIO()
    pdfs.picture().save(stream, "JPEG", **options)
    return stream.getvalue()


def where_taken():
    exif = Image.Exif()
    exif[0x8825] = {1: "N", 2: (51.0, 30.0, 26.0)}
    exif[0x010F] = "A maker"
    return jpeg(exif=exif)


def turned_only():
    exif = Image.Exif()
    exif[0x0112] = 6
    return jpeg(exif=exif)


def png(picture=None, **options):
    stream = io.BytesIO()
    (picture or pdfs.picture()).save(stream, "PNG", **options)
    return stream.getvalue()


def png_about():
    info = PngInfo()
    info.add_text("Description", pdfs.SECRET)
    return png(pnginfo=info)


def png_erased():
    """Made invisible with a rubber: the colours are all still there."""
    picture = pdfs.photo().convert("RGBA")
    picture.putalpha(Image.new("L", picture.size, 0))
    return png(picture)


def png_uncropped():
    """The longer, older picture still stands behind the end of the new one."""
    return png(pdfs.picture(size=(100, 60))) + png()[-900:]


MAIL = (
    b"Received: from a.machine by another\r\nFrom: Landlord <landlord@example.org>\r\nTo: centre@example.org\r\n"
    b"Bcc: secret@example.org\r\nSubject: The flat\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n"
    b"Leave by Friday.\r\n"
)
