# SPDX-License-Identifier: LGPL-3.0-or-later
"""Hardened: the records belong to another database role, and Odoo's own can only add to them."""

import psycopg2
import pytest

from dev import sql

from .conftest import harden

ATTACKS = (
    "DELETE FROM wlec_log.event", "DELETE FROM wlec_log.event_p0", "DELETE FROM wlec_access_event",
    "UPDATE wlec_log.event SET actor_id = 1", "UPDATE wlec_access_event SET outcome = 'ok'",
    "TRUNCATE wlec_log.event", "TRUNCATE wlec_log.event_p0", "DROP TABLE wlec_log.event CASCADE", "DROP SCHEMA wlec_log CASCADE",
    "ALTER TABLE wlec_log.event DISABLE TRIGGER ALL", "ALTER TABLE wlec_log.event_p0 DISABLE TRIGGER ALL",
    "ALTER TABLE wlec_log.event RENAME TO gone", "ALTER TABLE wlec_log.event DETACH PARTITION wlec_log.event_p0",
    "ALTER SCHEMA wlec_log RENAME TO gone", "ALTER TABLE wlec_log.event OWNER TO CURRENT_USER", "DROP FUNCTION wlec_log.refuse() CASCADE",
    "CREATE OR REPLACE FUNCTION wlec_log.refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$",
    "CREATE TRIGGER x BEFORE INSERT ON wlec_log.event FOR EACH ROW EXECUTE FUNCTION pg_catalog.suppress_redundant_updates_trigger()",
    "CREATE RULE x AS ON INSERT TO wlec_log.event DO INSTEAD NOTHING", "CREATE TABLE wlec_log.mine (a int)",
    "CREATE POLICY x ON wlec_log.event FOR ALL USING (false)", "ALTER TABLE wlec_log.event ENABLE ROW LEVEL SECURITY",
    "SET ROLE wlec_log_owner", "SET SESSION AUTHORIZATION wlec_log_owner",
    "SELECT setval(pg_get_serial_sequence('wlec_log.event', 'id'), 1)", "SET session_replication_role = replica",
    "INSERT INTO wlec_log.event (id, version, action, model, record_ids, field_names, case_ids, su, origin, outcome)"
    " OVERRIDING SYSTEM VALUE VALUES (1, 1, 'read', 'x', '{}', '{}', '{}', false, 'http', 'ok')",
    "INSERT INTO wlec_log.event (at, version, action, model, record_ids, field_names, case_ids, su, origin, outcome)"
    " VALUES ('2000-01-01', 1, 'read', 'x', '{}', '{}', '{}', false, 'http', 'ok')",
    "SELECT wlec_log.add_partition(7, 10000000)", "SELECT wlec_log.add_partition(9, 5)", "SELECT wlec_log.add_partition(-1, 10000000)",
    "SELECT wlec_log.add_partition(9, 1048576)", "SELECT wlec_log.purge(0, 1, 0, 1048575, '')", "DROP TABLE wlec_log.event_p0",
    "SELECT wlec_log.purge(1, 1, 0, 2097151, '')", "DELETE FROM wlec_log.purge", "TRUNCATE wlec_log.purge",
    "INSERT INTO wlec_log.purge (number, turn, size, last_id, pending) VALUES (0, 1, 1, 1, '')",
    "REINDEX TABLE wlec_log.event_p0", "LOCK TABLE wlec_log.event IN ACCESS EXCLUSIVE MODE", "COMMENT ON TABLE wlec_log.event IS 'x'",
)  # fmt: skip


@pytest.fixture(scope="module")
def hardened(spare):
    done = harden(spare.db)
    assert not done.returncode, done.stderr
    return spare


def test_only_adding_is_left(hardened):
    before = hardened.sql("SELECT count(*), max(id), min(at) FROM wlec_log.event")
    survived = []
    for attack in ATTACKS:
        with sql.connect(hardened.db) as connection, connection.cursor() as cursor:
            try:
                cursor.execute(attack)
                survived.append(attack)
            except psycopg2.Error:
                pass
            connection.rollback()
    # PostgreSQL answers this with a mere warning that nothing was granted.
    with sql.connect(hardened.db) as connection, connection.cursor() as cursor:
        cursor.execute("GRANT DELETE ON wlec_log.event TO CURRENT_USER")
        with pytest.raises(psycopg2.errors.InsufficientPrivilege):
            cursor.execute("DELETE FROM wlec_log.event")
    assert not survived
    assert hardened.sql("SELECT count(*), max(id), min(at) FROM wlec_log.event") == before


def test_the_centre_works_on(hardened, spare_file):
    alice, bob = hardened.login("alice"), hardened.login("bob")
    since = hardened.last_event()
    assert spare_file.word in alice.call("wlec.case", "read", [spare_file.id], ["matter"])[0]["matter"]
    with pytest.raises(Exception, match="need to know"):
        bob.call("wlec.case", "read", [spare_file.id], ["matter"])
    alice.call("wlec.case", "write", [spare_file.id], {"risk_notes": "none"})
    rows = [(row["action"], row["outcome"]) for row in hardened.events(since) if row["model"] == "wlec.case"]
    assert rows == [("read", "ok"), ("denied", "denied"), ("write", "ok")]
    assert hardened.login("audrey").call("wlec.access.event", "search_read", [], ["what", "at"], limit=3)


def test_twice_changes_nothing(hardened):
    assert not harden(hardened.db).returncode


def test_the_next_partition_is_still_made(hardened):
    assert "True" in hardened.shell(
        "env['wlec.access.event']._cron_partitions()\nenv.cr.commit()\nprint(True)\n"
    )


def test_an_update_of_the_addon_goes_through(hardened, odoo):
    """The module's own set-up meets a schema that is not its own, and leaves it alone."""
    code = "env['wlec.access.event'].init()\nenv.cr.commit()\nprint('UPDATED')\n"
    assert "UPDATED" in hardened.shell(code)
    assert (
        hardened.sql("SELECT relowner::regrole::text FROM pg_class WHERE oid = 'wlec_log.event'::regclass")[
            0
        ][0]
        == "wlec_log_owner"
    )


def test_the_self_check_says_so(hardened):
    assert "True" in hardened.shell(
        "from odoo.addons.wlec_confidentiality.models.access import event_table\nprint(event_table.is_hardened(env.cr))\n"
    )
