# SPDX-License-Identifier: LGPL-3.0-or-later
# Runs inside `odoo shell`, on a log of many records: how fast they are written with and without a sealer beside them, how fast
# they are checked, how fast "who was on this file" is answered.
# ruff: noqa: F821
import functools
import hashlib
import json
import multiprocessing
import os
import random
import statistics
import time
from datetime import datetime, timedelta

import psycopg2

from odoo.addons.wlec_confidentiality.models.access import event_table
from odoo.addons.wlec_confidentiality.models.records import log_verifier, sealer
from odoo.addons.wlec_confidentiality.tools.event_entry import COLUMNS

SIZES = [int(size) for size in os.environ["SIZES"].split(",")]
WINDOWS, SECONDS, WRITERS = int(os.environ.get("WINDOWS", "7")), float(os.environ.get("SECONDS", "2")), 8
EVERY = float(os.environ.get("EVERY", "1"))  # seconds between seals; a centre's job comes by the minute
DB, NAME, KEY = env.cr.dbname, sealer.name_of(env), env["wlec.access.seal"]._log_key()
env.cr.commit()
FILES = [n * 7919 % 100_000 for n in range(1, 60_000) if n % 10 < 7 and n % 1000 != 7]  # each has a record
WEEK = timedelta(days=7)
BEGUN = datetime.now() - max(SIZES) * timedelta(seconds=6)  # the largest log ends now
HOT = 990_001  # a file that everybody opens all the time
# Five million in a year. One view of a form in seven of ten, of a list of 80 in two, something between in one; one in a thousand
# concerns the hot file.
FILL = """
    INSERT INTO wlec_log.event (at, version, action, model, record_ids, field_names, case_ids, user_id, actor_id, su, origin, route,
                                method, ip, session, request_id, outcome)
    SELECT 'BEGUN'::timestamp AT TIME ZONE 'UTC' + (BEFORE + n) * interval '6 seconds', 1, 'read', 'wlec.case', ids, '{matter,narrative}', ids, n % 40,
           n % 40, false, 'http', '/web/dataset/call_kw', 'web_read', '10.0.0.1', left(md5(n::text), 16), gen_random_uuid(), 'ok'
      FROM generate_series(1, HOW_MANY::bigint) n,
           LATERAL (SELECT CASE WHEN n % 1000 = 7 THEN ARRAY[990001]
                                WHEN n % 10 < 7 THEN ARRAY[(n * 7919 % 100000)::int]
                                WHEN n % 10 < 9 THEN ARRAY(SELECT (n * 31 % 1250 * 80 + k)::int FROM generate_series(0, 79) k)
                                ELSE ARRAY(SELECT (n * 17 % 5000 * 20 + k)::int FROM generate_series(0, 19) k) END) AS f(ids)
"""
INSERT = (
    "INSERT INTO wlec_log.event (version, action, model, record_ids, field_names, case_ids, user_id, actor_id, su, origin, outcome)"
    " VALUES (1, 'read', 'wlec.case', %s, '{matter}', %s, 6, 6, false, 'http', 'ok')"
)
IDS = list(range(80))


def write(seconds, counted):
    connection, count = psycopg2.connect(dbname=DB), 0
    with connection.cursor() as cursor:
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            cursor.execute(INSERT, (IDS, IDS))
            connection.commit()
            count += 1
    counted.put(count)


def seal_along(stop):
    while not stop.wait(EVERY):
        try:
            sealer.seal(DB, NAME)
        except sealer.SealBusy:
            pass


def throughput(with_sealer):
    """Records a second of eight who write at once."""
    counted, stop = CONTEXT.Queue(), CONTEXT.Event()
    beside = [CONTEXT.Process(target=seal_along, args=(stop,))] if with_sealer else []
    writers = [CONTEXT.Process(target=write, args=(SECONDS, counted)) for _ in range(WRITERS)]
    for process in (*beside, *writers):
        process.start()
    total = sum(counted.get() for _ in writers)
    stop.set()
    for process in (*beside, *writers):
        process.join()
    return total / SECONDS


