# SPDX-License-Identifier: LGPL-3.0-or-later
"""Statements on PostgreSQL through the environment's psycopg2: no client programs needed.

Runs inside the virtual environment: `python -m dev.sql DATABASE` reads JSON `[[statement, parameters], ...]` and prints the
rows of the last statement as JSON. Where to connect comes from PGHOST, PGPORT, PGUSER and PGPASSWORD.
"""

import contextlib
import json
import sys

import psycopg2


@contextlib.contextmanager
def connect(database: str):
    """A connection on which every statement commits by itself."""
    connection = psycopg2.connect(dbname=database, application_name="wlec-dev")
    connection.autocommit = True
    try:
        yield connection
    finally:
        connection.close()


def execute(statements: list, database: str) -> list[tuple]:
    rows = []
    with connect(database) as connection, connection.cursor() as cursor:
        for statement, parameters in statements:
            cursor.execute(statement, parameters or None)
            rows = cursor.fetchall() if cursor.description else []
    return rows


if __name__ == "__main__":
    try:
        print(json.dumps(execute(json.load(sys.stdin), sys.argv[1])))
    except psycopg2.Error as error:
        sys.exit(str(error).strip())
