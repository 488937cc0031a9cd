# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import fields, models

from odoo.addons.wlec_confidentiality.models.access import unsealed


class WlecPolicy(models.Model):
    """Breaches are what a policy is looked at again for: a task on the version in force."""

    _name = "wlec.policy"
    _inherit = ["wlec.policy", "mail.activity.mixin"]

    def _ask_for_review(self, reviewers):
        """A task for each of these people, unless they have it already. It names no breach: anybody may read the policy."""
        summary = self.env._("Review the policy: something has happened that it should prevent")
        for user in (
            reviewers - self.sudo().activity_ids.filtered(lambda task: task.summary == summary).user_id
        ):
            with unsealed.log_line():
                self.sudo().with_context(mail_activity_quick_update=True).activity_schedule(
                    "mail.mail_activity_data_todo",
                    date_deadline=fields.Date.add(fields.Date.context_today(self), months=1),
                    summary=summary,
                    user_id=user.id,
                )
