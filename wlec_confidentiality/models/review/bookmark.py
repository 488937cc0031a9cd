# SPDX-License-Identifier: LGPL-3.0-or-later
"""How far the nightly review has come: whoever could set it forward would have nothing of theirs looked at.

It is sealed with the key ring, for this database. Whoever administers the programme can reach its row, by SQL too, but not the ring;
and a function of a module is out of reach of code typed into the back office. So it cannot be forged. Taken away, or an older one put
back, it only goes back: more is looked at, and none of it less.
"""

from datetime import timedelta

from odoo.tools import SQL

from odoo.addons.wlec_confidentiality.orm import keys
from odoo.addons.wlec_confidentiality.tools.keyring import KeyRingProblem

# Where nothing says how far it has come, that many days are looked through: what was long before is left in peace.
LOOK_BACK = timedelta(days=31)
_TABLE = """
    CREATE TABLE IF NOT EXISTS wlec_review_bookmark (
        is_only boolean PRIMARY KEY DEFAULT TRUE CHECK (is_only),
        kek_id text NOT NULL,
        sealed bytea NOT NULL
    )
"""


def create_table(cr):
    cr.execute(_TABLE)


def read(cr):
    """The number of the newest access record that was looked at; ``None``: nothing says so, or not the review itself.

    :raise KeyRingError: the ring cannot serve
    """
    cr.execute("SELECT kek_id, sealed FROM wlec_review_bookmark")
    row = cr.fetchone()
    try:
        return row and int.from_bytes(keys.ring().unwrap(row[0], bytes(row[1]), _scope(cr)), "big")
    except KeyRingProblem:
        return None


def note(cr, number):
    """To be written with what was found up to there, in one transaction.

    :raise KeyRingError: the ring cannot serve
    """
    sealed = keys.ring().wrap(number.to_bytes(8, "big"), _scope(cr))
    cr.execute(
        SQL(
            "INSERT INTO wlec_review_bookmark (kek_id, sealed) VALUES %s"
            " ON CONFLICT (is_only) DO UPDATE SET kek_id = excluded.kek_id, sealed = excluded.sealed",
            sealed,
        )
    )


def _scope(cr):
    # One ring may serve several databases: where another has come to says nothing here.
    return f"wlec.access.review,bookmark of {cr.dbname}"
