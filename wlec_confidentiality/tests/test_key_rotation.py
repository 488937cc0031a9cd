# SPDX-License-Identifier: LGPL-3.0-or-later
"""Work on the keys: nothing is lost, nothing is opened, and it can be stopped anywhere."""

import os
import shutil
from unittest.mock import patch

from psycopg2.extras import execute_values

from odoo.tests import tagged

from odoo.addons.wlec_confidentiality.exceptions import KeyRingError, TransitionError
from odoo.addons.wlec_confidentiality.models.access import key_work
from odoo.addons.wlec_confidentiality.orm import gate, keys, rotation
from odoo.addons.wlec_confidentiality.tools import cipher, keyring

from .key_common import CANARY, KeyCase


@tagged("post_install", "-at_install")
class TestDataKeyExchange(KeyCase):
    def test_everything_is_sealed_anew_and_opens(self):
        before, old = self.values(), self.active_key(self.case)
        job = self.job("data")
        self.assertTrue(self.work(job))
        self.assertEqual(job.state, "done")
        self.assertEqual(job.problem_count, 0)
        self.assertEqual(job.progress, 100)
        after = self.values()
        self.assertEqual(before.keys(), after.keys())
        self.assertFalse([place for place in before if before[place] == after[place]])
        self.assertEqual(job.values_done, len(before))
        self.assertEqual(job.values_total, len(before))
        self.assertNotEqual(self.active_key(self.case), old)
        self.env.cr.execute(
            "SELECT count(*) FROM wlec_data_key WHERE retired_at IS NULL AND id <= %s", [job.up_to]
        )
        self.assertEqual(self.env.cr.fetchone()[0], 0)
        self.assertOpens()

    def test_one_file_only(self):
        other, before = self.key_of(self.other, "matter"), self.values()
        job = self.job("data", case_reference=f" {self.case.name.lower()} ")
        self.assertTrue(self.work(job))
        self.assertEqual((job.keys_done, job.problem_count), (1, 0))
        changed = {place for place, blob in self.values().items() if before[place] != blob}
        self.assertEqual(job.values_done, len(changed))
        self.assertIn(("wlec.case", "narrative", self.case.id), changed)
        self.assertIn(("wlec.case.note", "body", self.note.id), changed)
        self.assertIn(("wlec.case.document", "content", self.document.id), changed)
        self.assertEqual(self.key_of(self.other, "matter"), other)
        self.assertEqual(self.key_of(self.note, "body"), self.active_key(self.case))
        self.assertOpens()
        recorded = self.events(action="configure", model="wlec.case")
        self.assertEqual([row["record_ids"] for row in recorded], [[self.case.id]])

    def test_only_older_keys(self):
        self.env.cr.execute(
            "UPDATE wlec_data_key SET created_at = created_at - interval '40 days' WHERE scope = %s",
            [f"wlec.case,{self.other.id}"],
        )
        new = self.key_of(self.case, "narrative")
        job = self.job("data", older_than_days=30)
        self.assertTrue(self.work(job))
        self.assertEqual(job.keys_done, 1)
        self.assertEqual(self.key_of(self.case, "narrative"), new)
        self.assertOpens()

    def test_nothing_is_opened_and_one_event_says_what_was_done(self):
        job = self.job("data")
        self._start_events()
        self.work(job)
        found = self.events()
        self.assertEqual(
            [(row["action"], row["model"]) for row in found], [("configure", "wlec.key.rotation")]
        )
        self.assertEqual(found[0]["record_ids"], [job.id])
        self.assertEqual(
            set(found[0]["field_names"]),
            {"data", f"keys: {job.keys_done}", f"values: {job.values_done}", "problems: 0"},
        )

    def test_rows_of_odoos_own_models_are_sealed_anew(self):
        partner = self.env["res.partner"].create(
            {"name": CANARY, "street": f"{CANARY} street", "comment": "<p>x</p>"}
        )
        plain = self.env["res.partner"].create({"name": "wlec1 in the open"})
        partner._protect()
        before = self.values()
        places = {place for place in before if place[0] == "res.partner" and place[2] == partner.id}
        self.assertGreaterEqual(len(places), 2)
        job = self.job("data")
        self.assertTrue(self.work(job))
        self.assertEqual(job.problem_count, 0)
        after = self.values()
        self.assertEqual(before.keys(), after.keys())
        self.assertFalse([place for place in places if before[place] == after[place]])
        opened = {place: self.plain(*place, before[place]) for place in places}
        self.assertEqual({place: self.plain(*place, after[place]) for place in places}, opened)
        self.assertIn(CANARY.encode(), opened.values())
        self.assertEqual(plain.name, "wlec1 in the open")

    def plain(self, model, name, record_id, blob):
        key = keys.for_reading(self.env.cr, [cipher.key_id_of(blob)])[cipher.key_id_of(blob)]
        return cipher.unseal(key, gate.place(self.env[model]._fields[name], record_id), blob)

    def test_a_damaged_token_is_named_and_does_not_stop_the_work(self):
        partner = self.env["res.partner"].create({"name": CANARY})
        partner._protect()
        self.env.flush_all()
        self.env.cr.execute("UPDATE res_partner SET name = left(name, 40) || '*' WHERE id = %s", [partner.id])
        self.env.invalidate_all()
        job = self.job("data")
        self.assertTrue(self.work(job))
        self.assertIn(f"res.partner {partner.id}, name", job.problems)
        self.assertNotIn(CANARY, job.problems)
        self.assertOpens()

    def test_stopped_after_any_step_it_goes_on(self):
        """Killed between two transactions: every number of steps, then once more."""
        before = self.values()
        job = self.job("data")
        for steps in range(1, 120):
            left = [steps]

            def cut(original, *args, left=left, **kwargs):
                if not left[0]:
                    raise KeyboardInterrupt
                left[0] -= 1
                return original(*args, **kwargs)

            original = key_work._Work._transact
            with patch.object(key_work._Work, "_transact", lambda *a, o=original, c=cut, **k: c(o, *a, **k)):
                with patch.object(key_work.rotation, "BATCH", 2):
                    try:
                        finished = self.work(job)
                    except KeyboardInterrupt:
                        finished = False
            self.env.invalidate_all()
            self.later()
            self.assertOpens()
            if finished:
                break
        self.assertEqual(job.state, "done")
        self.assertEqual(job.values_done, len(before))
        self.assertEqual(job.problem_count, 0)
        self.assertEqual(self.values().keys(), before.keys())

    def test_done_twice(self):
        self.work(self.job("data"))
        job = self.job("data")
        self.assertTrue(self.work(job))
        self.assertEqual(job.problem_count, 0)
        self.assertTrue(self.work(job) is False or job.state == "done", "what is done is not done again")
        self.assertOpens()

    def test_a_value_that_does_not_authenticate_stays_as_it_is_and_is_named(self):
        blob = bytearray(self.blob("narrative", self.case))
        blob[-1] ^= 1
        self.env.cr.execute("UPDATE wlec_case SET narrative = %s WHERE id = %s", [bytes(blob), self.case.id])
        job = self.job("data", case_reference=self.case.name)
        self.assertTrue(self.work(job))
        self.assertEqual((job.state, job.problem_count), ("done", 1))
        self.assertIn(f"wlec.case {self.case.id}, narrative", job.problems)
        self.assertNotIn(CANARY, job.problems)
        self.assertEqual(self.blob("narrative", self.case), bytes(blob))
        self.later()
        with self.acting(self.alice) as env:
            self.assertEqual(self.case.with_env(env).matter, CANARY)

    def test_another_centres_ring_changes_nothing(self):
        job, before = self.job("data"), self.values()
        os.remove(self.path)
        keyring.create(self.path)
        self.env.cr.execute("SELECT id, wrapped::text, retired_at FROM wlec_data_key ORDER BY id")
        rows = self.env.cr.fetchall()
        self.work(job)
        self.env.cr.execute("SELECT id, wrapped::text, retired_at FROM wlec_data_key ORDER BY id")
        self.assertEqual(self.env.cr.fetchall(), rows)
        self.assertEqual(self.values(), before)
        self.assertEqual(job.problem_count, len(rows))
        shutil.copy(f"{self.path}", f"{self.home}/wrong.json")

    def test_without_a_ring_it_waits_and_goes_on(self):
        job, before = self.job("data"), self.values()
        os.rename(self.path, f"{self.path}.away")
        self.assertFalse(self.work(job))
        self.assertEqual(job.state, "running")
        self.assertIn("locked", job.obstacle)
        self.assertEqual(self.values(), before)
        os.rename(f"{self.path}.away", self.path)
        self.assertTrue(self.work(job))
        self.assertEqual((job.state, job.obstacle, job.problem_count), ("done", False, 0))
        self.assertOpens()

    def test_values_written_meanwhile_are_sealed_with_the_new_key(self):
        job = self.job("data")
        self.env.flush_all()
        choice = rotation.Choice(job.up_to)
        rotation.renew(self.env.cr, choice)
        self.later()
        with self.acting(self.alice) as env:
            self.case.with_env(env).narrative = f"{CANARY} narrative"
        self.assertEqual(self.key_of(self.case, "narrative"), self.active_key(self.case))
        self.assertTrue(self.work(job))
        self.assertOpens()


