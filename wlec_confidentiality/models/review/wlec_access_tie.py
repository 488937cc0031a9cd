# SPDX-License-Identifier: LGPL-3.0-or-later
from collections import defaultdict

from psycopg2.extras import execute_values

from odoo import api, models
from odoo.tools import SQL

from odoo.addons.wlec_confidentiality.orm import rows
from odoo.addons.wlec_confidentiality.orm.sealable import from_token, is_token
from odoo.addons.wlec_confidentiality.tools import ties

from . import bookmark, former_contacts
from .former_contacts import Note

_COMPARED = former_contacts.COLUMNS  # in the order of ``ties.Contact``
_AT_ONCE = 500
_TABLE = """
    CREATE TABLE IF NOT EXISTS wlec_access_tie (
        case_id int NOT NULL REFERENCES wlec_case ON DELETE CASCADE,
        user_id int NOT NULL REFERENCES res_users ON DELETE CASCADE,
        kind text NOT NULL,
        until timestamp,  -- empty: it holds
        PRIMARY KEY (case_id, user_id, kind)
    );
    ALTER TABLE wlec_access_tie ADD COLUMN IF NOT EXISTS until timestamp;
"""


def create_table(cr):
    cr.execute(_TABLE)
    former_contacts.follow(cr)


class WlecAccessTie(models.AbstractModel):
    """That the client of a file is near to somebody of the staff, and how; nothing else of either.

    Worked out every night, in memory: clients' contacts are sealed, and what is opened to compare it goes nowhere. There is no index
    of names, in clear or hashed. A tie that held lately counts like one that holds: an address is changed quickly, and changed back. It is a table and no model: no right, no door of Odoo's leads to it, the review alone asks.
    """

    _name = "wlec.access.tie"
    _description = "Ties between clients and the staff"

    @api.model
    def _renew(self):
        """Work out all ties anew; by the programme alone."""
        of_staff, of_clients = former_contacts.of_staff(self.env), former_contacts.of_clients(self.env)
        clients, before = list(self._clients()), self._former_clients(of_clients)
        staff = [*self._staff(), *(_contact(note, note.said) for note in of_staff), *self._as_staff(before)]
        found, were = self._of_files(ties.between(staff, [*clients, *before], clients))
        [[now]] = self.env.execute_query(SQL("SELECT now() AT TIME ZONE 'UTC'"))
        self._keep(ties.over_time(self._known(), found, were, now, now - bookmark.LOOK_BACK))
        former_contacts.compared(self.env.cr, of_staff, of_clients)

    @api.model
    def _of_files(self, pairs):
        """({(file, person, kind)} of what holds, {the same: until when it held} of what contacts said before)."""
        files = defaultdict(list)
        for case_id, partner_id in self.env.execute_query(SQL("SELECT id, partner_id FROM wlec_case")):
            files[partner_id].append(case_id)
        found, were = set(), {}
        for client, person, kind in pairs:
            until = min((key.until for key in (client, person) if isinstance(key, Note)), default=None)
            for case_id in files[_whose(client)]:
                tie = (case_id, _whose(person), kind)
                if until:
                    were[tie] = max(until, were.get(tie, until))
                else:
                    found.add(tie)
        return found, were

    @api.model
    def _known(self):
        rows_ = self.env.execute_query(SQL("SELECT case_id, user_id, kind, until FROM wlec_access_tie"))
        return {row[:3]: row[3] for row in rows_}

    @api.model
    def _keep(self, wanted):
        self.env.cr.execute("DELETE FROM wlec_access_tie")
        if wanted:
            execute_values(
                self.env.cr._obj,
                "INSERT INTO wlec_access_tie (case_id, user_id, kind, until) VALUES %s",
                [(*tie, until) for tie, until in sorted(wanted.items())],
                page_size=1000,
            )

    @api.model
    def _staff(self):
        """What is known of the people of the staff: their own contacts are not sealed, unless they are clients, too. What it was
        before today's changes: ``former_contacts``."""
        users = self._users()
        return [contact._replace(key=users[contact.key]) for contact in self._contacts(sorted(users))]

    @api.model
    def _users(self):
        """{contact: person of the staff}"""
        return dict(
            self.env.execute_query(SQL("SELECT partner_id, id FROM res_users WHERE active AND NOT share"))
        )

    @api.model
    def _as_staff(self, clients):
        """Of what clients' contacts said before: those who are also of the staff."""
        users = self._users()
        return [
            contact._replace(key=contact.key._replace(of=users[contact.key.of]))
            for contact in clients
            if contact.key.of in users
        ]

    @api.model
    def _clients(self):
        found = self.env.execute_query(SQL("SELECT DISTINCT partner_id FROM wlec_case ORDER BY 1"))
        ids = [row[0] for row in found]
        for start in range(0, len(ids), _AT_ONCE):
            yield from self._contacts(ids[start : start + _AT_ONCE])

    @api.model
    def _contacts(self, partner_ids):
        partners = self.env["res.partner"]
        columns = SQL(", ").join(SQL.identifier(name, to_flush=partners._fields[name]) for name in _COMPARED)
        query = SQL("SELECT id, %s FROM res_partner WHERE id = ANY(%s)", columns, partner_ids)
        return self._opened([(row[0], *row) for row in self.env.execute_query(query)])

    @api.model
    def _former_clients(self, notes):
        return self._opened([(note, note.of, *note.said) for note in notes])

    @api.model
    def _opened(self, contacts):
        """These contacts, opened below the ORM: for comparing in memory, and for nobody to see.

        :param contacts: [(what it is known by, number of the contact, its columns ...)]
        """
        partners = self.env["res.partner"]
        found = {key: list(said) for key, _partner, *said in contacts}
        for number, name in enumerate(_COMPARED):
            sealed = [
                (key, partner, from_token(said[number]))
                for key, partner, *said in contacts
                if is_token(said[number])
            ]
            for key, _partner, _blob in sealed:
                found[key][number] = ""
            for key, text in rows.open_keyed(partners._fields[name], sealed, partners):
                found[key][number] = text
        return [_contact(key, said) for key, said in found.items()]


def _contact(key, said):
    return ties.Contact(key, *(value or "" for value in said))


def _whose(key):
    return key.of if isinstance(key, Note) else key
