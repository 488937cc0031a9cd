# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import SUPERUSER_ID, api, models

from odoo.addons.wlec_confidentiality.exceptions import ConfidentialityError
from odoo.addons.wlec_confidentiality.models.access import protection
from odoo.addons.wlec_confidentiality.orm import actor, audit, gate
from odoo.addons.wlec_confidentiality.orm.gate import Purpose

# The link to a new password goes to the client's own address, whoever asked for it (nobody is logged in then).
_PASSWORD_LINK = Purpose("deliver")


class ResUsers(models.Model):
    """Logins of clients: their name and address are the contact's, and sealed there."""

    _inherit = "res.users"

    _wlec_neutral = frozenset(("signature",))  # see _compute_signature

    def _compute_signature(self):
        """Kept in clear: a client's is not made of their name."""
        clients = self.filtered(lambda user: user.sudo().partner_id._is_row_protected())
        super(ResUsers, self - clients)._compute_signature()

    def _forget_signature(self):
        """Take away the one Odoo made of the name."""
        own = self.sudo().filtered("signature")
        if own:
            own.write({"signature": False})

    @api.constrains("group_ids", "partner_id", "share")
    def _check_no_client_is_a_colleague(self):
        for user in self.sudo():
            if not user.share and user.partner_id._is_row_protected():
                raise ConfidentialityError(
                    self.env._(
                        "This contact is a client's and is protected. Somebody who works here as well gets a contact of their own."
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        self.check_access("create")
        self._require_own_partner(vals_list)
        return super().create(vals_list)

    def write(self, vals):
        self._require_own_partner([vals])
        if {"password", "login", "partner_id"} & vals.keys():
            self._require_client_themselves()
        return super().write(vals)

    @api.model
    def _require_own_partner(self, vals_list):
        """A login shows its owner what is theirs: nobody makes themselves one for a contact that is closed to them."""
        protection.named(self, "partner_id", vals_list)._require_open()

    def _require_client_themselves(self):
        """Who sets a client's password could look at what is theirs. A link to a new one can be sent by anybody: it goes to
        the client. Nobody is logged in when they follow it."""
        me = self.env["res.users"].browse(actor.principals(self.env)[0])
        if me._is_public() or me.id == SUPERUSER_ID:
            return
        others = self.sudo().partner_id.with_env(self.env)
        protected = others.browse(sorted(others._protected_ids())) - me.sudo().partner_id
        if len(protected._open_to((me.id,))) < len(protected):
            audit.denied(protected, "write")
            raise ConfidentialityError(
                self.env._(
                    "This login is a client's: send them a link to choose a new password (“Send Password Reset Instructions”)."
                )
            )

    def _action_reset_password(self, signup_type="reset"):
        if not any(user.sudo().partner_id._is_row_protected() for user in self):
            return super()._action_reset_password(signup_type)
        with gate.purpose(self.env, _PASSWORD_LINK):
            return super()._action_reset_password(signup_type)
