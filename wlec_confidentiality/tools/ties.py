# SPDX-License-Identifier: LGPL-3.0-or-later
"""How near the client of a file is to somebody of the staff, by names, addresses and telephones, compared in memory.

Only the result leaves: that there is a tie, and of which kind. No word of anybody's address is kept, nor its hash: a hash of a
surname is found out by trying the telephone book.
"""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator
from datetime import datetime
from typing import NamedTuple

# A surname of so many clients at most is one that few people have.
RARE = 2
_PARTICLES = frozenset({"mr", "mrs", "ms", "miss", "dr", "prof", "jr", "sr"})
_SHORTEST_PHONE = 7
_PHONE_END = 9  # 020 7946 0000 and +44 20 7946 0000 end alike


class Contact(NamedTuple):
    """What is known of somebody. ``key``: the number of the person, or of the client's contact, or whatever tells it apart."""

    key: Hashable
    name: str = ""
    street: str = ""
    postcode: str = ""
    phone: str = ""
    email: str = ""


def plain(text: str) -> str:
    """Without accents, case, punctuation and doubled spaces."""
    text = unicodedata.normalize("NFKD", text or "")
    text = "".join(c for c in text if not unicodedata.combining(c)).casefold()
    return " ".join(re.sub(r"[^\w\s]", " ", text.replace("'", "").replace("’", "")).split())


def words(name: str) -> list[str]:
    """A name without titles."""
    return [word for word in plain(name).split() if word not in _PARTICLES]


def surname(name: str) -> str:
    found = words(name)
    return found[-1] if len(found) > 1 else ""


def address(contact: Contact) -> str:
    """House and postcode; half of an address is none."""
    street, postcode = plain(contact.street), plain(contact.postcode).replace(" ", "")
    return f"{street}|{postcode}" if postcode and re.search(r"\d", street) else ""


def telephone(text: str) -> str:
    digits = re.sub(r"\D", "", text or "")
    return digits[-_PHONE_END:] if len(digits) >= _SHORTEST_PHONE else ""


def _marks(contact):
    """{kind: what is compared}, of what is known."""
    found = {
        "surname": surname(contact.name),
        "address": address(contact),
        "telephone": telephone(contact.phone),
        "email": (contact.email or "").strip().casefold(),
    }
    return {kind: mark for kind, mark in found.items() if mark}


def between(
    staff: Iterable[Contact], clients: Iterable[Contact], everybody: Iterable[Contact] | None = None
) -> Iterator[tuple[Hashable, Hashable, str]]:
    """(client, person, kind) for each tie: ``self``, ``household``, ``address``, ``telephone``, ``surname`` or ``rare_surname``.

    *Self*: the same e-mail address, or the whole name at one address or telephone. *Household*: one address and one surname.

    :param everybody: among whom a surname is rare; without it, the ``clients``
    """
    clients, by_mark = list(clients), defaultdict(list)
    for person in staff:
        for kind, mark in _marks(person).items():
            by_mark[kind, mark].append(person)
    names = Counter(surname(client.name) for client in (clients if everybody is None else everybody))
    for client in clients:
        marks, shared = _marks(client), defaultdict(set)
        for kind, mark in marks.items():
            for person in by_mark[kind, mark]:
                shared[person].add(kind)
        for person, kinds in shared.items():
            kind = _nearest(kinds, words(person.name) == words(client.name), names[marks.get("surname")])
            yield from ((client.key, person.key, one) for one in kind)


def _nearest(kinds, same_name, how_many):
    where = kinds & {"address", "telephone"}
    if "email" in kinds or (same_name and where):
        return ("self",)
    if {"address", "surname"} <= kinds:
        return ("household",)
    if where:
        return tuple(sorted(where))
    return ("rare_surname" if how_many <= RARE else "surname",)


def mates(staff: Iterable[Contact]) -> dict[int, frozenset]:
    """{person: colleagues at the same address}"""
    by_address = defaultdict(set)
    for person in staff:
        if where := address(person):
            by_address[where].add(person.key)
    return {key: frozenset(keys - {key}) for keys in by_address.values() if len(keys) > 1 for key in keys}


def over_time(
    known: dict, found: Iterable, were: dict[tuple, datetime], now: datetime, oldest: datetime
) -> dict[tuple, datetime | None]:
    """{tie: until when it held; ``None``: it holds}: what was known, found now, and found of what contacts said before. What ended
    before ``oldest`` is forgotten.

    :param known: as this function gave it last time
    :param were: {tie: until when it held}
    """
    held = {tie: until or now for tie, until in known.items()}
    for tie, until in were.items():
        held[tie] = max(until, held.get(tie, until))
    kept = {tie: until for tie, until in held.items() if until >= oldest}
    return {**kept, **dict.fromkeys(found)}
