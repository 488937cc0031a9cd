# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from odoo.addons.wlec_confidentiality.exceptions import ConfidentialityError


class WlecBreachOpenMixin(models.AbstractModel):
    """Records of the breach register and of what line management does about it.

    The model says in ``_open_sql`` to whom a record is open. Record rules, the gate and the chatter all ask that one condition; to
    everybody else the record does not exist (see ``wlec.complaint.blind.mixin``). None is ever deleted or duplicated.
    """

    _name = "wlec.breach.open.mixin"
    _description = "Record of the breach register"
    _inherit = ["wlec.complaint.blind.mixin", "wlec.confidential.mixin"]

    is_open_to_me = fields.Boolean(compute="_compute_is_open_to_me", search="_search_is_open_to_me")

    def _need_to_know(self, uid):
        query = SQL(
            "SELECT t.id FROM %s t WHERE t.id = ANY(%s) AND %s",
            SQL.identifier(self._table),
            list(self.ids),
            self._open_sql("t", uid),
        )
        return {record_id for (record_id,) in self.env.execute_query(query)}

    @api.depends_context("uid")
    def _compute_is_open_to_me(self):
        open_ = self._origin._need_to_know(self.env.uid)
        for record in self:
            record.is_open_to_me = record._origin.id in open_

    @api.model
    def _search_is_open_to_me(self, operator, value):
        if operator != "in":
            return NotImplemented
        uid = self.env.uid
        found = Domain.custom(to_sql=lambda model, alias, query: model._open_sql(alias, uid))
        return found if True in value else ~found

    @api.ondelete(at_uninstall=False)
    def _unlink_except_never(self):
        raise ConfidentialityError(self.env._("The breach register keeps everything: nothing is deleted."))

    def copy(self, default=None):
        raise ConfidentialityError(self.env._("Records of the breach register are not duplicated."))

    # ---- helpers of the workflows
    def _gap(self, **needed):
        """The first sentence in ``needed`` (field name: sentence) whose field is not filled in; nothing is opened."""
        for name, sentence in needed.items():
            if not (self._has_value(name) if self._is_confidential(name) else self[name]):
                return sentence
        return None
