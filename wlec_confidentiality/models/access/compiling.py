# SPDX-License-Identifier: LGPL-3.0-or-later
"""PostgreSQL compiles long conditions (JIT) when it guesses that a query will take long. Who may see what is asked in one long
condition, which is compiled for longer than it takes to answer. A database role may switch that off for itself in one database:
no special right is needed, and nobody else's queries change."""

import logging

import psycopg2

from odoo.tools import SQL

_logger = logging.getLogger(__name__)

_IS_OFF = """
    SELECT current_setting('jit') = 'off' OR EXISTS (
        SELECT FROM pg_db_role_setting s
         WHERE s.setrole IN (0, (SELECT oid FROM pg_roles WHERE rolname = current_user))
           AND s.setdatabase IN (0, (SELECT oid FROM pg_database WHERE datname = current_database()))
           AND 'jit=off' = ANY(s.setconfig))
"""


def is_off(cr):
    """Whether it is off for every connection made from now on."""
    cr.execute(_IS_OFF)
    return cr.fetchone()[0]


def switch_off(cr):
    """Asked whenever a server starts: a database that was restored or copied has lost the setting."""
    if not is_off(cr) and _alter(cr, SQL("SET jit = off")):
        cr.execute("SET jit = off")  # this connection was made before


def leave(cr):
    """As it was, when the addon goes."""
    _alter(cr, SQL("RESET jit"))


def _alter(cr, what):
    database = SQL.identifier(cr.dbname)
    try:
        with cr.savepoint(flush=False):
            cr.execute(SQL("ALTER ROLE CURRENT_USER IN DATABASE %s %s", database, what), log_exceptions=False)
    except psycopg2.Error as problem:  # another server that starts does the same at this moment
        _logger.info("PostgreSQL's compiling of queries stays as it is: %s", problem)
        return False
    return True
