# SPDX-License-Identifier: LGPL-3.0-or-later
"""The clocks of consents and disclosures: which run on which facts, and who knows of a deadline on every day there is."""

import itertools
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.pure_tools import tool as load

clock, deadlines = load("clock"), load("deadlines")
for _year in range(2023, 2033):  # made once each, which takes its time
    clock.bank_holidays(_year)
DAY = timedelta(days=1)
TODAY = date(2026, 11, 23)  # a Monday
NOW = datetime(2026, 11, 23, 10, 0)
LADDERS = (deadlines.USUAL, deadlines.FROM_OUTSIDE, deadlines.URGENT, deadlines.REVIEW, deadlines.OF_THE_OFFICER,
           deadlines.REMINDER, deadlines.REGISTER)  # fmt: skip
MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2030, 12, 31))


# ---- who is told
@given(MOMENTS, MOMENTS, MOMENTS, st.sampled_from(LADDERS))
def test_time_only_ever_adds_people(due, one, two, ladder):
    deadline = deadlines.Deadline("x", due, ladder)
    earlier, later = (deadlines.told(deadline, now) for now in sorted((one, two)))
    assert later[: len(earlier)] == earlier
    assert [role for role, _days in ladder][: len(later)] == list(later)


@given(MOMENTS, MOMENTS, st.sampled_from(LADDERS))
def test_nobody_above_is_troubled_in_time_unless_the_day_comes_from_outside(due, now, ladder):
    told = deadlines.told(deadlines.Deadline("x", due, ladder), now)
    at_once = [role for role, days in ladder if days is None]
    if now <= due and ladder != deadlines.FROM_OUTSIDE:
        assert list(told) == at_once
    if now > due + timedelta(days=14):  # two weeks hold at least five working days, Christmas apart
        assert len(told) >= len(ladder) - 1


@given(MOMENTS, st.sampled_from(LADDERS))
def test_in_the_end_everybody_is_told(due, ladder):
    assert len(deadlines.told(deadlines.Deadline("x", due, ladder), due + timedelta(days=40))) == len(ladder)


@given(MOMENTS, st.integers(-10, 10))
def test_a_moment_is_the_end_of_a_working_day(due, days):
    found = deadlines.moment(due, days)
    if not days:
        assert found == due
        return
    day = clock.today_at_home(found)
    assert clock.is_working_day(day)
    assert found == clock.end_of_day(day)
    assert (found > due) is (days > 0)
    between = sorted((day, clock.today_at_home(due)))
    count = sum(clock.is_working_day(between[0] + n * DAY) for n in range((between[1] - between[0]).days + 1))
    assert count - clock.is_working_day(clock.today_at_home(due)) == abs(days)


def test_a_weekend_is_not_held_against_anybody():
    friday = deadlines.Deadline("telling", clock.end_of_day(date(2026, 11, 20)))
    expected = {20: 1, 21: 2, 22: 2, 23: 2, 24: 2, 25: 3, 27: 3, 28: 4}
    for day, people in expected.items():
        assert len(deadlines.told(friday, datetime(2026, 11, day, 12))) == people, day


# ---- which clocks run
FULL = deadlines.Disclosure(
    state="released", created=TODAY, answer_by=TODAY, decide_by=NOW, unwalled=True, callback_due=NOW, called_back=False,
    review_due=NOW, review_pending=False, tell_on=TODAY, told=False, released=TODAY, has_package=True, delivered=False,
    link_until=None, package_until=TODAY - 5 * DAY, notices_since=TODAY,
)  # fmt: skip
STATES = ("draft", "assessed", "submitted", "approved", "released", "refused", "cancelled")


def kinds(facts, now=NOW):
    return [deadline.kind for deadline in deadlines.of_disclosure(facts, now)]


@pytest.mark.parametrize("state", STATES)
def test_every_mix_of_facts_in_every_state(state):
    names = ("unwalled", "called_back", "review_pending", "told", "has_package", "delivered")
    for values in itertools.product((False, True), repeat=len(names)):
        mix = dict(zip(names, values, strict=True))
        out = state == "released"
        expected = {
            "notice": state in deadlines.OPEN,
            "decision": state == "submitted",
            "wall": mix["unwalled"] and state in ("assessed", "submitted", "approved", "released"),
            "callback": out and not mix["called_back"],
            "review": out and mix["review_pending"],
            "telling": out and not mix["told"] and not mix["review_pending"],
            "delivery": out and mix["has_package"] and not mix["delivered"],
            "package": out and mix["has_package"],
            "recipients": out,
        }
        found = kinds(FULL._replace(state=state, **mix))
        assert found == [kind for kind, runs in expected.items() if runs]


@pytest.mark.parametrize("state", STATES)
def test_nothing_set_is_nothing_due(state):
    assert kinds(deadlines.Disclosure(state, TODAY)) == []


def test_when_each_is_due():
    ends = {d.kind: d for d in deadlines.of_disclosure(FULL._replace(review_pending=True), NOW)}
    end = clock.end_of_day
    assert ends["wall"].due == end(TODAY)
    assert ends["callback"].due == ends["review"].due == NOW
    assert ends["delivery"].due == end(date(2026, 11, 25))
    assert ends["recipients"].due == end(date(2026, 11, 30))
    assert ends["package"].due == end(TODAY - 4 * DAY)
    linked = deadlines.of_disclosure(FULL._replace(link_until=NOW + DAY), NOW)
    assert [d.due for d in linked if d.kind == "delivery"] == [NOW + DAY]


@given(st.dates(date(2026, 1, 1), date(2030, 1, 1)), MOMENTS)
def test_a_package_is_somebodys_business_only_when_its_day_is_over(until, now):
    runs = "package" in kinds(FULL._replace(package_until=until), now)
    assert runs is (clock.today_at_home(now) > until + DAY)


# ---- consents
def consent_kinds(now=NOW, **changes):
    facts = deadlines.Consent(**{"state": "given", "valid_to": TODAY + 300 * DAY, **changes})
    return [deadline.kind for deadline in deadlines.of_consent(facts, now)]


@pytest.mark.parametrize("state", ["requested", "refused", "withdrawn", "revoked", "expired", "invalidated"])
def test_only_a_given_consent_has_clocks(state):
    assert consent_kinds(state=state, confirm_by=TODAY, valid_to=TODAY) == []


@given(st.integers(0, 400), st.booleans())
def test_the_end_of_a_consent_is_announced_once_it_is_near(days, settled):
    found = consent_kinds(valid_to=TODAY + days * DAY, settled=settled)
    assert found == (["expiry"] if days <= deadlines.EXPIRY_LEAD_DAYS and not settled else [])


def test_what_was_said_by_word_of_mouth_is_confirmed_by_its_day():
    [deadline] = deadlines.of_consent(deadlines.Consent("given", TODAY + 300 * DAY, TODAY), NOW)
    assert (deadline.kind, deadline.due, deadline.day) == ("confirm", clock.end_of_day(TODAY), TODAY)


# ---- the registers
@given(
    st.none() | st.dates(date(2025, 1, 1), date(2027, 1, 1)),
    st.none() | st.dates(date(2024, 1, 1), date(2027, 1, 1)),
)
def test_the_registers_are_checked_once_a_year_and_new_entries_within_a_month(never, oldest):
    found = deadlines.of_register(never, oldest, NOW)
    soon = oldest is not None and (TODAY - oldest).days >= 365 - 30
    assert len(found) == bool(never or soon)
    if found:
        candidates = [never + 30 * DAY] if never else []
        candidates += [oldest + 365 * DAY] if soon else []
        assert found[0].due == clock.end_of_day(min(candidates))
