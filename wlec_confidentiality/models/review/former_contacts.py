# SPDX-License-Identifier: LGPL-3.0-or-later
"""What the contact of somebody of the staff, or of the client of a file, said before it was changed: until the night, when it is
compared as well.

Else an address could be another one while a colleague looks at their sister's file, and put back. PostgreSQL notes it, whoever makes
the change and by whatever door. Nothing of it is kept once it was compared: ties are, and no address. Of a client only what is sealed
is noted, as it is sealed; where somebody of the staff becomes a client, what was noted of them that day goes.
"""

from datetime import datetime
from typing import NamedTuple

from odoo.tools import SQL

COLUMNS = ("name", "street", "zip", "phone", "email")
_CONTACT = """
    CREATE TABLE IF NOT EXISTS wlec_former_contact (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        partner_id int NOT NULL,
        user_id int NOT NULL REFERENCES res_users ON DELETE CASCADE,
        until timestamp NOT NULL DEFAULT (clock_timestamp() AT TIME ZONE 'UTC'),
        name text, street text, zip text, phone text, email text
    );
    CREATE OR REPLACE FUNCTION wlec_note_former_contact() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        EXECUTE format('INSERT INTO %I.wlec_former_contact (partner_id, user_id, name, street, zip, phone, email)
                        SELECT $1, u.id, $2, $3, $4, $5, $6 FROM %I.res_users u WHERE u.partner_id = $1 AND NOT u.share',
                       TG_TABLE_SCHEMA, TG_TABLE_SCHEMA)
          USING OLD.id, OLD.name, OLD.street, OLD.zip, OLD.phone, OLD.email;
        RETURN NULL;
    END $$;
    CREATE OR REPLACE TRIGGER wlec_note_former_contact AFTER UPDATE OF name, street, zip, phone, email ON res_partner FOR EACH ROW
        WHEN ((OLD.name, OLD.street, OLD.zip, OLD.phone, OLD.email) IS DISTINCT FROM (NEW.name, NEW.street, NEW.zip, NEW.phone, NEW.email)
              AND NEW.name NOT LIKE 'wlec1$%')
        EXECUTE FUNCTION wlec_note_former_contact();
    CREATE OR REPLACE FUNCTION wlec_forget_former_contact() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        EXECUTE format('DELETE FROM %I.wlec_former_contact WHERE partner_id = $1', TG_TABLE_SCHEMA) USING NEW.id;
        RETURN NULL;
    END $$;
    CREATE OR REPLACE TRIGGER wlec_forget_former_contact AFTER UPDATE OF name ON res_partner FOR EACH ROW
        WHEN (NEW.name LIKE 'wlec1$%') EXECUTE FUNCTION wlec_forget_former_contact();
    CREATE OR REPLACE FUNCTION wlec_note_former_login() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        EXECUTE format('INSERT INTO %I.wlec_former_contact (partner_id, user_id, name, street, zip, phone, email)
                        SELECT p.id, $2, p.name, p.street, p.zip, p.phone, p.email FROM %I.res_partner p WHERE p.id = $1 AND p.name NOT LIKE ''wlec1$%%''',
                       TG_TABLE_SCHEMA, TG_TABLE_SCHEMA)
          USING OLD.partner_id, OLD.id;
        RETURN NULL;
    END $$;
    CREATE OR REPLACE TRIGGER wlec_note_former_login AFTER UPDATE OF partner_id, active, share ON res_users FOR EACH ROW
        WHEN (NOT OLD.share AND (OLD.partner_id, OLD.active, OLD.share) IS DISTINCT FROM (NEW.partner_id, NEW.active, NEW.share))
        EXECUTE FUNCTION wlec_note_former_login();
"""
_CLIENT = """
    CREATE TABLE IF NOT EXISTS wlec_former_client (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        partner_id int NOT NULL,
        until timestamp NOT NULL DEFAULT (clock_timestamp() AT TIME ZONE 'UTC'),
        name text, street text, zip text, phone text, email text
    );
    CREATE OR REPLACE FUNCTION wlec_note_former_client() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        EXECUTE format('INSERT INTO %I.wlec_former_client (partner_id, name, street, zip, phone, email)
                        SELECT $1, $2, $3, $4, $5, $6 WHERE EXISTS (SELECT 1 FROM %I.wlec_case c WHERE c.partner_id = $1)',
                       TG_TABLE_SCHEMA, TG_TABLE_SCHEMA)
          USING OLD.id, OLD.name, OLD.street, OLD.zip, OLD.phone, OLD.email;
        RETURN NULL;
    END $$;
    CREATE OR REPLACE TRIGGER wlec_note_former_client AFTER UPDATE OF name, street, zip, phone, email ON res_partner FOR EACH ROW
        WHEN (OLD.name LIKE 'wlec1$%' AND (OLD.name, OLD.street, OLD.zip, OLD.phone, OLD.email)
              IS DISTINCT FROM (NEW.name, NEW.street, NEW.zip, NEW.phone, NEW.email))
        EXECUTE FUNCTION wlec_note_former_client();
"""


class Note(NamedTuple):
    """What a contact said, and until when (naive, UTC)."""

    number: int
    of: int  # the user; of a client, the contact
    until: datetime
    said: tuple  # in the order of ``COLUMNS``; of a client as it is sealed


def follow(cr):
    cr.execute(_CONTACT)
    cr.execute(_CLIENT)


def forget(cr):
    """When the addon goes: nothing stays behind on tables of Odoo's own."""
    for name in ("note_former_contact", "forget_former_contact", "note_former_login", "note_former_client"):
        cr.execute(SQL("DROP FUNCTION IF EXISTS %s() CASCADE", SQL.identifier(f"wlec_{name}")))
    cr.execute("DROP TABLE IF EXISTS wlec_former_contact, wlec_former_client")


def of_staff(env):
    return _noted(env, "wlec_former_contact", "user_id")


def of_clients(env):
    return _noted(env, "wlec_former_client", "partner_id")


def _noted(env, table, whose):
    columns = SQL(", ").join(SQL.identifier(name) for name in (whose, "until", *COLUMNS))
    query = SQL("SELECT id, %s FROM %s ORDER BY id", columns, SQL.identifier(table))
    return [Note(*row[:3], row[3:]) for row in env.execute_query(query)]


def compared(cr, staff, clients):
    """Forget these notes."""
    for table, notes in (("wlec_former_contact", staff), ("wlec_former_client", clients)):
        query = SQL(
            "DELETE FROM %s WHERE id = ANY(%s)", SQL.identifier(table), [note.number for note in notes]
        )
        cr.execute(query)
