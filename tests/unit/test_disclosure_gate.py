# SPDX-License-Identifier: LGPL-3.0-or-later
"""The gate: every ground with every subset of its evidence. Only the complete sets are lawful; nothing else gets through."""

import itertools
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.pure_tools import tool as load

gate, people = load("disclosure_gate"), load("disclosure_people")
TODAY = date(2026, 11, 22)
DAY = timedelta(days=1)
ITEM = gate.Item(1, category="health", special=True)
CRIME = gate.Item(2, category="health", criminal=True)
CONSENT = gate.Consent(
    purpose="help", categories=frozenset({"health"}), valid_from=TODAY - DAY, valid_to=TODAY + DAY
)
COMMON = {
    "recipient": True,
    "asker": True,
    "asker_rank": True,
    "callback_done": True,
    "purpose": "help",
    "necessity": True,
    "proportionality": True,
    "lawful_basis": "legitimate_interests",
    "items": (ITEM, CRIME),
    "special_condition": True,
    "offence_condition": True,
    "tell_client": "now",
}
NONE = ("consent", "provision", "purpose", "tell_client", "lawful_basis")  # what is not there as ``None``
# The agency asks in writing: where the law needs a notice anyway, that is the paper.
PAPER = {"notice_document": True}
GROUND = {
    gate.CONSENT: {"consent": CONSENT},
    gate.DANGER: dict.fromkeys(
        ("danger_who", "danger_what", "danger_imminence", "why_not_consent", "safeguarding"), True
    ),
    gate.LAW: {
        "provision": gate.Provision(),
        "notice_reference": True,
        "notice_document": True,
        "binds_checked": True,
    },
    gate.CONFLICT: {"conflict_statement": True},
}


def facts(ground, **changes):
    fixed = {"today": TODAY, "ground": ground, "asked_by_recipient": True, "callback_needed": True,
             "rank_needed": True, "written_needed": True}  # fmt: skip
    items = {"items": ()} if ground == gate.CONFLICT else {}
    return gate.Facts(**{**fixed, **COMMON, **PAPER, **GROUND[ground], **items, **changes})


def codes(the_facts):
    return [gap.code for gap in gate.missing(the_facts)]


def _required(ground):
    """The evidence that matters on this ground."""
    common = dict(COMMON)
    if ground == gate.CONFLICT:  # only a bare fact is told: no purpose, no weighing, no items
        for name in (
            "purpose",
            "necessity",
            "proportionality",
            "lawful_basis",
            "items",
            "special_condition",
            "offence_condition",
        ):
            del common[name]
    return {**common, **PAPER, **GROUND[ground]}


@pytest.mark.parametrize("ground", gate.GROUNDS)
def test_every_subset_of_evidence(ground):
    evidence = _required(ground)
    lawful = tried = 0
    for size in range(len(evidence) + 1):
        for absent in itertools.combinations(evidence, size):
            empty = {name: () if name == "items" else None if name in NONE else False for name in absent}
            # Without items nothing sensitive is given, so no condition is needed: but then nothing is given at all.
            complete = not absent
            tried += 1
            assert (not codes(facts(ground, **empty))) is complete, (ground, absent)
            lawful += complete
    assert lawful == 1
    assert tried == 2 ** len(evidence)


@pytest.mark.parametrize("ground", gate.GROUNDS)
def test_evidence_of_another_ground_is_worth_nothing(ground):
    for other in gate.GROUNDS:
        if other != ground:
            blank = {name: None if name in ("consent", "provision") else False for name in GROUND[ground]}
            assert codes(facts(ground, **{**GROUND[other], **blank}))


def test_no_ground_is_no_ground():
    everything = {name: value for evidence in GROUND.values() for name, value in evidence.items()}
    for ground in (None, "", "because", "CONSENT"):
        assert "ground" in codes(facts(gate.CONSENT, **everything)._replace(ground=ground))


