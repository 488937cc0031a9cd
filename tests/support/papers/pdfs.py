# SPDX-License-Identifier: LGPL-3.0-or-later
"""PDFs with redactions, well and badly made. Each maker returns the bytes; its label says what must be found in it."""

import io
from functools import partial

from PIL import Image, ImageDraw
from pypdf import PdfReader, PdfWriter
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    FloatObject,
    NameObject,
    NumberObject,
    StreamObject,
    TextStringObject,
)
from reportlab.lib.colors import Color
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

SECRET = "Amina Khalid"
A4 = (595, 842)


def canvas(draw, size=A4, **options):
    stream = io.BytesIO()
    page = Canvas(stream, pagesize=size, **options)
    page.setTitle("")
    draw(page)
    page.showPage()
    page.save()
    return stream.getvalue()


def letter(page, name=SECRET):
    page.setFont("Helvetica", 11)
    for line, text in enumerate(
        ("To whom it may concern", f"I write about {name}, who lives", "at 14 Acton Lane, London.")
    ):
        page.drawString(72, 740 - 18 * line, text)


def boxed(page, colour=(0, 0, 0), alpha=1.0):
    letter(page)
    page.setFillColor(Color(*colour, alpha=alpha))
    page.rect(140, 718, 74, 14, stroke=0, fill=1)


def whited(page):
    page.setFont("Helvetica", 11)
    page.drawString(72, 740, "The tenant is")
    page.setFillColorRGB(1, 1, 1)
    page.drawString(150, 740, SECRET)


def same_colour(page):
    page.setFillColorRGB(0.1, 0.1, 0.1)
    page.rect(60, 720, 300, 40, stroke=0, fill=1)
    page.setFillColorRGB(0.1, 0.1, 0.11)
    page.drawString(72, 735, SECRET)


def invisible_ink(page):
    letter(page, "the tenant")
    text = page.beginText(72, 600)
    text.setTextRenderMode(3)
    text.textLine(SECRET)
    page.drawText(text)


def picture(text="", size=(400, 200), box=None):
    found = Image.new("RGB", size, "white")
    draw = ImageDraw.Draw(found)
    for row in range(10, size[1] - 10, 24):
        draw.text((10, row), text or f"Line {row} of a scanned letter", fill="black", font_size=18)
    if box:
        draw.rectangle(box, fill="black")
    return found


def photo(size=(300, 200)):
    found = Image.new("RGB", size)
    found.putdata(
        [((x * 7) % 256, (y * 11) % 256, (x * y) % 256) for y in range(size[1]) for x in range(size[0])]
    )
    return found


def text_under_photo(page):
    letter(page)
    page.drawImage(ImageReader(photo()), 60, 690, 300, 80)


def photo_before_text(page):
    page.drawImage(ImageReader(Image.new("RGB", (300, 200), (200, 220, 255))), 60, 690, 300, 80)
    letter(page, "the tenant")


def scan(page, box=None):
    page.drawImage(ImageReader(picture(box=box)), 72, 500, 400, 200)


def scan_with_box_on_top(page):
    scan(page)
    page.setFillColorRGB(0, 0, 0)
    page.rect(80, 600, 200, 50, stroke=0, fill=1)


def scan_below_scan(page):
    scan(page)
    page.drawImage(ImageReader(Image.new("RGB", (40, 40), "white")), 72, 560, 400, 100)


def scan_twice(page):
    scan(page)
    scan(page)


def scan_read_by_machine(page):
    """What copiers make: the picture and, unseen, all its words. Blacking out the picture leaves the words."""
    scan(page, box=(10, 30, 300, 80))
    text = page.beginText(80, 680)
    text.setTextRenderMode(3)
    text.textLine(f"Line 34 about {SECRET}")
    page.drawText(text)


def cropped_picture(page):
    path = page.beginPath()
    path.rect(72, 500, 200, 100)
    page.saveState()
    page.clipPath(path, stroke=0)
    scan(page)
    page.restoreState()


def beyond_the_edge(page):
    letter(page, "the tenant")
    page.drawString(72, -40, SECRET)


def picture_beyond_the_edge(page):
    letter(page, "the tenant")
    page.drawImage(ImageReader(picture()), 400, 400, 400, 200)


def hatched(page):
    letter(page)
    page.setLineWidth(2)
    for step in range(0, 80, 3):
        page.line(140 + step, 716, 143 + step, 734)
        page.line(143 + step, 716, 140 + step, 734)


def thick_line(page):
    letter(page)
    page.setLineWidth(14)
    page.line(140, 726, 214, 726)


def overprinted(page):
    page.setFont("Helvetica", 14)
    page.drawString(72, 740, "xxxxx xxxxxx")
    page.drawString(72, 740, SECRET)


def curves_under_box(page):
    """A signature, drawn, not written, below a box: no text to copy, and all of it to be seen without the box."""
    page.setLineWidth(1)
    for step in range(40):
        page.bezier(100 + step, 600, 140 + 2 * step, 660, 160, 560, 240 + step, 640)
    page.setFillColorRGB(0, 0, 0)
    page.rect(90, 550, 220, 120, stroke=0, fill=1)


def box_far_from_text(page):
    letter(page, "the tenant")
    page.rect(72, 300, 200, 80, stroke=0, fill=1)


def table(page):
    """A heading in white on dark blue, rows in two colours, frames without filling: an ordinary letter."""
    page.setFillColorRGB(0.1, 0.2, 0.4)
    page.rect(72, 700, 400, 24, stroke=0, fill=1)
    page.setFillColorRGB(1, 1, 1)
    page.drawString(80, 707, "Date")
    page.drawString(200, 707, "What happened")
    for row in range(4):
        page.setFillGray(0.9 if row % 2 else 1)
        page.rect(72, 676 - 24 * row, 400, 24, stroke=1, fill=1)
        page.setFillGray(0)
        page.drawString(80, 683 - 24 * row, f"{row} June")
        page.drawString(200, 683 - 24 * row, "A letter was sent")
    page.rect(72, 500, 300, 40, stroke=1, fill=0)
    page.drawString(80, 515, "Inside a frame")


