# SPDX-License-Identifier: LGPL-3.0-or-later
"""Put one batch of good rows into Odoo: create, update or pass over, without a query for each row.

A row is known by its external id, `__wlec_register__.person_P-00001`. That it has been imported as it stands is
remembered by a second external id whose name is the fingerprint of the row and whose target is the first one.
Both are written in the transaction of the batch, so what is committed is known to be done, whenever the import is
stopped, and both vanish with the record. What people changed in Odoo stays until the row changes.
"""

import logging

import psycopg2

from odoo.exceptions import UserError
from odoo.tools import SQL

from odoo.addons.wlec_confidentiality.commands._register_values import Contacts, Enquiries
from odoo.addons.wlec_confidentiality.models.crm import protection_switch
from odoo.addons.wlec_confidentiality.orm import gate
from odoo.addons.wlec_confidentiality.tools.register import PEOPLE, RowError

_logger = logging.getLogger(__name__)

MODULE = "__wlec_register__"
SEEN = "__wlec_register_seen__"
PREFIX = {"people": "person_", "enquiries": "enquiry_"}
# No mail, no log line, no follower: the people of a register were not written to today.
QUIET = {
    "tracking_disable": True,
    "mail_create_nolog": True,
    "mail_create_nosubscribe": True,
    "mail_auto_subscribe_no_notify": True,
    "mail_notrack": True,
}
# An enquiry takes over what the contact says, of people whom nobody sees who runs the import.
_REGISTER = gate.Purpose("import")
# So many refusals, and nothing but refusals, are not the fault of the rows.
HOPELESS = 20


class ImportStopped(Exception):
    """Odoo refuses everything: stop, and say what it said."""


class BatchImport:
    def __init__(self, env, kind):
        self.env = env(context={**env.context, **QUIET})
        self.kind = kind
        self.people = {} if kind is PEOPLE else self._known_people()
        self.mapping = Contacts(self.env) if kind is PEOPLE else Enquiries(self.env, self.people)
        self.model = self.env[self.mapping.model]

    def load(self, rows):
        """Import the rows; returns (created, updated, unchanged, errors)."""
        known, seen = self._known(rows), self._seen(rows)
        waiting = [row for row in rows if row.reference not in known or row.fingerprint() not in seen]
        errors = []
        if waiting:
            self.mapping.prepare(waiting)
            try:
                with self.env.cr.savepoint(), gate.purpose(self.env, _REGISTER):
                    self._write(waiting, known)
            except (UserError, psycopg2.IntegrityError, psycopg2.DataError, ValueError):
                errors = self._write_one_by_one(waiting, known)
        refused = {error.reference for error in errors}
        imported = [row for row in waiting if row.reference not in refused]
        created = sum(row.reference not in known for row in imported)
        return created, len(imported) - created, len(rows) - len(waiting), errors

    # ---- writing -------------------------------------------------------------------------------------------------

    def _write(self, rows, known):
        values = {row.reference: self.mapping.values(row) for row in rows}
        if self.kind is PEOPLE and protection_switch.is_on(self.env):
            for row in rows:
                if row.reference not in known:
                    values[row.reference]["wlec_protected"] = True
        records = self.model._load_records(
            [
                {
                    "xml_id": f"{MODULE}.{self._name(row)}",
                    "values": dict(values[row.reference]),
                    "noupdate": True,
                }
                for row in rows
            ]
        )
        for row, record in zip(rows, records, strict=True):
            if row.reference in known and (later := self.mapping.after_update(values[row.reference])):
                record.write(later)
        self._remember(rows)
        self.env.flush_all()

    def _write_one_by_one(self, rows, known):
        errors = []
        for row in rows:
            try:
                with self.env.cr.savepoint(), gate.purpose(self.env, _REGISTER):
                    self._write([row], known)
            except (UserError, psycopg2.IntegrityError, psycopg2.DataError, ValueError) as error:
                # the text of an error may quote the row: neither the log nor the report gets it
                _logger.info("Register row on line %d refused: %s", row.line, type(error).__name__)
                errors.append(RowError(row.line, row.reference, "", "refused", type(error).__name__))
                if len(errors) == len(rows) >= HOPELESS:
                    raise ImportStopped(
                        f"Odoo refuses every row, for example because: {str(error)[:200]}"
                    ) from None
        return errors

    # ---- memory --------------------------------------------------------------------------------------------------

    def _name(self, row):
        return PREFIX[self.kind.name] + row.reference

    def _known_people(self):
        """Reference -> id of the contact, of everybody imported so far."""
        query = SQL(
            """SELECT d.name, d.res_id FROM ir_model_data d JOIN res_partner p ON p.id = d.res_id
               WHERE d.module = %s AND d.model = 'res.partner' AND starts_with(d.name, %s)""",
            MODULE,
            PREFIX["people"],
        )
        return {name.removeprefix(PREFIX["people"]): res_id for name, res_id in self.env.execute_query(query)}

    def _known(self, rows):
        """Those of the rows whose record exists: reference -> database id of the external id."""
        query = SQL(
            "SELECT d.name, d.id FROM ir_model_data d JOIN %s r ON r.id = d.res_id"
            " WHERE d.module = %s AND d.model = %s AND d.name IN %s",
            SQL.identifier(self.model._table),
            MODULE,
            self.model._name,
            tuple(self._name(row) for row in rows),
        )
        start = len(PREFIX[self.kind.name])
        return {name[start:]: id_ for name, id_ in self.env.execute_query(query)}

    def _seen(self, rows):
        """The fingerprints of rows that are in as they stand."""
        prints = tuple(row.fingerprint() for row in rows)
        query = SQL("SELECT name FROM ir_model_data WHERE module = %s AND name IN %s", SEEN, prints)
        return {name for (name,) in self.env.execute_query(query)}

    def _remember(self, rows):
        """Replace the fingerprints of these rows."""
        self.env.flush_all()
        external = self._known(rows)
        data = self.env["ir.model.data"]
        data.search(
            [("module", "=", SEEN), ("model", "=", data._name), ("res_id", "in", list(external.values()))]
        ).unlink()
        data.create(
            [
                {
                    "module": SEEN,
                    "name": row.fingerprint(),
                    "model": data._name,
                    "res_id": external[row.reference],
                    "noupdate": True,
                }
                for row in rows
            ]
        )
