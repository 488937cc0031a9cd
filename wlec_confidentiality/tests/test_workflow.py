# SPDX-License-Identifier: LGPL-3.0-or-later
from contextlib import contextmanager

from odoo.exceptions import RedirectWarning, UserError
from odoo.tests import tagged

from odoo.addons.wlec_confidentiality.exceptions import TransitionError

from . import workflow_records
from .common import ConfidentialityCase

ROLES = ("alice", "bob", "mona", "otto", "vera", "fred", "tara", "audrey", "sam", "carol")
REFUSALS = (
    UserError,
    RedirectWarning,
)  # UserError is the father of AccessError and of every refusal of this addon


class _Undo(Exception):
    """Leave a block and take back what it did."""


@tagged("post_install", "-at_install", "wlec_workflow")
class TestWorkflow(ConfidentialityCase):
    """Every state x every action x every role, for every model that inherits the workflow."""

    def _workflow_models(self):
        return sorted(
            name
            for name, model in self.env.registry.items()
            if "_TRANSITIONS" in dir(model) and not model._abstract
        )

    def _states(self, model):
        return self.env[model]._fields["state"].get_values(self.env)

    def _actions(self, model):
        return sorted({action for _state, action in self.env[model]._TRANSITIONS})

    def _state_in_database(self, record):
        self.env.cr.execute(f'SELECT state FROM "{record._table}" WHERE id = %s', [record.id])
        return self.env.cr.fetchone()[0]

    # ---- the tables themselves
    def test_the_tables_are_sound(self):
        self.assertTrue(self._workflow_models())
        for name in self._workflow_models():
            model, states = self.env[name], set(self._states(name))
            for (state, action), step in model._TRANSITIONS.items():
                with self.subTest(model=name, state=state, action=action):
                    self.assertLessEqual({state, step.state}, states)
                    self.assertNotIsInstance(step.groups, str, "a tuple of groups, not one text")
                    for group in step.groups or ():
                        self.assertTrue(self.env.ref(group, raise_if_not_found=False), f"no group {group}")
                    if step.guard:
                        self.assertTrue(
                            callable(getattr(type(model), step.guard, None)), f"no guard {step.guard}"
                        )
            with self.subTest(model=name):
                self.assertFalse(model._fields["state"].copy)
                self.assertLessEqual(set(model._WORKFLOW_FIELDS), set(model._fields))
                for action in self._actions(name):
                    if f"can_{action}" in model._fields:
                        taken = hasattr(type(model), f"action_{action}") or hasattr(type(model), f"_{action}")
                        self.assertTrue(taken, f"neither a button action_{action} nor a wizard's _{action}")

    # ---- every step, by everybody
    def test_every_state_action_and_role(self):
        for name in self._workflow_models():
            record = workflow_records.make(self, name)
            self.assertEqual(record.state, record._first_state(), name)
            for state in self._states(name):
                for action in self._actions(name):
                    for role in ROLES:
                        with self.subTest(model=name, state=state, action=action, role=role):
                            self._try(record, state, action, getattr(self, role))

    def _try(self, record, state, action, user):
        step = record._TRANSITIONS.get((state, action))
        theirs = bool(step) and (not step.groups or any(user.has_group(group) for group in step.groups))
        for way in (self._by_button, self._by_hand):
            try:
                with self.env.cr.savepoint():
                    workflow_records.place(record, state)
                    refused = self._refused(way, record, action, user)
                    after = self._state_in_database(record)
                    raise _Undo
            except _Undo:
                self.env.invalidate_all()
            if theirs and not refused and after != state:
                self.assertEqual(after, step.state, "the step leads somewhere else than the table says")
            else:
                self.assertEqual(after, state, f"{user.login} got through")
            if not theirs and way is self._by_hand:
                self.assertTrue(refused, f"{user.login} was not told that this step is not theirs")

    def _refused(self, way, record, action, user):
        """Take the step; the refusal met, or ``None``. Anything but a refusal in plain words is a failure."""
        try:
            with self.env.cr.savepoint(), self.acting(user) as env:
                way(record.with_env(env), action)
        except REFUSALS as refusal:
            self.env.invalidate_all()
            return refusal
        return None

    def _by_button(self, record, action):
        method = getattr(record, f"action_{action}", None)
        if method is None:
            raise TransitionError("There is no such button.")
        try:
            method()
        except TypeError as error:
            if "required positional argument" not in str(error):
                raise
            raise TransitionError("This button asks for more first.") from None

    def _by_hand(self, record, action):
        record._transition(action)

    @contextmanager
    def _refusal(self):
        """What happens in this block is refused, and taken back."""
        refused = None
        try:
            with self.env.cr.savepoint():
                yield
        except REFUSALS as error:
            refused = error
        self.env.invalidate_all()
        self.assertTrue(refused, "nobody refused this")

    # ---- forged states
    def test_no_state_is_forged(self):
        for name in self._workflow_models():
            record = workflow_records.make(self, name)
            first = record._first_state()
            for state in self._states(name):
                if state == first:
                    continue
                with self.subTest(model=name, state=state, way="write"):
                    for user in (self.alice, self.mona, self.otto, self.env.user):
                        self._assert_not_written(record, {"state": state}, user)
                with self.subTest(model=name, state=state, way="create"), self._refusal():
                    workflow_records.make(self, name, state=state)
                with self.subTest(model=name, state=state, way="context"):
                    self._assert_no_default(name, state, first)

    def _assert_not_written(self, record, vals, user):
        with self._refusal(), self.acting(user) as env:
            record.with_env(env).write(vals)
        with self._refusal(), self.acting(user) as env:
            record.with_env(env).sudo().write(vals)
        self.assertNotEqual(self._state_in_database(record), vals["state"])

    def _assert_no_default(self, name, state, first):
        before = self.env
        self.env = before(context={**before.context, "default_state": state})
        try:
            with self.env.cr.savepoint():
                record = workflow_records.make(self, name)
                self.assertEqual(record.state, first)
        except REFUSALS:
            self.env.invalidate_all()
        finally:
            self.env = before

    def test_decision_fields_are_not_written_by_hand(self):
        for name in self._workflow_models():
            record = workflow_records.make(self, name)
            for field in sorted(record._WORKFLOW_FIELDS - {"state"}):
                for user in (self.alice, self.mona, self.otto):
                    with self.subTest(model=name, field=field, user=user.login):
                        with self._refusal(), self.acting(user) as env:
                            record.with_env(env).write({field: False})
