# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import fields, models

from odoo.addons.wlec_confidentiality.exceptions import ConfidentialityError
from odoo.addons.wlec_confidentiality.models.records import log_export

_AUDITOR = "wlec_confidentiality.group_auditor"


class WlecLogExport(models.TransientModel):
    """The access records as a file for somebody outside; that it was made, by whom and in which form, is recorded first."""

    _name = "wlec.log.export"
    _description = "Export of access records"

    form = fields.Selection(
        [
            ("bundle", "Everything, with the seals, to be checked without this system"),
            ("fhir", "HL7 FHIR AuditEvent, one a line"),
            ("estonia", "Data tracker (Estonia, version 3)"),
        ],
        required=True,
        default="bundle",
    )
    start = fields.Date("From", help="The first day; empty: from the beginning. Days are reckoned in UTC.")
    end = fields.Date("To", help="The last day; empty: until now.")
    case_reference = fields.Char("Case file", help="Its reference, as CASE-48213; empty: all files.")

    def action_export(self):
        """Look whether it can be made; the browser then asks for the file."""
        self.ensure_one()
        self.check_access("read")
        self._choice()
        return {
            "type": "ir.actions.act_url",
            "url": f"/wlec/access-records/export/{self.id}",
            "target": "download",
        }

    def _write(self, file):
        """Write it into an open file, for whoever made this choice."""
        return log_export.write(self.env, file, self.form, self._choice())

    def _file_name(self):
        return f"access-records-{fields.Date.today()}.{log_export.ENDINGS[self.form]}"

    def _choice(self):
        if not self.env.user.has_group(_AUDITOR):
            raise ConfidentialityError(self.env._("The access records are exported by auditors."))
        if self.form == "bundle":
            return log_export.Choice()
        if self.start and self.end and self.start > self.end:
            raise ConfidentialityError(self.env._("The first day is after the last."))
        return log_export.Choice(self.start or None, self.end or None, self._case_id())

    def _case_id(self):
        if not (self.case_reference or "").strip():
            return None
        return log_export.case_number(self.env, self.case_reference)
