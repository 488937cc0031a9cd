# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import models

_NOTICE = "wlec.breach.notice"


class WlecAccessEvent(models.Model):
    """Whom a notice of a breach was sent to, in an export of the access records: bodies alone are named."""

    _inherit = "wlec.access.event"

    def _export_details(self, rows, only=None):
        found, sent_to = super()._export_details(rows, only), self._notices_sent(rows)
        for row in rows:
            recipients = {sent_to[number] for number in row["record_ids"] if number in sent_to}
            if row["model"] == _NOTICE and row["action"] == "disclose" and recipients:
                found.setdefault(row["id"], {})["recipient"] = ", ".join(sorted(recipients))
        return found

    def _notices_sent(self, rows):
        """{number of a notice: to whom}; of a breach they were involved in not even the auditor is told."""
        numbers = {
            number
            for row in rows
            if (row["model"], row["action"]) == (_NOTICE, "disclose")
            for number in row["record_ids"]
        }
        notices = self.env[_NOTICE].sudo().browse(numbers).exists()
        reader = self.env.user
        closed = notices.filtered(lambda notice: reader in notice.breach_id.subject_user_ids)
        return (notices - closed)._sent_to()
