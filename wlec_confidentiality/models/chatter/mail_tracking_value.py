# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import models
from odoo.tools import SQL

from odoo.addons.wlec_confidentiality.orm.sealable import SealableChar, SealableText


class MailTrackingValue(models.Model):
    """What a field was before and after: as secret as the message it is shown in."""

    _name = "mail.tracking.value"
    _inherit = ["mail.tracking.value", "wlec.hanging.mixin"]

    _owner_fields = ("mail_message_id",)

    old_value_char = SealableChar()
    old_value_text = SealableText()
    new_value_char = SealableChar()
    new_value_text = SealableText()

    def _owner(self):
        message = self.sudo().mail_message_id
        return message._owner()

    def _owners(self):
        return self._owners_where(SQL("t.wlec_protected"))

    def _owners_where(self, condition):
        query = SQL(
            "SELECT t.id, m.model, m.res_id FROM mail_tracking_value t JOIN mail_message m ON m.id = t.mail_message_id"
            " WHERE t.id = ANY(%s) AND %s",
            list(self.ids),
            condition,
        )
        return {row[0]: (row[1], row[2]) for row in self.env.execute_query(query)}

    def _owners_of_values(self, vals_list):
        messages = self.env["mail.message"].sudo().browse(vals.get("mail_message_id") for vals in vals_list)
        return [(message.model, message.res_id) if message else (None, None) for message in messages]

    def _rows_to_protect(self, alias):
        return SQL(
            "%s IS NOT TRUE AND EXISTS (SELECT 1 FROM mail_message m WHERE m.id = %s AND m.wlec_protected)",
            SQL.identifier(alias, "wlec_protected"),
            SQL.identifier(alias, "mail_message_id"),
        )

    def _open_sql_among(self, alias, uid, among):
        return SQL(
            "EXISTS (SELECT 1 FROM mail_message m WHERE m.id = %s AND %s)",
            SQL.identifier(alias, "mail_message_id"),
            self.env["mail.message"]._open_sql_among("m", uid, among),
        )

    def _on_protected_sql(self, alias, among):
        return SQL(
            "EXISTS (SELECT 1 FROM mail_message m WHERE m.id = %s AND %s)",
            SQL.identifier(alias, "mail_message_id"),
            self.env["mail.message"]._on_protected_sql("m", among),
        )

    def _check_access(self, operation):
        return self._without_closed(super()._check_access(operation), operation)

    def _make_access_error(self, operation):
        return self.env["ir.rule"]._make_access_error(operation, self)
