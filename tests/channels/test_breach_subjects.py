# SPDX-License-Identifier: LGPL-3.0-or-later
"""The breach register by every way a model has, for those a breach is about: what they get of it is what they get of a number that
was never given, byte for byte. The trustee who deals with it gets its words by the same ways."""

import io
import json
import re
import zipfile
from types import SimpleNamespace

import pytest
from breaches import FIELDS, SUBJECTS, Breaches
from channels_models import _ways
from person import Person

from tests.attack.conftest import api_keys

MISSING = 2**31 - 7
# Every way but the one that looks for a word, which says itself what it expects.
WAYS = sorted(way for way in _ways("x", "number", ["x"]) if way != "search for a text")
NOT_OPEN = {"web_save that asks for it back"}


@pytest.fixture(scope="module")
def made(centre):
    found = Breaches()
    printed = centre.shell(found.code + "env.cr.commit()\n")
    found.made(json.loads(next(line[7:] for line in printed.splitlines() if line.startswith("BREACH="))))
    yield found
    # The channels count what carol is told: this letter is none of theirs.
    centre.sql("UPDATE wlec_breach_person SET state = 'to_tell' WHERE id = %s", found.told)


@pytest.fixture(scope="module")
def staff(centre):
    return {login: Person(centre.url, centre.db, login) for login in (*SUBJECTS, "tara")}


@pytest.fixture(scope="module")
def keys(centre):
    return api_keys(centre, *SUBJECTS, "tara")


def _knock(way, model, number, person, keys, made):
    fields = FIELDS[model]
    world = SimpleNamespace(number=number, keys=keys, canaries=made.canaries)
    return _ways(model, "number", fields)[way][1](person, world)


def _plain(body, number):
    """Without the moment, the number itself, and where in the server's source it was refused."""
    if body.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(body[: body.rindex(b"PK\x05\x06") + 22])) as book:
            body = b"".join(book.read(name) for name in book.namelist() if "docProps" not in name)
    # A number of one digit stands in versions and lengths, too.
    alone = rf"(?<!\w)(?<!\d\.){number}(?!\w)(?!\.\d)"
    text = re.sub(alone, "#", body.decode("utf-8", "replace"))
    text = re.sub(r"\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d GMT", "", text)
    text = re.sub(r"session_id=[^;\n]*;[^\n]*", "", text)
    return re.sub(r'"debug": "(?:[^"\\]|\\.)*"', "", text)


@pytest.mark.parametrize("model", FIELDS)
@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("login", SUBJECTS)
def test_no_trace(staff, keys, made, model, way, login, expect_log):
    expect_log(r"endpoints are deprecated in Odoo 19")
    expect_log(r"^ERROR odoo\.addons\.web\.controllers\.export: ")
    there, nowhere = (
        _plain(_knock(way, model, number, staff[login], keys, made), number)
        for number in (made.ids[model], MISSING)
    )
    assert not [word for word in made.canaries if word in there]
    assert there == nowhere


@pytest.mark.parametrize("model", FIELDS)
@pytest.mark.parametrize("way", WAYS)
def test_whoever_deals_with_it_gets_it(staff, keys, made, model, way, expect_log):
    """The same ways open something where they may: they are doors, and not walls."""
    expect_log(r"endpoints are deprecated in Odoo 19")
    expect_log(r"^ERROR odoo\.addons\.web\.controllers\.export: ")
    body = _knock(way, model, made.ids[model], staff["tara"], keys, made)
    opens = _ways(model, "number", FIELDS[model])[way][0]
    words = set(made.words[model].values())
    if opens and way not in NOT_OPEN and "export" not in way:  # exporting needs a right of its own
        assert [word for word in words if word.encode() in body], body[:400]
