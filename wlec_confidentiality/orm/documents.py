# SPDX-License-Identifier: LGPL-3.0-or-later
"""The gate for what is kept outside the row: the content of documents."""

from ..exceptions import NeedToKnowError
from . import audit, gate


def is_open(record) -> bool:
    """Whether everybody behind this request has the need to know. Nothing is opened, nothing recorded."""
    lens = gate.lens_of(record.env, record._name)
    if record.id not in lens.asked:
        lens.learn(record)
    return record.id in lens.may


def check(record):
    """:raise NeedToKnowError: somebody behind this request has no need to know; that is recorded"""
    if not is_open(record):
        audit.denied(record, "read")
        raise NeedToKnowError(
            record.env._("There is no such record, or you have no need to know its content.")
        )


def enter(record, name):
    """Pass the gate: from here on the value is as good as read, and recorded."""
    check(record)
    gate.lens_of(record.env, record._name).column(record._fields[name])[1](record.id)
