# SPDX-License-Identifier: LGPL-3.0-or-later
"""Keys exchanged while people work, killed half way, started twice: nothing is lost, and nothing stays with an old key."""

import subprocess
import time

import pytest

from .conftest import File
from .rotating import (
    RING,
    command,
    everything_opens,
    held,
    keyring,
    killed,
    left_behind,
    people_writing,
    ring_kept,
    run,
    running,
)


@pytest.fixture(autouse=True)
def ring(expect_log):
    with ring_kept(expect_log):
        yield


MANY = 1000

_MAKE = f"""
alice = env['res.users'].search([('login', '=', 'alice')])
env = env(user=alice.id)
env.transaction.default_env = env
partner = env['res.partner'].sudo().search([], limit=1)
for _turn in range(4):
    env['wlec.case'].create([
        {{'partner_id': partner.id, 'caseworker_id': alice.id, 'matter': 'canary matter', 'narrative': 'canary narrative'}}
        for _number in range({MANY} // 4)
    ])
    env.cr.commit()
"""


def test_people_write_while_all_keys_are_exchanged(spare):
    with people_writing(spare) as writers:
        for words in (("--data",), ("--data", "--kek")):
            before = [writer.turns for writer in writers]
            done = run(spare, "rotate-keys", *words)
            assert done.returncode == 0, done.stdout + done.stderr
            deadline = time.monotonic() + 30
            while any(writer.turns == turns for writer, turns in zip(writers, before, strict=True)):
                assert time.monotonic() < deadline, "nobody gets anything done"
                assert not [writer.trouble for writer in writers if writer.trouble]
                time.sleep(0.05)
    everything_opens(spare)
    assert left_behind(spare) == 0
    client = spare.login("alice")
    for writer in writers:
        found = client.call("wlec.case", "read", [writer.file.id], ["narrative"])[0]["narrative"]
        assert found == f"{writer.file.word} turn {writer.turns}"
        used = spare.sql(
            "SELECT count(*) FROM wlec_case c, wlec_data_key k WHERE c.id = %s AND k.retired_at IS NOT NULL"
            " AND substring(c.narrative FROM 1 FOR 9) = '\\x01'::bytea || int8send(k.id)",
            writer.file.id,
        )
        assert used[0][0] == 0, "a retired key is in use"


@pytest.fixture(scope="module")
def many(spare):
    spare.shell(_MAKE)
    assert spare.sql("SELECT count(*) FROM wlec_data_key")[0][0] > MANY


def test_killed_half_way_and_run_again(spare, many):
    before = spare.sql("SELECT count(*) FROM wlec_data_key WHERE retired_at IS NULL")[0][0]
    with held(spare, "SELECT id FROM wlec_data_key"):
        killed(spare, ("rotate-keys", "--data"), lambda: running(spare, "keys_done"))
    assert running(spare, "state") == "running"
    everything_opens_still = spare.login("alice")
    file = File(everything_opens_still)
    with held(spare, "SELECT id FROM wlec_case"):
        killed(spare, ("rotate-keys", "--data"), lambda: running(spare, "values_done"))
    assert 0 < running(spare, "values_done") < running(spare, "values_total")
    assert (
        file.word
        in everything_opens_still.call("wlec.case", "read", [file.id], ["narrative"])[0]["narrative"]
    )
    done = run(spare, "rotate-keys", "--data")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Going on with" in done.stdout
    current = "SELECT count(*), count(DISTINCT scope) FROM wlec_data_key WHERE retired_at IS NULL"
    keys, scopes = spare.sql(current)[0]
    assert keys == scopes > before, "one current key for each file, client and enquiry"
    jobs = spare.sql(
        "SELECT state, keys_done, values_done, values_total FROM wlec_key_rotation ORDER BY id DESC LIMIT 1"
    )
    assert jobs[0][0] == "done"
    assert jobs[0][2] == jobs[0][3], "counted twice, or not at all"
    everything_opens(spare)


def test_key_encryption_key_killed_half_way(spare, many):
    before = keyring.load(RING).key_ids
    with held(spare, "SELECT id FROM wlec_data_key"):
        killed(spare, ("rotate-keys", "--kek"), lambda: running(spare, "keys_done"))
    assert left_behind(spare)
    done = run(spare, "rotate-keys", "--kek")
    assert done.returncode == 0, done.stdout + done.stderr
    assert len(keyring.load(RING).key_ids) == len(before) + 1, "run again it takes up the key it had added"
    assert left_behind(spare) == 0
    everything_opens(spare)


def test_two_at_once(spare, many):
    first = subprocess.Popen(command(spare, "rotate-keys", "--data"), stdout=subprocess.PIPE, text=True)
    deadline = time.monotonic() + 60
    while not running(spare, "state") and first.poll() is None:
        assert time.monotonic() < deadline
        time.sleep(0.01)
    second = run(spare, "rotate-keys", "--data")
    out = first.communicate()[0]
    assert first.returncode in (0, 1), out
    assert second.returncode == 0, second.stdout + second.stderr
    jobs = spare.sql(
        "SELECT values_done, values_total FROM wlec_key_rotation WHERE kind = 'data' ORDER BY id DESC LIMIT 2"
    )
    assert all(done <= total for done, total in jobs), jobs
    assert not running(spare, "state")
    everything_opens(spare)
