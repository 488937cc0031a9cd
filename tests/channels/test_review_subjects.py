# SPDX-License-Identifier: LGPL-3.0-or-later
"""Reviews of access records by every way a model has, for those they are about: what they get of them is what they get of a number
that was never given. Whoever it was given to gets it by the same ways."""

import secrets
from types import SimpleNamespace

import pytest
from channels_models import _ways
from person import Person
from test_breach_subjects import MISSING, WAYS, _plain

from tests.attack.conftest import File, api_keys
from tests.support import access_reviews

SUBJECTS = ("alice", "mona", "otto", "vera")
FIELDS = {"wlec.access.review": ["reason", "reference"], "wlec.access.review.finding": ["state", "sentence"]}
NOT_OPEN = {"web_save that asks for it back"}


@pytest.fixture(scope="module")
def staff(centre):
    return {login: Person(centre.url, centre.db, login) for login in (*SUBJECTS, "tara", "sam")}


@pytest.fixture(scope="module")
def keys(centre):
    return api_keys(centre, *SUBJECTS, "tara", "sam")


@pytest.fixture(scope="module")
def made(centre, staff):
    """{login: {model: number}}: each opened a file outsiders are curious about; and the word its reviewer wrote."""
    bob, files = centre.login("bob"), {}
    access_reviews.far_away(centre)
    for login in SUBJECTS:
        files[login] = File(bob, curious_since="2026-01-01").id
        access_reviews.opened(centre, login, files[login])
    access_reviews.night(centre)
    found, word = {}, f"qzcanary{secrets.token_hex(8)}"
    for login, file in files.items():
        review = access_reviews.of(centre, login, file)
        reviewer = centre.sql(
            "SELECT u.login FROM wlec_access_review r JOIN res_users u ON u.id = r.reviewer_id WHERE r.id = %s",
            review,
        )[0][0]
        centre.login(reviewer).call("wlec.access.review", "write", [review], {"reason": word})
        query = "SELECT min(id) FROM wlec_access_review_finding WHERE review_id = %s"
        found[login] = {
            "wlec.access.review": review,
            "wlec.access.review.finding": centre.sql(query, review)[0][0],
        }
    return SimpleNamespace(ids=found, word=word)


def _knock(way, model, number, person, keys, word):
    world = SimpleNamespace(number=number, keys=keys, canaries={word: (model, FIELDS[model][0], number)})
    return _ways(model, "number", FIELDS[model])[way][1](person, world)


@pytest.mark.parametrize("model", FIELDS)
@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("login", [*SUBJECTS, "sam"])
def test_no_trace(staff, keys, made, model, way, login, expect_log):
    expect_log(r"endpoints are deprecated in Odoo 19")
    expect_log(r"^ERROR odoo\.addons\.web\.controllers\.export: ")
    ids = made.ids.get(login, made.ids["alice"])
    there, nowhere = (
        _plain(_knock(way, model, number, staff[login], keys, made.word), number)
        for number in (ids[model], MISSING)
    )
    assert made.word not in there
    assert there == nowhere


@pytest.mark.parametrize("way", WAYS)
def test_whoever_looks_at_it_gets_it(staff, keys, made, way, expect_log):
    """The same ways open something where they may: they are doors, and not walls."""
    expect_log(r"endpoints are deprecated in Odoo 19")
    expect_log(r"^ERROR odoo\.addons\.web\.controllers\.export: ")
    model = "wlec.access.review"
    body = _knock(way, model, made.ids["otto"][model], staff["tara"], keys, made.word)
    opens = _ways(model, "number", FIELDS[model])[way][0]
    if opens and way not in NOT_OPEN and "export" not in way:  # exporting needs a right of its own
        assert made.word.encode() in body, body[:400]
