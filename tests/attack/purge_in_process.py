# SPDX-License-Identifier: LGPL-3.0-or-later
# Runs inside `odoo shell` after sealing_in_process.py, with a seal key of its own: the oldest partition is purged, interrupted, and attacked.
# ruff: noqa: F821
import json

import psycopg2

from odoo import api
from odoo.exceptions import AccessError, UserError

from odoo.addons.wlec_confidentiality.models.access import event_table
from odoo.addons.wlec_confidentiality.models.records import log_purge, log_verifier, sealer
from odoo.addons.wlec_confidentiality.orm import actor

SIZE = event_table.PARTITION_SIZE
found["hardened"] = event_table.is_hardened(env.cr)
env.cr.rollback()


# Here one shell stands for the sessions of several people.
actor.principals = lambda env: (env.uid,)


def old_records(count):
    sql(
        "INSERT INTO wlec_log.event (at, version, action, model, record_ids, field_names, case_ids, su, origin, outcome)"
        " SELECT now() - interval '8 years', 1, 'read', 'wlec.case', '{1}', '{matter}', '{1}', false, 'http', 'ok'"
        " FROM generate_series(1, %s)",
        count,
    )


def partitions():
    return [number for (number,) in sql(
        "SELECT substring(relname FROM 'event_p(\\d+)$')::int FROM pg_class JOIN pg_inherits ON inhrelid = oid"
        " WHERE inhparent = 'wlec_log.event'::regclass ORDER BY 1"
    )]  # fmt: skip


def as_(login):
    user = env["res.users"].search([("login", "=", login)])
    return api.Environment(env.cr, user.id, {})


def refused(run):
    try:
        run()
    except (AccessError, UserError) as why:
        env.cr.rollback()
        return str(why)
    return None


def fill(partition):
    """The partition is full of old records, sealed in pieces, and the next one begun."""
    old_records(600)
    seal()
    old_records(400)
    seal()
    sql("SELECT setval('wlec_log.event_id_seq', %s)", (partition + 1) * SIZE - 50)
    old_records(100)
    seal()
    env["wlec.access.event"]._cron_partitions()
    env.cr.commit()


def ask():
    """The officer's request, as the auditor sees it."""
    purge = as_("otto")["wlec.log.purge"].create({"reason": "Eight years have passed"})
    purge.action_ask()
    env.cr.commit()
    return as_("audrey")["wlec.log.purge"].browse(purge.id)


def do():
    env.cr.commit()
    env["wlec.log.purge"]._cron_purge()
    env.cr.commit()


sql(WITHOUT + "UPDATE wlec_log.event SET at = now() - interval '9 years'")
sql(AGAIN)
# As if all of this had happened eight years ago.
sql(
    "CREATE FUNCTION public.long_ago() RETURNS trigger LANGUAGE plpgsql AS"
    " $$ BEGIN NEW.at := now() - interval '8 years'; RETURN NEW; END $$"
)
sql("CREATE TRIGGER long_ago BEFORE INSERT ON wlec_log.event FOR EACH ROW EXECUTE FUNCTION public.long_ago()")
fill(0)
parameters = env["ir.config_parameter"]


def by_hand(arguments):
    """What Odoo's own role gets from the function that purges, where it has it: of the oldest partition, old, full and sealed."""
    with psycopg2.connect(dbname=DB) as own, own.cursor() as cursor:
        try:
            cursor.execute(f"SELECT wlec_log.purge({arguments})")
            own.rollback()
            return "went through"
        except psycopg2.Error:
            own.rollback()
            return "refused"


