# SPDX-License-Identifier: LGPL-3.0-or-later
"""Telephone numbers of protected rows: Odoo searches them by the digits, in the column; here it is done in memory."""

import re

from odoo.fields import Domain

from odoo.addons.wlec_confidentiality.orm import audit, rows

_NO_DIGIT = re.compile(r"\D")
_EXACT = ("=", "=like", "=ilike")


def found(model, unsealed, operator, value):
    """What Odoo found, without the sealed rows whose ciphertext it looked at, and with those that really match.

    :param unsealed: the domain Odoo made of the search
    """
    if not isinstance(value, str) or operator not in (*_EXACT, "like", "ilike"):
        return unsealed
    field = model._fields["phone"]
    candidates = model._sealed_rows_open_to_actor(field)
    ids = [
        record_id
        for record_id, text in rows.open_rows(field, candidates, model)
        if _matches(operator, value, text)
    ]
    if ids:
        audit.record(model.browse(ids), "search", fields=("phone",))
    return (unsealed & Domain("wlec_protected", "!=", True)) | Domain("id", "in", ids)


def _matches(operator, value, text):
    sought, number = digits(value), digits(text)
    return bool(sought) and (sought == number if operator in _EXACT else sought in number)


def digits(text):
    """The digits of a number, as it is dialled here: +44 20 and 0044 20 are 020."""
    text = _NO_DIGIT.sub("", text.strip().replace("+", "00", 1) if text.strip().startswith("+") else text)
    return "0" + text[4:].removeprefix("0") if text.startswith("0044") else text
