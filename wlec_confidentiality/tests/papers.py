# SPDX-License-Identifier: LGPL-3.0-or-later
"""A few papers for tests inside Odoo; the corpus of good and bad redactions is in tests/support/papers."""

import io
import zipfile

from PIL import Image
from reportlab.pdfgen.canvas import Canvas

SECRET = "Amina Khalid"


def letter(box=False, name=SECRET, pages=1):
    """A letter as PDF; with ``box``, the name under a black box, where it can still be copied."""
    stream = io.BytesIO()
    page = Canvas(stream, pagesize=(595, 842))
    page.setTitle(f"About {name}")
    for number in range(1, pages + 1):
        page.setFont("Helvetica", 12)
        page.drawString(72, 740, f"Page {number}: I write about {name}, a witness.")
        if box:
            page.rect(180, 735, 180, 16, stroke=0, fill=1)
        page.showPage()
    page.save()
    return stream.getvalue()


def word(text="I write about a witness."):
    """A Word document that holds nothing anybody would object to."""
    parts = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        "word/document.xml": '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>'
        f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:body></w:document>",
    }
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return stream.getvalue()


def photograph():
    exif = Image.Exif()
    exif[0x8825] = {1: "N", 2: (51.0, 30.0, 26.0)}
    stream = io.BytesIO()
    Image.new("RGB", (300, 200), (120, 160, 90)).save(stream, "JPEG", exif=exif)
    return stream.getvalue()
