# SPDX-License-Identifier: LGPL-3.0-or-later
"""“Who has looked at my file”: the client's page, the paper, the question; and the reason why something is hidden from a client.

The pages name no value of a file: whatever is found in them is a leak, in anybody's hands."""

import io

import pypdfium2
from channels import channel

HIDING = "wlec.access.hiding"


@channel("/my/access-history", opens=False)
def history(person, world):
    return person.get("/my/access-history") + person.get(
        "/my/access-history", **{"own": "1", "from": "2020-01-01", "to": "2030-01-01"}
    )


@channel("/my/access-history/pdf", opens=False)
def history_pdf(person, world):
    return _text(person.get("/my/access-history/pdf"))


@channel("who has looked at a file, on paper", opens=False)
def history_paper(person, world):
    return _text(person.get(f"/wlec/access-history/{world.case}"))


@channel("a complaint about an access with a made-up token", opens=False)
def question(person, world):
    return person.get("/my/complaints/new", access="gAAAAABl" + "A" * 92)


@channel("why something is hidden from a client: the form")
def hiding_read(person, world):
    return person.call(HIDING, "web_read", [world.hiding], {"reason": {}, "hides": {}, "name": {}})


@channel("why something is hidden from a client: the list")
def hiding_list(person, world):
    return person.call(HIDING, "web_search_read", [["id", "=", world.hiding]], {"reason": {}, "case_id": {}})


@channel("why something is hidden from a client: export")
def hiding_export(person, world):
    return person.call(HIDING, "export_data", [world.hiding], ["name", "reason"])


def _text(body):
    """What a reader sees of a PDF; else the answer as it is."""
    if not body.startswith(b"%PDF-"):
        return body
    with pypdfium2.PdfDocument(io.BytesIO(body)) as document:
        pages = [page.get_textpage().get_text_range() for page in document]
    return body + "\n".join(pages).encode()
