# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import api, fields, models
from odoo.tools import SQL

from odoo.addons.wlec_confidentiality.exceptions import TransitionError
from odoo.addons.wlec_confidentiality.orm.sealed import ConfidentialText


class WlecBreachAnswer(models.Model):
    """What a notice says under one heading."""

    _name = "wlec.breach.answer"
    _description = "Part of a notice"
    _inherit = ["wlec.breach.open.mixin", "wlec.confidential.mixin"]
    _order = "sequence, id"

    notice_id = fields.Many2one(
        "wlec.breach.notice", "Notice", required=True, readonly=True, ondelete="restrict", index=True
    )
    name = fields.Char("Heading", required=True, readonly=True)
    hint = fields.Text(readonly=True)
    sequence = fields.Integer(readonly=True)
    answer = ConfidentialText("Answer")
    is_filled = fields.Boolean("Filled in", compute="_compute_is_filled")

    def _open_sql(self, alias, uid):
        self.flush_model(["notice_id"])
        return SQL(
            "EXISTS (SELECT 1 FROM wlec_breach_notice n WHERE n.id = %s AND %s)",
            SQL.identifier(alias, "notice_id"),
            self.env["wlec.breach.notice"]._open_sql("n", uid),
        )

    def _key_scope(self):
        return self.sudo().notice_id._key_scope()

    @api.depends("answer")
    def _compute_is_filled(self):
        for answer in self:
            answer.is_filled = answer._has_value("answer")

    def write(self, vals):
        if vals.keys() - {"answer"}:
            raise TransitionError(
                self.env._("The headings are the regulator's: only the answers are written.")
            )
        if any(answer.notice_id.state != "draft" for answer in self):
            raise TransitionError(self.env._("This notice was sent: what was said stays as it is."))
        return super().write(vals)
