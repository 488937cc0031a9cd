# SPDX-License-Identifier: LGPL-3.0-or-later
"""The gate every disclosure passes: from the facts of a request to the list of what is still missing.

Pure on purpose: nothing here reads a database, a user or a clock, so every combination of ground and evidence can be tried in
milliseconds. An empty list means: lawful as far as the centre's policy and registers can tell.
"""

from .disclosure_facts import (  # noqa: F401 - whoever asks the gate gets its questions with it
    CONFLICT,
    CONSENT,
    DANGER,
    GROUNDS,
    LAW,
    Consent,
    Facts,
    Gap,
    Item,
    Provision,
)

# Free advice that need not be accounted for to the department (SSAA 1992, section 109H(7)).
SHIELDED_ADVICE = frozenset({"social_security", "housing", "debt"})
# Lawful bases (UK GDPR, Article 6) that hold on one ground only: what the law does not require is no legal obligation.
BASIS_OF_ONE_GROUND = {"legal_obligation": LAW, "consent": CONSENT, "vital_interests": DANGER}
# What an emergency may leave for the review that follows it.
_LATER = frozenset({
    "asker", "asker_rank", "written", "callback", "necessity", "proportionality", "lawful_basis", "special_condition", "offence_condition", "tell_client", "tell_date", "tell_date_past",
    "tell_reason", "item_refused_reason", "item_extra_reason", "purpose",
})  # fmt: skip


def missing(facts: Facts) -> list[Gap]:
    """Everything that stands between the facts and a lawful disclosure, in the order a person would ask."""
    return [
        *_recipient(facts),
        *_reasons(facts),
        *(_BY_GROUND[facts.ground](facts) if facts.ground in _BY_GROUND else [Gap("ground")]),
        *_items(facts),
        *_telling(facts),
    ]


def missing_in_emergency(facts: Facts) -> list[Gap]:
    """What stands between the facts and letting go at once. What can wait is asked by the review that follows."""
    gaps = [gap for gap in missing(facts) if gap.code not in _LATER]
    return [
        *_gaps(("emergency_ground", facts.ground != DANGER), ("emergency_now", not facts.danger_now)),
        *gaps,
    ]


def _gaps(*pairs):
    return [Gap(code) for code, absent in pairs if absent]


def _absent(facts, *names):
    return [Gap(name) for name in names if not getattr(facts, name)]


def _recipient(facts):
    return _gaps(
        ("recipient", not facts.recipient),
        ("recipient_dissolved", facts.recipient_dissolved),
        ("asker", facts.asked_by_recipient and not facts.asker),
        ("asker_rank", facts.asked_by_recipient and facts.rank_needed and not facts.asker_rank),
        ("written", _is_written_missing(facts)),
        ("callback", facts.callback_needed and not facts.callback_done),
    )


def _is_written_missing(facts):
    """Whether the paper in which they ask is missing. A notice that the law needs is asked for by that name, and once."""
    needs_notice = facts.ground == LAW and facts.provision is not None and facts.provision.needs_notice
    wanted = facts.asked_by_recipient and facts.written_needed and not needs_notice
    return wanted and not facts.notice_document


def _reasons(facts):
    if facts.ground == CONFLICT:
        return []
    return [
        *_gaps(("purpose", facts.purpose is None)),
        *_absent(facts, "necessity", "proportionality"),
        *_lawful_basis(facts),
    ]


def _lawful_basis(facts):
    """Why the law on personal data allows it: another question than whether the client does."""
    if facts.lawful_basis is None:
        return [Gap("lawful_basis")]
    only_on = BASIS_OF_ONE_GROUND.get(facts.lawful_basis, facts.ground)
    return [] if only_on == facts.ground else [Gap("lawful_basis_ground", facts.lawful_basis)]