@pytest.mark.parametrize("state", ["requested", "refused", "withdrawn", "revoked", "expired", "invalidated"])
def test_only_a_given_consent_holds(state):
    assert codes(facts(gate.CONSENT, consent=CONSENT._replace(state=state))) == ["consent_state"]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"recipient": False}, "consent_recipient"),
        ({"purpose": "gossip"}, "consent_purpose"),
        ({"purpose": None}, "consent_purpose"),
        ({"categories": frozenset({"housing"})}, "consent_category"),
        ({"categories": frozenset()}, "consent_category"),
        ({"valid_from": TODAY + DAY}, "consent_early"),
        ({"valid_to": TODAY - DAY}, "consent_late"),
        ({"valid_to": None}, "consent_late"),
        ({"confirm_by": TODAY - DAY}, "consent_unconfirmed"),
    ],
)
def test_what_a_consent_does_not_cover(change, code):
    assert codes(facts(gate.CONSENT, consent=CONSENT._replace(**change))) == [code]


def test_first_and_last_day_count():
    for valid_from, valid_to in ((TODAY, TODAY), (TODAY - DAY, TODAY), (TODAY, TODAY + DAY)):
        consent = CONSENT._replace(valid_from=valid_from, valid_to=valid_to, confirm_by=TODAY)
        assert not codes(facts(gate.CONSENT, consent=consent))


def test_each_uncovered_category_is_named_once():
    items = (
        ITEM,
        gate.Item(2, category="debt"),
        gate.Item(3, category="debt"),
        gate.Item(4, category="home"),
    )
    gaps = [
        gap.what for gap in gate.missing(facts(gate.CONSENT, items=items)) if gap.code == "consent_category"
    ]
    assert gaps == ["debt", "home"]


def test_documents_named_by_a_consent_are_the_only_ones():
    consent = CONSENT._replace(documents=frozenset({7}))
    assert not codes(facts(gate.CONSENT, consent=consent, items=(ITEM._replace(document=7),)))
    assert codes(facts(gate.CONSENT, consent=consent, items=(ITEM._replace(document=8),))) == [
        "consent_document"
    ]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"status": "repealed"}, "provision_repealed"),
        ({"status": "not_commenced"}, "provision_future"),
        ({"obliges": False}, "provision_permits"),
        ({"binds_us": "no"}, "provision_not_us"),
        ({"recipient": False}, "provision_recipient"),
        ({"forbids_telling": True}, "tipping_off"),
    ],
)
def test_what_is_not_required_by_law(change, code):
    assert codes(facts(gate.LAW, provision=gate.Provision(**change))) == [code]


def test_excluded_material_is_out_of_reach_of_most_powers():
    for flagged, reaches in itertools.product((False, True), repeat=2):
        found = codes(
            facts(gate.LAW, excluded_material=flagged, provision=gate.Provision(reaches_excluded=reaches))
        )
        assert found == (["excluded_material"] if flagged and not reaches else [])


@pytest.mark.parametrize("head", [None, "social_security", "housing", "debt", "other"])
@pytest.mark.parametrize("free", [None, True, False])
def test_a_power_that_stops_short_of_free_advice(head, free):
    found = codes(
        facts(gate.LAW, provision=gate.Provision(shields_advice=True), advice_head=head, advice_free=free)
    )
    if head is None or free is None:
        assert "advice_shield_unanswered" in found
    else:
        assert found == (["advice_shield"] if free and head != "other" else [])
    assert not codes(facts(gate.LAW, advice_head=head, advice_free=free))


@pytest.mark.parametrize("ground", [gate.CONSENT, gate.DANGER, gate.LAW])
def test_privilege_is_the_clients_alone(ground):
    item = ITEM._replace(privileged=True)
    assert codes(facts(ground, items=(item,))) == ["item_privileged"]
    assert not codes(facts(ground, items=(item,), privilege_waiver=True))
    assert not codes(facts(ground, items=(ITEM, item._replace(given=False, reason=True))))


# ---- danger that is there now
_NOW = {**GROUND[gate.DANGER], "danger_now": True}
_CANNOT_WAIT = ("recipient", "items", *GROUND[gate.DANGER], "danger_now")


def emergency(**changes):
    return [gap.code for gap in gate.missing_in_emergency(facts(gate.DANGER, **{**_NOW, **changes}))]


