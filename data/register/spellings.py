# SPDX-License-Identifier: LGPL-3.0-or-later
"""One number, day or name in the many ways in which people write it."""

import unicodedata
from datetime import date


def drama_phone(rng):
    """A number from the ranges the regulator keeps free for drama; nobody can be called on it."""
    kind = rng.random()
    if kind < 0.62:
        return "07700 900" + f"{rng.randrange(1000):03}"
    if kind < 0.92:
        return "020 7946 0" + f"{rng.randrange(1000):03}"
    return rng.choice(("01632 960", "03069 990", "08081 570")) + f"{rng.randrange(1000):03}"


def odd_phone(rng, phone):
    """The same number as people write it."""
    digits = phone.replace(" ", "")
    return rng.choice(
        (
            digits,
            phone,
            phone,
            "+44 " + phone[1:],
            "0044" + digits[1:],
            "+44 (0)" + phone[1:],
            phone.replace(" ", "-"),
            f" {phone} ",
        )
    )


def odd_date(rng, day, short_year=True):
    """The same day as people write it; two digits for the year only where they are no riddle."""
    month = f"{day:%B}"
    forms = [
        f"{day:%d/%m/%Y}", f"{day.day}.{day.month}.{day.year}", f"{day:%d-%m-%Y}", f"{day.day} {month} {day.year}",
        f"{day.day}{'th' if 4 <= day.day <= 20 else 'st' if day.day % 10 == 1 else 'nd' if day.day % 10 == 2 else 'rd' if day.day % 10 == 3 else 'th'} {month} {day.year}",
        f"{day:%d-%b-%Y}", f"{day:%Y%m%d}", f"{day:%Y/%m/%d}", f"{month} {day.day}, {day.year}", f"{day:%a %d %b %Y}",
        f"{day.isoformat()} 00:00:00", str((day - date(1899, 12, 30)).days),
    ]  # fmt: skip
    if short_year:
        forms.append(f"{day:%d/%m/%y}")
    return rng.choice(forms)


def misspell(rng, name):
    """One slip of a hand or an ear."""
    at = rng.randrange(1, max(2, len(name) - 1))
    swaps = [
        ("ph", "f"),
        ("ee", "i"),
        ("ou", "u"),
        ("sz", "sh"),
        ("ck", "k"),
        ("y", "i"),
        ("w", "v"),
        ("a", "e"),
        ("c", "k"),
        ("i", "y"),
    ]
    usable = [(a, b) for a, b in swaps if a in name[1:]]
    options = [
        name[:at] + name[at + 1 :],
        name[:at] + name[at] + name[at:],
        name[: at - 1] + name[at : at + 1] + name[at - 1] + name[at + 1 :],
    ]
    if usable:
        a, b = rng.choice(usable)
        options.append(name[0] + name[1:].replace(a, b, 1))
    plain = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    if plain != name:
        options += [plain, plain]
    changed = [option for option in options if option.casefold() != name.casefold()]
    return rng.choice(changed).capitalize() if changed else name + name[-1]
