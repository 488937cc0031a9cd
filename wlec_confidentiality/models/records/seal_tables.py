# SPDX-License-Identifier: LGPL-3.0-or-later
"""The tables of seals, of tile roots and of what was purged, append-only like the access records beside them."""

from odoo.addons.wlec_confidentiality.exceptions import ConfidentialityError
from odoo.addons.wlec_confidentiality.models.access import event_table

_TABLES = """
    CREATE TABLE IF NOT EXISTS wlec_log.seal (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        at timestamptz NOT NULL DEFAULT clock_timestamp(),
        turn int NOT NULL,
        size bigint NOT NULL,
        last_id bigint NOT NULL,
        gaps bigint NOT NULL,
        note text NOT NULL
    );
    CREATE TABLE IF NOT EXISTS wlec_log.tile (turn int, number bigint, root bytea NOT NULL, PRIMARY KEY (turn, number));
    CREATE TABLE IF NOT EXISTS wlec_log.purge (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        at timestamptz NOT NULL DEFAULT clock_timestamp(),
        number bigint NOT NULL,
        turn int NOT NULL,
        size bigint NOT NULL,
        last_id bigint NOT NULL,
        pending bytea NOT NULL
    );
"""
_TRIGGERS = """
    CREATE OR REPLACE TRIGGER refuse_row BEFORE UPDATE OR DELETE ON wlec_log.seal
        FOR EACH ROW EXECUTE FUNCTION wlec_log.refuse();
    CREATE OR REPLACE TRIGGER refuse_all BEFORE TRUNCATE ON wlec_log.seal EXECUTE FUNCTION wlec_log.refuse();
    CREATE OR REPLACE TRIGGER refuse_row BEFORE UPDATE OR DELETE ON wlec_log.tile
        FOR EACH ROW EXECUTE FUNCTION wlec_log.refuse();
    CREATE OR REPLACE TRIGGER refuse_all BEFORE TRUNCATE ON wlec_log.tile EXECUTE FUNCTION wlec_log.refuse();
    CREATE OR REPLACE TRIGGER refuse_row BEFORE UPDATE OR DELETE ON wlec_log.purge
        FOR EACH ROW EXECUTE FUNCTION wlec_log.refuse();
    CREATE OR REPLACE TRIGGER refuse_all BEFORE TRUNCATE ON wlec_log.purge EXECUTE FUNCTION wlec_log.refuse();
"""
_VIEW = """
    CREATE OR REPLACE VIEW wlec_access_seal AS
        SELECT id, at AT TIME ZONE 'UTC' AS at, size, last_id, gaps, note FROM wlec_log.seal
"""


def create(cr):
    """Make the tables and the view; changes nothing that is there."""
    cr.execute("SELECT to_regclass('wlec_log.seal') IS NOT NULL AND to_regclass('wlec_log.tile') IS NOT NULL")
    is_there, is_hardened = cr.fetchone()[0], event_table.is_hardened(cr)
    if is_hardened and not is_there:
        raise ConfidentialityError(
            "The tables of seals are missing: run data/access/harden.sql again, as when it was hardened."
        )
    if not is_hardened:  # else nothing there is ours to change
        cr.execute(_TABLES)
        cr.execute(_TRIGGERS)
    cr.execute(_VIEW)