def test_an_emergency_needs_what_cannot_wait_and_nothing_else():
    evidence = {**COMMON, **PAPER, **_NOW}
    for size in range(len(evidence) + 1):
        for absent in itertools.combinations(evidence, size):
            empty = {name: () if name == "items" else None if name in NONE else False for name in absent}
            assert (not emergency(**empty)) is set(absent).isdisjoint(_CANNOT_WAIT), absent


@pytest.mark.parametrize("ground", [gate.CONSENT, gate.LAW, gate.CONFLICT, None])
def test_no_other_ground_is_an_emergency(ground):
    everything = {name: value for evidence in GROUND.values() for name, value in evidence.items()}
    given = facts(gate.DANGER, **{**everything, **_NOW})._replace(ground=ground)
    assert "emergency_ground" in [gap.code for gap in gate.missing_in_emergency(given)]


@pytest.mark.parametrize(
    "change", [{"protected": True}, {"privileged": True}, {"document": 7, "on_file": False}]
)
def test_what_no_emergency_lets_out(change):
    assert emergency(items=(ITEM._replace(**change),))


def test_a_duty_without_notice_needs_none():
    duty = gate.Provision(needs_notice=False, binds_us="only_if")
    without = facts(
        gate.LAW, provision=duty, notice_reference=False, notice_document=False, written_needed=False
    )
    assert not codes(without)


# ---- what an agency has to show
@pytest.mark.parametrize("ground", gate.GROUNDS)
def test_each_agency_shows_what_the_register_says_and_no_more(ground):
    """Every combination of what the register asks for, what was shown and who began it, on every ground."""
    asks = ("asked_by_recipient", "rank_needed", "written_needed", "asker_rank", "notice_document")
    duty = {"provision": gate.Provision(needs_notice=False)} if ground == gate.LAW else {}
    tried = 0
    for values in itertools.product((False, True), repeat=len(asks)):
        asked, rank_needed, written_needed, rank, paper = values
        expected = ["asker_rank"] if asked and rank_needed and not rank else []
        expected += ["written"] if asked and written_needed and not paper else []
        assert codes(facts(ground, **duty, **dict(zip(asks, values, strict=True)))) == expected
        tried += 1
    assert tried == 2**5


def test_a_notice_that_is_missing_is_asked_for_once():
    assert codes(facts(gate.LAW, notice_document=False)) == ["notice_document"]


# ---- the lawful basis
BASES = ("legitimate_interests", "recognised_interests", "consent", "contract", "legal_obligation",
         "vital_interests", "public_task")  # fmt: skip


@pytest.mark.parametrize("ground", gate.GROUNDS)
@pytest.mark.parametrize("basis", [None, *BASES])
def test_a_lawful_basis_of_its_own(ground, basis):
    found = codes(facts(ground, lawful_basis=basis))
    if ground == gate.CONFLICT:  # nothing about anybody is told
        assert not found
    elif basis is None:
        assert found == ["lawful_basis"]
    else:
        only_on = {"legal_obligation": gate.LAW, "consent": gate.CONSENT, "vital_interests": gate.DANGER}
        assert found == ([] if only_on.get(basis, ground) == ground else ["lawful_basis_ground"])


@pytest.mark.parametrize("ground", [gate.CONSENT, gate.DANGER, gate.LAW])
@pytest.mark.parametrize("basis", BASES)
def test_no_basis_stands_for_the_condition_nor_for_the_permission(ground, basis):
    """Sensitive data has its own condition whatever the basis; and "consent" as a basis is not the client's permission."""
    assert "special_condition" in codes(facts(ground, lawful_basis=basis, special_condition=False))
    assert "offence_condition" not in codes(
        facts(ground, lawful_basis=basis, items=(ITEM,), offence_condition=False)
    )
    crime = (gate.Item(1, category="convictions", criminal=True),)
    told = facts(ground, lawful_basis=basis, items=crime, offence_condition=False, special_condition=False)
    assert {"offence_condition", "special_condition"} & set(codes(told)) == {"offence_condition"}
    assert "consent" in codes(facts(gate.CONSENT, lawful_basis="consent", consent=None))


