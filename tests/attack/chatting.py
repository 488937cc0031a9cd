# SPDX-License-Identifier: LGPL-3.0-or-later
"""Who has no business in a client's chatter, and all there is in it, as the database has it."""

HOSTILE = ("bob", "vera", "fred", "sam", "carol", "chris", None)


def state(centre, known):
    """All there is of the client's in the chatter, as the database has it: what an attack must leave as it was."""
    on = "((%(model)s = 'wlec.case' AND res_id = {case}) OR (%(model)s = 'crm.lead' AND res_id = {lead}) OR (%(model)s = 'res.partner' AND res_id = {partner}))"
    on = on.format(case=known.case, lead=known.lead, partner=known.partner)
    queries = {
        "messages": f"SELECT m.* FROM mail_message m WHERE {on % {'model': 'model'}}",
        "activities": f"SELECT m.* FROM mail_activity m WHERE {on % {'model': 'res_model'}}",
        "followers": f"SELECT m.* FROM mail_followers m WHERE {on % {'model': 'res_model'}}",
        "documents": f"SELECT m.id, m.res_id, m.public, m.access_token, m.wlec_sealed_for FROM ir_attachment m WHERE {on % {'model': 'res_model'}}",
        "later": f"SELECT m.* FROM mail_scheduled_message m WHERE {on % {'model': 'model'}}",
        "reactions": f"SELECT r.* FROM mail_message_reaction r JOIN mail_message m ON m.id = r.message_id WHERE {on % {'model': 'm.model'}}",
        "starred": f"SELECT r.* FROM mail_message_res_partner_starred_rel r JOIN mail_message m ON m.id = r.mail_message_id WHERE {on % {'model': 'm.model'}}",
        "told": f"SELECT n.* FROM mail_notification n JOIN mail_message m ON m.id = n.mail_message_id WHERE {on % {'model': 'm.model'}}",
    }
    return {
        name: sorted(map(repr, centre.sql(f"SELECT t::text FROM ({query}) t")))
        for name, query in queries.items()
    }
