# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import api, models
from odoo.tools import format_datetime, format_list

from odoo.addons.wlec_confidentiality.tools import history
from odoo.addons.wlec_confidentiality.tools.clock import HOME

# Whoever is in several is called by the first.
_ROLES = ("group_officer", "group_line_manager", "group_caseworker", "group_front_desk", "group_auditor", "group_committee")  # fmt: skip


class WlecAccessHistory(models.AbstractModel):
    """The same in words a client understands: no names of fields, of models or of people, unless the centre chose names."""

    _inherit = "wlec.access.history"

    @api.model
    def _shown(self, rows, cases, client=None):
        """The rows as pages show them: a list of dictionaries.

        :param client: the partner who may question them; ``None`` on paper
        """
        words = self._words_of([one for row in rows for one in row.told])
        files = dict(cases.sudo().mapped(lambda case: (case.id, case.name))) if len(cases) > 1 else {}
        return [self._shown_row(row, words, files, client) for row in rows]

    def _shown_row(self, row, words, files, client):
        items = [self._shown_item(one, words, client) for one in row.told] if row.is_bulk else []
        first, last = row.oldest.event.at, row.newest.event.at
        return {
            # What is asked about is the weightiest of what was done in one go.
            **self._shown_item(min(row.told, key=lambda one: history.THINGS.index(one.thing)), words, client),
            "is_bulk": row.is_bulk,
            "day": format_datetime(self.env, last, tz=HOME.key, dt_format="EEEE d MMMM y"),
            "until": words["time"](last) if words["time"](first) != words["time"](last) else "",
            "time": words["time"](first),
            "did": [(words["deeds"][deed], format_list(self.env, [words["things"][thing] for thing in things]))
                    for deed, things in row.did().items()],
            "count": len(row.told),
            "items": items,
            "files": ", ".join(sorted({files[number] for one in row.told for number in one.event.files if number in files})),
        }  # fmt: skip

    def _shown_item(self, one, words, client):
        return {
            "time": words["time"](one.event.at),
            "when": words["moment"](one.event.at),
            "who": words["who"](one),
            "did": [(words["deeds"][one.deed], words["things"][one.thing])],
            "door": words["doors"][one.door],
            "why": words["whys"][one.why],
            "is_unexplained": one.why == history.UNEXPLAINED,
            "is_undone": one.event.outcome == "rolled_back",
            "is_own": one.is_own,
            "note": one.note and words["note"](one.note),
            "token": self._seal_number(client, one.event.id) if client and not one.is_own else "",
        }

    @api.model
    def _words_of(self, told):
        users = self._people(told)
        return {
            "time": lambda at: format_datetime(self.env, at, tz=HOME.key, dt_format="HH:mm"),
            "moment": self._moment,
            "who": lambda one: self._who(one, users.get(one.event.actor, (None, None))),
            "note": self._note_text,
            "deeds": self._deeds(), "things": self._things(), "doors": self._doors(), "whys": self._whys(),
        }  # fmt: skip

    def _moment(self, at):
        return format_datetime(self.env, at, tz=HOME.key, dt_format="d MMMM y, HH:mm")

    def _note_text(self, note):
        return self.env._(
            "This was not shown to you from %(begin)s to %(end)s. The reason in law: %(reason)s.",
            begin=self._moment(note.hidden_from),
            end=self._moment(note.hidden_until),
            reason=note.reason,
        )

    # ---- who
    @api.model
    def _people(self, told):
        """{user: (role, name or nothing)} of everybody in these, by as many statements as for one."""
        users = self.env["res.users"].sudo().browse({one.event.actor for one in told if one.event.actor})
        by_name = self.env.company.sudo().wlec_history_names == "name"
        roles = {self.env.ref(f"wlec_confidentiality.{group}").id: group for group in _ROLES}
        found = {}
        for user in users.exists():
            held = {roles[group] for group in user.all_group_ids.ids if group in roles}
            outside = "nobody" if user._is_public() else "other"
            other = "staff" if user._is_internal() else outside
            role = next((group for group in _ROLES if group in held), other)
            found[user.id] = (role, user.name if by_name and user._is_internal() else None)
        return found

    def _who(self, one, person):
        _ = self.env._
        role, name = person
        if one.is_own:
            return _("You")
        if one.why == history.OVERSIGHT:  # neither name nor role: they could tell what was looked into
            return _("Somebody who checks how we work")
        if one.door == "automatic" or role is None or one.event.actor == 1:
            return _("The centre's computer")
        called = self._by_reason().get(one.why) or self._by_role().get(role) or _("A member of staff")
        return _("%(name)s (%(role)s)", name=name, role=called) if name else called

    def _by_reason(self):
        _ = self.env._
        return {
            "assigned": _("Your caseworker"),
            "cover": _("Somebody who stands in for a colleague"),
            "line_management": _("The line manager of your caseworker"),
        }

    def _by_role(self):
        _ = self.env._
        return {
            "group_officer": _("The confidentiality officer"),
            "group_line_manager": _("A line manager"),
            "group_caseworker": _("A caseworker or volunteer"),
            "group_front_desk": _("The front desk"),
            "group_auditor": _("An auditor"),
            "group_committee": _("A trustee"),
            "other": _("Somebody who acts for you or with you"),
            "nobody": _("Somebody outside, by a link they were given"),
        }

    # ---- what, how and why
    def _deeds(self):
        _ = self.env._
        return {
            "looked": _("Looked at"), "exported": _("Exported"), "printed": _("Printed"), "downloaded": _("Downloaded"),
            "added": _("Added to"), "changed": _("Changed or took a step in"), "removed": _("Removed from"),
            "opened": _("Opened to somebody"), "closed": _("Closed to somebody"), "passed_on": _("Passed on, or prepared for it"),
            "tried": _("Tried to open, and was refused"),
        }  # fmt: skip

    def _things(self):
        _ = self.env._
        return {
            "account": _("what you told us"), "safety": _("notes on safety"), "reach": _("how to reach you safely"),
            "notes": _("notes on your matter"), "documents": _("documents"), "people": _("people in your matter"),
            "contact": _("your name and contact details"), "enquiry": _("your enquiry"), "meetings": _("appointments"),
            "messages": _("messages and tasks"), "permissions": _("your permissions"), "disclosures": _("what we passed on"),
            "access": _("who may see your file"), "complaint": _("your complaint"),
            "history": _("this list of who looked"), "file": _("your file"),
        }  # fmt: skip

    def _doors(self):
        _ = self.env._
        return {
            "page": _("On a page of our program"), "list": _("In a list of files"), "export": _("In an export"),
            "print": _("As a print"), "download": _("As a download"), "program": _("Through a connected program"),
            "automatic": _("By a job that runs by itself"), "console": _("In technical work on our server"),
            "portal": _("Here, with your login"),
        }  # fmt: skip

    def _whys(self):
        _ = self.env._
        return {
            "own_record": _("You yourself"),
            "representative": _("They speak for you in this permission, and were asked to answer it"),
            "author": _("It was their own work"),
            "assigned": _("Your file is theirs to work on"),
            "team": _("They work on your file too"),
            "cover": _("They stand in for a colleague who works on your file"),
            "line_management": _("They manage the person who works on your file"),
            "meeting": _("There was an appointment with you"),
            "duty": _("They were on duty"),
            "delivery": _("To bring something to you or to whom you agreed to"),
            "system": _("Our program did this by itself"),
            "disclosure": _("To decide on, or to pass on, something about you"),
            "emergency": _("It could not wait: an emergency"),
            "complaint": _("Because of your complaint"),
            history.OVERSIGHT: _("A check that we keep to our own rules"),
            history.REFUSED: _("They had no reason on file. Nothing was shown to them"),
            history.UNEXPLAINED: _("We found no reason in our records"),
        }  # fmt: skip