# ---- the function, called with what is not kept of any records
HASH = "decode(repeat('00', 32), 'hex')"
if found["hardened"]:
    found["function"] = {
        arguments: by_hand(arguments.format(last=SIZE - 1, hash=HASH))
        for arguments in (
            "0, 1, 1000, {last}, {hash}",  # the one that would do: the checks beside it say why the others do not
            "NULL, 1, 1000, {last}, {hash}", "0, NULL, 1000, {last}, {hash}", "0, 1, NULL, {last}, {hash}", "0, 1, 1000, NULL, {hash}",
            "0, 1, 1000, {last}, NULL", "0, 99, 1000, {last}, {hash}", "0, 0, 1000, {last}, {hash}", "0, 1, -1, {last}, {hash}",
            "0, 1, 0, {last}, {hash}", "0, 1, 9223372036854775807, {last}, {hash}", "0, 1, 1000, {last}, 'x'",
            "0, 1, 1000, {last}, decode(repeat('00', 32 * 65537), 'hex')", "0, 1, 1000, 7, {hash}", "1, 1, 1000, {last}, {hash}",
        )
    }  # fmt: skip

# ---- what is refused
found["refused"] = {}
for years in ("0", "3", "nonsense", "9" * 5000, "99999", "-7", "\u0667"):
    parameters.set_param("wlec_confidentiality.log_years", years)
    found["refused"][f"{years} years"] = refused(ask)
parameters.set_param("wlec_confidentiality.log_years", "10")
found["refused"]["too recent"] = refused(ask)
parameters.set_param("wlec_confidentiality.log_years", "7")
env.cr.commit()
for login in ("audrey", "tara", "alice", "mona", "sam"):
    found["refused"][f"{login} asks"] = refused(
        lambda login=login: as_(login)["wlec.log.purge"].create({"reason": "I want to"}).action_ask()
    )
found["refused"]["the state is written"] = refused(
    lambda: as_("otto")["wlec.log.purge"].create({"reason": "I want to", "state": "approved"})
)
purge = ask()
mine = as_("otto")["wlec.log.purge"].browse(purge.id)
for name, run in {
    "the officer approves": mine.action_approve,
    "two at once": ask,
    "the reason is changed": lambda: mine.write({"reason": "Another"}),
    "it is removed": mine.unlink,
    "the part is written": lambda: mine.write({"number": 1}),
    "a caseworker approves": as_("alice")["wlec.log.purge"].browse(purge.id).action_approve,
}.items():
    found["refused"][name] = refused(run)

# ---- it is done, but for a crash before, and one after the checkpoint was signed
before = sql("SELECT count(*) FROM wlec_log.event WHERE id < %s", SIZE)[0][0]
purge.action_approve()
real = log_purge.drop
log_purge.drop = crash
try:
    do()
except Crash:
    env.cr.rollback()
log_purge.drop = real
found["crash before"] = [
    kind(),
    sql("SELECT count(*) FROM wlec_log.event WHERE id < %s", SIZE)[0][0] == before,
    partitions()[0],
]
real = sealer._Sealer._keep


def crash_when_it_purges(self, note, after):
    if "\npurged " in note:
        raise Crash
    real(self, note, after)


sealer._Sealer._keep = crash_when_it_purges
try:
    do()
except Crash:
    env.cr.rollback()
sealer._Sealer._keep = real
found["crash after"] = [
    kind(),
    sql("SELECT count(*) FROM wlec_log.event WHERE id < %s", SIZE)[0][0] == before,
    partitions()[0],
]
seal()  # the next minute finishes it
found["finished by the next seal"] = [
    kind(),
    partitions()[0],
    sql("SELECT count(*) FROM wlec_log.purge")[0][0],
]
do()
purge.invalidate_recordset()
found["done"] = [purge.state, purge.records == before, purge.problem]
found["recorded"] = sql(
    "SELECT count(*) > 0 FROM wlec_log.event WHERE model = 'wlec.log.purge' AND action = 'unlink' AND field_names = '{purge}'"
)[0][0]
old_records(30)
seal()
found["goes on"] = kind()

# ---- a second one, straight through
fill(1)
purge = ask()
purge.action_approve()
do()
purge.invalidate_recordset()
found["second"] = [purge.state, kind(), partitions()[0], sql("SELECT count(*) FROM wlec_log.purge")[0][0]]
env["wlec.access.event"]._cron_partitions()
env.cr.commit()
found["room ahead"] = partitions()

