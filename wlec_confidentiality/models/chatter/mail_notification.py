# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL

from odoo.addons.wlec_confidentiality.tools.switch import Switch

from . import owners

# What is looked for with full rights on somebody's behalf is looked for among what is open to them.
open_only = Switch()


class MailNotification(models.Model):
    """Who was told of a message: there for those who may open the record. (Odoo shows every colleague all of them, and so to
    which numbers the centre writes, and how often.)"""

    _name = "mail.notification"
    _inherit = ["mail.notification", "wlec.hidden.mixin"]

    _wlec_walled = True

    def _protected_closed(self):
        if owners.is_none_protected(self.env):
            return set()
        query = SQL(
            "SELECT n.id FROM mail_notification n WHERE n.id = ANY(%s) AND NOT %s",
            list(self.ids),
            self._closed_sql("n"),
        )
        return set(self.ids) - {number for (number,) in self.env.execute_query(query)}

    def _closed_sql(self, alias):
        self.env["mail.message"].flush_model(["model", "res_id"])
        return SQL(
            "EXISTS (SELECT 1 FROM mail_message told WHERE told.id = %s AND %s)",
            SQL.identifier(alias, "mail_message_id", to_flush=self._fields["mail_message_id"]),
            owners.closed_sql(self.env, SQL("told.model"), SQL("told.res_id"), self.env.uid),
        )

    @api.model
    def _search(self, domain, offset=0, limit=None, order=None, *, bypass_access=False, **kwargs):
        with_full_rights = (self.env.su or bypass_access) and not open_only.on
        if not (with_full_rights or owners.is_none_protected(self.env)):
            domain = Domain(domain) & Domain.custom(
                to_sql=lambda model, alias, query: SQL("NOT %s", model._closed_sql(alias))
            )
        return super()._search(domain, offset, limit, order, bypass_access=bypass_access, **kwargs)

    def _check_access(self, operation):
        return self._without_hidden(super()._check_access(operation), operation)

    def write(self, vals):
        # A bounce brings back what was sent and the address it went to.
        if vals.get("failure_reason") and any(self.sudo().mail_message_id.mapped("wlec_protected")):
            vals = {**vals, "failure_reason": self.env._("The notice could not be delivered.")}
        return super().write(vals)
