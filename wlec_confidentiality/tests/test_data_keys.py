# SPDX-License-Identifier: LGPL-3.0-or-later
"""Data keys: made once for each scope, held while somebody writes with them, forgotten with the ring."""

import os

from odoo.tests import tagged

from odoo.addons.wlec_confidentiality.exceptions import ConfidentialityError, KeyRingError
from odoo.addons.wlec_confidentiality.orm import audit, keys
from odoo.addons.wlec_confidentiality.tools import cipher

from .key_common import RingCase

SCOPES = [f"wlec.test,{number}" for number in range(1, 301)]


@tagged("post_install", "-at_install")
class TestDataKeys(RingCase):
    def later(self):
        """In another transaction; a transaction keeps the keys it has used."""
        audit.forget_lenses(self.env.cr)

    def count(self):
        self.env.cr.execute(
            "SELECT count(*), count(DISTINCT scope) FROM wlec_data_key WHERE scope LIKE 'wlec.test,%'"
        )
        return self.env.cr.fetchone()

    def test_many_are_made_with_two_queries(self):
        cr = self.env.cr
        keys.prepare(cr, SCOPES[:1])
        before = cr.sql_log_count
        keys.prepare(cr, SCOPES * 2)
        self.assertLessEqual(cr.sql_log_count - before, 2)
        made = {scope: keys.for_writing(cr, scope)[0] for scope in SCOPES}
        self.assertLessEqual(cr.sql_log_count - before, 2, "what is prepared is not asked for again")
        self.assertEqual(self.count(), (300, 300))
        audit.buffer(cr).keys.clear()
        keys.prepare(cr, SCOPES)
        self.assertEqual({scope: keys.for_writing(cr, scope)[0] for scope in SCOPES}, made)

    def test_what_is_sealed_opens_again(self):
        cr = self.env.cr
        keys.prepare(cr, SCOPES[:3])
        blobs = {}
        for scope in SCOPES[:3]:
            key_id, key_cipher = keys.for_writing(cr, scope)
            blobs[key_id] = cipher.seal(key_cipher, key_id, b"place", scope.encode())
        opened = keys.for_reading(cr, list(blobs))
        self.assertEqual(
            [cipher.unseal(opened[key_id], b"place", blob).decode() for key_id, blob in blobs.items()],
            SCOPES[:3],
        )

    def test_a_key_lost_with_a_savepoint_keeps_the_rest_from_being_written(self):
        cr = self.env.cr
        cr.execute("SAVEPOINT unnoticed")
        keys.for_writing(cr, SCOPES[0])
        checks = audit.buffer(cr).checks
        for check, subjects in checks.items():
            check(cr, subjects)
        cr.execute("ROLLBACK TO SAVEPOINT unnoticed")
        with self.assertRaises(KeyRingError):
            for check, subjects in checks.items():
                check(cr, subjects)
        checks.clear()
        audit.buffer(cr).keys.clear()

    def test_what_the_ring_has_opened_goes_with_it(self):
        case = self.case_for(self.alice, narrative="not without the ring")
        with self.acting(self.alice) as env:
            self.assertEqual(case.with_env(env).narrative, "not without the ring")
        os.rename(self.path, f"{self.path}.away")
        self.later()
        with self.acting(self.alice) as env, self.assertRaises(KeyRingError):
            case.with_env(env).narrative  # noqa: B018
        self.assertFalse(keys._ciphers)
        os.rename(f"{self.path}.away", self.path)
        self.later()
        with self.acting(self.alice) as env:
            self.assertEqual(case.with_env(env).narrative, "not without the ring")
        os.chmod(self.path, 0o640)
        self.later()
        with self.acting(self.alice) as env, self.assertRaises(KeyRingError):
            case.with_env(env).narrative  # noqa: B018

    def test_a_number_used_again_after_a_restore_is_not_taken_for_the_old_key(self):
        cr = self.env.cr
        key_id, _cipher = keys.for_writing(cr, SCOPES[0])
        audit.buffer(cr).keys.clear()
        keys.for_writing(cr, SCOPES[0])  # now it is kept in memory
        secret = cipher.new_key()
        kek_id, wrapped = keys.ring().wrap(secret, SCOPES[0])
        cr.execute(
            "UPDATE wlec_data_key SET kek_id = %s, wrapped = %s WHERE id = %s", [kek_id, wrapped, key_id]
        )
        audit.buffer(cr).keys.clear()
        again, found = keys.for_writing(cr, SCOPES[0])
        self.assertEqual(again, key_id)
        blob = cipher.seal(found, key_id, b"place", b"x")
        self.assertEqual(cipher.unseal(cipher.cipher(secret), b"place", blob), b"x")

    def test_one_damaged_key_closes_its_own_file_only(self):
        cases = [self.case_for(self.alice, narrative=f"account {number}") for number in range(3)]
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE wlec_data_key SET wrapped = set_byte(wrapped, 20, get_byte(wrapped, 20) # 1) WHERE scope = %s",
            [f"wlec.case,{cases[1].id}"],
        )
        keys.forget()
        self.later()
        with self.acting(self.alice) as env:
            found = env["wlec.case"].browse([case.id for case in cases])
            self.assertEqual([found[0].narrative, found[2].narrative], ["account 0", "account 2"])
            with self.assertRaises(ConfidentialityError):
                found[1].narrative  # noqa: B018
