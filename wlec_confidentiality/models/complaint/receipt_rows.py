# SPDX-License-Identifier: LGPL-3.0-or-later
"""Two small tables beside the complaints: the salt of receipt codes, and when something was tried without logging in.

They are no Odoo models: nobody reads them through the ORM. Of a try nothing is kept but the moment and the drawer it was counted
in: no address, no session, not what was tried. All workers of the server count in the same place. Rows are only ever added, so
that two who try at once do not have to wait for each other; a request does not see those that run at the same moment, so a
brake can come on late by as many tries as the server has workers.
"""

import os

from odoo.tools import SQL

from odoo.addons.wlec_confidentiality.tools import receipt_code

FILING = -1  # the drawer in which complaints handed in are counted

_TABLES = """
    CREATE TABLE IF NOT EXISTS wlec_receipt_salt (salt bytea NOT NULL);
    CREATE TABLE IF NOT EXISTS wlec_receipt_try (
        drawer smallint NOT NULL,
        at timestamp NOT NULL DEFAULT (clock_timestamp() AT TIME ZONE 'UTC')
    );
    CREATE INDEX IF NOT EXISTS wlec_receipt_try_drawer ON wlec_receipt_try (drawer, at);
"""


def create_tables(cr):
    cr.execute(_TABLES)
    cr.execute(
        "INSERT INTO wlec_receipt_salt (salt) SELECT %s WHERE NOT EXISTS (SELECT FROM wlec_receipt_salt)",
        [os.urandom(receipt_code.SALT_BYTES)],
    )


def salt(cr):
    cr.execute("SELECT salt FROM wlec_receipt_salt")
    return bytes(cr.fetchone()[0])


def wait(cr, brake, drawer):
    """How many seconds until this drawer is open again; 0: it is."""
    cr.execute(
        SQL(
            "SELECT array_agg(at), clock_timestamp() AT TIME ZONE 'UTC' FROM wlec_receipt_try"
            " WHERE drawer = %s AND at > clock_timestamp() AT TIME ZONE 'UTC' - make_interval(secs => %s)",
            drawer,
            brake.seconds,
        )
    )
    moments, now = cr.fetchone()
    return brake.wait(moments or [], now)


def note(cr, drawer):
    """Something was tried just now."""
    cr.execute(SQL("INSERT INTO wlec_receipt_try (drawer) VALUES (%s)", drawer))


def forget(cr, seconds):
    """Delete what no brake counts any more."""
    cr.execute(
        SQL(
            "DELETE FROM wlec_receipt_try WHERE at < clock_timestamp() AT TIME ZONE 'UTC' - make_interval(secs => %s)",
            seconds,
        )
    )
