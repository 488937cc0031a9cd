# SPDX-License-Identifier: LGPL-3.0-or-later
"""Who held what, from when until when: an office (a group), a complaint, an enquiry.

What explains an access is judged by the day of the access, not by today: whoever left an office last month was in it before, and
whoever came into it yesterday was not. PostgreSQL notes each change where it is made, whoever makes it and by whatever door. What
was before it began to note is not known; the explanation says so (``known_since``).
"""

from odoo.tools import SQL

MEMBERS = "res_groups_users_rel.uid"
IMPLIED = "res_groups_implied_rel.gid"
# Moments are noted by the clock, a change is seen when it is committed.
_SLACK = SQL("interval '1 second'")
_TABLE = """
    CREATE TABLE IF NOT EXISTS wlec_held (
        place text NOT NULL,  -- table and column of the holder
        thing int NOT NULL,
        holder int NOT NULL,
        since timestamp NOT NULL,
        until timestamp NOT NULL DEFAULT 'infinity',
        noted_at timestamp NOT NULL DEFAULT (clock_timestamp() AT TIME ZONE 'UTC')
    );
    CREATE INDEX IF NOT EXISTS wlec_held_thing ON wlec_held (place, thing, holder);
    CREATE INDEX IF NOT EXISTS wlec_held_holder ON wlec_held (holder, place);
    CREATE OR REPLACE FUNCTION wlec_hold() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE
        -- place, column of the thing, column of the holder
        pair text := format('SELECT ($1).%I, ($1).%I', TG_ARGV[1], TG_ARGV[2]);
        moment timestamp := clock_timestamp() AT TIME ZONE 'UTC';
        was_thing int; was_holder int; is_thing int; is_holder int;
    BEGIN
        IF TG_OP <> 'INSERT' THEN EXECUTE pair INTO was_thing, was_holder USING OLD; END IF;
        IF TG_OP <> 'DELETE' THEN EXECUTE pair INTO is_thing, is_holder USING NEW; END IF;
        IF (was_thing, was_holder) IS NOT DISTINCT FROM (is_thing, is_holder) THEN RETURN NULL; END IF;
        -- By its full name: a temporary table of the same name would take the notes away with it.
        EXECUTE format('UPDATE %I.wlec_held SET until = $1 WHERE place = $2 AND thing = $3 AND holder = $4 AND until = $5', TG_TABLE_SCHEMA)
          USING moment, TG_ARGV[0], was_thing, was_holder, 'infinity'::timestamp;
        IF is_holder IS NOT NULL THEN
            EXECUTE format('INSERT INTO %I.wlec_held (place, thing, holder, since) VALUES ($1, $2, $3, $4)', TG_TABLE_SCHEMA)
              USING TG_ARGV[0], is_thing, is_holder, moment;
        END IF;
        RETURN NULL;
    END $$;
"""


def follow(cr, table, holder, thing="id"):
    """Note from now on who stands in this column; does nothing where it is noted already.

    :return: whether this is the beginning
    """
    cr.execute(_TABLE)
    place = f"{table}.{holder}"
    cr.execute("SELECT EXISTS (SELECT FROM wlec_held WHERE place = %s)", [place])
    (is_known,) = cr.fetchone()
    names = {"table": SQL.identifier(table), "thing": SQL.identifier(thing), "holder": SQL.identifier(holder)}
    cr.execute(
        SQL(
            """CREATE OR REPLACE TRIGGER %(trigger)s AFTER INSERT OR DELETE OR UPDATE OF %(thing)s, %(holder)s ON %(table)s
               FOR EACH ROW EXECUTE FUNCTION wlec_hold(%(place)s, %(thing_name)s, %(holder_name)s)""",
            **names,
            trigger=SQL.identifier(f"wlec_hold_{holder}"),
            place=place,
            thing_name=thing,
            holder_name=holder,
        )
    )
    _catch_up(cr, place, names, is_known)
    return not is_known


def _catch_up(cr, place, names, is_known):
    """What holds today and is not noted begins now, or, when nothing was noted before, at a time unknown; what does not, ends."""
    cr.execute(
        SQL(
            """INSERT INTO wlec_held (place, thing, holder, since)
               SELECT %(place)s, t.%(thing)s, t.%(holder)s, %(since)s FROM %(table)s t
                WHERE t.%(holder)s IS NOT NULL AND NOT EXISTS (
                    SELECT FROM wlec_held h WHERE h.place = %(place)s AND h.thing = t.%(thing)s AND h.holder = t.%(holder)s
                       AND h.until = 'infinity')""",
            **names,
            place=place,
            since=SQL("clock_timestamp() AT TIME ZONE 'UTC'") if is_known else SQL("'-infinity'::timestamp"),
        )
    )
    cr.execute(
        SQL(
            """UPDATE wlec_held h SET until = clock_timestamp() AT TIME ZONE 'UTC'
                WHERE h.place = %(place)s AND h.until = 'infinity' AND NOT EXISTS (
                    SELECT FROM %(table)s t WHERE t.%(thing)s = h.thing AND t.%(holder)s = h.holder)""",
            **names,
            place=place,
        )
    )


def forget(cr):
    """When the addon goes: nothing stays behind on tables of Odoo's own."""
    cr.execute("DROP FUNCTION IF EXISTS wlec_hold() CASCADE")
    cr.execute("DROP TABLE IF EXISTS wlec_held")


def known_since(cr):
    """The moment from which on changes are noted; who held an office before that is not on record."""
    cr.execute("SELECT min(noted_at) FROM wlec_held WHERE place = %s", [MEMBERS])
    return cr.fetchone()[0]


# ---- SQL
def then(alias, moment):
    """SQL: this row of ``wlec_held`` held at that moment."""
    return SQL(
        "(%(h)s.since <= %(at)s + %(slack)s AND %(h)s.until > %(at)s - %(slack)s)",
        h=SQL.identifier(alias),
        at=moment,
        slack=_SLACK,
    )


def by(places, thing, holder, moment):
    """SQL: this person stood in one of these places of this thing at that moment."""
    return SQL(
        "EXISTS (SELECT FROM wlec_held h WHERE h.place = ANY(%s) AND h.thing = %s AND h.holder = %s AND %s)",
        list(places),
        thing,
        holder,
        then("h", moment),
    )
