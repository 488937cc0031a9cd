# SPDX-License-Identifier: LGPL-3.0-or-later
# Runs inside `odoo shell` after purge_in_process.py: two who purge, a sealer and people at work at the same moment, each a process of its
# own, and one or both of those who purge killed on the way.
# ruff: noqa: F821
import json
import os
import random
import signal
import time
import traceback

from odoo import SUPERUSER_ID, sql_db

chance = random.Random(7)
SECONDS = 0.9


def apart(work):
    """Do this in a process of its own, with connections of its own; its number."""
    env.cr.commit()
    number = os.fork()
    if number:
        return number
    code = 1
    try:
        sql_db._Pool = sql_db._Pool_readonly = None
        work()
        code = 0
    except BaseException:
        with open(f"{TOLD}.{os.getpid()}", "w") as told:
            traceback.print_exc(file=told)
    finally:
        os._exit(code)


def purge_apart():
    """Again and again, as the job does whose turn comes while another one is still at it."""
    end = time.monotonic() + SECONDS
    while time.monotonic() < end:
        with sql_db.db_connect(DB).cursor() as cr:
            try:
                api.Environment(cr, SUPERUSER_ID, {})["wlec.log.purge"]._cron_purge()
                cr.commit()
            except psycopg2.errors.SerializationFailure:
                cr.rollback()  # the other one has noted it; Odoo runs the job at its next turn
        time.sleep(0.01)


def seal_apart():
    end = time.monotonic() + SECONDS
    while time.monotonic() < end:
        try:
            seal()
        except sealer.SealBusy:
            pass
        time.sleep(0.01)


def write_apart(path):
    """Like people at work: one record a transaction. The numbers that were given for certain are in the file."""
    connection = connected()
    end = time.monotonic() + SECONDS
    with open(path, "w") as noted:
        while time.monotonic() < end:
            (number,) = sql(
                "INSERT INTO wlec_log.event (version, action, model, record_ids, field_names, case_ids, su, origin, outcome)"
                " VALUES (1, 'read', 'wlec.case', '{1}', '{matter}', '{1}', false, 'http', 'ok') RETURNING id",
                connection=connection,
            )[0]
            noted.write(f"{number}\n")
            noted.flush()


def ended(number):
    """How a process ended: "done", "killed", or what it said."""
    status = os.waitpid(number, 0)[1]
    if os.WIFSIGNALED(status):
        return "killed"
    path = f"{TOLD}.{number}"
    if not os.path.exists(path):
        return "done"
    with open(path) as told:
        return told.read().strip().splitlines()[-1]


def noted_in(path):
    with open(path) as noted:
        return [int(line) for line in noted]


def numbers(after):
    return {number for (number,) in sql("SELECT id FROM wlec_log.event WHERE id >= %s", after)}


def round_of(kills):
    """One partition is purged by two at once; ``kills`` of them are killed at some moment of it."""
    partition = partitions()[0]
    fill(partition)
    purge = ask()
    purge.action_approve()
    env.cr.commit()
    high, noted = (partition + 1) * SIZE, sql("SELECT count(*) FROM wlec_log.purge")[0][0]
    before = numbers(high)
    files = [f"{TOLD}.writer{number}" for number in (1, 2)]
    others = [apart(seal_apart), *(apart(lambda path=path: write_apart(path)) for path in files)]
    time.sleep(0.05)
    two = [apart(purge_apart), apart(purge_apart)]
    for number in two[:kills]:
        time.sleep(chance.random() * 0.6)
        os.kill(number, signal.SIGKILL)
    answers = [ended(number) for number in two]
    rest = [ended(number) for number in others]
    do()
    do()
    purge.invalidate_recordset()
    written = {number for path in files for number in noted_in(path)}
    return {
        "two": answers,
        "others": rest,
        "state": [purge.state, purge.problem],
        "first": partitions()[0] - partition,
        "noted": sql("SELECT count(*) FROM wlec_log.purge")[0][0] - noted,
        "lost": len((before | written) - numbers(high)),
        "left": sql("SELECT count(*) FROM wlec_log.event WHERE id < %s", high)[0][0],
        "written": len(written),
        "check": kind(),
    }


TOLD = STATE.with_suffix(".told")
kept = sql("SELECT note FROM wlec_log.seal ORDER BY id DESC LIMIT 1")[0][0]
found["at once"] = [round_of(kills) for kills in (0, 1, 2, 0, 1)]
seal(always=True)
found["kept checkpoint"] = kept
found["after all"] = kind()
print("FOUND=" + json.dumps(found))
