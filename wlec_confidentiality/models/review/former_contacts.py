# SPDX-License-Identifier: LGPL-3.0-or-later
"""What the contact of somebody of the staff said before it was changed: until the night, when it is compared as well.

Else a colleague's address could be taken away while they look at their sister's file, and put back. PostgreSQL notes it, whoever makes
the change and by whatever door. Nothing of it is kept once it was compared: ties are, and no address. Of a contact that is sealed,
because they became a client, nothing is noted, and what was noted that day goes.
"""

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


def follow(cr):
    cr.execute(_CONTACT)


def forget(cr):
    """When the addon goes: nothing stays behind on tables of Odoo's own."""
    for name in ("note_former_contact", "forget_former_contact", "note_former_login"):
        cr.execute(SQL("DROP FUNCTION IF EXISTS %s() CASCADE", SQL.identifier(f"wlec_{name}")))
    cr.execute("DROP TABLE IF EXISTS wlec_former_contact")


def noted(env):
    """[(number of the note, user, until, what it said)]"""
    columns = SQL(", ").join(SQL.identifier(name) for name in COLUMNS)
    query = SQL("SELECT id, user_id, until, %s FROM wlec_former_contact ORDER BY id", columns)
    return [(*row[:3], row[3:]) for row in env.execute_query(query)]


def compared(cr, numbers):
    cr.execute("DELETE FROM wlec_former_contact WHERE id = ANY(%s)", [list(numbers)])
