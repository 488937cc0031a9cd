# SPDX-License-Identifier: LGPL-3.0-or-later
import base64

from odoo import fields, models

from odoo.addons.wlec_confidentiality.exceptions import ConfidentialityError
from odoo.addons.wlec_confidentiality.models.access.wlec_workflow_mixin import permit
from odoo.addons.wlec_confidentiality.orm import audit
from odoo.addons.wlec_confidentiality.orm.sealed import ConfidentialBinary, ConfidentialText
from odoo.addons.wlec_confidentiality.reports import pdf, wording

from .wlec_disclosure_request_people import OFFICER


class WlecDisclosureRequestConflict(models.Model):
    """Conflict of interest: the centre cannot act. A wall between the two files, and a letter that says no more than that.

    That one client is here is itself confidential towards the other; a conflict never lets a fact of one file reach the other.
    """

    _inherit = "wlec.disclosure.request"

    walled_at = fields.Datetime(string="Wall put up on", readonly=True, copy=False)
    cannot_act_address = ConfidentialText(
        string="Address for the envelope",
        help="Name and address as they are to stand in the window of an envelope: a safe one of the client's. Empty where the letter is"
        " handed over.",
    )
    cannot_act_letter = ConfidentialBinary(string="Letter: we cannot act", readonly=True)
    cannot_act_filename = fields.Char(readonly=True, copy=False)

    def _workflow_fields(self):
        return super()._workflow_fields() | {"walled_at", "cannot_act_letter", "cannot_act_filename"}

    def _wall_off(self, reference):
        """Whoever works on one of the two files is kept out of the other, from now on and whatever they are granted.

        :param reference: of the other file, as the officer knows it
        :raise ConfidentialityError: the person is no officer, or there is no such other file
        """
        self.ensure_one()
        self.check_access("write")
        if not self.env.user.has_group(OFFICER) or self.ground != "conflict":
            raise ConfidentialityError(
                self.env._("The confidentiality officer puts up the wall, for a conflict of interest.")
            )
        here = self.case_id.sudo()
        other = here.search([("name", "=", (reference or "").strip()), ("id", "!=", here.id)])
        if not other:
            raise ConfidentialityError(self.env._("There is no other file with this reference."))
        # Read before either wall stands: who works on both belongs to neither side, and is kept out of the new one.
        workers = {case: self._working_on(case) for case in (here, other)}
        self._keep_out(other, workers[here] - workers[other])
        self._keep_out(here, workers[other])
        self._note_wall()

    def _working_on(self, case):
        """Caseworkers and those who work with them; not the officer, nor who only supervises."""
        sources = ("assigned", "team", "cover")
        grants = case.grant_ids.filtered(lambda grant: grant.is_valid and grant.source in sources)
        return grants.user_id.filtered(lambda user: not user.has_group(OFFICER))

    def _keep_out(self, case, users):
        kept_out = case._kept_out()
        self.env["wlec.access.exclusion"].sudo().create([
            {"case_id": case.id, "user_id": user.id, "source": "wall", "excluded_by": self.env.uid}
            for user in users - kept_out
        ])  # fmt: skip

    def _note_wall(self):
        with permit(self, {"walled_at"}):
            self.walled_at = fields.Datetime.now()
        audit.record(self, "exclude", fields=("walled_at",))

    def action_wall_off(self):
        self.ensure_one()
        self.check_access("write")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "wlec_confidentiality.wlec_disclosure_wall_action"
        )
        return {**action, "context": {"default_request_id": self.id}}

    def action_cannot_act_letter(self):
        """Make the letter: that the centre cannot act, and where to turn; nothing of why, and nothing of anybody else."""
        self.ensure_one()
        self.check_access("write")
        if self.ground != "conflict":
            raise ConfidentialityError(self.env._("This letter is for a conflict of interest."))
        view = self.env.ref("wlec_confidentiality.wlec_cannot_act_letter").sudo()
        lang = wording.language(view, "arch_db", self.case_id.sudo().partner_id.lang)
        values = {
            **wording.page(self.env, lang),
            "to": wording.in_window(self.env, self.cannot_act_address),
            "today": fields.Date.context_today(self),
        }
        page = self.env["ir.qweb"].with_context(lang=lang)._render(view.id, values)
        letter = pdf.render(page, to_be_read=True)
        with permit(self, {"cannot_act_letter", "cannot_act_filename"}):
            self.write({
                "cannot_act_letter": base64.b64encode(letter), "cannot_act_filename": f"{self.name}-letter.pdf",
            })  # fmt: skip
        return True
