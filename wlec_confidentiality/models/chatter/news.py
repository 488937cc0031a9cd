# SPDX-License-Identifier: LGPL-3.0-or-later
"""Lists of news, as in the menu of messages: of protected records they say where there is news. Who opens the record reads it."""

from odoo.addons.wlec_confidentiality.tools.switch import Switch

_WORDS = frozenset(("body", "subject"))
# Messages on protected records go to the web client without their words.
news_only = Switch()


def is_news_only():
    return news_only.on


def name_of(field):
    return field if isinstance(field, str) else getattr(field, "field_name", None)


def without_words(fields):
    return [field for field in fields if name_of(field) not in _WORDS]
