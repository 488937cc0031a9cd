# SPDX-License-Identifier: LGPL-3.0-or-later
"""Two small tables beside the complaints: the salt of receipt codes, and when something was tried without logging in.

They are no Odoo models: nobody reads them through the ORM. Of a try nothing is kept but the moment and the drawers it was counted
in, for an hour at most: no address, no session, not what was tried. A drawer is a number that leads back to words only with a
secret that the key ring locks. All workers of the server count in the same place. Rows are only ever added, so that two who try at
once do not have to wait for each other; a request does not see those that run at the same moment, so a brake can come on late by
as many tries as the server has workers.
"""

import os

from odoo.tools import SQL

from odoo.addons.wlec_confidentiality.orm import keys
from odoo.addons.wlec_confidentiality.tools import keyring, receipt_code

FILING = -1  # the drawer in which complaints handed in are counted
_SCOPE = "wlec receipt drawers"

_TABLES = """
    CREATE TABLE IF NOT EXISTS wlec_receipt_salt (salt bytea NOT NULL);
    ALTER TABLE wlec_receipt_salt ADD COLUMN IF NOT EXISTS drawer_kek varchar, ADD COLUMN IF NOT EXISTS drawer_secret bytea;
    CREATE TABLE IF NOT EXISTS wlec_receipt_try (
        drawer bigint NOT NULL,
        at timestamp NOT NULL DEFAULT (clock_timestamp() AT TIME ZONE 'UTC')
    );
    ALTER TABLE wlec_receipt_try ALTER COLUMN drawer TYPE bigint;
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


def drawers(cr, code):
    """The drawers of this code."""
    return receipt_code.drawers(code, _secret(cr))


def _secret(cr):
    """What the drawers are numbered with. When its key is gone, another is drawn: the drawers begin anew, and nothing is lost."""
    cr.execute("SELECT drawer_kek, drawer_secret FROM wlec_receipt_salt")
    kek_id, wrapped = cr.fetchone()
    return (wrapped and _unwrapped(kek_id, bytes(wrapped))) or _new_secret(cr)


def _unwrapped(kek_id, wrapped):
    try:
        return keys.ring().unwrap(kek_id, wrapped, _SCOPE)
    except keyring.KeyRingProblem:
        return None


def _new_secret(cr):
    secret = os.urandom(receipt_code.SECRET_BYTES)
    wrapped = keys.ring().wrap(secret, _SCOPE)
    cr.execute(SQL("UPDATE wlec_receipt_salt SET drawer_kek = %s, drawer_secret = %s", *wrapped))
    return secret


def wait(cr, brake, drawers):
    """How many seconds until all of these drawers are open again; 0: they are."""
    cr.execute(
        SQL(
            "SELECT array_agg(at) FROM wlec_receipt_try"
            " WHERE drawer = ANY(%s) AND at > clock_timestamp() AT TIME ZONE 'UTC' - make_interval(secs => %s)"
            " GROUP BY drawer",
            list(drawers),
            brake.seconds,
        )
    )
    found = cr.fetchall()
    cr.execute("SELECT clock_timestamp() AT TIME ZONE 'UTC'")
    [now] = cr.fetchone()
    return max((brake.wait(moments, now) for (moments,) in found), default=0)


def note(cr, drawers):
    """Something was tried just now."""
    cr.execute(SQL("INSERT INTO wlec_receipt_try (drawer) SELECT unnest(%s::bigint[])", list(drawers)))


def forget(cr, seconds):
    """Delete what no brake counts any more."""
    cr.execute(
        SQL(
            "DELETE FROM wlec_receipt_try WHERE at < clock_timestamp() AT TIME ZONE 'UTC' - make_interval(secs => %s)",
            seconds,
        )
    )
