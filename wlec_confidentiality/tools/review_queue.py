# SPDX-License-Identifier: LGPL-3.0-or-later
"""From accesses and findings to what somebody is to look at: one item for a person, a file and a day, so that nobody drowns."""

from dataclasses import dataclass, field
from datetime import date, datetime

# Drawn by lot are accesses explained by what every reviewer may know of; what explains the others may be a matter kept from them.
PLAIN = frozenset({"assigned", "team", "cover", "line_management", "meeting", "author", "emergency"})
UNEXPLAINED = "unexplained"


@dataclass
class Item:
    user: int
    case: int | None
    day: date
    source: str
    first: datetime
    last: datetime
    kind: str | None = (
        None  # what explains it, as far as every reviewer may know; ``unexplained`` when one access is
    )
    count: int = 0
    findings: list = field(default_factory=list)

    @property
    def key(self):
        return self.user, self.case, self.day

    @property
    def score(self):
        return max((finding.score for finding in self.findings), default=0)


def items(accesses, findings, lot):
    """What is to be looked at.

    :param lot: called for each access that is explained and that no rule found; says whether it is looked at all the same
    """
    of = {}
    for finding in findings:
        of.setdefault(finding.access, []).append(finding)
    made, drawn = {}, {}
    for access in accesses:
        if (source := _source(access, of, lot, drawn)) is not None:
            _add(made, access, source, of.get(access, ()))
    return list(made.values())


def _source(access, of, lot, drawn):
    if access in of:
        return "flagged"
    if not access.is_explained:
        return "unexplained"
    if access.is_denied or access.kinds.isdisjoint(PLAIN):
        return None
    if access.id not in drawn:
        drawn[access.id] = lot()
    return "sample" if drawn[access.id] else None


_ORDER = ("flagged", "unexplained", "sample")


def _add(made, access, source, findings):
    key = access.user, access.case, access.at.date()
    item = made.setdefault(key, Item(*key, source, access.at, access.at))
    item.kind = UNEXPLAINED if UNEXPLAINED in (item.kind, kind := _kind(access)) else item.kind or kind
    item.first, item.last = min(item.first, access.at), max(item.last, access.at)
    item.count += 1
    item.source = min(item.source, source, key=_ORDER.index)
    for finding in findings:
        _keep_heaviest(item.findings, finding)


def _kind(access):
    return min(access.kinds & PLAIN, default=None) if access.is_explained else UNEXPLAINED


def _keep_heaviest(findings, new):
    for number, old in enumerate(findings):
        if old.rule == new.rule:
            findings[number] = max(old, new, key=lambda finding: finding.score)
            return
    findings.append(new)
