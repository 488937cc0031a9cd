# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL

from odoo.addons.wlec_confidentiality.exceptions import ConfidentialityError
from odoo.addons.wlec_confidentiality.models.access import protection

from . import owners


class MailFollowers(models.Model):
    """Who follows a protected record is open to those who may open it; and nobody follows it who may not."""

    _name = "mail.followers"
    _inherit = ["mail.followers", "wlec.hidden.mixin"]

    _wlec_walled = True

    # ---- added
    def _insert_followers(self, res_model, res_ids, partner_ids, *args, **kwargs):
        """By the programme: whoever has no need to know is left out. People are refused, with a reason (``message_subscribe``).
        Whoever is doing it may be let in only in a moment (a new file)."""
        protected = protection.protected_ids(self.env, res_model, res_ids) if partner_ids else set()
        rest = [res_id for res_id in res_ids if res_id not in protected]
        if rest or not protected:
            super()._insert_followers(res_model, rest, partner_ids, *args, **kwargs)
        partners = self.env["res.partner"].sudo().browse(partner_ids or ())
        for res_id in sorted(protected):
            free = (
                owners.partners_let_in(self.env, res_model, res_id, partners)
                | partners & self.env.user.partner_id
            )
            if free:
                super()._insert_followers(res_model, [res_id], free.ids, *args, **kwargs)

    @api.model_create_multi
    def create(self, vals_list):
        followers = super().create(vals_list)
        if not self.env.su:
            followers._check_let_in()
        return followers

    def write(self, vals):
        result = super().write(vals)
        if {"res_model", "res_id", "partner_id"} & vals.keys():
            self._check_let_in()
        return result

    def unlink(self):
        self._check_there("unlink")
        return super().unlink()

    def _check_let_in(self):
        for follower in self.sudo():
            pair = (follower.res_model, follower.res_id)
            if not owners.protected_pairs(self.env, {pair}):
                continue
            if not owners.partners_let_in(self.env, *pair, follower.partner_id):
                raise ConfidentialityError(
                    self.env._("Only people with access to a protected record can follow it.")
                )

    # ---- seen
    @api.model
    def _search(self, domain, offset=0, limit=None, order=None, *, bypass_access=False, **kwargs):
        if not (self.env.su or bypass_access or owners.is_none_protected(self.env)):
            domain = Domain(domain) & Domain("id", "not in", self._closed_query())
        return super()._search(domain, offset, limit, order, bypass_access=bypass_access, **kwargs)

    def _closed_query(self):
        """The followers of protected records that are closed to the user."""
        uid, names = self.env.uid, tuple(owners.protectable(self.env))
        may = SQL("FALSE")
        if not self.env.user._confidentiality_obstacle():
            may = owners.open_sql(self.env, SQL("f.res_model"), SQL("f.res_id"), uid)
        return SQL(
            "(SELECT f.id FROM mail_followers f WHERE f.res_model IN %s AND %s AND NOT %s)",
            names,
            self._on_protected_sql(),
            may,
        )

    def _on_protected_sql(self):
        """SQL condition: the follower ``f`` follows a protected record."""
        conditions = [
            SQL(
                "f.res_model = %s AND NOT EXISTS (SELECT 1 FROM %s r WHERE r.id = f.res_id AND r.wlec_protected IS NOT TRUE)",
                name,
                SQL.identifier(self.env[name]._table),
            )
            for name in owners.protectable(self.env)
            if not protection.is_all_protected(self.env, name)
        ]
        whole = tuple(
            name for name in owners.protectable(self.env) if protection.is_all_protected(self.env, name)
        )
        return SQL(
            "(f.res_model IN %s OR %s)", whole, SQL(" OR ").join(conditions) if conditions else SQL("FALSE")
        )

    def _check_access(self, operation):
        return self._without_hidden(super()._check_access(operation), operation)

    def _protected_closed(self):
        if owners.is_none_protected(self.env):
            return set()
        self.flush_model(["res_model", "res_id"])
        query = SQL("SELECT id, res_model, res_id FROM mail_followers WHERE id = ANY(%s)", list(self.ids))
        pairs = {number: (model, res_id) for number, model, res_id in self.env.execute_query(query)}
        protected = owners.protected_pairs(self.env, set(pairs.values()))
        may = owners.open_pairs(self.env, protected, (self.env.uid,)) if protected else {}
        closed = protected - may.keys()
        return {number for number in self.ids if pairs.get(number) is None or pairs[number] in closed}
