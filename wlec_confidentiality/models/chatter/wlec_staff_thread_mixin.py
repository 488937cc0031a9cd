# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import api, models

from odoo.addons.wlec_confidentiality.exceptions import ConfidentialityError
from odoo.addons.wlec_confidentiality.models.access import unsealed

TASK = "mail.mail_activity_data_todo"
_NOTE = "mail.mt_note"
_ACTIVITIES = "mail.mt_activities"  # what Odoo itself posts when a task is done


class WlecStaffThreadMixin(models.AbstractModel):
    """Notes and tasks of those who deal with it. Nobody follows: the list of followers is open to every member of staff."""

    _name = "wlec.staff.thread.mixin"
    _description = "Record with notes and tasks among those who deal with it"
    _inherit = ["mail.thread", "mail.activity.mixin"]

    _wlec_staff_only = True

    @api.model_create_multi
    def create(self, vals_list):
        # The creator becomes no follower and leaves no line: it may turn out that it is about them.
        quiet = self.with_context(mail_create_nolog=True, mail_create_nosubscribe=True, tracking_disable=True)
        return super(WlecStaffThreadMixin, quiet).create(vals_list).with_env(self.env)

    def message_subscribe(self, partner_ids=None, subtype_ids=None):
        return super().message_subscribe()  # of nobody

    def _message_subscribe(self, partner_ids=None, subtype_ids=None, customer_ids=None):
        return True

    def _message_auto_subscribe(self, updated_values, followers_existing_policy="skip"):
        return True

    def message_post(self, **kwargs):
        """Notes among those who deal with it; what comes by mail becomes one, so that nothing is lost and nobody else is told."""
        if kwargs.get("message_type") == "email":
            quiet = {"subtype_id": self.env.ref(_NOTE).id, "subtype_xmlid": None, "partner_ids": []}
            kwargs = {**kwargs, **quiet}
        elif not (self.env.user._is_internal() and self._is_note(**kwargs)):
            raise ConfidentialityError(self._note_wanted())
        return super().message_post(**kwargs)

    def _is_note(self, subtype_xmlid=None, subtype_id=None, **_others):
        names = (_ACTIVITIES, _NOTE)
        if subtype_id:
            return subtype_id in {self.env.ref(name).id for name in names}
        return subtype_xmlid in names

    @api.model
    def _note_wanted(self):
        """What somebody is told who wanted to write to others here."""
        return self.env._("Nobody follows this record: write a note.")

    def message_notify(self, **kwargs):
        if not self.env.user._is_internal():
            raise unsealed.refusal(self.env)
        return super().message_notify(**kwargs)

    # ---- tasks, in words that say nothing
    def _give_task(self, users, summary, deadline=None):
        """Give these people something to do, unless they have just that to do already."""
        record = self.sudo()
        for user in users:
            waiting = record.activity_ids.filtered(
                lambda task, user=user: (task.user_id, task.summary) == (user, summary)
            )
            if waiting:
                continue
            # Odoo's own mail on assignment would come from a person.
            with unsealed.log_line():
                record.with_context(mail_activity_quick_update=True).activity_schedule(
                    TASK, date_deadline=deadline, summary=summary, user_id=user.id
                )

    def _tasks_done(self):
        self.sudo().activity_unlink([TASK])
