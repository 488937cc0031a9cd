# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import api, models
from odoo.tools import SQL

from odoo.addons.wlec_confidentiality.models.access import explaining_sql, held

# Contacts of clients, and their addresses.
_CONTACTS = SQL(
    """SELECT t.event, t.record, who.id FROM thing t JOIN res_partner p ON t.owner_model = 'res.partner' AND p.id = t.owner
         JOIN res_partner who ON who.id IN (p.id, p.parent_id)"""
)
_FILES = SQL(
    "SELECT o.event, o.record, c.id FROM (%s) AS o(event, record, client) JOIN wlec_case c ON c.partner_id = o.client",
    _CONTACTS,
)
_ENQUIRIES = SQL(
    """SELECT t.event, t.record, t.owner FROM thing t WHERE t.owner_model = 'crm.lead'
       UNION SELECT o.event, o.record, l.id FROM (%s) AS o(event, record, client) JOIN crm_lead l ON l.partner_id = o.client""",
    _CONTACTS,
)
# Whose enquiry it is, and their line manager; while it was nobody's, whoever takes enquiries.
_GIVEN = SQL(
    """SELECT o.event, o.record, CASE WHEN h.holder = e.actor_id THEN 'assigned' ELSE 'line_management' END, 'crm.lead', l.id
         FROM (%s) AS o(event, record, lead) JOIN seen e ON e.id = o.event JOIN crm_lead l ON l.id = o.lead
         JOIN wlec_held h ON h.place = 'crm_lead.user_id' AND h.thing = l.id AND %s
        WHERE (h.holder = e.actor_id OR %s) AND l.create_date <= e.at + interval '1 second'""",
    _ENQUIRIES,
    held.then("h", SQL("e.at")),
    held.by(["res_users.wlec_line_manager_id"], SQL("h.holder"), SQL("e.actor_id"), SQL("e.at")),
)
_WAITING = SQL(
    """SELECT o.event, o.record, 'duty', 'crm.lead', l.id
         FROM (%s) AS o(event, record, lead) JOIN seen e ON e.id = o.event JOIN crm_lead l ON l.id = o.lead
        WHERE l.create_date <= e.at + interval '1 second' AND NOT EXISTS (
                SELECT FROM wlec_held h WHERE h.place = 'crm_lead.user_id' AND h.thing = l.id AND h.since <= e.at AND h.until > e.at)
          AND EXISTS (SELECT 1 FROM res_users u WHERE u.id = e.actor_id AND u.share IS NOT TRUE)""",
    _ENQUIRIES,
)
_ENTERED = SQL(
    """SELECT t.event, t.record, 'author', 'res.partner', p.id
         FROM thing t JOIN seen e ON e.id = t.event JOIN res_partner p ON t.owner_model = 'res.partner' AND p.id = t.owner
        WHERE e.actor_id IN (p.create_uid, p.wlec_protected_by_id)"""
)


class WlecAccessEvent(models.Model):
    """Enquiries and contacts without a file: whose they were, and who entered them."""

    _inherit = "wlec.access.event"

    @api.model
    def _explaining(self):
        self.env["crm.lead"].flush_model(["user_id", "date_open", "partner_id"])
        self.env["res.partner"].flush_model(["wlec_protected_by_id"])
        return [*super()._explaining(), _GIVEN, _WAITING, _ENTERED, explaining_sql.grants(_FILES)]

    @api.model
    def _duties(self):
        lookup, officer = "wlec.client.lookup", "wlec_confidentiality.group_officer"
        return [
            *super()._duties(),
            ("duty", "wlec_confidentiality.group_front_desk", (lookup,)),
            ("duty", "wlec_confidentiality.group_caseworker", (lookup,)),
            ("duty", officer, (lookup, "wlec.crm.protection", "wlec.crm.protection.line")),
        ]
