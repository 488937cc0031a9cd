# SPDX-License-Identifier: LGPL-3.0-or-later
"""One shape for every workflow: a table of transitions feeds the buttons, the methods and the guard."""

import threading
from contextlib import contextmanager
from typing import NamedTuple

from odoo import api, models
from odoo.exceptions import LockError

from odoo.addons.wlec_confidentiality.exceptions import TransitionError
from odoo.addons.wlec_confidentiality.orm import actor, audit

from . import unsealed

# What a running transition may write: {(database, model, id): frozenset(field names)}. It lives in the thread, never in a
# context or on a record, so that nothing a caller can send, and no server action, can put an entry into it.
_permits = threading.local()


class Transition(NamedTuple):
    """One row of a workflow table.

    :param state: the state the record is in afterwards
    :param groups: xml ids of the groups that may take the step (any of them); ``None``: anybody the rules let write
    :param guard: name of a method that returns a text saying why not, or a false value when nothing stands in the way
    """

    state: str
    groups: tuple = ()
    guard: str = ""


@contextmanager
def permit(records, field_names):
    """Let this thread write the named workflow fields of these records until the block ends."""
    permits = _permits.__dict__.setdefault("table", {})
    before = dict(permits)
    for record_id in records.ids:
        key = (records.env.cr.dbname, records._name, record_id)
        permits[key] = permits.get(key, frozenset()) | frozenset(field_names)
    try:
        yield
    finally:
        permits.clear()
        permits.update(before)


def _permitted(records, field_names):
    permits = _permits.__dict__.get("table", {})
    dbname, model = records.env.cr.dbname, records._name
    return all(
        field_names <= permits.get((dbname, model, record_id), frozenset()) for record_id in records.ids
    )


class WlecWorkflowMixin(models.AbstractModel):
    """Workflow by table.

    A model that inherits this declares ``state`` (a Selection, ``copy=False``, with a default), the table and the fields that
    only a transition may write::

        _TRANSITIONS = {
            ("draft", "submit"): Transition("submitted", ("wlec_confidentiality.group_caseworker",), "_guard_submit"),
        }
        _WORKFLOW_FIELDS = {"submitted_by", "submitted_at"}       # ``state`` is always among them

        can_submit = fields.Boolean(compute="_compute_can")       # one for each action; shows or hides its button

        def action_submit(self):
            self._transition("submit", submitted_by=self.env.uid, submitted_at=fields.Datetime.now())

    A guard is a method ``_guard_x(self)`` on one record: it returns a translated text when the step may not be taken now, or
    ``None``. ``_after_transition(action)`` is called on the records once the state is written.
    """

    _name = "wlec.workflow.mixin"
    _description = "Workflow by a table of transitions"

    _TRANSITIONS = {}
    _WORKFLOW_FIELDS = frozenset()

    # ---- the table asked
    @api.model
    def _workflow_fields(self):
        return frozenset(self._WORKFLOW_FIELDS) | {"state"}

    def _may_take(self, action):
        """Why this user cannot take ``action`` on this record now: a text, or ``None`` when they can."""
        self.ensure_one()
        step = self._TRANSITIONS.get((self.state, action))
        if step is None:
            return self.env._("This step is not possible in the state “%s”.", self._state_label())
        if step.groups and not any(self.env.user.has_group(group) for group in step.groups):
            return self.env._("This step is for other people: it is not among your tasks.")
        # What goes with an office is done by whoever holds it: not by an action that an administrator wrote in their name.
        if step.groups and set(actor.principals(self.env)) != {self.env.uid}:
            return self.env._("Decide in your own name.")
        return getattr(self, step.guard)() if step.guard else None

    def _state_label(self):
        return dict(self._fields["state"]._description_selection(self.env)).get(self.state, self.state)

    @api.depends("state")
    @api.depends_context("uid")
    def _compute_can(self):
        """Every ``can_*`` field at once. Guards are not asked: a button that is shown and refused says why, a hidden one
        leaves people puzzled."""
        actions = {action for _state, action in self._TRANSITIONS if f"can_{action}" in self._fields}
        held = {
            group: self.env.user.has_group(group)
            for step in self._TRANSITIONS.values()
            for group in step.groups or ()
        }
        for record in self:
            for action in actions:
                step = self._TRANSITIONS.get((record.state, action))
                groups = step and (step.groups or ())
                record[f"can_{action}"] = bool(step) and (not groups or any(held[group] for group in groups))

    # ---- a step taken
    def _transition(self, action, **values):
        """Take one step on each record: check it under a lock, write the state and ``values``, record it.

        :raise TransitionError: the step does not exist from the record's state, or is not this user's to take
        """
        self._lock_for_decision()
        self.invalidate_recordset(["state"])
        for record in self:
            if why := record._may_take(action):
                raise TransitionError(why)
            before, step = record.state, self._TRANSITIONS[record.state, action]
            with permit(record, record._workflow_fields()):
                record.write({**values, "state": step.state})
                record._note_transition(action, before)
                record._after_transition(action)

    def _lock_for_decision(self):
        """Two people pressing at once: one goes through, the other is told so (or, when the first has just finished, is
        run again by Odoo on the new state). What is closed is not locked: the answer would tell that it is there."""
        self.check_access("write")
        try:
            self.lock_for_update()
        except LockError:
            raise TransitionError(
                self.env._("Somebody else is deciding on this at this very moment. Please reload the page.")
            ) from None

    def _note_transition(self, action, before):
        audit.record(self, "transition", fields=(action,))
        if "message_ids" in self._fields:
            labels = dict(self._fields["state"]._description_selection(self.env))
            with unsealed.log_line():
                self.sudo()._message_log(
                    body=self.env._(
                        "%(before)s → %(after)s", before=labels.get(before), after=labels.get(self.state)
                    ),
                    author_id=self.env.user.partner_id.id,
                )

    def _after_transition(self, action):
        """For models to override: what follows from a step (activities, dependent records)."""

    # ---- the guard
    def write(self, vals):
        touched = self._workflow_fields() & vals.keys()
        if touched and not _permitted(self, touched):
            raise TransitionError(
                self.env._("Use the buttons: the state and the decisions are not edited by hand.")
            )
        return super().write(vals)

    @api.model_create_multi
    def create(self, vals_list):
        guarded = self._workflow_fields()
        if any(guarded & vals.keys() for vals in vals_list):
            raise TransitionError(
                self.env._("A new record starts at the beginning: its state cannot be given.")
            )
        clean = {
            key: value
            for key, value in self.env.context.items()
            if not (key.startswith("default_") and key[8:] in guarded)
        }
        without = self.with_context(clean)  # pylint: disable=context-overridden  # to leave keys out
        records = super(WlecWorkflowMixin, without).create(vals_list)
        first = self._first_state()
        if any(record.state != first for record in records):
            raise TransitionError(
                self.env._("A new record starts at the beginning: its state cannot be given.")
            )
        return records.with_env(self.env)

    @api.model
    def _first_state(self):
        default = self._fields["state"].default
        return default(self) if default else self._fields["state"].get_values(self.env)[0]
