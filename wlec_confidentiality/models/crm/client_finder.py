# SPDX-License-Identifier: LGPL-3.0-or-later
"""Find a client by their name and one thing more, in memory; and the little that the front desk is told of them.

Every sealed name is compared, whoever is found and whether anybody is: a client behind a wall takes as long as one who does not
exist, and is one.
"""

import unicodedata

from odoo import fields
from odoo.tools import SQL

from odoo.addons.wlec_confidentiality.orm import audit, gate, rows
from odoo.addons.wlec_confidentiality.orm.gate import Purpose

from .sealed_phone import digits

_LOOK_UP = Purpose("search")
_MORE = {"phone": "phone", "email": "email", "postcode": "zip"}


def find(env, told):
    """The contact of the client of whom ``told`` holds the name and one thing more; empty where there is none, where it is
    not clear who is meant, and where a file keeps the person who asks out."""
    partners = env["res.partner"]
    with gate.purpose(env, _LOOK_UP):
        named = _matching(partners, "name", told["client_name"], None)
        found = set()
        for name, column in _MORE.items():
            # Also where nobody has that name: it shall not take longer where somebody does.
            found |= _matching(partners, column, told.get(name), named)
    partner = partners.browse(found if len(found) == 1 else ())
    if not partner:
        return partner
    if not is_there_for(partner, env.uid):
        audit.denied(partner, "search")
        return partners
    audit.record(partner, "search", fields=("name",))
    return partner


def _matching(partners, name, sought, among):
    """The ids of the sealed contacts whose field ``name`` is ``sought``, of those ``among`` (of all, with ``None``)."""
    field = partners._fields[name]
    normal = _NORMAL[name]
    wanted = normal(sought) if sought else None
    candidates = partners._sealed_rows_open_to_actor(field) if sought else ()
    if among is not None:
        candidates = [row for row in candidates if row[0] in among]
    return {
        record_id for record_id, text in rows.open_rows(field, candidates, partners) if normal(text) == wanted
    }


def _plain_name(text):
    """Without accents, case and doubled spaces: Lăcătuș is Lacatus."""
    text = unicodedata.normalize("NFKD", text)
    return " ".join("".join(c for c in text if not unicodedata.combining(c)).casefold().split())


_NORMAL = {
    "name": _plain_name,
    "phone": digits,
    "email": lambda text: text.strip().casefold(),
    "zip": lambda text: "".join(text.split()).casefold(),
}


def is_there_for(partner, uid):
    """Whether no file of this client keeps user ``uid`` out."""
    query = SQL(
        """SELECT 1 FROM wlec_case c JOIN wlec_access_exclusion x ON x.case_id = c.id
            WHERE c.partner_id = %s AND x.user_id = %s AND x.lifted_at IS NULL LIMIT 1""",
        partner.id or 0,
        uid,
    )
    partner.env["wlec.access.exclusion"].flush_model()
    return bool(partner) and not partner.env.execute_query(query)


def latest_file(partner):
    """The client's latest file that is not closed; with full rights, for the programme."""
    domain = [("partner_id", "=", partner.id), ("state", "in", ("enquiry", "open"))]
    return partner.env["wlec.case"].sudo().search(domain, order="id desc", limit=1)


def latest_enquiry(partner):
    return partner.env["crm.lead"].sudo().search([("partner_id", "=", partner.id)], order="id desc", limit=1)


def caseworker(partner):
    return latest_file(partner).caseworker_id or latest_enquiry(partner).user_id


def answer(partner):
    """{reference, caseworker_id, next_appointment}: whose client this is and when they come."""
    case, lead = latest_file(partner), latest_enquiry(partner)
    return {
        "reference": case.name or (lead or partner)._neutral_name(),
        "caseworker_id": caseworker(partner).id,
        "next_appointment": next_appointment(partner),
    }


def next_appointment(partner):
    domain = [("partner_ids", "in", partner.ids), ("start", ">=", fields.Datetime.now())]
    return partner.env["calendar.event"].sudo().search(domain, order="start", limit=1).start
