# SPDX-License-Identifier: LGPL-3.0-or-later
from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import SQL

from odoo.addons.wlec_confidentiality.exceptions import ConfidentialityError, KeyRingError
from odoo.addons.wlec_confidentiality.orm import actor, audit, keys, rotation

from . import key_work
from .wlec_workflow_mixin import Transition, permit

OFFICER = "wlec_confidentiality.group_officer"
_SECONDS_AT_A_TIME = 10


class WlecKeyRotation(models.Model):
    """Work on the keys: new keys for old, or a check; its progress, and what came of it.

    The work itself is done in transactions of its own (``key_work``), by a scheduled action, a command or the button. None of
    it opens a value to anybody.
    """

    _name = "wlec.key.rotation"
    _description = "Work on the keys"
    _inherit = ["wlec.workflow.mixin"]
    _order = "id desc"

    _TRANSITIONS = {
        ("draft", "start"): Transition("running", (OFFICER,), "_guard_start"),
        ("running", "stop"): Transition("stopped", (OFFICER,)),
        ("stopped", "resume"): Transition("running", (OFFICER,), "_guard_resume"),
    }
    _WORKFLOW_FIELDS = frozenset(
        ("scope", "up_to", "before", "started_by_id", "started_at", "finished_at", "keys_total", "keys_done", "values_total",
         "values_done", "problem_count", "problems", "obstacle", "check_store", "check_after")
    )  # fmt: skip

    state = fields.Selection(
        [("draft", "To be started"), ("running", "Running"), ("stopped", "Stopped"), ("done", "Done")],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        index=True,
    )
    kind = fields.Selection(
        [
            ("check", "Check keys and sealed values"),
            ("kek", "Take up the new key of the ring"),
            ("data", "Exchange data keys"),
            ("destroy", "Destroy retired data keys"),
        ],
        "What",
        required=True,
        default="check",
    )
    case_reference = fields.Char(
        "Only the file", help="Reference of the file, such as CASE-48213. Empty: all files."
    )
    older_than_days = fields.Integer("Only keys older than (days)", help="0: all keys.")
    is_complete = fields.Boolean("Try every value", help="Otherwise a sample of each kind is tried.")

    started_by_id = fields.Many2one("res.users", "Started by", readonly=True, copy=False)
    started_at = fields.Datetime("Started", readonly=True, copy=False)
    finished_at = fields.Datetime("Finished", readonly=True, copy=False)
    keys_total = fields.Integer("Data keys", readonly=True, copy=False, aggregator=None)
    keys_done = fields.Integer("Data keys done", readonly=True, copy=False, aggregator=None)
    values_total = fields.Integer("Values", readonly=True, copy=False, aggregator=None)
    values_done = fields.Integer("Values done", readonly=True, copy=False, aggregator=None)
    problem_count = fields.Integer("Problems", readonly=True, copy=False, aggregator=None)
    problems = fields.Text("What was found", readonly=True, copy=False)
    obstacle = fields.Text("Waiting because", readonly=True, copy=False)

    scope = fields.Char(readonly=True, copy=False)  # this and what follows is for the work alone
    up_to = fields.Integer(readonly=True, copy=False, aggregator=None)
    before = fields.Datetime(readonly=True, copy=False)
    check_store = fields.Char(readonly=True, copy=False)
    check_after = fields.Integer(readonly=True, copy=False, aggregator=None)

    can_start = fields.Boolean(compute="_compute_can")
    can_stop = fields.Boolean(compute="_compute_can")
    can_resume = fields.Boolean(compute="_compute_can")

    _one_at_a_time = models.UniqueIndex(
        "((state)) WHERE state = 'running'", "Other work on the keys is running."
    )

    def write(self, vals):
        if vals.keys() & {"kind", "case_reference", "older_than_days", "is_complete"} and any(
            job.state != "draft" for job in self
        ):
            raise ConfidentialityError(self.env._("What is to be done is settled once it has been started."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_started(self):
        if any(job.state != "draft" for job in self):
            raise ConfidentialityError(self.env._("The report of work on the keys is kept."))

    # ---- buttons
    def action_start(self):
        self._transition("start", started_by_id=self.env.uid, started_at=fields.Datetime.now())
        self._hand_to_cron()

    def action_stop(self):
        self._transition("stop")

    def action_resume(self):
        self._transition("resume")
        self._hand_to_cron()

    def action_continue(self):
        """Some seconds of the work at once; the scheduled action does the rest."""
        self.ensure_one()
        self.check_access("write")
        key_work.work(self.env.registry, self.id, _SECONDS_AT_A_TIME)
        self.invalidate_recordset()

    # ---- steps
    def _guard_start(self):
        if not all(
            user.has_group(OFFICER) for user in self.env["res.users"].browse(actor.principals(self.env))
        ):
            return self.env._("Work on the keys is started by the confidentiality officer in person.")
        return self._guard_resume() or self._nothing_to_do()

    def _guard_resume(self):
        if self.search_count([("state", "=", "running"), ("id", "!=", self.id)], limit=1):
            return self.env._("Other work on the keys is running. Stop it, or wait until it is done.")
        try:
            keys.ring()
        except KeyRingError as problem:
            return str(problem)
        return None

    def _nothing_to_do(self):
        if self.kind == "kek" and not rotation.count_to_rewrap(self.env.cr):
            return self.env._(
                "All data keys are wrapped with the current key of the ring already. A new one is added on the server:"
                " python wlec_confidentiality/tools/keyring.py add PATH, and both copies of the ring are renewed."
            )
        if self.kind == "destroy" and not rotation.count_retired(self.env.cr):
            return self.env._("There are no retired data keys.")
        return None

    def _after_transition(self, action):
        if action == "start":
            self._begin()

    def _begin(self):
        """What is to be done is settled now: keys made from here on are new ones."""
        for job in self:
            days = job.older_than_days if job.kind == "data" else 0
            with permit(job, job._workflow_fields()):
                job.write(
                    {
                        "scope": job._scope_of_reference(),
                        "up_to": rotation.newest_key(self.env.cr),
                        "before": days > 0 and fields.Datetime.now() - relativedelta(days=days),
                    }
                )

    def _scope_of_reference(self):
        if self.kind != "data" or not (self.case_reference or "").strip():
            return False
        reference = self.case_reference.strip().upper()
        rows = self.env.execute_query(SQL("SELECT id FROM wlec_case WHERE name = %s", reference))
        if not rows:
            raise ValidationError(self.env._("There is no file with the reference %s.", reference))
        return f"wlec.case,{rows[0][0]}"

    def _finish(self, problem_count, problems):
        """The work is done: called by it, not by people."""
        if not self.try_lock_for_update() or self.state != "running":
            return
        with permit(self, self._workflow_fields()):
            self.write(
                {
                    "state": "done",
                    "finished_at": fields.Datetime.now(),
                    "obstacle": False,
                    "problem_count": self.problem_count + problem_count,
                    "problems": (self.problems or "") + problems,
                }
            )
        counts = (f"keys: {self.keys_done}", f"values: {self.values_done}", f"problems: {self.problem_count}")
        audit.record(self, "configure", fields=(self.kind, *counts))
        if self.scope:
            audit.record(
                self.env["wlec.case"].browse(int(self.scope.split(",")[1])), "configure", fields=("data_key",)
            )

    # ---- scheduled
    def _hand_to_cron(self):
        self.env.ref("wlec_confidentiality.cron_key_rotation").sudo()._trigger()

    def _cron_continue(self):
        """Some minutes of whatever is running; Odoo calls again while there is more."""
        for job in self.search([("state", "=", "running")]):
            is_done = key_work.work(self.env.registry, job.id, 60)
            job.invalidate_recordset()
            self.env["ir.cron"]._commit_progress(1, remaining=0 if is_done or job.obstacle else 1)