# ---- while a check is under way
fill(2)
one = log_verifier.step(DB, SEALS._pinned_keys(), None, 100)
purge = ask()
purge.action_approve()
do()
place = one.place
while place:
    one = log_verifier.step(DB, SEALS._pinned_keys(), place, 100)
    place = one.place
found["a check under way"] = one.damage and one.damage.kind

# ---- what is kept is attacked
sql("CREATE TABLE keep_tile AS SELECT * FROM wlec_log.tile")
sql("CREATE TABLE keep_purge AS SELECT * FROM wlec_log.purge")
last = partitions()[0] * SIZE - 1


def restore():
    sql(
        WITHOUT
        + "TRUNCATE wlec_log.tile; TRUNCATE wlec_log.purge; DELETE FROM wlec_log.event WHERE action = 'forged'"
    )
    sql("INSERT INTO wlec_log.tile SELECT * FROM keep_tile")
    sql("INSERT INTO wlec_log.purge OVERRIDING SYSTEM VALUE SELECT * FROM keep_purge")
    sql(AGAIN)


found["attacks"] = {}
for name, attack in {
    "a kept root is changed": "UPDATE wlec_log.tile SET root = sha256(root) WHERE number = 1",
    "a kept root is removed": "DELETE FROM wlec_log.tile WHERE number = 0",
    "a kept leaf is changed": "UPDATE wlec_log.purge SET pending = set_byte(pending, 0, 255 - get_byte(pending, 0))",
    "what is kept is removed": "TRUNCATE wlec_log.purge",
    "the border is moved": "UPDATE wlec_log.purge SET last_id = last_id + 10",
    "more is noted as purged": "INSERT INTO wlec_log.purge (number, turn, size, last_id, pending) VALUES (9, 1, 99999, 99999999, '')",
}.items():
    sql(WITHOUT + attack)
    sql(AGAIN)
    found["attacks"][name] = kind()
    restore()
found["mended"] = kind()
sql(f"CREATE TABLE wlec_log.event_p0 PARTITION OF wlec_log.event FOR VALUES FROM (0) TO ({SIZE})")
sql(
    "INSERT INTO wlec_log.event (id, version, action, model, record_ids, field_names, case_ids, su, origin, outcome)"
    " OVERRIDING SYSTEM VALUE VALUES (7, 1, 'forged', 'x', '{}', '{}', '{}', false, 'http', 'ok')"
)
found["attacks"]["a record is put where the purged ones were"] = kind()
sql("DROP TABLE wlec_log.event_p0")

# ---- a log that was begun with larger partitions keeps them
if not found["hardened"]:
    with env.registry.cursor() as cr:
        for number in partitions():
            cr.execute(f"DROP TABLE wlec_log.event_p{number}")
        cr.execute(
            "CREATE TABLE wlec_log.event_p0 PARTITION OF wlec_log.event FOR VALUES FROM (0) TO (10000000)"
        )
        event_table.add_partitions(cr)
        found["larger ones"] = event_table.partitions(cr)[:2]
        cr.rollback()

# ---- Odoo's own role, by hand
found["by hand"] = {}
for query in (
    (
        f"SELECT wlec_log.purge({partitions()[0]}, 1, 10, {last + SIZE}, '')",
        "SELECT wlec_log.purge(99, 1, 10, 10, '')",
        "INSERT INTO wlec_log.purge (number, turn, size, last_id, pending) VALUES (1, 1, 1, 1, '')",
        "DELETE FROM wlec_log.purge",
        "UPDATE wlec_log.purge SET size = 0",
        f"DROP TABLE wlec_log.event_p{partitions()[0]}",
    )
    if found["hardened"]
    else ("DELETE FROM wlec_log.purge", "UPDATE wlec_log.purge SET size = 0", "TRUNCATE wlec_log.purge")
):
    try:
        sql(query, connection=own)
        found["by hand"][query] = "went through"
    except psycopg2.Error:
        found["by hand"][query] = "refused"
seal(always=True)
found["at last"] = kind()
print("FOUND=" + json.dumps(found))
