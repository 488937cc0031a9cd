# SPDX-License-Identifier: LGPL-3.0-or-later
"""Reading the forms of the complaint pages: what was typed is kept, what is wrong is said next to where it is."""

import contextlib
import hashlib
import re

from psycopg2.errors import UniqueViolation

from odoo.exceptions import ConcurrencyError
from odoo.http import request

from odoo.addons.wlec_confidentiality.tools import upload, window

# name: most characters. What is not here is not read.
TEXTS = {
    "description": 100_000,
    "happened": 500,
    "about": 5_000,
    "desired_outcome": 20_000,
    "safe_contact": 2_000,
    "postal_address": 500,
    "language": 200,
}
# Who complains without logging in may say who they are, or not.
TEXTS_OF_NOBODY = {**TEXTS, "complainant": 500}
# In the order they are shown.
WAYS, WAYS_OF_NOBODY = ("portal", "email", "phone", "post"), ("receipt", "phone", "post")
MESSAGE_MOST = 20_000
MOST_BYTES = (upload.MAX_FILES + 1) * upload.MAX_BYTES  # of a whole form
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_KEY = re.compile(r"[0-9a-f]{32}")


def _text(name):
    typed = request.httprequest.form.get(name, "")
    return _CONTROL.sub("", typed.replace("\r\n", "\n").replace("\r", "\n")).strip()


def _too_long(text, most):
    if len(text) <= most:
        return None
    return request.env._(
        "This is too long: %(length)s characters, and there is room for %(most)s. Please shorten it, or add it as a document.",
        length=f"{len(text):,}",
        most=f"{most:,}",
    )


def read_documents():
    """The files that were chosen.

    :return: (checked uploads, what is wrong with the others: a list of texts)
    """
    Document = request.env["wlec.complaint.document"]
    files = [file for file in request.httprequest.files.getlist("documents") if file.filename]
    if len(files) > upload.MAX_FILES:
        return [], [Document._refusal("too_many")]
    found, wrong = [], []
    for file in files:
        try:
            found.append(upload.check(file.filename, file.stream.read(upload.MAX_BYTES + 1)))
        except upload.UploadRefused as refused:
            wrong.append(f"{upload.clean_name(file.filename)}: {Document._refusal(refused.reason)}")
    return found, wrong


def contact_ways(ways):
    """[(value, label)] of these ways to reach somebody."""
    field = request.env["wlec.breach.complaint"]._fields["contact_by"]
    labels = dict(field._description_selection(request.env))
    return [(way, labels[way]) for way in ways]


def too_long(values, texts):
    """Errors by name."""
    return {name: error for name, most in texts.items() if (error := _too_long(values[name], most))}


def typed(texts):
    """What stands in the form, whether it will do or not."""
    values = {name: _text(name) for name in texts}
    values["contact_by"] = request.httprequest.form.get("contact_by", "")
    values["about_officer"] = bool(request.httprequest.form.get("about_officer"))
    return values


def read_complaint(texts=None, ways=WAYS):
    """The form for a new complaint.

    :return: (values by name, checked uploads, errors by name; the errors of ``documents`` are a list)
    """
    texts = texts or TEXTS
    values = typed(texts)
    errors = too_long(values, texts)
    if not values["description"]:
        errors["description"] = request.env._("Please tell us what happened. A few words are enough.")
    errors.update(_out_of_reach(values, ways))
    documents, wrong = read_documents()
    if wrong:
        errors["documents"] = wrong
    if not errors and values["contact_by"] != "post":
        values["postal_address"] = ""  # typed before another way was chosen: we have no use for it
    return values, documents, errors


def _out_of_reach(values, ways):
    """What is missing for us to reach whoever complains in the way they chose: errors by name."""
    way, address = values["contact_by"], values["postal_address"]
    if way not in ways:
        return {"contact_by": request.env._("Please choose how we may reach you.")}
    if way == "phone" and not values["safe_contact"]:
        return {"safe_contact": request.env._("Please write the telephone number we should use.")}
    if way == "post" and not address:
        return {"postal_address": request.env._("Please write the name and address to put on the envelope.")}
    if way == "post" and window.is_too_wide(address):
        return {
            "postal_address": request.env._(
                "A line of the address is too long for the envelope: please put it on two lines."
            )
        }
    return {}


def read_message():
    """The form for a message: a text, documents, or both."""
    text = _text("body")
    documents, wrong = read_documents()
    errors = {"documents": wrong} if wrong else {}
    if error := _too_long(text, MESSAGE_MOST):
        errors["body"] = error
    elif not text and not documents and not wrong:
        errors["body"] = request.env._("Please write a message, or choose a document to send.")
    return text, documents, errors


def submission_key():
    """The key of this one form, so that pressing the button twice makes one complaint."""
    key = request.httprequest.form.get("submission_key", "")
    return key if _KEY.fullmatch(key) else None


def sending(text, documents):
    """What tells this sending of a form from every other: the same page with the same words in it. Nobody can tell the words from it: the
    form's key is drawn at random and kept nowhere. Other words on the same page - somebody went back - are another sending."""
    if not (key := submission_key()):
        return None
    parts = [key.encode(), text.encode(), *(document.content for document in documents)]
    return hashlib.sha256(b"".join(hashlib.sha256(part).digest() for part in parts)).hexdigest()


@contextlib.contextmanager
def once():
    """The same form sent twice at the same moment: the second waits for the first, and is then run again, to find it there."""
    try:
        yield
    except UniqueViolation:
        raise ConcurrencyError("the same form is being taken in") from None
