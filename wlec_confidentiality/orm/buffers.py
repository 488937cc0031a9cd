# SPDX-License-Identifier: LGPL-3.0-or-later
"""The access buffers: what each cursor's present transaction has opened, and what it has asked about need to know.

They are out of reach of code typed into the back office: kept in this module, keyed by the cursor, and never on an object that
such code can hold.
"""

_buffers = {}


class Buffer:
    """What one transaction has opened so far, and what it has asked about need to know."""

    __slots__ = (
        "cases", "checks", "columns", "created", "entries", "files", "keys", "last", "lenses", "registry",
        "unprotected",
    )  # fmt: skip

    def __init__(self, registry):
        self.registry = registry
        self.entries = {}  # (action, model, uid, su, actor, outcome, rule): {record id: {field names}}
        self.columns = {}  # the same keys: {field name: {record ids}}, what the gate opened
        self.lenses = {}  # (model, uid, su, principals): what this viewer may see
        self.created = set()  # (model, record id) made in this transaction
        self.last = None  # the lens looked through last
        self.files = {}  # {user id: (when asked, the files open to them)}
        self.keys = {}  # {scope: (key id, cipher)} made ready for writing
        self.cases = {}  # {model: {record id: file}} told by whoever made or removed what has no column for it
        self.unprotected = set()  # tables no row of which is protected
        self.checks = {}  # {function(cursor, subjects): subjects}: what must hold when the transaction commits

    def add(self, key, record_ids, field_names):
        by_record = self.entries.setdefault(key, {})
        for record_id in record_ids or (None,):  # no record: the model as a whole was refused
            by_record.setdefault(record_id, set()).update(field_names)

    def seen(self, key):
        """Where the gate notes what it opens: by column, the quickest way to note it."""
        self.entries.setdefault(key, {})
        return self.columns.setdefault(key, {})


def of(cr) -> Buffer | None:
    """The buffer of this cursor's present transaction, if there is one."""
    return _buffers.get(id(cr))


def last_lens(cr):
    """The lens looked through last on this cursor, if any."""
    found = _buffers.get(id(cr))
    return found and found.last


def begin(cr) -> Buffer:
    found = _buffers[id(cr)] = Buffer(cr.transaction.registry)
    return found


def take(cr) -> Buffer | None:
    """The buffer, which is the caller's now: what happens from here on goes into another."""
    return _buffers.pop(id(cr), None)


def put_back(cr, found):
    _buffers.setdefault(id(cr), found)


def forget_lenses(cr):
    """Grants, exclusions or acknowledgements have changed: ask again who may see what."""
    if (found := of(cr)) is not None:
        found.lenses.clear()
        found.files.clear()
        found.last = None


def forget_unprotected():
    """A table may have protected rows now, on whatever cursor that was asked."""
    for found in list(_buffers.values()):
        found.unprotected.clear()
