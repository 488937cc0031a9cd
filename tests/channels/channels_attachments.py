# SPDX-License-Identifier: LGPL-3.0-or-later
"""Attachments of a file and of an enquiry: every address they have, and what else is made of them."""

import json

from belongings import CASE
from channels import channel

OF = {"a file": "attachment", "an enquiry": "lead_attachment"}

# A text is opened before it turns out to be no picture and no PDF.
RAW = ("ir.attachment.raw", "ir.attachment.name", "ir.attachment.description")
INSIDE = {"as a picture by field": RAW, "its first page": RAW}


def _address_channels(title, which):
    def at(path, **params):
        return lambda person, world: person.get(path.format(id=getattr(world, which)), **params)

    ways = {
        "by number": (True, at("/web/content/{id}")),
        "by number and name": (True, at("/web/content/{id}/letter.txt", download="1")),
        "by number, to be kept for a year": (True, at("/web/content/{id}", unique="1")),
        "by field": (True, at("/web/content/ir.attachment/{id}/raw")),
        "by field and name": (True, at("/web/content/ir.attachment/{id}/datas/letter.txt")),
        "with a made-up token": (False, at("/web/content/{id}", access_token="0" * 32)),
        "in one parameter": (True, lambda p, w: p.get("/web/content", id=getattr(w, which), field="raw")),
        "what its name says": (False, at("/web/content/ir.attachment/{id}/name")),
        "its index": (False, at("/web/content/ir.attachment/{id}/index_content")),
        "its bytes as the database has them": (False, at("/web/content/ir.attachment/{id}/db_datas")),
        "as a picture": (False, at("/web/image/{id}")),
        "as a picture by field": (False, at("/web/image/ir.attachment/{id}/raw/20x20/x.png")),
        "its first page": (False, at("/mail/attachment/pdf_first_page/{id}")),
        "its picture": (False, at("/web/image/ir.attachment/{id}/thumbnail")),
    }
    for way, (opens, knock) in ways.items():
        channel(f"attachment of {title}: {way}", opens, INSIDE.get(way, ()))(knock)


for _title, _which in OF.items():
    _address_channels(_title, _which)


@channel("attachments: several in one archive")
def archive(person, world):
    ids = f"{world.attachment},{world.lead_attachment}"
    return person.post("/mail/attachment/zip", {"file_ids": ids, "zip_name": "all.zip"})


for _title, _path in {
    "its name in the headers": "/web/image/{world.picture}",
    "small": "/web/image/{world.picture}/20x20",
    "kept for a year": "/web/image/{world.picture}-1",
}.items():
    channel(f"attachments: a picture, {_title}")(
        lambda person, world, path=_path: person.get(path.format(world=world))
    )


@channel("attachments: what the editor asks of a picture", opens=False)
def picture_info(person, world):
    answers = [
        person.json(f"/{editor}/get_image_info", src=f"/web/image/{world.picture}")
        for editor in ("html_editor", "web_editor")
    ]
    return b"".join(answers)


@channel("attachments: the first page of a PDF")
def first_page(person, world):
    return person.get(f"/mail/attachment/pdf_first_page/{world.pdf}")


@channel("attachments: a picture the editor changes", opens=False, inside=RAW)
def picture_modify(person, world):
    return b"".join(
        person.json(f"/{editor}/modify_image/{world.picture}", res_model=CASE, res_id=number)
        for editor in ("html_editor", "web_editor")
        for number in (world.case, world.bobs_case)
    )


@channel("attachments: the editor's pictures", opens=False)
def media(person, world):
    domain = [
        ["mimetype", "in", ["image/png", "text/plain"]],
        ["id", "in", [world.attachment, world.lead_attachment, world.picture]],
    ]
    return person.call("ir.attachment", "search_read", domain, ["mimetype", "checksum", "url", "image_src"])


@channel("attachments: a document handed in")
def upload(person, world):
    files = {"ufile": ("mine.txt", b"my own words", "text/plain")}
    form = {"thread_id": world.case, "thread_model": CASE}
    answer = person.post("/mail/attachment/upload", form, files=files)
    _own(person, world, answer)
    return answer + person.call("ir.attachment", "read", [world.attachment], ["description"])


@channel("attachments: a document handed in by the older door", opens=False)
def upload_old(person, world):
    files = {"ufile": ("mine.txt", b"my own words", "text/plain")}
    answer = person.post("/web/binary/upload_attachment", {"model": CASE, "id": world.case}, files=files)
    _own(person, world, answer)
    return answer


@channel("attachments: one the editor adds", opens=False)
def editor_add(person, world):
    answers = []
    for editor in ("html_editor", "web_editor"):
        asked = {"name": "mine.txt", "data": "bXkgb3duIHdvcmRz", "is_image": False, "res_model": CASE}
        answer = person.json(f"/{editor}/attachment/add_data", **asked, res_id=world.case)
        _own(person, world, answer)
        answers.append(answer)
    return b"".join(answers)


def _own(person, world, answer):
    """The name one has just given a document comes back."""
    for made in _numbers(answer):
        world.own.setdefault(person.login, set()).update(
            {("ir.attachment", field, made) for field in ("name", "raw")}
        )


def _numbers(answer):
    text = answer.decode("utf-8", "replace")
    start = text.find("{") if "{" in text else len(text)
    try:
        found = json.JSONDecoder().raw_decode(text[start:])[0]
    except ValueError:
        return []
    stack, numbers = [found], []
    while stack:
        part = stack.pop()
        if isinstance(part, dict):
            numbers += [part["id"]] if isinstance(part.get("id"), int) else []
            stack += part.values()
        elif isinstance(part, list):
            stack += part
    return numbers


@channel("attachments: taken away with a made-up token", opens=False)
def remove(person, world):
    if person.login == "alice":  # who may really take it away
        return b""
    return person.json("/mail/attachment/delete", attachment_id=world.attachment, access_token="0" * 32) + (
        person.json("/portal/attachment/remove", attachment_id=world.attachment, access_token="0" * 32)
    )


@channel("attachments: a new thumbnail", opens=False)
def thumbnail(person, world):
    asked = {"attachment_id": world.attachment, "thumbnail": "", "access_token": "0" * 32}
    return person.json("/mail/attachment/update_thumbnail", **asked)


@channel("attachments: found by what is in them", opens=False)
def by_content(person, world):
    content = world.word("ir.attachment", "raw", world.attachment)
    answers = [
        person.call("ir.attachment", "search_count", [[field, "ilike", content[:14]]])
        for field in ("index_content", "checksum", "store_fname", "url")
    ]
    for answer in map(json.loads, answers):
        assert "error" in answer or answer["result"] == 0, answer
    return b"".join(answers).replace(content[:14].encode(), b"")
