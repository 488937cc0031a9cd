# SPDX-License-Identifier: LGPL-3.0-or-later
# Runs inside `odoo shell` before another script: the log of this database, a superuser's connection, the sealer and the check.
# ruff: noqa: F821

import psycopg2

from odoo.addons.wlec_confidentiality.models.records import log_verifier, sealer

NAME, DB, SEALS = sealer.name_of(env), env.cr.dbname, env["wlec.access.seal"]
STATE = sealer.state_path(DB)
WITHOUT, AGAIN = "SET session_replication_role = replica;", "SET session_replication_role = DEFAULT"
env.cr.commit()


def connected(**options):
    connection = psycopg2.connect(dbname=DB, **options)
    connection.autocommit = True
    return connection


admin, own = connected(user="postgres"), connected()
found = {}


class Crash(Exception):
    pass


def crash(*_words, **_lines):
    raise Crash


def sql(query, *params, connection=admin):
    with connection.cursor() as cursor:
        cursor.execute(query, params or None)
        return cursor.fetchall() if cursor.description else None


def seal(**options):
    return sealer.seal(DB, NAME, **options)


def pinned():
    """The keys the check believes."""
    return SEALS._pinned_keys()


def check(most=700):
    """Read everything again, so many records at a time; the last step."""
    place = None
    while True:
        one = log_verifier.step(DB, pinned(), place, most)
        place = one.place
        if not place:
            return one


def kind():
    damage = check().damage
    return damage and damage.kind
