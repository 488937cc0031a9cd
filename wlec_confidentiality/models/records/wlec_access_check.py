# SPDX-License-Identifier: LGPL-3.0-or-later
import json

from odoo import api, fields, models
from odoo.tools import SQL, format_date

from odoo.addons.wlec_confidentiality.exceptions import ConfidentialityError
from odoo.addons.wlec_confidentiality.models.access import seal_key
from odoo.addons.wlec_confidentiality.models.access.wlec_workflow_mixin import Transition, permit
from odoo.addons.wlec_confidentiality.orm import audit
from odoo.addons.wlec_confidentiality.tools.consent_signing import SealKeyProblem
from odoo.addons.wlec_confidentiality.tools.log_check import Damage

from . import log_verifier

MAY = ("wlec_confidentiality.group_auditor", "wlec_confidentiality.group_officer")
_RECORDS_A_STEP = 100_000


class WlecAccessCheck(models.Model):
    """A check of the access records against their seals: every record is read again, in steps, by a scheduled action.

    What it says holds against whoever can write to the database, but not against whoever holds the seal key as well: that is what
    witnesses and the check outside this system (``verify_log.py``) are for.
    """

    _name = "wlec.access.check"
    _description = "Check of the access records"
    _inherit = [
        "wlec.workflow.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]  # tasks subscribe people to a thread
    _order = "id desc"

    _TRANSITIONS = {
        ("draft", "start"): Transition("running", MAY, "_guard_start"),
        ("running", "stop"): Transition("stopped", MAY),
        ("stopped", "start"): Transition("running", MAY, "_guard_start"),
    }
    _WORKFLOW_FIELDS = frozenset(
        ("started_by_id", "started_at", "finished_at", "records_total", "records_done", "sealed", "unsealed", "verdict",
         "damage_kind", "first_id", "last_id", "place")
    )  # fmt: skip

    state = fields.Selection(
        [("draft", "To be started"), ("running", "Running"), ("stopped", "Stopped"), ("done", "Done")],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        index=True,
    )
    started_by_id = fields.Many2one("res.users", "Started by", readonly=True, copy=False)
    started_at = fields.Datetime("Started", readonly=True, copy=False)
    finished_at = fields.Datetime("Finished", readonly=True, copy=False)
    records_total = fields.Integer("Records", readonly=True, copy=False, aggregator=None)
    records_done = fields.Integer("Records read", readonly=True, copy=False, aggregator=None)
    progress = fields.Float(compute="_compute_progress")
    sealed = fields.Integer("Sealed records", readonly=True, copy=False, aggregator=None)
    unsealed = fields.Integer("Not sealed yet", readonly=True, copy=False, aggregator=None)
    verdict = fields.Selection(
        [("intact", "Intact"), ("damaged", "Damaged")], "Result", readonly=True, copy=False
    )
    damage_kind = fields.Char(readonly=True, copy=False)
    first_id = fields.Integer("From number", readonly=True, copy=False, aggregator=None)
    last_id = fields.Integer("To number", readonly=True, copy=False, aggregator=None)
    finding = fields.Text("What was found", compute="_compute_finding")
    seal_problems = fields.Text("What is wrong", compute="_compute_seal_problems")
    place = fields.Text(readonly=True, copy=False, groups=fields.NO_ACCESS)

    can_start = fields.Boolean(compute="_compute_can")
    can_stop = fields.Boolean(compute="_compute_can")

    _one_at_a_time = models.UniqueIndex("((state)) WHERE state = 'running'", "A check is running already.")

    @api.depends("records_total", "records_done", "state")
    def _compute_progress(self):
        for check in self:
            part = check.records_done / check.records_total if check.records_total else 0
            check.progress = 100 if check.state == "done" else min(99, 100 * part)

    @api.depends("started_at")
    def _compute_display_name(self):
        for check in self:
            began = check.started_at and format_date(self.env, check.started_at, date_format="d MMMM y")
            check.display_name = self.env._("Check of %s", began) if began else self.env._("New check")

    @api.depends("damage_kind", "first_id", "last_id")
    def _compute_finding(self):
        for check in self:
            kind, first, last = check.damage_kind, check.first_id, check.last_id
            check.finding = kind and self._damage_text(Damage(kind, first, last))

    @api.depends("state")
    def _compute_seal_problems(self):
        """The task “Look at the seals” leads to a check: so it says what is wrong there."""
        waiting = self.filtered(lambda check: check.state == "draft")
        (self - waiting).seal_problems = False
        waiting.seal_problems = waiting and "\n".join(self.env["wlec.access.seal"]._problems())

    @api.model
    def _damage_text(self, damage):
        return self._damage_texts()[damage.kind] % {"first": damage.first, "last": damage.last}

    def _damage_texts(self):
        _ = self.env._
        return {
            "changed": _(
                "At least one of the records %(first)s to %(last)s was changed, removed or put in after it was sealed."
            ),
            "missing": _("Records between number %(first)s and %(last)s are missing."),
            "added": _(
                "Between number %(first)s and %(last)s there are records that were not there when they were sealed."
            ),
            "numbers": _("The numbers of the records %(first)s to %(last)s do not agree with their seal."),
            "seal": _("Seal number %(first)s is not signed with this centre's key, or it was changed."),
            "chain": _(
                "Seal number %(first)s does not continue the one before it: seals were removed, exchanged or put in."
            ),
            "purged": _(
                "What is kept of the purged records, up to number %(last)s, was changed, or is missing."
            ),
            "newest": _(
                "The newest seal in the database is not the last one that was signed: seals were removed, or an old backup was"
                " put back. The last good number of the database is %(last)s."
            ),
            "witness": _(
                "A witness holds a seal that is not in the database: seals were removed or exchanged."
            ),
            "memory": _(
                "There are seals, but the sealer's own memory of the last one (a file beside the seal key) is missing or damaged."
            ),
        }

    @api.ondelete(at_uninstall=False)
    def _unlink_except_started(self):
        if any(check.state != "draft" for check in self):
            raise ConfidentialityError(self.env._("The report of a check is kept."))

    # ---- buttons
    def action_start(self):
        self._transition("start", started_by_id=self.env.uid, started_at=fields.Datetime.now())
        self.env.ref("wlec_confidentiality.cron_access_check").sudo()._trigger()

    def action_stop(self):
        self._transition("stop")

    def action_continue(self):
        """A part of it at once; the scheduled action does the rest."""
        self.ensure_one()
        self.check_access("write")
        if self.state == "running":
            self.sudo()._step()

    def _guard_start(self):
        if self.search_count([("state", "=", "running"), ("id", "!=", self.id)], limit=1):
            return self.env._("A check is running already.")
        if not self.env["wlec.access.seal"].sudo().search_count([], limit=1):
            return self.env._(
                "The access records have never been sealed: there is nothing to check them against."
            )
        try:
            seal_key.signer()
        except SealKeyProblem as problem:
            return self.env._("The seals cannot be checked: %s.", problem)
        return None

    # ---- the work
    def _cron_begin(self):
        """Every week, whoever thinks of it or not."""
        if not self.search_count([("state", "=", "running")], limit=1):
            check = self.create({})
            if not check._guard_start():
                check._note(state="running", started_at=fields.Datetime.now())
                check._after_transition("start")
                self.env.ref("wlec_confidentiality.cron_access_check")._trigger()

    def _cron_check(self):
        for check in self.search([("state", "=", "running")]):
            is_done = check._step()
            self.env["ir.cron"]._commit_progress(1, remaining=0 if is_done else 1)

    def _step(self):
        """Some of the records.

        :return: whether the check is through
        """
        if not self.try_lock_for_update() or self.state != "running":
            return True
        place = json.loads(self.sudo().place or "null")
        keys = self.env["wlec.access.seal"]._pinned_keys()
        kept = self.env["wlec.access.witness"]._kept()
        found = log_verifier.step(self.env.cr.dbname, keys, place, _RECORDS_A_STEP, kept)
        self._note(
            records_done=found.records,
            records_total=found.sealed,
            sealed=found.sealed,
            unsealed=found.unsealed,
            place=json.dumps(found.place) if found.place else False,
        )
        if not found.place:
            self._finish(found.damage)
        return not found.place

    def _finish(self, damage):
        self._note(
            state="done",
            verdict="damaged" if damage else "intact",
            damage_kind=damage and damage.kind,
            first_id=damage and damage.first,
            last_id=damage and damage.last,
            finished_at=fields.Datetime.now(),
        )
        audit.record(self, "inspect", fields=(self.verdict,))
        if damage:
            self._alarm()

    def _alarm(self):
        officers = self.env.ref("wlec_confidentiality.group_officer").all_user_ids.filtered("active")
        self._call("mail.mail_activity_data_warning", self.env._("The access records are damaged"), officers)

    def _call(self, kind, summary, officers):
        """A task for each, here where nobody but they and auditors look, and a mail that says where to look and no more."""
        for officer in officers:
            self.with_context(mail_activity_quick_update=True).activity_schedule(
                kind, summary=summary, user_id=officer.id
            )
        for officer in officers.filtered("email"):
            here = self.with_context(lang=officer.lang)
            text = here.env._("Please look at the seals over the access records.")
            mail = {"email_to": officer.email, "subject": here.env._("Look at the seals"), "body_html": text}
            self.env["mail.mail"].sudo().create(mail)

    def _note(self, **values):
        with permit(self, self._workflow_fields()):
            self.write(values)

    def _after_transition(self, action):
        if action == "start":
            total = self.env.execute_query(SQL("SELECT coalesce(max(size), 0) FROM wlec_log.seal"))[0][0]
            self._note(records_total=total)
