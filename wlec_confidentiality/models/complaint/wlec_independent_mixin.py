# SPDX-License-Identifier: LGPL-3.0-or-later
import logging

from odoo import Command, models
from odoo.exceptions import ValidationError

from odoo.addons.wlec_confidentiality.exceptions import ConfidentialityError
from odoo.addons.wlec_confidentiality.models.access import people

_logger = logging.getLogger(__name__)


class WlecIndependentMixin(models.AbstractModel):
    """Complaints and breaches: nobody deals with a cause of their own, and it never lies without somebody who does.

    The model has ``handler_id`` and ``subject_user_ids``, says in ``_HANDLER_GROUPS`` who can deal with it, and in what words it
    refuses the others.
    """

    _name = "wlec.independent.mixin"
    _description = "Record dealt with by somebody it is not about"

    _HANDLER_GROUPS = ()

    # ---- who deals with it
    def _may_handle(self, user):
        """Whether it can be given to this person at all."""
        user = user.sudo()
        return (
            user.active
            and user not in self.sudo().subject_user_ids
            and any(user.has_group(group) for group in self._HANDLER_GROUPS)
        )

    def _choose_handler(self):
        """The first who may, from those who are there for it to those who can be asked."""
        self.ensure_one()
        for users in self._choices():
            if free := users.filtered(self._may_handle)[:1]:
                return free
        _logger.warning(
            "%s has nobody left to deal with it: name a person for this in the settings.", self.name
        )
        return self.env["res.users"]

    def _choices(self):
        """The officers, the one with the fewest open ones first; whom the centre has named for complaints about the officer; the chair,
        the trustees; the line managers."""
        yield people.officers_by_load(self)
        yield self.env.company.sudo().wlec_complaint_reserve_id
        yield people.chair(self.env) | people.members(self.env, people.COMMITTEE)
        yield people.members(self.env, people.MANAGER)

    # ---- checked after people were written
    def _check_not_about_me(self, why):
        if not self.env.su and self.env.user in self.sudo().subject_user_ids:
            raise ConfidentialityError(why)

    def _check_handler_free(self, why):
        if any(record.handler_id in record.subject_user_ids for record in self.sudo() if record.handler_id):
            raise ValidationError(why)

    def _check_handler_able(self, why):
        for handler in self.sudo().handler_id:
            if not any(handler.has_group(group) for group in self._HANDLER_GROUPS):
                raise ValidationError(why)

    def _remove_traces(self):
        """Take from the people it is about whatever still ties them to it."""
        for record in self:
            subjects = record.subject_user_ids
            record.activity_ids.filtered(lambda task, subjects=subjects: task.user_id in subjects).unlink()
            record.message_follower_ids.unlink()
            if not record.handler_id or record.handler_id in subjects:
                record.handler_id = record._choose_handler()

    def _give_up(self, action):
        """Whoever presses this turns out to be involved: they lose sight of it there and then.

        :param action: the list they come back to
        """
        self.sudo().write({"subject_user_ids": [Command.link(self.env.uid)]})
        if not all(record.handler_id for record in self.sudo()):
            raise ConfidentialityError(
                self.env._(
                    "Nobody would be left to deal with this. Have an administrator name somebody first: Settings > Confidentiality, "
                    "“Complaints about the officer go to”."
                )
            )
        action = self.env["ir.actions.act_window"]._for_xml_id(f"wlec_confidentiality.{action}")
        return {**action, "target": "main"}  # no way back to a page that is theirs no longer
