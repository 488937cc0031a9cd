# SPDX-License-Identifier: LGPL-3.0-or-later
# Runs inside `odoo shell` after sealing_in_process.py: what a superuser of the database can do to the access records, and what the check says of it.
# ruff: noqa: F821
import json
import os
import threading
import time
from collections import Counter

import psycopg2

from odoo import sql_db

from odoo.addons.wlec_confidentiality.models.records import log_reading, sealer
from odoo.addons.wlec_confidentiality.tools import checkpoint, event_entry, seal_state

KEY = SEALS._log_key()


def pinned():  # whatever the attacks make of what is noted in the database
    return [KEY]


INSERT = (
    "INSERT INTO wlec_log.event (version, action, model, record_ids, field_names, case_ids, user_id, actor_id, su, origin, ip, outcome)"
    " VALUES (1, 'read', 'wlec.case', '{%s}', '{matter,narrative}', '{%s}', 6, 6, false, 'http', '10.0.0.1', 'ok')"
)


def record(count):
    for number in range(count):
        sql(INSERT, number, number, connection=own)


# ---- the same bytes as PostgreSQL's
sql(
    "INSERT INTO wlec_log.event (version, action, model, record_ids, field_names, case_ids, user_id, actor_id, su, origin, route,"
    " method, ip, session, api_key_id, request_id, outcome) VALUES (1, 'r\u00e9ad', '\u4e2d', '{-2147483648,2147483647}', '{\u00fc,\"a,b\"}',"
    " '{}', NULL, NULL, true, '', NULL, 'm', '2001:db8::1', 's', 0, 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11', 'ok'),"
    " (1, '', '', '{}', '{}', '{1}', 1, 2, false, 'x', 'r', NULL, '10.1.2.0/24', NULL, NULL, NULL, 'denied')"
)
entries, same = [], 0
with sql_db.db_connect(DB).cursor() as cr:
    log_reading.copy(cr, None, None, lambda number, entry: entries.append((number, entry)))
for number, entry in entries:
    row = event_entry.decode(entry)
    same += row["id"] == number and event_entry.encode(row) == entry
found["bytes"] = [same, len(entries)]

# ---- a log, sealed in pieces
for _ in range(6):
    record(150)
    seal()
record(20)
found["clean"] = kind()
found["clean in small steps"] = bool(check(7).damage)
found["nothing new, nothing signed"] = seal() is not None and seal() is None
first, last = sql("SELECT min(id), max(id) FROM wlec_log.event")[0]
middle = (first + last) // 2

# ---- the tamper table
sql("CREATE TABLE keep_event AS SELECT * FROM wlec_log.event")
sql("CREATE TABLE keep_seal AS SELECT * FROM wlec_log.seal")
sql("CREATE TABLE keep_tile AS SELECT * FROM wlec_log.tile")
KEPT_STATE = STATE.read_text()
SEQUENCE = sql("SELECT last_value FROM wlec_log.event_id_seq")[0][0]
WITHOUT = "SET session_replication_role = replica;"  # no trigger fires
COLUMNS = ", ".join(event_entry.COLUMNS)


def restore():
    sql(WITHOUT + "TRUNCATE wlec_log.event; TRUNCATE wlec_log.seal; TRUNCATE wlec_log.tile")
    sql(f"INSERT INTO wlec_log.event ({COLUMNS}) OVERRIDING SYSTEM VALUE SELECT {COLUMNS} FROM keep_event")
    sql("INSERT INTO wlec_log.seal OVERRIDING SYSTEM VALUE SELECT * FROM keep_seal")
    sql("INSERT INTO wlec_log.tile SELECT * FROM keep_tile")
    sql("SELECT setval('wlec_log.event_id_seq', %s)", SEQUENCE)
    STATE.write_text(KEPT_STATE)