def highlighted(page):
    letter(page, "the tenant")
    page.setFillColor(Color(1, 1, 0, alpha=0.4))
    page.rect(140, 718, 74, 14, stroke=0, fill=1)


def bold_by_printing_twice(page):
    page.setFont("Helvetica", 12)
    page.drawString(72, 740, "Important notice")
    page.drawString(72.3, 740, "Important notice")


def grey_and_small(page):
    page.setFont("Helvetica", 6)
    page.setFillGray(0.6)
    page.drawString(72, 740, "Registered charity number 123456, a footnote in small grey letters")


def blacked_out_properly(page):
    page.setFont("Helvetica", 11)
    page.drawString(72, 722, "I write about")
    page.drawString(220, 722, ", who lives in London.")
    page.setFillGray(0)
    page.rect(140, 718, 74, 14, stroke=0, fill=1)


# ---- changed afterwards
def changed(data, change):
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(data)))
    change(writer)
    stream = io.BytesIO()
    writer.write(stream)
    return stream.getvalue()


def note(kind, **values):
    """A comment, stamp or mark laid over the first page."""

    def change(writer):
        rectangle = ArrayObject([FloatObject(v) for v in (138, 716, 216, 734)])
        found = DictionaryObject({
            NameObject("/Type"): NameObject("/Annot"),
            NameObject("/Subtype"): NameObject(kind),
            NameObject("/Rect"): rectangle,
            NameObject("/F"): NumberObject(4),
            **{NameObject(f"/{key}"): value for key, value in values.items()},
        })  # fmt: skip
        writer.pages[0][NameObject("/Annots")] = ArrayObject([writer._add_object(found)])

    return change


def black_box_note():
    """A black square laid over the page, as readers' drawing tools make it."""
    black = ArrayObject([FloatObject(0)] * 3)
    stream = StreamObject()
    stream._data = b"0 0 0 rg 0 0 78 18 re f"
    stream.update({
        NameObject("/Type"): NameObject("/XObject"),
        NameObject("/Subtype"): NameObject("/Form"),
        NameObject("/BBox"): ArrayObject([NumberObject(v) for v in (0, 0, 78, 18)]),
    })  # fmt: skip

    def change(writer):
        look = DictionaryObject({NameObject("/N"): writer._add_object(stream)})
        note("/Square", C=black, IC=black, AP=look)(writer)

    return change


def cropped_page(writer):
    for box in ("/CropBox", "/MediaBox"):
        writer.pages[0][NameObject(box)] = ArrayObject([NumberObject(v) for v in (0, 0, 595, 700)])


def layer_off(writer):
    """The whole page on a layer that is switched off; one click of the recipient's switches it on."""
    page = writer.pages[0]
    group = writer._add_object(
        DictionaryObject(
            {NameObject("/Type"): NameObject("/OCG"), NameObject("/Name"): TextStringObject("Draft")}
        )
    )
    content = page["/Contents"].get_object()
    data = content.get_data()
    wrapped = StreamObject()
    wrapped._data = b"/OC /L0 BDC\n" + data + b"\nEMC"
    page[NameObject("/Contents")] = writer._add_object(wrapped)
    page["/Resources"][NameObject("/Properties")] = DictionaryObject({NameObject("/L0"): group})
    writer._root_object[NameObject("/OCProperties")] = DictionaryObject({
        NameObject("/OCGs"): ArrayObject([group]),
        NameObject("/D"): DictionaryObject({NameObject("/OFF"): ArrayObject([group])}),
    })  # fmt: skip


def attached(writer):
    writer.add_attachment("names.csv", b"Amina Khalid,1990")


def scripted(writer):
    writer._root_object[NameObject("/OpenAction")] = DictionaryObject({
        NameObject("/S"): NameObject("/JavaScript"),
        NameObject("/JS"): TextStringObject("app.alert('hello');"),
    })  # fmt: skip


def titled(writer):
    writer.add_metadata({"/Title": "Letter about Amina Khalid", "/Author": "A. Caseworker"})


def bookmarked(writer):
    writer.add_outline_item("Amina Khalid", 0)


def saved_by_adding(data):
    """The first version stays in the file below the second one."""
    writer = PdfWriter(io.BytesIO(data), incremental=True)
    page = writer.pages[0]
    stream = StreamObject()
    stream._data = b"BT ET"
    page[NameObject("/Contents")] = writer._add_object(stream)
    result = io.BytesIO()
    writer.write(result)
    return result.getvalue()


def form_filled_in():
    def draw(page):
        letter(page, "the tenant")
        page.acroForm.textfield(name="who", value=SECRET, x=72, y=600, width=200, height=20)

    return canvas(draw)


def locked(writer):
    writer.encrypt("a password")


def actual_text():
    """A word replaced for whoever copies it: the page says one thing, the clipboard another."""
    data = canvas(partial(letter, name="the tenant"))

    def change(writer):
        page = writer.pages[0]
        wrapped = StreamObject()
        wrapped._data = page["/Contents"].get_object().get_data() + (
            b"\n/Span <</ActualText (Amina Khalid)>> BDC BT /F1 11 Tf 72 500 Td (.) Tj ET EMC"
        )
        page[NameObject("/Contents")] = writer._add_object(wrapped)

    return changed(data, change)


def many_pages(page):
    for number in range(3):
        (boxed if number == 2 else partial(letter, name="the tenant"))(page)
        if number < 2:
            page.showPage()
