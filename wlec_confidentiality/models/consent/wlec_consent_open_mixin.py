# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from odoo.addons.wlec_confidentiality.models.access import need_to_know


class WlecConsentOpenMixin(models.AbstractModel):
    """What is also the client's own: open to whoever may see the file, and to the client themselves when they are logged in."""

    _name = "wlec.consent.open.mixin"
    _description = "Open to the file's people and to the client"
    _inherit = "wlec.confidential.mixin"
    _case_path = "case_id"

    is_open = fields.Boolean("Open to me", compute="_compute_is_open", search="_search_is_open")

    # ---- the client
    def _shown_sql(self, alias):
        """SQL condition: the client gets to see the row ``alias``."""
        return SQL("TRUE")

    def _own_sql(self, alias, uid):
        """SQL condition: the row ``alias`` is of a file of which user ``uid`` is the client; nothing, for somebody inside.

        Whom the client keeps out of the file stays out, also somebody with a login for the client's own contact.
        """
        user = self.env["res.users"].browse(uid).sudo()
        if not user.share or not user.partner_id:
            return None
        self.env["wlec.case"].flush_model(["partner_id"])
        self.env["wlec.access.exclusion"].flush_model(["case_id", "user_id", "lifted_at"])
        self.flush_model()
        return SQL(
            """(%(shown)s AND EXISTS (SELECT 1 FROM wlec_case c WHERE c.id = %(case)s AND c.partner_id = %(partner)s)
                AND NOT EXISTS (SELECT 1 FROM wlec_access_exclusion x
                    WHERE x.case_id = %(case)s AND x.user_id = %(uid)s AND x.lifted_at IS NULL))""",
            shown=self._shown_sql(alias),
            case=SQL.identifier(alias, "case_id"),
            partner=user.partner_id.id,
            uid=uid,
        )

    # ---- need to know
    def _open_sql(self, alias, uid):
        granted = super()._open_sql(alias, uid)
        own = self._own_sql(alias, uid)
        return SQL("((%s) OR %s)", granted, own) if own else granted

    def _files_open_to(self, uid):
        found = super()._files_open_to(uid)
        if own := self._own_sql("t", uid):
            table = SQL.identifier(self._table)
            query = SQL(
                "SELECT t.id, t.case_id FROM %s t WHERE t.id = ANY(%s) AND %s", table, list(self.ids), own
            )
            found.update(self.env.execute_query(query))
        return found

    @api.depends_context("uid")
    @api.depends("case_id")
    def _compute_is_open(self):
        found = self._origin._files_open_to(self.env.uid)
        for record in self:
            record.is_open = record._origin.id in found

    @api.model
    def _search_is_open(self, operator, value):
        if operator != "in":
            return NotImplemented
        need_to_know.flush(self.env)
        uid = self.env.uid
        found = Domain.custom(to_sql=lambda model, alias, query: model._open_sql(alias, uid))
        return found if True in value else ~found