def _consent(facts):
    consent = facts.consent
    if consent is None:
        return [Gap("consent")]
    gaps = [] if consent.state == "given" else [Gap("consent_state", consent.state)]
    gaps += _gaps(
        ("consent_recipient", not consent.recipient),
        ("consent_purpose", facts.purpose is not None and consent.purpose != facts.purpose),
        ("consent_early", consent.valid_from is None or facts.today < consent.valid_from),
        ("consent_late", consent.valid_to is None or facts.today > consent.valid_to),
        ("consent_unconfirmed", consent.confirm_by is not None and facts.today > consent.confirm_by),
    )
    given = [item for item in facts.items if item.given]
    outside = dict.fromkeys(
        i.category for i in given if i.category is not None and i.category not in consent.categories
    )
    gaps += [Gap("consent_category", category) for category in outside]
    if consent.documents:
        unnamed = [i.number for i in given if i.document and i.document not in consent.documents]
        gaps += [Gap("consent_document", number) for number in unnamed]
    return gaps


def _danger(facts):
    return _absent(facts, "danger_who", "danger_what", "danger_imminence", "why_not_consent", "safeguarding")


def _law(facts):
    provision = facts.provision
    if provision is None:
        return [Gap("provision")]
    return _gaps(
        ("provision_repealed", provision.status == "repealed"),
        ("provision_future", provision.status == "not_commenced"),
        ("provision_permits", not provision.obliges),
        ("provision_not_us", provision.binds_us == "no"),
        ("provision_recipient", facts.recipient and not provision.recipient),
        ("notice_reference", provision.needs_notice and not facts.notice_reference),
        ("notice_document", provision.needs_notice and not facts.notice_document),
        ("binds_checked", not facts.binds_checked),
        ("excluded_material", facts.excluded_material and not provision.reaches_excluded),
        *_advice_shield(facts),
    )


def _advice_shield(facts):
    """Some powers stop short of whoever gives free advice on certain matters: the answer is a refusal."""
    if not facts.provision.shields_advice:
        return ()
    unanswered = facts.advice_head is None or facts.advice_free is None
    shielded = facts.advice_head in SHIELDED_ADVICE and bool(facts.advice_free)
    return ("advice_shield_unanswered", unanswered), ("advice_shield", shielded)


_BY_GROUND = {
    CONSENT: _consent,
    DANGER: _danger,
    LAW: _law,
    CONFLICT: lambda facts: _absent(facts, "conflict_statement"),
}


def _items(facts):
    given = [item for item in facts.items if item.given]
    if facts.ground == CONFLICT:
        # Only the fact that the centre cannot act may be told; nothing of either file.
        return [Gap("conflict_only_fact")] if given else []
    gaps = [] if given else [Gap("nothing_given")]
    for item in facts.items:
        if item.given:
            gaps += [Gap("item_protected", item.number)] if item.protected else []
            gaps += (
                [Gap("item_privileged", item.number)]
                if item.privileged and not facts.privilege_waiver
                else []
            )
            gaps += [Gap("item_category", item.number)] if item.category is None else []
            gaps += [Gap("item_empty", item.number)] if not (item.described or item.document) else []
            gaps += [Gap("item_elsewhere", item.number)] if item.document and not item.on_file else []
        if item.asked != item.given and not item.reason:
            gaps.append(Gap("item_refused_reason" if item.asked else "item_extra_reason", item.number))
    if not facts.special_condition and any(item.special for item in given):
        gaps.append(Gap("special_condition"))
    if not facts.offence_condition and any(item.criminal for item in given):
        gaps.append(Gap("offence_condition"))
    return gaps


def _telling(facts):
    silent = facts.ground == LAW and facts.provision is not None and facts.provision.forbids_telling
    if facts.tell_client == "now":
        return [Gap("tipping_off")] if silent else []
    if facts.tell_client not in ("delayed", "not"):
        return [Gap("tell_client")]
    past = facts.tell_date is not None and facts.tell_date < facts.today
    return _gaps(
        ("tell_date", facts.tell_date is None),
        ("tell_date_past", past),
        ("tell_reason", not facts.tell_reason),
    )
