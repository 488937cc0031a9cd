# SPDX-License-Identifier: LGPL-3.0-or-later
"""Where sealed values are kept, and how to seal them anew or try them without showing them.

``stores(registry)`` lists every place. A key is destroyed when nothing in any store uses it, so what is kept in a place that is
not listed would be lost: whoever keeps sealed bytes registers a maker of ``Store``. The columns of confidential and sealable
fields are listed by themselves (``sealed_columns``).
"""

import abc

from .rotation import Step

MOST_BYTES = 16 * 1024 * 1024  # of sealed values in memory at once, where one alone is not more

_makers = []


def register(make):
    """``make(registry)`` returns the stores of whoever keeps sealed bytes in a form of its own, as a list."""
    _makers.append(make)


def stores(registry):
    """Every place in this database where sealed values are kept, in a fixed order."""
    return sorted((store for make in _makers for store in make(registry)), key=lambda store: store.name)


class Store(abc.ABC):
    """One place where sealed values are kept; rows are met in the order of their ids."""

    name: str

    @abc.abstractmethod
    def waiting(self, cr) -> int:
        """How many values are sealed with retired keys."""

    @abc.abstractmethod
    def keys_in_use(self, cr) -> set:
        """Ids of the retired keys that values are still sealed with."""

    @abc.abstractmethod
    def highest(self, cr) -> int:
        """The highest id there is: where to look for a sample."""

    @abc.abstractmethod
    def reseal(self, cr, pairs, after, limit) -> Step:
        """Seal values of rows after ``after`` anew, where they are sealed with retired keys; locked rows are passed over."""

    @abc.abstractmethod
    def check(self, cr, after, limit) -> Step:
        """Try the values of rows after ``after``: ``done`` is how many authenticate."""
