# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL

from odoo.addons.wlec_confidentiality.models.access import named

from . import owners


class MailMail(models.Model):
    """What is on its way to a client, or tells of a record that is closed to the administrator, is not in the administrator's
    outbox: it would show how often the centre writes to whom, and the link to a new password. What cannot be delivered is
    shown in the chatter, to whoever wrote the message."""

    _name = "mail.mail"
    _inherit = ["mail.mail", "wlec.hidden.mixin"]

    _wlec_walled = True

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            named.require(self.browse(), vals_list)  # before anything is said of what the mail is about
        return super().create(vals_list)

    def _protected_closed(self):
        if owners.is_none_protected(self.env):
            return set()
        query = SQL("SELECT id FROM mail_mail WHERE id = ANY(%s)", list(self.ids))
        there = {number for (number,) in self.env.execute_query(query)}
        return (set(self.ids) - there) | self._closed_ids(SQL("o.id = ANY(%s)", list(self.ids)))

    def _closed_ids(self, condition=SQL("TRUE")):  # noqa: B008 - SQL is never changed
        """The ids of the mails about records, or to clients, that are closed to the user. The outbox is short: what has left is
        deleted. (As one condition in SQL it would take PostgreSQL seconds to plan, for a handful of rows.)"""
        self.env["mail.message"].flush_model(["model", "res_id"])
        self.flush_model(["mail_message_id", "recipient_ids"])
        query = SQL(
            """SELECT o.id, told.model, told.res_id FROM mail_mail o JOIN mail_message told ON told.id = o.mail_message_id
                WHERE told.model IS NOT NULL AND %(condition)s
               UNION ALL
               SELECT o.id, 'res.partner', r.res_partner_id FROM mail_mail o
                 JOIN mail_mail_res_partner_rel r ON r.mail_mail_id = o.id WHERE %(condition)s""",
            condition=condition,
        )
        pairs = [(number, (model, res_id)) for number, model, res_id in self.env.execute_query(query)]
        protected = owners.protected_pairs(self.env, {pair for _number, pair in pairs})
        may = owners.open_pairs(self.env, protected, (self.env.uid,)) if protected else {}
        closed = protected - may.keys()
        return {number for number, pair in pairs if pair in closed}

    @api.model
    def _search(self, domain, offset=0, limit=None, order=None, *, bypass_access=False, **kwargs):
        if not (self.env.su or bypass_access or owners.is_none_protected(self.env)):
            domain = Domain(domain) & Domain("id", "not in", self._closed_ids())
        return super()._search(domain, offset, limit, order, bypass_access=bypass_access, **kwargs)

    def _check_access(self, operation):
        return self._without_hidden(super()._check_access(operation), operation)