def forged(note_of):
    """Every seal anew, over what the database holds now, by somebody with another key."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    private, previous = Ed25519PrivateKey.from_private_bytes(bytes(32)), "-"
    for seal_id, note in sql("SELECT id, note FROM wlec_log.seal ORDER BY id"):
        old = checkpoint._parse(note.partition("\n\n")[0] + "\n")
        new = checkpoint.sign(
            checkpoint.Checkpoint(old.origin, old.size, old.root, old.more | {"previous": previous}), private
        )
        previous = checkpoint.digest(new)
        sql(WITHOUT + "UPDATE wlec_log.seal SET note = %s WHERE id = %s", new, seal_id)


TAMPERING = {
    "a record is changed": WITHOUT + f"UPDATE wlec_log.event SET actor_id = 7 WHERE id = {middle}",
    "a record is moved in time by a microsecond": WITHOUT
    + f"UPDATE wlec_log.event SET at = at + interval '1 microsecond' WHERE id = {middle}",
    "a record is removed": WITHOUT + f"DELETE FROM wlec_log.event WHERE id = {middle}",
    "the first record is removed": WITHOUT + f"DELETE FROM wlec_log.event WHERE id = {first}",
    "two records are swapped": WITHOUT
    + f"UPDATE wlec_log.event a SET case_ids = b.case_ids, record_ids = b.record_ids FROM wlec_log.event b"
    f" WHERE (a.id, b.id) IN (({middle}, {middle + 1}), ({middle + 1}, {middle}))",
    "a record is put in before all": "INSERT INTO wlec_log.event (id, version, action, model, record_ids, field_names, case_ids, su,"
    " origin, outcome) OVERRIDING SYSTEM VALUE VALUES (0, 1, 'read', 'x', '{}', '{}', '{}', false, 'http', 'ok')",
    "a record is replaced under its number": WITHOUT
    + f"DELETE FROM wlec_log.event WHERE id = {middle}; INSERT INTO wlec_log.event (id, version, action, model, record_ids,"
    f" field_names, case_ids, su, origin, outcome) OVERRIDING SYSTEM VALUE VALUES ({middle}, 1, 'read', 'x', '{{}}', '{{}}', '{{}}',"
    " false, 'http', 'ok')",
    "all records are removed": WITHOUT + "TRUNCATE wlec_log.event",
    "a partition is dropped": "DROP TABLE wlec_log.event_p0",
    "the triggers are switched off, a record changed, and on again": "ALTER TABLE wlec_log.event_p0 DISABLE TRIGGER ALL;"
    f" UPDATE wlec_log.event SET outcome = 'denied' WHERE id = {middle}; ALTER TABLE wlec_log.event_p0 ENABLE TRIGGER ALL",
    "the newest seals are removed": WITHOUT
    + "DELETE FROM wlec_log.seal WHERE id > (SELECT min(id) + 1 FROM wlec_log.seal)",
    "the end of the log is removed, with its seals": WITHOUT
    + f"DELETE FROM wlec_log.event WHERE id > {middle}; DELETE FROM wlec_log.seal WHERE last_id > {middle};"
    " DELETE FROM wlec_log.tile WHERE number > 1",
    "a seal in between is removed": WITHOUT
    + "DELETE FROM wlec_log.seal WHERE id = (SELECT id FROM wlec_log.seal ORDER BY id OFFSET 2 LIMIT 1)",
    "a seal is changed": WITHOUT
    + "UPDATE wlec_log.seal SET note = replace(note, 'at 20', 'at 19') WHERE size > 300",
    "everything is removed, and the sequence set back": WITHOUT
    + "TRUNCATE wlec_log.event; TRUNCATE wlec_log.seal; TRUNCATE wlec_log.tile; SELECT setval('wlec_log.event_id_seq', 1, false)",
    "every seal is signed anew with another key": forged,
    "the sealer's memory is removed": lambda _: STATE.unlink(),
    "the sealer's memory is damaged": lambda _: STATE.write_text(KEPT_STATE[:-40]),
}
PARTITION = sql("SELECT pg_get_expr(relpartbound, oid) FROM pg_class WHERE relname = 'event_p0'")[0][0]
found["tampering"] = {}
for name, attack in TAMPERING.items():
    attack(None) if callable(attack) else sql(attack)
    sql("SET session_replication_role = DEFAULT")
    try:
        went_on = bool(seal(always=True))
    except (sealer.SealRefused, seal_state.StateProblem):
        went_on = False
    found["tampering"][name] = [kind(), went_on]
    if "partition" in name:
        sql(f"CREATE TABLE wlec_log.event_p0 PARTITION OF wlec_log.event {PARTITION}")
    restore()
    sql("SET session_replication_role = DEFAULT")
found["mended"] = kind()

# ---- the key is another one
key_file = os.environ["WLEC_SEAL_KEY"]
with open(key_file) as file:
    key = file.read()
with open(key_file, "w") as file:
    file.write("1" * 64)
try:
    found["another key"] = bool(seal(always=True))
except sealer.SealRefused as problem:
    found["another key"] = str(problem)
with open(key_file, "w") as file:
    file.write(key)

# ---- an old backup is put back, and people work on
sql(
    WITHOUT
    + f"DELETE FROM wlec_log.event WHERE id > {middle}; DELETE FROM wlec_log.seal WHERE last_id > {middle}; SET session_replication_role = DEFAULT"
)
sql("DELETE FROM keep_tile")
sql("SELECT setval('wlec_log.event_id_seq', %s)", middle)
record(900)
try:
    found["old backup"] = bool(seal())
except sealer.SealRefused as problem:
    found["old backup"] = str(problem)
seal(anew=True)
record(5)
seal()
found["begun anew"] = [kind(), sql("SELECT max(turn) FROM wlec_log.seal")[0][0]]

# ---- a crash between the sealer's memory and the database
record(300)
real = sealer._Sealer._keep
sealer._Sealer._keep = crash
try:
    seal()
except Crash:
    pass
sealer._Sealer._keep = real
found["crashed"] = kind()
before = sql("SELECT count(*) FROM wlec_log.seal")[0][0]
seal(always=True)
found["after the crash"] = [kind(), sql("SELECT count(*) FROM wlec_log.seal")[0][0] - before]

# ---- eight write, some of it is undone, and two sealers work at the same time
stop, undone, busy = time.monotonic() + float(os.environ.get("SECONDS", "4")), Counter(), Counter()


def write(number):
    connection = psycopg2.connect(dbname=DB)
    while time.monotonic() < stop:
        with connection.cursor() as cursor:
            cursor.execute(INSERT, (number, number))
            time.sleep(0.001 * (number % 4))
        if time.monotonic_ns() % 10:
            connection.commit()
        else:
            connection.rollback()
            undone[number] += 1
    connection.close()


def seal_often(number):
    while time.monotonic() < stop:
        try:
            seal()
            busy["times"] += 1
        except sealer.SealBusy:
            busy["busy"] += 1


gaps = checkpoint.read(sql("SELECT note FROM wlec_log.seal ORDER BY id DESC LIMIT 1")[0][0], [KEY]).gaps
threads = [threading.Thread(target=write, args=(n,)) for n in range(8)]
threads += [threading.Thread(target=seal_often, args=(n,)) for n in range(2)]
[thread.start() for thread in threads]
[thread.join() for thread in threads]
seal()
one = check()
new = checkpoint.read(sql("SELECT note FROM wlec_log.seal ORDER BY id DESC LIMIT 1")[0][0], [KEY])
counts = sql("SELECT count(*) FROM wlec_log.event")[0][0]
found["all at once"] = {
    "damage": one.damage and one.damage.kind, "sealed": one.sealed, "records": counts, "gaps": new.gaps - gaps,
    "undone": sum(undone.values()), **busy,
}  # fmt: skip
print("FOUND=" + json.dumps(found))