@tagged("post_install", "-at_install")
class TestKeyEncryptionKey(KeyCase):
    def test_taken_up(self):
        before = self.values()
        old = keys.ring().current
        new = keyring.add(self.path).current
        job = self.job("kek")
        self.assertTrue(self.work(job))
        self.env.cr.execute("SELECT DISTINCT kek_id FROM wlec_data_key")
        self.assertEqual(self.env.cr.fetchall(), [(new,)])
        self.assertEqual((job.keys_done, job.problem_count), (job.keys_total, 0))
        self.assertEqual(self.values(), before, "the values themselves are not touched")
        self.assertOpens()
        keyring.retire(self.path, old, {new})
        keys.forget()
        self.later()
        self.assertOpens()

    def test_nothing_to_take_up_is_said(self):
        with self.assertRaisesRegex(TransitionError, "keyring.py add"):
            self.job("kek")

    def test_a_key_that_is_missing_from_the_ring_is_named_and_nothing_is_lost(self):
        old = keys.ring().current
        lost = keyring.add(self.path)
        kept = shutil.copy(self.path, f"{self.home}/kept.json")
        with self.acting(self.alice) as env:
            third = env["wlec.case"].create(
                {"partner_id": self.case.partner_id.id, "caseworker_id": self.alice.id, "matter": CANARY}
            )
            env.flush_all()
        self.assertNotEqual(old, lost.current)
        keyring.add(self.path)
        keyring.retire(self.path, lost.current, {"nobody asked"})
        job = self.job("kek")
        self.assertTrue(self.work(job))
        self.assertEqual(job.problem_count, 1)
        self.assertIn(lost.current, job.problems)
        self.assertOpens()
        with self.acting(self.alice) as env, self.assertRaises(KeyRingError):
            third.with_env(env).matter  # noqa: B018
        shutil.copy(
            kept, self.path
        )  # an older copy of the ring: what the newest key wrapped is closed until it is back
        self.later()
        with self.acting(self.alice) as env:
            self.assertEqual(third.with_env(env).matter, CANARY)

    def test_twenty_five_thousand(self):
        """As a set: 25,000 data keys, with some hundred statements and not one for each."""
        ring, cr = keys.ring(), self.env.cr
        rows = [
            (f"wlec.test,{number}", *ring.wrap(os.urandom(32), f"wlec.test,{number}"))
            for number in range(25_000)
        ]
        execute_values(
            cr._obj, "INSERT INTO wlec_data_key (scope, kek_id, wrapped) VALUES %s", rows, page_size=5000
        )
        keyring.add(self.path)
        job, before = self.job("kek"), cr.sql_log_count
        self.assertTrue(self.work(job))
        self.assertGreaterEqual(job.keys_done, 25_000)
        self.assertLess(cr.sql_log_count - before, 400)
