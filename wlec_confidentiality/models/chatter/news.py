# SPDX-License-Identifier: LGPL-3.0-or-later
"""Lists of news, as in the menu of messages: of protected records they say where there is news. Who opens the record reads it."""

import threading
from contextlib import contextmanager

_WORDS = frozenset(("body", "subject"))
_listing = threading.local()


@contextmanager
def news_only():
    """Messages on protected records go to the web client without their words."""
    before = getattr(_listing, "on", False)
    _listing.on = True
    try:
        yield
    finally:
        _listing.on = before


def is_news_only():
    return getattr(_listing, "on", False)


def name_of(field):
    return field if isinstance(field, str) else getattr(field, "field_name", None)


def without_words(fields):
    return [field for field in fields if name_of(field) not in _WORDS]
