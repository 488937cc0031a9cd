# SPDX-License-Identifier: LGPL-3.0-or-later
import base64
import os
import shutil
import tempfile
from unittest.mock import patch

from odoo.addons.wlec_confidentiality.models.access import key_work
from odoo.addons.wlec_confidentiality.orm import audit, keys, sealed_stores
from odoo.addons.wlec_confidentiality.orm.sealed_columns import Columns
from odoo.addons.wlec_confidentiality.tools import cipher

from .common import ConfidentialityCase

CANARY = "Canary-5d2e the back stairs"


class RingCase(ConfidentialityCase):
    """Each test has a copy of the key ring, which it may turn or spoil."""

    def setUp(self):
        super().setUp()
        self.home = self.enterContext(tempfile.TemporaryDirectory())
        self.path = shutil.copy(keys.ring_path(), f"{self.home}/ring.json")
        os.chmod(self.path, 0o600)
        self.enterContext(patch.dict(os.environ, {"WLEC_KEYRING": self.path}))
        self.addCleanup(keys._rings.clear)
        self.addCleanup(keys.forget)


class KeyCase(RingCase):
    def setUp(self):
        super().setUp()
        self.case = self.case_for(self.alice, matter=CANARY, narrative=f"{CANARY} narrative")
        self.other = self.case_for(self.alice, matter=CANARY)
        with self.acting(self.alice) as env:
            self.note = (
                env["wlec.case.note"].create({"case_id": self.case.id, "body": CANARY}).with_env(self.env)
            )
            self.document = env["wlec.case.document"].create(
                {"case_id": self.case.id, "file_name": CANARY, "content": base64.b64encode(CANARY.encode())}
            )
        self.enterContext(self.enter_registry_test_mode())
        self._start_events()

    def job(self, kind, user=None, **vals):
        with self.acting(user or self.otto) as env:
            job = env["wlec.key.rotation"].create({"kind": kind, **vals})
            job.action_start()
        return job.with_env(self.env)

    def work(self, job, seconds=None):
        self.env.flush_all()
        done = key_work.work(self.env.registry, job.id, seconds)
        self.env.invalidate_all()
        self.later()
        return done

    def later(self):
        """In another transaction: keys held for writing, and lenses, are those of one."""
        audit.forget_lenses(self.env.cr)
        audit.buffer(self.env.cr).keys.clear()

    def blob(self, name, record):
        self.env.flush_all()
        self.env.cr.execute(f'SELECT "{name}" FROM "{record._table}" WHERE id = %s', [record.id])
        value = self.env.cr.fetchone()[0]
        return value if value is None else bytes(value)

    def key_of(self, record, name):
        return cipher.key_id_of(self.blob(name, record))

    def active_key(self, record):
        self.env.cr.execute(
            "SELECT id FROM wlec_data_key WHERE scope = %s AND retired_at IS NULL", [f"wlec.case,{record.id}"]
        )
        return self.env.cr.fetchone()[0]

    def assertOpens(self):
        with self.acting(self.alice) as env:
            self.assertEqual(self.case.with_env(env).narrative, f"{CANARY} narrative")
            self.assertEqual(self.other.with_env(env).matter, CANARY)
            self.assertEqual(self.note.with_env(env).body, CANARY)
            self.assertEqual(base64.b64decode(self.document.with_env(env).content), CANARY.encode())

    def values(self):
        """Every sealed value there is: {(table, column, id): bytes}."""
        self.env.flush_all()
        found = {}
        for store in sealed_stores.stores(self.env.registry):
            if not isinstance(store, Columns):
                continue
            for name in store.fields:
                self.env.cr.execute(f'SELECT id, "{name}" FROM {store._quoted} WHERE "{name}" IS NOT NULL')
                for record_id, value in self.env.cr.fetchall():
                    if store._is_sealed(name, value):
                        found[store.name, name, record_id] = store._blob(name, value)
        return found
