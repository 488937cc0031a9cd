# SPDX-License-Identifier: LGPL-3.0-or-later
import base64

from odoo import fields, models

from odoo.addons.wlec_confidentiality.models.access.wlec_workflow_mixin import permit
from odoo.addons.wlec_confidentiality.orm import audit
from odoo.addons.wlec_confidentiality.orm.sealed import ConfidentialBinary
from odoo.addons.wlec_confidentiality.reports import pdf
from odoo.addons.wlec_confidentiality.tools import package

_PACKAGE_FIELDS = {
    "schedule", "schedule_filename", "schedule_hash", "package", "package_filename", "package_hash", "package_count",
}  # fmt: skip


class WlecDisclosureRequestRelease(models.Model):
    """What leaves: the schedule of disclosure and an encrypted package, made in the transaction that releases it."""

    _inherit = "wlec.disclosure.request"

    schedule = ConfidentialBinary(string="Schedule of disclosure", readonly=True)
    schedule_filename = fields.Char(readonly=True, copy=False)
    schedule_hash = fields.Char(string="Fingerprint of the schedule (SHA-256)", readonly=True, copy=False)
    package = ConfidentialBinary(string="Encrypted package", readonly=True)
    package_filename = fields.Char(readonly=True, copy=False)
    package_hash = fields.Char(string="Fingerprint of the package (SHA-256)", readonly=True, copy=False)
    package_count = fields.Integer(string="Packages made", readonly=True, copy=False)

    def action_release(self):
        """Let it go: checked once more under lock, packed, recorded; the password is shown this once and kept nowhere."""
        self.ensure_one()
        self._lock_consent()
        self._transition("release", released_by_id=self.env.uid, released_at=fields.Datetime.now())
        password = self._make_package()
        self._plan_telling()
        return self._show_password(password)

    def action_repack(self):
        """A new package with a new password, for when the first password is lost. The gate must still be open."""
        self.ensure_one()
        self._lock_consent()
        self._transition("repack")
        return self._show_password(self._make_package())

    def _show_password(self, password):
        return {
            "type": "ir.actions.client",
            "tag": "wlec_package_password",
            "target": "new",
            "params": {
                "title": self.env._("The package is ready"),
                "reference": self.name,
                "recipient": self.recipient_label,
                "password": password,
            },
        }

    # ---- the package
    def _make_package(self):
        """Schedule and documents, packed and sealed on the request.

        :return: the password of the package
        """
        lines, files = self._given_lines()
        schedule = pdf.render(self._schedule_html(lines))
        password = package.new_password()
        packed = package.pack({package.SCHEDULE_NAME: schedule, **files}, password)
        with permit(self, _PACKAGE_FIELDS):
            self.write({
                "schedule": base64.b64encode(schedule),
                "schedule_filename": f"{self.name}-schedule.pdf",
                "schedule_hash": package.digest(schedule),
                "package": base64.b64encode(packed),
                "package_filename": f"{self.name}.zip",
                "package_hash": package.digest(packed),
                "package_count": self.package_count + 1,
            })  # fmt: skip
        audit.record(self, "disclose", fields=("schedule", "package"))
        audit.record(self.item_ids.filtered("given"), "disclose", fields=("document_id",))
        return password

    def _given_lines(self):
        """What is given, as the lines of the schedule and as the files of the package."""
        lines, files = [], {}
        for number, item in enumerate(self.item_ids.filtered("given"), 1):
            line = {
                "number": number,
                "category": item.category_id.name,
                "description": item.description or "",
                "file": "",
                "sha256": "",
            }
            if document := item.document_id:
                content = base64.b64decode(document.content or b"")
                name = package.entry_name(number, document.file_name)
                files[name] = content
                line.update(file=name, sha256=package.digest(content))
                item._keep_fingerprint(line["sha256"])
            lines.append(line)
        return lines, files

    def _schedule_html(self, lines):
        recipient = self.recipient_label
        if self.recipient_kind == "person":
            recipient = self.recipient_name
        values = {
            "disclosure": self,
            "recipient": recipient,
            "centre": self.env.company.name,
            "lines": lines,
            "released_on": fields.Datetime.context_timestamp(self, self.released_at),
            "ground": self._ground_on_schedule(),
            "approvers": [user.name for user in (self.approver_id, self.second_approver_id) if user],
        }
        return self.env["ir.qweb"]._render("wlec_confidentiality.wlec_disclosure_schedule", values)

    def _ground_on_schedule(self):
        """The legal ground, told to the recipient without the evidence that stays on the file."""
        if self.ground == "consent":
            return self.env._(
                "The client's consent %(reference)s, given on %(given)s and valid until %(until)s, for: %(purpose)s.",
                reference=self.consent_id.name,
                given=f"{self.consent_id.given_at:%d %B %Y}",
                until=f"{self.consent_id.valid_to:%d %B %Y}",
                purpose=self.purpose_id.name,
            )
        if self.ground == "law":
            notice = self.notice_reference
            law = f"{self.provision_id.name} ({self.provision_id.reference})"
            if notice:
                return self.env._(
                    "Required by law: %(law)s, your reference %(notice)s.", law=law, notice=notice
                )
            return self.env._("Required by law: %s.", law)
        if self.ground == "danger":
            return self.env._(
                "Danger to the client or to others, which a disclosure of no more than is listed here may avert."
            )
        return self.env._("Conflict of interest: only the fact that this centre cannot act is disclosed.")

    def _plan_telling(self):
        """The client learns of it: now, later, or the silence is reviewed. The file's people are reminded on the day."""
        summaries = {
            "now": self.env._("Tell the client about a disclosure"),
            "delayed": self.env._("Tell the client about a disclosure"),
            "not": self.env._("Review: can the client be told about a disclosure now?"),
        }
        self.sudo().activity_schedule(
            "mail.mail_activity_data_todo",
            date_deadline=fields.Date.context_today(self) if self.tell_client == "now" else self.tell_date,
            user_id=self.requester_id.id,
            summary=summaries[self.tell_client],
        )
