# SPDX-License-Identifier: LGPL-3.0-or-later
from base64 import b64encode

from odoo import SUPERUSER_ID, api, models
from odoo.tools import SQL

from odoo.addons.wlec_confidentiality.models.access import need_to_know
from odoo.addons.wlec_confidentiality.orm import arrays
from odoo.addons.wlec_confidentiality.orm.sealable import SealableChar, SealableHtml

from . import client_sql, sealed_phone


class ResPartner(models.Model):
    """A contact who is a client: sealed, and there only for those who work on one of their files, and for themselves."""

    _name = "res.partner"
    _inherit = ["wlec.sealable.mixin", "res.partner"]

    _wlec_walled = True
    name = SealableChar()
    complete_name = SealableChar()
    email = SealableChar()
    email_normalized = SealableChar()
    phone = SealableChar()
    phone_sanitized = SealableChar()
    street = SealableChar()
    street2 = SealableChar()
    zip = SealableChar()
    city = SealableChar()
    function = SealableChar()
    website = SealableChar()
    ref = SealableChar()
    vat = SealableChar()
    company_registry = SealableChar()
    company_name = SealableChar()
    commercial_company_name = SealableChar()
    comment = SealableHtml()

    # ---- need to know
    def _open_sql(self, alias, uid):
        return client_sql.partner_is_open(self.env, alias, uid)

    def _open_to(self, uids):
        # Nearly always it is somebody who works on the client's file: a small question, which is asked first. PostgreSQL
        # takes longer to plan the whole one than to answer it.
        found = self._clients_worked_for() if uids == (self.env.uid,) else {}
        rest = self.browse(partner_id for partner_id in self.ids if partner_id not in found)
        return found | (super(ResPartner, rest)._open_to(uids) if rest else {})

    def _clients_worked_for(self):
        """Those of these contacts whose file is open to the user: {id: id of the latest such file}."""
        if self.env.uid == SUPERUSER_ID or self.env.user._confidentiality_obstacle():
            return {}
        query = SQL(
            """SELECT %(partner)s, max(c.id) FROM wlec_case c JOIN res_partner p ON p.id = c.partner_id AND p.wlec_protected
                WHERE c.partner_id = ANY(%(ids)s::int4[]) AND %(holds)s GROUP BY c.partner_id""",
            partner=SQL.identifier("c", "partner_id", to_flush=self.env["wlec.case"]._fields["partner_id"]),
            ids=arrays.literal(self.ids),
            holds=need_to_know.holds(self.env, SQL.identifier("c", "id"), self.env.uid),
        )
        return dict(self.env.execute_query(query))

    def _case_sql(self, alias):
        """A client may have several files: the one named is the latest open to whoever asks."""
        need_to_know.flush(self.env)
        return SQL(
            "(SELECT max(c.id) FROM wlec_case c WHERE c.partner_id = %s AND %s)",
            SQL.identifier(alias, "id"),
            need_to_know.holds(self.env, SQL("c.id"), self.env.uid),
        )

    # ---- what others see
    def _mask(self, name):
        return self._neutral_name() if name in ("name", "complete_name") else False

    def _neutral_name(self):
        return self.env._("Client %s", self._origin.id)

    def _compute_avatar(self, avatar_field, image_field):
        """Initials would open the name for every little picture."""
        plain = self.filtered(lambda partner: partner._is_row_protected() and not partner[image_field])
        super(ResPartner, self - plain)._compute_avatar(avatar_field, image_field)
        for partner in plain:
            partner[avatar_field] = b64encode(partner._avatar_get_placeholder())

    @api.model
    def _search_phone_mobile_search(self, operator, value):
        return sealed_phone.found(self, super()._search_phone_mobile_search(operator, value), operator, value)
