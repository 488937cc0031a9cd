# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import api, fields, models

from odoo.addons.wlec_confidentiality.exceptions import ConfidentialityError
from odoo.addons.wlec_confidentiality.orm import audit


class WlecAccessExclusion(models.Model):
    _name = "wlec.access.exclusion"
    _description = "Exclusion"
    _inherit = ["wlec.walled.mixin"]
    _order = "id desc"
    _rec_name = "user_id"
    _case_path = "case_id"  # its access records belong to the file

    case_id = fields.Many2one(
        "wlec.case", "Case file", required=True, index=True, ondelete="cascade", readonly=True
    )
    user_id = fields.Many2one(
        "res.users", "Person kept out", required=True, ondelete="restrict", readonly=True
    )
    source = fields.Selection(
        [("client", "The client asked for it"), ("wall", "Wall"), ("subject", "Is concerned themselves")],
        required=True,
        default="client",
        readonly=True,
    )
    told_how = fields.Selection(
        [
            ("person", "In person"),
            ("phone", "By telephone"),
            ("writing", "In writing"),
            ("portal", "In the portal"),
        ],
        "How we were told",
        readonly=True,
    )
    excluded_by = fields.Many2one(
        "res.users", "Entered by", required=True, readonly=True, default=lambda self: self.env.uid
    )
    lifted_at = fields.Datetime("Lifted", readonly=True, copy=False)
    lifted_by = fields.Many2one("res.users", "Lifted by", readonly=True, copy=False)

    _running_uniq = models.UniqueIndex(
        "(case_id, user_id, source) WHERE lifted_at IS NULL", "This person is kept out already."
    )
    _user_case_idx = models.Index("(user_id, case_id) WHERE lifted_at IS NULL")

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            for vals in vals_list:
                if vals.get("source", "client") != "client":
                    raise ConfidentialityError(self.env._("By hand only the client's own wish is entered."))
                vals["excluded_by"] = self.env.uid
        exclusions = super().create(vals_list)
        audit.forget_lenses(self.env.cr)
        audit.record(exclusions, "exclude")
        return exclusions

    def write(self, vals):
        if any(self.ids):
            raise ConfidentialityError(
                self.env._("An exclusion is not rewritten: lift it, and enter another.")
            )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_ever(self):
        raise ConfidentialityError(
            self.env._("An exclusion is kept as evidence: lift it instead of deleting it.")
        )

    def action_lift(self):
        """Lift it, when the client has asked for that; a wall is not lifted by hand."""
        self.check_access("write")
        if any(exclusion.source != "client" for exclusion in self):
            raise ConfidentialityError(self.env._("Only the client's own exclusion can be lifted by hand."))
        super().write({"lifted_at": fields.Datetime.now(), "lifted_by": self.env.uid})
        audit.forget_lenses(self.env.cr)
        audit.record(self, "exclude", fields=("lifted",))
        return True
