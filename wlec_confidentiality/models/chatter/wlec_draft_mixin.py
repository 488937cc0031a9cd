# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import SQL

from odoo.addons.mail.tools.parser import parse_res_ids
from odoo.addons.wlec_confidentiality.models.access import named, protection

from . import owners


class WlecDraftMixin(models.AbstractModel):
    """A form in which people write about protected records; Odoo keeps such forms for hours after they were used. What is
    written is sealed under a key of the person who writes, and is theirs alone."""

    _name = "wlec.draft.mixin"
    _inherit = "wlec.sealable.mixin"
    _description = "Draft about a protected record"

    _wlec_hanging = True
    _owner_fields = ("model", "res_ids")

    wlec_limits_people = fields.Boolean(compute="_compute_wlec_people")
    wlec_user_ids = fields.Many2many("res.users", string="Who can be chosen", compute="_compute_wlec_people")
    wlec_partner_ids = fields.Many2many(
        "res.partner", string="Who can be told", compute="_compute_wlec_people"
    )

    @api.depends(lambda self: self._owner_fields)
    @api.depends_context("uid")
    def _compute_wlec_people(self):
        """Of protected records only those are offered who may open all of them."""
        staff = self.env["res.users"].sudo().search([("share", "=", False)])
        for draft in self:
            model, ids = draft._owner_of_draft({name: draft[name] for name in self._owner_fields})
            protected = protection.protected_ids(self.env, model, ids)
            people = staff if protected else staff.browse()
            for res_id in sorted(protected):
                people = owners.users_let_in(self.env, model, res_id, people)
            draft.wlec_limits_people = bool(protected)
            draft.wlec_user_ids = people.sudo(self.env.su)
            draft.wlec_partner_ids = people.partner_id.sudo(self.env.su)

    def _open_sql(self, alias, uid):
        return SQL("%s = %s", SQL.identifier(alias, "create_uid"), uid)

    def _key_scope(self):
        return f"res.users,{self.sudo().create_uid.id}"

    def _create(self, data_list):
        for data in data_list:
            self._knock(data["stored"])
            data["stored"]["wlec_protected"] = self._is_about_protected(data["stored"]) or None
        return super()._create(data_list)

    def _is_about_protected(self, vals):
        model, ids = self._owner_of_draft(vals)
        return protection.is_all_protected(self.env, model) or bool(
            protection.protected_ids(self.env, model, ids)
        )

    def _owner_of_draft(self, vals):
        """The model, and the ids, these values say the draft is about."""
        model, ids = (vals.get(name) for name in self._owner_fields)
        try:
            return model, parse_res_ids(ids, self.env) or []
        except ValidationError:  # the form itself says what is wrong with them
            return model, []

    def _knock(self, vals):
        """Nobody begins to write about what is not there for them."""
        model, ids = self._owner_of_draft(vals)
        if ids and named.can_be_closed(self.env, model):
            named.require_there(self.env, model, ids)

    def write(self, vals):
        result = super().write(vals)
        if set(self._owner_fields) & vals.keys():
            for draft in self:
                draft._knock({name: draft[name] for name in self._owner_fields})
            found = self.filtered(
                lambda draft: draft._is_about_protected({name: draft[name] for name in self._owner_fields})
            )
            if found:
                found._protect()
        return result
