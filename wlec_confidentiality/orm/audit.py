# SPDX-License-Identifier: LGPL-3.0-or-later
"""The access record, as the rest of the addon uses it: what was opened and done goes into a buffer of the transaction
(``buffers``), which is written down before the transaction ends (``event_rows``, ``cursor_hooks``)."""

import contextlib

from . import actor, buffers, cursor_hooks
from .buffers import Buffer, forget_lenses, forget_unprotected  # noqa: F401 - for whoever changes grants and protection
from .event_rows import cases_of  # noqa: F401 - for those who note the files of others

# The closed list of what may be recorded.
ACTIONS = (
    "read", "create", "write", "unlink", "export", "print", "download", "attach", "detach", "search", "denied", "grant",
    "revoke", "exclude", "emergency", "disclose", "transition", "acknowledge", "configure", "import", "deliver", "inspect",
)  # fmt: skip


def buffer(cr) -> Buffer:
    """The buffer of this cursor's present transaction."""
    found = buffers.of(cr)
    if found is None:
        cursor_hooks.hook(type(cr))
        found = buffers.begin(cr)
    return found


def record(records, action, fields=(), outcome="ok"):
    """Write down that ``action`` was done to ``records`` (of one model).

    :param fields: field names, or for steps of a workflow the name of the step
    """
    if action not in ACTIONS:
        raise ValueError(f"{action!r} is not an action of the access record")
    env = records.env
    key = (action, records._name, env.uid, env.su, actor.principals(env)[0], outcome, actor.rule())
    buffer(env.cr).add(key, records._ids, fields)


def denied(records, operation):
    """Write down a refusal. It is kept although the transaction it happened in is rolled back."""
    record(records, "denied", fields=(operation,), outcome="denied")


@contextlib.contextmanager
def by_rule(cr, name):
    """What is opened and done in this block is written down with the rule that did it."""
    with actor.carrying_out(name):
        buffer(cr).last = None  # what was opened before was opened by somebody else
        try:
            yield
        finally:
            buffer(cr).last = None


def has_opened(cr) -> bool:
    """Whether this transaction opened a confidential value (then its answer must not be kept by any cache)."""
    found = buffers.of(cr)
    if found is None:
        return False
    by_record = any(key[0] == "read" and seen for key, seen in found.entries.items())
    return by_record or any(key[0] == "read" and any(seen.values()) for key, seen in found.columns.items())


def note_cases(cr, model, cases):
    """The files that records of ``model`` belong to, where their row does not say it: {record id: id of the file}."""
    buffer(cr).cases.setdefault(model, {}).update(cases)
