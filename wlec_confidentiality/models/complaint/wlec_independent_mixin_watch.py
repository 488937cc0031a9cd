# SPDX-License-Identifier: LGPL-3.0-or-later
from contextlib import contextmanager

from odoo import SUPERUSER_ID, models

from odoo.addons.wlec_confidentiality.exceptions import ConfidentialityError
from odoo.addons.wlec_confidentiality.models.access import people
from odoo.addons.wlec_confidentiality.orm import actor


class WlecIndependentMixin(models.AbstractModel):
    """Naming people is no way to hide a record. Whoever is named loses sight of it; so, while somebody names officers and trustees, it
    never comes to be theirs alone: where no other officer is left to see it, it is passed on to the first who is free, who is told,
    and where nobody is, the naming is refused. Each such naming is on record (``wlec.independence.naming``).

    The model says in ``_watching`` who sees it already, and in ``_pass_on(user)`` how this person comes to see it and is told.
    """

    _inherit = "wlec.independent.mixin"

    @contextmanager
    def _watched(self, vals):
        """Around the whole of a ``write``: what follows from a naming - who loses it, who gets it - must have happened."""
        if "subject_user_ids" not in vals:
            yield
            return
        if not self.env.su:
            self.check_access("write")  # before anything is said about it
        self._lock_for_decision()  # two who name at once, each leaving the other one's
        before = {record.id: (record.subject_user_ids, record._watching()) for record in self.sudo()}
        yield
        for record in self.sudo():
            record._after_naming(*before[record.id])

    def _after_naming(self, subjects, watched):
        """Asked of the person behind it, also where the programme writes with full rights.

        :param subjects: whom it was about before
        :param watched: who saw it before; some may have lost it without being named, as too close to who was
        """
        by = self.env["res.users"].sudo().browse(actor.principals(self.env)[0])
        taken_off = (self.subject_user_ids - subjects) & (self._watchers() | watched) - by
        lost = taken_off | (watched - self._watching() - by)
        if not lost or by.id == SUPERUSER_ID:
            return
        passed_on = self._keep_watch(by)
        if passed_on is None:
            raise ConfidentialityError(self._why_not_hidden())
        if taken_off:
            self.env["wlec.independence.naming"]._note(self, by, taken_off, len(self._left(by)), passed_on)

    def _why_not_hidden(self):
        return self.env._(
            "Nobody independent would be left who sees this, besides you. If it is about all of them, have an administrator name "
            "somebody else first: Settings > Confidentiality, “Complaints about the officer go to”."
        )

    def _watchers(self):
        """Officers and trustees, and whom the centre has named for complaints about the officer."""
        reserve = self.env.company.sudo().wlec_complaint_reserve_id
        officers, trustees = (people.members(self.env, group) for group in (people.OFFICER, people.COMMITTEE))
        return officers | reserve | trustees

    def _left(self, by):
        """Who could see to it besides whoever named others, now or before - one of two who agree names half -, the first to be asked
        first; line managers, where there is nobody else."""
        by = by | self.env["wlec.independence.naming"]._namers(self)
        company = self.env.company.sudo()
        last = company.wlec_complaint_reserve_id | people.chair(self.env) | self._watchers()
        left = last.filtered(self._may_handle) - by
        return left or people.members(self.env, people.MANAGER).filtered(self._may_handle) - by

    def _keep_watch(self, by):
        """See to it that somebody else than ``by`` sees it.

        :return: whether it was passed on for that; ``None``: there is nobody
        """
        self.ensure_one()
        left = self._left(by)
        if self._watching() & left:
            return False
        free = left.filtered(self._may_watch)[:1]
        if not free:
            return None
        self._pass_on(free)
        return True

    def _may_watch(self, user):
        return self._may_handle(user)

    def _watching(self):
        """Who sees it now: every officer, and whoever deals with it."""
        return people.members(self.env, people.OFFICER) | self.handler_id
