# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from odoo.addons.wlec_confidentiality.models.access.wlec_workflow_mixin import Transition
from odoo.addons.wlec_confidentiality.orm import audit
from odoo.addons.wlec_confidentiality.orm.sealed import ConfidentialBinary, ConfidentialChar

CASEWORKER = "wlec_confidentiality.group_caseworker"
_SHORTEST_REASON = 5


class WlecCaseDocument(models.Model):
    """A document in the file. Adding and removing are recorded; what is removed leaves its place in the list."""

    _name = "wlec.case.document"
    _description = "Document in a case file"
    _inherit = ["wlec.case.item", "wlec.workflow.mixin"]
    _order = "number desc"

    _TRANSITIONS = {("kept", "remove"): Transition("removed", (CASEWORKER,), "_guard_remove")}
    _WORKFLOW_FIELDS = frozenset(("removed_by_id", "removed_on", "removal_reason"))
    # A document is evidence: it is not exchanged for another behind the same name.
    _FIXED = frozenset(("content", "file_name", "added_by_id", "added_on"))

    state = fields.Selection(
        [("kept", "In the file"), ("removed", "Removed")],
        default="kept",
        required=True,
        readonly=True,
        copy=False,
        index=True,
    )
    kind = fields.Selection(
        [
            ("letter", "Letter"),
            ("identity", "Proof of identity"),
            ("contract", "Contract or tenancy"),
            ("payslip", "Pay or benefit paper"),
            ("medical", "Medical paper"),
            ("court", "Court or tribunal paper"),
            ("consent", "Consent form"),
            ("photo", "Picture or recording"),
            ("other", "Other"),
        ],
        required=True,
        default="letter",
    )
    file_name = ConfidentialChar("File name")
    content = ConfidentialBinary("File")
    added_by_id = fields.Many2one(
        "res.users", "Added by", required=True, readonly=True, default=lambda self: self.env.uid
    )
    added_on = fields.Datetime("Added on", required=True, readonly=True, default=fields.Datetime.now)
    removed_by_id = fields.Many2one("res.users", "Removed by", readonly=True, copy=False)
    removed_on = fields.Datetime("Removed on", readonly=True, copy=False)
    removal_reason = ConfidentialChar("Why it was removed")
    can_remove = fields.Boolean(compute="_compute_can")

    @api.model
    def _item_name(self, number):
        return self.env._("Document %s", number)

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            vals.update(added_by_id=self.env.uid, added_on=fields.Datetime.now())
            if not vals.get("content"):
                raise ValidationError(
                    self.env._("Choose the file to add first; an empty file cannot be kept.")
                )
        documents = super().create(vals_list)
        audit.record(documents, "attach", fields=("content",))
        return documents

    def write(self, vals):
        if any(self.ids) and self._FIXED & vals.keys() - self._emptied(vals):
            raise UserError(
                self.env._(
                    "A document in the file is not exchanged. Remove it, with a reason, and add the right one."
                )
            )
        if any(self.ids):
            self._check_open(self.case_id)
        return super().write(vals)

    @api.model
    def _emptied(self, vals):
        """Removing - guarded by the workflow - empties the content; nothing else touches it."""
        return {"content"} if vals.get("state") == "removed" and not vals.get("content") else set()

    @api.ondelete(at_uninstall=False)
    def _unlink_except_ever(self):
        raise UserError(
            self.env._(
                "A document is not deleted: it is removed, with a reason, and its place stays in the list."
            )
        )

    # ---- removal
    def _guard_remove(self):
        if self.case_id.sudo().state in ("closed", "disposed"):
            return self.env._("The file is closed. Reopen it before you add to it or change it.")
        return None

    def action_remove(self, reason=None):
        """Take the document out of the file. Without a reason: ask for it."""
        if reason is None:
            self.ensure_one()
            action = self.env["ir.actions.act_window"]._for_xml_id(
                "wlec_confidentiality.wlec_case_document_remove_action"
            )
            return {**action, "context": {"default_document_id": self.id}}
        reason = str(reason).strip()
        if len(reason) < _SHORTEST_REASON:
            raise ValidationError(self.env._("Say why the document is removed."))
        self._transition(
            "remove",
            content=False,
            removal_reason=reason,
            removed_by_id=self.env.uid,
            removed_on=fields.Datetime.now(),
        )
        audit.record(self, "detach", fields=("content",))
        return True
