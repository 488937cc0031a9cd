# SPDX-License-Identifier: LGPL-3.0-or-later
import base64

from odoo import api, fields, models

from odoo.addons.wlec_confidentiality.models.access.wlec_workflow_mixin import permit
from odoo.addons.wlec_confidentiality.orm import audit
from odoo.addons.wlec_confidentiality.orm.sealed import ConfidentialBinary, ConfidentialText
from odoo.addons.wlec_confidentiality.reports import pdf, wording
from odoo.addons.wlec_confidentiality.tools import package

_PACKAGE_FIELDS = {
    "schedule", "schedule_filename", "schedule_hash", "package", "package_filename", "package_hash", "package_count",
    "letter", "letter_filename", "package_until", "package_destroyed_at", "password_way", "password_to", "password_given_at",
    "password_given_by_id",
}  # fmt: skip


class WlecDisclosureRequestRelease(models.Model):
    """What leaves: a letter, the schedule of disclosure and an encrypted package, made in the transaction that releases it.

    The documents in it are copies (``_papers`` has looked through them): what nobody sees is left out, and every page and picture
    carries the recipient's name.
    """

    _inherit = "wlec.disclosure.request"

    schedule = ConfidentialBinary(string="Schedule of disclosure", readonly=True)
    schedule_filename = fields.Char(readonly=True, copy=False)
    schedule_hash = fields.Char(string="Fingerprint of the schedule (SHA-256)", readonly=True, copy=False)
    package = ConfidentialBinary(string="Encrypted package", readonly=True)
    package_filename = fields.Char(readonly=True, copy=False)
    package_hash = fields.Char(string="Fingerprint of the package (SHA-256)", readonly=True, copy=False)
    package_count = fields.Integer(string="Packages made", readonly=True, copy=False)
    letter = ConfidentialBinary(string="Letter to the recipient", readonly=True)
    letter_filename = fields.Char(readonly=True, copy=False)
    more_conditions = ConfidentialText(
        string="Further conditions", help="One a line, for this recipient. They stand below the usual ones in the letter and the schedule."
    )  # fmt: skip
    package_until = fields.Date(
        string="Package kept until", readonly=True, copy=False,
        help="On that day the package is destroyed. The schedule, the letter and the fingerprints stay.",
    )  # fmt: skip
    package_destroyed_at = fields.Datetime(string="Package destroyed on", readonly=True, copy=False)

    @api.model
    def _workflow_fields(self):
        return super()._workflow_fields() | _PACKAGE_FIELDS

    def write(self, vals):
        if "more_conditions" in vals:
            self._check_open_for_edits()
        return super().write(vals)

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
        """Letter, schedule and documents, packed and sealed on the request.

        :return: the password of the package
        """
        lines, files = self._given_lines()
        values = self._values_for_recipient(lines)
        schedule, letter = (
            self._printed("wlec_disclosure_schedule", values),
            self._printed("wlec_disclosure_letter", values),
        )
        password = package.new_password()
        packed = package.pack(
            {package.LETTER_NAME: letter, package.SCHEDULE_NAME: schedule, **files}, password
        )
        with permit(self, _PACKAGE_FIELDS):
            self.write({
                "schedule": base64.b64encode(schedule),
                "schedule_filename": f"{self.name}-schedule.pdf",
                "schedule_hash": package.digest(schedule),
                "letter": base64.b64encode(letter),
                "letter_filename": f"{self.name}-letter.pdf",
                "package": base64.b64encode(packed),
                "package_filename": f"{self.name}.zip",
                "package_hash": package.digest(packed),
                "package_count": self.package_count + 1,
                "package_until": fields.Date.add(fields.Date.context_today(self), days=self._days_kept()),
                **dict.fromkeys(("package_destroyed_at", "password_way", "password_to", "password_given_at",
                                 "password_given_by_id"), False),
            })  # fmt: skip
        audit.record(self, "disclose", fields=("schedule", "package"))
        audit.record(self.item_ids.filtered("given"), "disclose", fields=("document_id",))
        return password

    def _days_kept(self):
        return self.env.company.sudo().wlec_package_days

    def _given_lines(self):
        """What is given, as the lines of the schedule and as the files of the package."""
        lines, files = [], {}
        given = self.item_ids.filtered("given")
        stamp = self._printed("wlec_disclosure_mark", self._mark_values()) if given.document_id else None
        for number, item in enumerate(given, 1):
            line = {
                "number": number,
                "category": item.category_id.name,
                "description": item.description or "",
                "file": "",
                "sha256": "",
                "redacted": item.copy_id.kind == "redacted",
            }
            if item.document_id:
                content, ending = item._given_copy(stamp)
                name = package.entry_name(number, f"x.{ending}")
                files[name] = content
                line.update(file=name, sha256=package.digest(content))
                item._keep_fingerprint(line["sha256"])
            lines.append(line)
        return lines, files

    def _printed(self, template, values):
        return pdf.render(self.env["ir.qweb"]._render(f"wlec_confidentiality.{template}", values))

    def _recipient_in_full(self):
        return self.recipient_name if self.recipient_kind == "person" else self.recipient_label

    def _mark_values(self):
        day = fields.Date.context_today(self)
        return {"mark": f"{self._recipient_in_full()} · {self.name} · {day:%d %B %Y}"}

    def _values_for_recipient(self, lines):
        return {
            "disclosure": self,
            "recipient": self._recipient_in_full(),
            "centre": self.env.company,
            "sender": wording.sender(self.env.company),
            "to": self._address_lines(),
            "lines": lines,
            "released_on": fields.Datetime.context_timestamp(self, self.released_at),
            "today": fields.Date.context_today(self),
            "ground": self._ground_on_schedule(),
            "basis": "" if self.ground == "conflict" else self._basis_label(),
            "approvers": [user.name for user in (self.approver_id, self.second_approver_id) if user],
            "more_conditions": [line for line in (self.more_conditions or "").splitlines() if line.strip()],
        }

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
        """For the clocks: something has left, of which the client learns now, later, or once the silence was reviewed."""
