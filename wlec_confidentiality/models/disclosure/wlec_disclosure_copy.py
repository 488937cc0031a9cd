# SPDX-License-Identifier: LGPL-3.0-or-later
import json

from odoo import api, fields, models

from odoo.addons.wlec_confidentiality.exceptions import TransitionError
from odoo.addons.wlec_confidentiality.orm.sealed import ConfidentialBinary, ConfidentialChar, ConfidentialText
from odoo.addons.wlec_confidentiality.tools.papers.areas import Area


class WlecDisclosureCopy(models.Model):
    """A copy of a document made for one disclosure: blacked out, or only as pictures. The document itself stays in the file as
    it is. It belongs to the request, not to the file: who must not know of the request finds no copy either."""

    _name = "wlec.disclosure.copy"
    _description = "Copy made for a disclosure"
    _inherit = ["wlec.disclosure.part.mixin"]
    _order = "id desc"

    document_id = fields.Many2one(
        "wlec.case.document",
        string="Made from",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    kind = fields.Selection(
        [("redacted", "Redacted copy"), ("pictures", "Copy as pictures")], required=True, readonly=True
    )
    file_name = ConfidentialChar(string="File name", readonly=True)
    content = ConfidentialBinary(string="File", readonly=True)
    areas = ConfidentialText(string="Blacked out", readonly=True)
    made_by_id = fields.Many2one("res.users", string="Made by", required=True, readonly=True)

    @api.model
    def _add(self, item, content, areas):
        """A copy for ``item``. The programme alone makes copies: nobody has a right to.

        :param content: base64 of the copy
        :param areas: what is black in it
        """
        return self.sudo().create({
            "request_id": item.request_id.id,
            "case_id": item.case_id.id,
            "document_id": item.document_id.id,
            "kind": "redacted" if areas else "pictures",
            "areas": json.dumps([list(area) for area in areas]),
            "file_name": f"copy-{item.id}.pdf",
            "content": content,
            "made_by_id": self.env.uid,
        }).with_env(self.env)  # fmt: skip

    @api.depends("kind", "document_id")
    def _compute_display_name(self):
        labels = dict(self._fields["kind"]._description_selection(self.env))
        for copy in self:
            copy.display_name = labels.get(copy.kind, "")

    def _black(self):
        """What is black in it, as areas."""
        return [Area(*values) for values in json.loads(self.areas or "[]")]

    def write(self, vals):
        if any(self.ids):
            raise TransitionError(self.env._("A copy stays as it was made. Make another one."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_ever(self):
        raise TransitionError(self.env._("A copy stays with its request, as what was given or was not."))
