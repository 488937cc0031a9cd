# SPDX-License-Identifier: LGPL-3.0-or-later
"""For what the programme itself opens values."""

import threading

_local = threading.local()


class Purpose:
    """Why the programme itself opens values, with nobody asking. Modules of this addon hold the few there are; what a caller
    can send is never one of them."""

    __slots__ = ("action", "checked")

    def __init__(self, action, checked=False):
        self.action = action  # as which it is recorded; ``None``: nothing leaves the column for any other place than one
        self.checked = checked  # need to know is asked all the same


def current():
    """The purpose of the work this thread is doing now, if it has one."""
    return getattr(_local, "reason", None)


def change(reason):
    """:return: the purpose until now"""
    before, _local.reason = current(), reason
    return before


def has_purpose():
    """Whether the programme itself is opening values now, for a purpose that asks nobody."""
    reason = current()
    return reason is not None and not reason.checked
