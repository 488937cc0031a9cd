# SPDX-License-Identifier: LGPL-3.0-or-later
"""What a client learns of the access records of their file. Pure: people, files and matters are numbers, words are codes.

Two questions are answered here. *Is this told, and why did it happen in words that give away nobody else's matter?* (``tell``) and
*how is it put together for reading?* (``history_fold``). A row that is there only because of another person's matter - a wall, a
conflict of interest, a complaint by somebody else, a breach that is looked into - is either not told at all (a step in that matter),
or told as what any check of the centre's work is told as (somebody did look into this file): the two cannot be told apart.
"""

from datetime import datetime
from typing import NamedTuple

# Why, as clients are told. The kinds of ``explanation`` that are about the client's own file, whoever else has a matter here.
PLAIN = (
    "own_record", "representative", "assigned", "team", "cover", "line_management", "meeting", "author", "duty", "delivery", "system",
    "disclosure", "emergency",
)  # fmt: skip
# Reasons somebody has beside an emergency they opened the file in.
_STANDING = frozenset(("assigned", "team", "cover", "line_management", "meeting"))
OVERSIGHT = (
    "oversight"  # a sample, a breach, somebody else's complaint, a conflict of interest: one and the same
)
OWN_COMPLAINT = "complaint"
REFUSED = "refused"
UNEXPLAINED = ""
# What reads like one thing done by hand, and what reads like a list in which the file was one of many. Told by the door alone and
# never by how many files it was: that depends on what other files there are.
_LISTS = frozenset(
    ("search_read", "web_search_read", "search_fetch", "name_search", "web_name_search", "read_group", "web_read_group",
     "formatted_read_group", "formatted_read_grouping_sets", "read_progress_bar", "search_panel_select_range", "web_search_panel",
     "get_activity_data", "search_count", "export_data")
)  # fmt: skip
DOORS = ("page", "list", "export", "print", "download", "program", "automatic", "console", "portal")
BULK = frozenset(("list", "export", "automatic", "console"))
_BY_ACTION = {
    "export": "export",
    "print": "print",
    "download": "download",
    "search": "list",
    "import": "list",
}
_BY_ORIGIN = {"cron": "automatic", "shell": "console", "rpc": "program", "json2": "program"}

_THINGS = {
    "wlec.case": "file", "wlec.case.note": "notes", "wlec.case.document": "documents", "ir.attachment": "documents",
    "wlec.case.party": "people", "res.partner": "contact", "crm.lead": "enquiry", "calendar.event": "meetings",
    "wlec.access.grant": "access", "wlec.access.exclusion": "access", "wlec.emergency.access": "access",
    "wlec.breach.complaint": "complaint",
}  # fmt: skip
_THINGS_BY_PREFIX = (
    ("wlec.consent", "permissions"),
    ("wlec.disclosure", "disclosures"),
    ("mail.", "messages"),
)
_OF_THE_FILE = {
    "matter": "account", "narrative": "account", "risk_notes": "safety", "safe_contact": "reach", "access_history": "history",
}  # fmt: skip
THINGS = (
    "account", "safety", "reach", "notes", "documents", "people", "contact", "enquiry", "meetings", "messages", "permissions",
    "disclosures", "access", "complaint", "history", "file",
)  # fmt: skip
_DEEDS = {
    "read": "looked", "inspect": "looked", "search": "looked", "export": "exported", "print": "printed", "download": "downloaded",
    "create": "added", "attach": "added", "import": "added", "write": "changed", "transition": "changed", "configure": "changed",
    "acknowledge": "changed", "unlink": "removed", "detach": "removed", "grant": "opened", "revoke": "closed",
    "exclude": "closed", "emergency": "opened", "disclose": "passed_on", "deliver": "passed_on", "denied": "tried",
}  # fmt: skip
DEEDS = tuple(dict.fromkeys(_DEEDS.values()))


class Event(NamedTuple):
    """An access record, as far as it is needed here."""

    id: int
    at: datetime
    action: str
    model: str
    record_ids: tuple
    fields: tuple
    files: tuple  # of the client's own files
    actor: int
    origin: str
    method: str
    outcome: str


