# SPDX-License-Identifier: LGPL-3.0-or-later
"""Everybody at their work for a day: each value is typed by the person who would type it, over HTTP.

A door is a function of the ``Day``; what must be accepted is called, what must be refused is attempted.
"""

import base64

from tests.support.client import RpcError

PAPER = base64.b64encode(b"%PDF-1.4 a signed form").decode()
DOORS = {}  # of each module, in the order they stand in it


def door(function):
    DOORS.setdefault(function.__module__, []).append(function)
    return function


def encoded(text):
    return base64.b64encode(text.encode()).decode()


class Day:
    """The people, and what they have made so far."""

    def __init__(self, centre, people, keys, canaries):
        self.centre, self.people, self.keys, self.canaries = centre, people, keys, canaries
        self.word, self.phone, self.birthday = canaries.word, canaries.phone, canaries.birthday

    def __getattr__(self, login):
        return self.people[login]

    def words(self, model, *names):
        return {name: self.word(f"{model}.{name}") for name in names}

    def make(self, person, model, vals, *names):
        """A record with a canary in each of these fields; its id."""
        (made,) = person.call(model, "create", [{**vals, **self.words(model, *names)}])
        return made

    def save(self, person, model, ids, vals):
        """As the web client saves a form, and shows it again."""
        saved = person.call(model, "web_save", ids, vals, specification={name: {} for name in vals})
        return saved[0]["id"]

    def one(self, person, model, domain=()):
        return person.call(model, "search", list(domain), limit=1)[0]

    def refused(self, run, *args, **kwargs):
        """What is not accepted: the error is what matters."""
        try:
            run(*args, **kwargs)
        except RpcError:
            return
        raise AssertionError("this was to be refused")

    def call(self, run, *args, **kwargs):
        return run(*args, **kwargs)

    def tried(self, run, *args, **kwargs):
        """Accepted or not, it was typed."""
        try:
            return run(*args, **kwargs)
        except RpcError:
            return None