@pytest.mark.parametrize("ground", [gate.CONSENT, gate.DANGER, gate.LAW])
@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"protected": True}, "item_protected"),
        ({"category": None}, "item_category"),
        ({"described": False}, "item_empty"),
        ({"document": 7, "on_file": False}, "item_elsewhere"),
        ({"asked": False}, "item_extra_reason"),
        ({"given": False}, "nothing_given"),
    ],
)
def test_items(ground, change, code):
    assert code in codes(facts(ground, items=(ITEM._replace(**change),)))


def test_what_is_held_back_is_explained_and_needs_no_more():
    held = gate.Item(2, given=False, category="trans history", special=True, protected=True)
    assert codes(facts(gate.LAW, items=(ITEM, held))) == ["item_refused_reason"]
    assert not codes(facts(gate.LAW, items=(ITEM, held._replace(reason=True))))


def test_gender_history_never_leaves_on_any_ground():
    for ground in gate.GROUNDS:
        assert codes(facts(ground, items=(ITEM._replace(protected=True),)))


def test_a_conflict_tells_nothing_of_the_file():
    assert codes(facts(gate.CONFLICT, items=(ITEM,))) == ["conflict_only_fact"]


@pytest.mark.parametrize("how", ["delayed", "not"])
def test_silence_towards_the_client_has_a_reason_and_an_end(how):
    for day, reason in itertools.product((None, TODAY - DAY, TODAY, TODAY + DAY), (False, True)):
        fine = bool(day and day >= TODAY and reason)
        assert (not codes(facts(gate.DANGER, tell_client=how, tell_date=day, tell_reason=reason))) is fine


def test_nobody_is_called_back_who_did_not_ask():
    assert not codes(
        facts(
            gate.CONSENT,
            asked_by_recipient=False,
            callback_needed=False,
            asker=False,
            callback_done=False,
            asker_rank=False,
            notice_document=False,
        )
    )


# ---- people
PEOPLE = [people.Approver(n, manager, officer) for n, manager, officer in
          (("caseworker", False, False), ("manager", True, False), ("manager2", True, False),
           ("officer", False, True), ("both", True, True))]  # fmt: skip
PEOPLE.append(people.Approver("chair", chair=True))


def _reachable(ground, requesters):
    """Every set of approvals that people pressing "Approve" in any order can bring about."""
    found, todo = set(), [()]
    while todo:
        given_so_far = todo.pop()
        found.add(given_so_far)
        if people.approved(ground, given_so_far):
            continue
        todo += [(*given_so_far, person) for person in PEOPLE
                 if people.approval_gap(ground, requesters, given_so_far, person) is None]  # fmt: skip
    return found


@pytest.mark.parametrize("ground", gate.GROUNDS)
@pytest.mark.parametrize(
    "requesters", [frozenset({"caseworker"}), frozenset({"manager"}), frozenset({"both", "manager2"})]
)
def test_three_different_people_four_without_consent(ground, requesters):
    released = 0
    for approvals in _reachable(ground, requesters):
        approvers = {approver.person for approver in approvals}
        assert not approvers & requesters
        assert len(approvers) == len(approvals)
        for releaser in [*(p.person for p in PEOPLE), "somebody else"]:
            if people.release_gap(ground, requesters, approvals, releaser) is None:
                released += 1
                assert releaser not in approvers | requesters
                assert len(approvers) >= (1 if ground == gate.CONSENT else 2)
                assert ground == gate.CONSENT or any(approver.senior for approver in approvals)
                assert all(approver.manager or approver.senior for approver in approvals)
    assert released


@given(
    st.sampled_from(gate.GROUNDS),
    st.sets(st.sampled_from([p.person for p in PEOPLE])),
    st.sampled_from(PEOPLE),
)
def test_nobody_approves_their_own(ground, requesters, person):
    gap = people.approval_gap(ground, frozenset(requesters | {person.person}), (), person)
    assert gap == "approve_own"