class Hiding(NamedTuple):
    """A decision that something is not shown for a time: one record, or somebody's, of a period."""

    event: int | None
    actor: int | None
    since: datetime | None
    until: datetime | None
    hidden_from: datetime
    hidden_until: datetime
    reason: str
    approvers: frozenset = (
        frozenset()
    )  # what they do themselves is never hidden by it, nor what they do later

    def covers(self, event):
        return event.id == self.event if self.event else self.spans(event.actor, event.at)

    def spans(self, actor, moment):
        """Whether it hides all that this person did at that moment."""
        return (
            not self.event
            and (not self.actor or actor == self.actor)
            and actor not in self.approvers
            and (not self.since or moment >= self.since)
            and (not self.until or moment < self.until)
        )

    def is_active(self, now):
        return self.hidden_from <= now < self.hidden_until


class Absence(NamedTuple):
    """Somebody opened the file in an emergency of which the client is not told yet."""

    actor: int
    since: datetime
    until: datetime


class Known(NamedTuple):
    """What is known of one client, and what they may know."""

    logins: frozenset = frozenset()
    complaints: frozenset = frozenset()  # the ones they made
    untold: dict = {}  # {model: ids} of what they are not told of, or not yet
    absences: tuple = ()
    hidings: tuple = ()


class Told(NamedTuple):
    """One access record as it is told."""

    event: Event
    why: str
    deed: str
    thing: str
    door: str
    is_own: bool
    note: Hiding | None = None

    @property
    def is_bulk(self):
        return self.door in BULK


def tell(event, reasons, known, now):
    """How this access record is told to the client, or ``None`` when it is not.

    :param reasons: its explanations, strongest first, each with ``kind``, ``model`` and ``res_id``
    """
    if is_withheld(event, known, now):
        return None
    own, door = event.actor in known.logins, door_of(event, known)
    why = REFUSED if event.outcome == "denied" else why_of(event, reasons, known)
    if own:
        why = "own_record"
    if why is None or (why == REFUSED and not _is_deliberate(event)):
        return None
    ended = [one for one in known.hidings if one.covers(event) and one.hidden_until <= now]
    note = max(ended, key=lambda one: one.hidden_until, default=None)
    deed = "tried" if event.outcome == "denied" else _DEEDS.get(event.action, "looked")
    return Told(event, why, deed, thing_of(event), door, own, note)


def is_withheld(event, known, now):
    """Whether it is not shown, whatever the reason for it was."""
    if any(one.is_active(now) and one.covers(event) for one in known.hidings):
        return True
    return not known.untold.get(event.model, frozenset()).isdisjoint(event.record_ids)


def why_of(event, reasons, known):
    """The first reason the client may be told; ``None``: the only ones there are they must not learn of."""
    silent = absent = is_absent(event, known)
    checked = False
    for reason in reasons:
        if (absent and reason.kind not in _STANDING) or _is_of_the_untold(reason, known):
            silent = True
        elif reason.kind == OWN_COMPLAINT and reason.res_id in known.complaints:
            return OWN_COMPLAINT
        elif reason.kind in PLAIN:
            return reason.kind
        else:
            checked = True
    if silent:
        return None
    return OVERSIGHT if checked else UNEXPLAINED


def _is_of_the_untold(reason, known):
    """A grant that is not told of is a step in somebody's matter; that the file was opened by it is told, as a check."""
    return reason.model != "wlec.access.grant" and reason.res_id in known.untold.get(reason.model, ())


def is_absent(event, known):
    """Whether it was done in an emergency of which the client is not told yet."""
    return any(one.actor == event.actor and one.since <= event.at < one.until for one in known.absences)


def _is_deliberate(event):
    """A refusal is told when somebody went for this very thing. In passing - a page on somebody else's matter that names this
    client - it would say that there is such a matter."""
    return event.method.rpartition(".")[0] in (event.model, "") and event.model.startswith("wlec.case")


def door_of(event, known):
    if event.actor in known.logins:
        return "portal"
    if event.origin in ("cron", "shell"):
        return _BY_ORIGIN[event.origin]
    if event.action in _BY_ACTION:
        return _BY_ACTION[event.action]
    if event.method.rpartition(".")[2] in _LISTS:
        return "list"
    return _BY_ORIGIN.get(event.origin, "page")


def thing_of(event):
    """What kind of thing it was; of the file itself the most telling field that was opened."""
    if event.model == "wlec.case":
        found = {_OF_THE_FILE[name] for name in event.fields if name in _OF_THE_FILE}
        return next((thing for thing in THINGS if thing in found), "file")
    by_prefix = (thing for prefix, thing in _THINGS_BY_PREFIX if event.model.startswith(prefix))
    return _THINGS.get(event.model) or next(by_prefix, "file")