class Hashing:
    def __init__(self):
        self.hash = hashlib.sha256()

    def write(self, data):
        self.hash.update(data)


def limit(connection):
    """Everything out of the database and through SHA-256, once."""
    with connection.cursor() as cursor:
        cursor.copy_expert(
            f"COPY (SELECT {', '.join(COLUMNS)} FROM wlec_log.event ORDER BY id) TO STDOUT (FORMAT binary)",
            Hashing(),
        )


def check():
    place = None
    while True:
        found = log_verifier.step(DB, [KEY], place, 100_000)
        assert not found.damage
        place = found.place
        if not place:
            return


def timed(call, *args):
    began = time.perf_counter()
    call(*args)
    return time.perf_counter() - began


def page(domain, size, with_number=False):
    """The newest records of these, as the page asks for them."""
    with env.registry.cursor() as cr:
        events = env(cr=cr, user=auditor)["wlec.access.event"]
        began = time.perf_counter()
        rows = events.search_fetch(domain, ["at", "actor_id", "action"], limit=size)
        if with_number:
            events.search_count(domain, limit=10_001)
        taken = time.perf_counter() - began
        assert rows, domain
        return taken


def who_accessed(file_id):
    return page([("file_id", "=", file_id)], 100)


def week(is_last):
    """The first page of a week, and how many there are in it: the newest week, and the first one."""
    since = datetime.now() - WEEK if is_last else BEGUN
    return page([("at", ">=", since), ("at", "<=", since + WEEK)], 80, with_number=True)


CONTEXT = multiprocessing.get_context("fork")
auditor = env["res.users"].search([("login", "=", "audrey")]).id
random.seed(5)
figures = {"sizes": {}}
connection = psycopg2.connect(dbname=DB)
connection.autocommit = True
for size in SIZES:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM wlec_log.event")
        missing = size - cursor.fetchone()[0]
        while missing > 0:
            with env.registry.cursor() as cr:
                event_table.add_partitions(cr)
            numbers = {
                "HOW_MANY": min(missing, 1_000_000),
                "BEFORE": size - missing,
                "BEGUN": BEGUN.isoformat(),
            }
            cursor.execute(
                functools.reduce(lambda text, word: text.replace(word, str(numbers[word])), numbers, FILL)
            )
            missing -= 1_000_000
        cursor.execute("VACUUM ANALYZE wlec_log.event")
        cursor.execute(
            "SELECT sum(pg_total_relation_size(i.inhrelid)) FROM pg_inherits i WHERE i.inhparent = 'wlec_log.event'::regclass"
        )
        volume = int(cursor.fetchone()[0])
    sealing = timed(sealer.seal, DB, NAME)
    typical = sorted(who_accessed(file_id) for file_id in random.sample(FILES, 120) for _ in (0, 1))
    hot = sorted(who_accessed(HOT) for _ in range(60))
    rounds = [(timed(check), timed(limit, connection)) for _ in range(3 if size > 200_000 else 7)]
    figures["sizes"][size] = {
        "bytes": volume / size, "sealing": size / sealing, "check": [limit_ / check_ for check_, limit_ in rounds],
        "typical": [statistics.median(typical), typical[int(len(typical) * 0.95)]],
        "hot": [statistics.median(hot), hot[int(len(hot) * 0.95)]],
        "weeks": [statistics.median(week(last) for _ in range(9)) for last in (True, False)] if size == max(SIZES) else [],
    }  # fmt: skip
throughput(False)
pairs = [
    (throughput(True), throughput(False)) if n % 2 else (throughput(False), throughput(True))[::-1]
    for n in range(WINDOWS)
]
figures["throughput"] = {"with": [a for a, _b in pairs], "without": [b for _a, b in pairs]}
check()
print("FIGURES=" + json.dumps(figures))
