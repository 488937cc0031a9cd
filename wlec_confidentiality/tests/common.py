# SPDX-License-Identifier: LGPL-3.0-or-later
from contextlib import contextmanager

from odoo.tests import TransactionCase, new_test_user

from odoo.addons.wlec_confidentiality.orm import buffers, cursor_hooks, event_rows, gate

_SET_UP = gate.Purpose("import")
_CAST = {
    "mona": "group_line_manager",
    "alice": "group_caseworker",
    "bob": "group_caseworker",
    "otto": "group_officer",
    "vera": "group_caseworker",
    "fred": "group_front_desk",
    "tara": "group_committee",
    "audrey": "group_auditor",
}


class CastMixin:
    """The cast of every test: see the README for who they are. Logins are the names."""

    @classmethod
    def _make_cast(cls):
        users = cls.env["res.users"].with_context(active_test=False)
        for name, group in _CAST.items():
            cls._cast_member(users, name, f"base.group_user,wlec_confidentiality.{group}")
        cls._cast_member(users, "sam", "base.group_system")
        for name in ("carol", "chris"):
            cls._cast_member(users, name, "base.group_portal")
        (cls.alice | cls.vera).wlec_line_manager_id = cls.mona
        cls._acknowledge(cls.mona | cls.alice | cls.bob | cls.otto | cls.fred | cls.tara | cls.audrey)
        cls.env.flush_all()

    def cast(self, names):
        """These of them: ``self.cast("alice bob")``."""
        return [getattr(self, name) for name in names.split()]

    @classmethod
    def _cast_member(cls, users, name, groups):
        user = users.search([("login", "=", name)])
        setattr(
            cls,
            name,
            user or new_test_user(cls.env, name, groups=groups, name=name.capitalize(), tz="Europe/London"),
        )

    @classmethod
    def _acknowledge(cls, users):
        """Everybody but vera has read the policy."""
        policy = cls.env["wlec.policy"].search([("state", "=", "in_force")])
        have = cls.env["wlec.policy.acknowledgement"].search([("policy_id", "=", policy.id)]).user_id
        for user in users - have:
            cls.env["wlec.policy.acknowledgement"]._acknowledge(policy, user, user.name, "back_office")

    @contextmanager
    def acting(self, user):
        """Everything in this block is done by ``user``, as if they had logged in: they are the actor, too."""
        transaction = self.env.transaction
        before, env = transaction.default_env, self.env(user=user)
        self.env.flush_all()
        self.env.invalidate_all()
        transaction.default_env = env
        try:
            yield env
            env.flush_all()
        finally:
            transaction.default_env = before
            self.env.invalidate_all()

    def case_for(self, user, partner=None, **vals):
        """A file of which ``user`` is the caseworker, made by them; confidential fields filled in unless given."""
        partner = partner or self.env["res.partner"].create({"name": "Client of a test"})
        filled = {"matter": "Dismissed after asking for leave", "narrative": "<p>Said in confidence</p>"}
        # Also for somebody who has not met the client yet: in life an enquiry of theirs would have come to them first.
        with self.acting(user) as env, gate.purpose(env, _SET_UP):
            case = env["wlec.case"].create(
                {"partner_id": partner.id, "caseworker_id": user.id, **filled, **vals}
            )
        return case.with_env(self.env)

    def events(self, **criteria):
        """The access records of this test so far (newest last), as dicts, filtered by equality."""
        self._write_buffer()
        columns = (
            "id",
            "action",
            "model",
            "record_ids",
            "field_names",
            "case_ids",
            "user_id",
            "actor_id",
            "su",
            "outcome",
        )
        self.env.cr.execute(
            f"SELECT {', '.join(columns)} FROM wlec_access_event WHERE id > %s ORDER BY id",
            [self._first_event],
        )
        rows = [dict(zip(columns, row, strict=True)) for row in self.env.cr.fetchall()]
        return [row for row in rows if all(row[key] == value for key, value in criteria.items())]

    def _write_buffer(self):
        self.env.flush_all()
        cr = self.env.cr
        found = buffers.take(cr)
        if found is not None and found.entries:
            cursor_hooks.write(cr, list(event_rows.rows(cr, found)))

    def _start_events(self):
        """Forget what the set-up opened, and what earlier tests of the class did."""
        buffers.take(self.env.cr)
        self.env.cr.execute("SELECT coalesce(max(id), 0) FROM wlec_access_event")
        self._first_event = self.env.cr.fetchone()[0]
        self.addCleanup(buffers.take, self.env.cr)


class ConfidentialityCase(CastMixin, TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._make_cast()
        cls.addClassCleanup(buffers.take, cls.env.cr)

    def setUp(self):
        super().setUp()
        self._start_events()
