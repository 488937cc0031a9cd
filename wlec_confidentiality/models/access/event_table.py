# SPDX-License-Identifier: LGPL-3.0-or-later
"""The table of access records: partitioned by id, append-only, in a schema of its own.

*Basic*: Odoo's role owns it; triggers on every partition refuse UPDATE, DELETE and TRUNCATE. *Hardened* (``hardened``): the
schema belongs to another role, and Odoo's role may only insert and read.
"""

from odoo.tools import SQL

# Numbers in a partition: "who saw this file" sorts within the newest ones, and what is purged one day is a whole one. A multiple of
# 65,536, as the tree of the seals likes it. A log that was begun with larger ones keeps them.
PARTITION_SIZE = 2**20
_AHEAD = 4

_SCHEMA = """
    CREATE SCHEMA IF NOT EXISTS wlec_log;
    CREATE TABLE IF NOT EXISTS wlec_log.event (
        version smallint NOT NULL,
        id bigint GENERATED ALWAYS AS IDENTITY,
        at timestamptz NOT NULL DEFAULT clock_timestamp(),
        action text NOT NULL,
        model text NOT NULL,
        record_ids int[] NOT NULL,
        field_names text[] NOT NULL,
        case_ids int[] NOT NULL,
        user_id int,
        actor_id int,
        su boolean NOT NULL,
        origin text NOT NULL,
        route text,
        method text,
        ip inet,
        session text,
        api_key_id int,
        request_id uuid,
        outcome text NOT NULL,
        PRIMARY KEY (id)
    ) PARTITION BY RANGE (id);
    -- A list of 80 files is 80 entries of this index, half of the time its record takes. They wait in a short list, which every
    -- search reads too, and are sorted in together.
    CREATE INDEX IF NOT EXISTS event_case_ids ON wlec_log.event USING gin (case_ids)
        WITH (fastupdate = on, gin_pending_list_limit = 64);
    -- Without the id, PostgreSQL keeps each person once with a list of their records: 7 bytes a record instead of 43.
    CREATE INDEX IF NOT EXISTS event_by_actor ON wlec_log.event (actor_id);
    DROP INDEX IF EXISTS wlec_log.event_actor;
    -- As the view says it. Records stand in the order of their time, nearly: a day is found by the pages it is on.
    CREATE INDEX IF NOT EXISTS event_at ON wlec_log.event USING brin ((at AT TIME ZONE 'UTC')) WITH (autosummarize = on);
    CREATE OR REPLACE FUNCTION wlec_log.refuse() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN RAISE EXCEPTION 'access records are never changed or removed' USING ERRCODE = 'insufficient_privilege'; END
    $$;
"""
_VIEW = """
    CREATE OR REPLACE VIEW wlec_access_event AS
        SELECT version, id, at AT TIME ZONE 'UTC' AS at, action, model, record_ids, field_names, case_ids, user_id,
               actor_id, su, origin, route, method, ip, session, api_key_id, request_id, outcome
          FROM wlec_log.event
"""


def create(cr):
    """Make the schema, the table, its first partitions and the view; changes nothing that is there."""
    cr.execute("SELECT to_regclass('wlec_log.event') IS NOT NULL")
    if not (cr.fetchone()[0] and is_hardened(cr)):  # hardened: nothing there is ours to change
        cr.execute(_SCHEMA)
        add_partitions(cr)
    cr.execute(_VIEW)


def add_partitions(cr):
    """Keep partitions ready for the records to come.

    :return: how many were made
    """
    found = partitions(cr)
    size = found[0][2] - found[0][1] if found else PARTITION_SIZE
    # Not the newest record: its partition may be purged. The sequence never goes back.
    cr.execute("SELECT last_value FROM wlec_log.event_id_seq")
    first = cr.fetchone()[0] // size
    add = _ask_for_partition if is_hardened(cr) else _add_partition
    return sum(add(cr, number, size) for number in range(first, first + _AHEAD))


def partitions(cr):
    """Those there are, by their numbers: [(which, its first number, the first after it)]"""
    cr.execute(
        "SELECT substring(relname FROM 'event_p(\\d+)$')::bigint,"
        "       substring(bound FROM 'FROM \\(''(\\d+)''\\)')::bigint, substring(bound FROM 'TO \\(''(\\d+)''\\)')::bigint"
        "  FROM (SELECT relname, pg_get_expr(relpartbound, pg_class.oid) AS bound FROM pg_class"
        "          JOIN pg_inherits ON inhrelid = pg_class.oid WHERE inhparent = 'wlec_log.event'::regclass) part ORDER BY 2"
    )
    return cr.fetchall()


def newest(cr):
    """The first numbers of the newest partition that is in use and of the one before it; fewer where these are all there are."""
    cr.execute("SELECT last_value FROM wlec_log.event_id_seq")
    last = cr.fetchone()[0]
    used = [first for _number, first, _after in partitions(cr) if first <= last]
    return used[:0:-1][:2]


def _ask_for_partition(cr, number, size):
    cr.execute("SELECT wlec_log.add_partition(%s, %s)", [number, size])
    return cr.fetchone()[0]


def _add_partition(cr, number, size):
    name = f"event_p{number}"
    cr.execute("SELECT to_regclass(%s) IS NOT NULL", [f"wlec_log.{name}"])
    if cr.fetchone()[0]:
        return 0
    table = SQL("wlec_log.%s", SQL.identifier(name))
    low, high = number * size, (number + 1) * size
    cr.execute(
        SQL("CREATE TABLE %s PARTITION OF wlec_log.event FOR VALUES FROM (%s) TO (%s)", table, low, high)
    )
    # A trigger on the parent does not protect its partitions from being emptied one by one.
    cr.execute(
        SQL(
            "CREATE TRIGGER refuse_row BEFORE UPDATE OR DELETE ON %s FOR EACH ROW EXECUTE FUNCTION wlec_log.refuse()",
            table,
        )
    )
    cr.execute(
        SQL("CREATE TRIGGER refuse_all BEFORE TRUNCATE ON %s EXECUTE FUNCTION wlec_log.refuse()", table)
    )
    return 1


def is_hardened(cr):
    """Whether Odoo's database role is unable to change the table of access records."""
    cr.execute(
        "SELECT NOT pg_has_role(current_user, relowner, 'MEMBER') AND NOT rolsuper"
        "  FROM pg_class, pg_roles WHERE pg_class.oid = 'wlec_log.event'::regclass AND rolname = current_user"
    )
    return cr.fetchone()[0]
