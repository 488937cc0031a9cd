# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import api, fields, models
from odoo.tools import SQL

from odoo.addons.wlec_confidentiality.exceptions import ConfidentialityError, TransitionError
from odoo.addons.wlec_confidentiality.models.access import need_to_know
from odoo.addons.wlec_confidentiality.orm.sealed import ConfidentialText
from odoo.addons.wlec_confidentiality.tools.texts import tidied

# Codes of the kinds of information that section 22 of the Gender Recognition Act 2004 protects.
_GENDER_HISTORY = ("gender_identity",)


class WlecDisclosureItem(models.Model):
    """One thing asked for, given, or both. As little as serves the purpose is given, and the difference is explained."""

    _name = "wlec.disclosure.item"
    _description = "Item of a disclosure"
    _inherit = ["wlec.confidential.mixin"]
    _case_path = "case_id"
    _order = "request_id, sequence, id"
    _rec_name = "category_id"

    request_id = fields.Many2one("wlec.disclosure.request", required=True, index=True, ondelete="cascade")
    case_id = fields.Many2one("wlec.case", required=True, readonly=True, index=True, ondelete="restrict")
    sequence = fields.Integer(default=10)
    category_id = fields.Many2one(
        "wlec.information.category", string="Kind of information", index=True, ondelete="restrict"
    )
    description = ConfidentialText(string="What exactly")
    asked = fields.Boolean(string="Asked for", default=True)
    given = fields.Boolean(string="Given", default=True)
    reason = ConfidentialText(string="Why not, or why more")
    document_id = fields.Many2one(
        "wlec.case.document", string="Document on the file", domain="[('case_id', '=', case_id)]",
        ondelete="restrict", index="btree_not_null",
    )  # fmt: skip
    gra_protected = fields.Boolean(
        string="Gender history",
        help="Tells, or lets somebody work out, that a person has applied for gender recognition or what their gender was"
        " before. Section 22 of the Gender Recognition Act 2004 makes it an offence to pass that on.",
    )
    privileged = fields.Boolean(
        string="Legally privileged",
        help="Advice from or for a lawyer, or made for a case before a court or tribunal. Only the client can give that up.",
    )
    sha256 = fields.Char(string="Fingerprint (SHA-256)", readonly=True, copy=False)

    # ---- need to know: that of its request
    def _open_sql(self, alias, uid):
        return SQL(
            "EXISTS (SELECT 1 FROM wlec_disclosure_request q WHERE q.id = %s AND %s)",
            SQL.identifier(alias, "request_id"),
            self.env["wlec.disclosure.request"]._open_sql("q", uid),
        )

    def _files_open_to(self, uid):
        need_to_know.flush(self.env)
        self.flush_model(["request_id", "case_id"])
        query = "SELECT t.id, t.case_id FROM wlec_disclosure_item t WHERE t.id = ANY(%s) AND %s"
        return dict(self.env.execute_query(SQL(query, list(self.ids), self._open_sql("t", uid))))

    @api.model_create_multi
    def create(self, vals_list):
        request = self.env["wlec.disclosure.request"]
        request.browse(
            {vals["request_id"] for vals in vals_list if vals.get("request_id")}
        )._check_open_for_edits()
        return super().create([
            {**tidied(self, vals), "case_id": request.browse(vals.get("request_id")).case_id.id, "sha256": False}
            for vals in vals_list
        ])  # fmt: skip

    def write(self, vals):
        if "request_id" in vals:
            raise ConfidentialityError(self.env._("An item stays with its request."))
        if "sha256" in vals:
            raise TransitionError(self.env._("The fingerprint is taken when the package is made."))
        self.request_id._check_open_for_edits()
        return super().write(tidied(self, vals))

    @api.ondelete(at_uninstall=False)
    def _unlink_except_decided(self):
        self.request_id._check_open_for_edits()

    def _keep_fingerprint(self, digest):
        """Note what left: the only thing ever written to an item after its request was submitted."""
        super(WlecDisclosureItem, self.sudo()).write({"sha256": digest})

    def _keep(self, vals):
        """For what the programme notes about an item, in whatever state its request is."""
        super(WlecDisclosureItem, self.sudo()).write(tidied(self, vals))

    @api.constrains("document_id", "case_id")
    def _check_document(self):
        for item in self:
            if item.document_id and item.document_id.case_id != item.case_id:
                raise ConfidentialityError(self.env._("A document of another file cannot be given."))

    def _is_on_file(self):
        """Whether its document, if it has one, is still in this very file."""
        document = self.document_id.sudo()  # also for the chair, who sees no file
        return not document or (document.case_id == self.case_id and document.state == "kept")

    def _category_is_blocked(self):
        """Whether its kind of information may not leave at all (Gender Recognition Act 2004, section 22)."""
        return self.category_id.code in _GENDER_HISTORY

    @api.onchange("category_id")
    def _onchange_category_id(self):
        for item in self:
            item.gra_protected = item.gra_protected or item._category_is_blocked()
