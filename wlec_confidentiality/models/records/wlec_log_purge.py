# SPDX-License-Identifier: LGPL-3.0-or-later
from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.tools import SQL, format_date

from odoo.addons.wlec_confidentiality.exceptions import ConfidentialityError
from odoo.addons.wlec_confidentiality.models.access.wlec_workflow_mixin import Transition, permit
from odoo.addons.wlec_confidentiality.orm import audit
from odoo.addons.wlec_confidentiality.tools import typed_number
from odoo.addons.wlec_confidentiality.tools.consent_signing import SealKeyProblem
from odoo.addons.wlec_confidentiality.tools.seal_state import StateProblem

from . import log_purge, sealer

YEARS = "wlec_confidentiality.log_years"
SHORTEST, LONGEST = 6, 1000
_OFFICER = ("wlec_confidentiality.group_officer",)
_SECOND = ("wlec_confidentiality.group_auditor", "wlec_confidentiality.group_committee")


class WlecLogPurge(models.Model):
    """The oldest access records are removed for good, a whole partition at a time: asked for by the officer, decided by a second
    person, done by the sealer. What is kept of them shows for ever that nothing else was removed."""

    _name = "wlec.log.purge"
    _description = "Purge of access records"
    _inherit = ["wlec.workflow.mixin"]
    _order = "id desc"

    _TRANSITIONS = {
        ("draft", "ask"): Transition("asked", _OFFICER, "_guard_ask"),
        ("asked", "approve"): Transition("approved", _SECOND, "_guard_approve"),
        ("asked", "refuse"): Transition("refused", _SECOND),
        ("asked", "cancel"): Transition("cancelled", _OFFICER),
        ("approved", "cancel"): Transition("cancelled", _OFFICER),
    }
    _WORKFLOW_FIELDS = frozenset(
        ("number", "first_id", "last_id", "newest_at", "asked_by_id", "decided_by_id", "asked_at", "decided_at", "done_at", "records",
         "problem")
    )  # fmt: skip

    state = fields.Selection(
        [
            ("draft", "To be asked for"),
            ("asked", "Asked for"),
            ("approved", "Approved"),
            ("done", "Purged"),
            ("refused", "Refused"),
            ("cancelled", "Cancelled"),
        ],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        index=True,
    )
    reason = fields.Char(
        required=True, help="Why these records are not needed any more. Say nothing of a client."
    )
    number = fields.Integer("Partition", readonly=True, copy=False, aggregator=None)
    first_id = fields.Integer("From number", readonly=True, copy=False, aggregator=None)
    last_id = fields.Integer("To number", readonly=True, copy=False, aggregator=None)
    newest_at = fields.Datetime("Newest of them", readonly=True, copy=False)
    records = fields.Integer("Records", readonly=True, copy=False, aggregator=None)
    asked_by_id = fields.Many2one("res.users", "Asked for by", readonly=True, copy=False)
    asked_at = fields.Datetime("Asked for", readonly=True, copy=False)
    decided_by_id = fields.Many2one("res.users", "Decided by", readonly=True, copy=False)
    decided_at = fields.Datetime("Decided", readonly=True, copy=False)
    done_at = fields.Datetime("Purged", readonly=True, copy=False)
    problem = fields.Char(readonly=True, copy=False)

    can_ask = fields.Boolean(compute="_compute_can")
    can_approve = fields.Boolean(compute="_compute_can")
    can_refuse = fields.Boolean(compute="_compute_can")
    can_cancel = fields.Boolean(compute="_compute_can")

    _one_at_a_time = models.UniqueIndex(
        "((true)) WHERE state IN ('asked', 'approved')", "A purge is under way already."
    )

    @api.depends("newest_at")
    def _compute_display_name(self):
        for purge in self:
            day = purge.newest_at and format_date(self.env, purge.newest_at, date_format="d MMMM y")
            purge.display_name = self.env._("Purge up to %s", day) if day else self.env._("New purge")

    def write(self, vals):
        if "reason" in vals and any(purge.state != "draft" for purge in self):
            raise ConfidentialityError(
                self.env._("The reason of a purge is not changed once it is asked for.")
            )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_asked_for(self):
        if any(purge.state != "draft" for purge in self):
            raise ConfidentialityError(self.env._("What became of a purge is kept."))

    # ---- the steps
    def action_ask(self):
        self._transition(
            "ask", asked_by_id=self.env.uid, asked_at=fields.Datetime.now(), **(self._oldest() or {})
        )

    def action_approve(self):
        self._transition("approve", decided_by_id=self.env.uid, decided_at=fields.Datetime.now())
        self.env.ref("wlec_confidentiality.cron_log_purge").sudo()._trigger()

    def action_refuse(self):
        self._transition("refuse", decided_by_id=self.env.uid, decided_at=fields.Datetime.now())

    def action_cancel(self):
        self._transition("cancel")

    def _guard_ask(self):
        if self.search_count([("state", "in", ("asked", "approved")), ("id", "!=", self.id)], limit=1):
            return self.env._("A purge is under way already.")
        return self._guard_purge()

    def _guard_approve(self):
        if self.env.user == self.asked_by_id:
            return self.env._("Whoever asked for it does not decide.")
        return self._guard_purge()

    def _guard_purge(self):
        """Why the oldest partition must stay."""
        years, oldest = self._years(), self._oldest()
        if not years:
            return self.env._(
                "Access records are kept for ever. A system administrator can name a number of years in the settings (Confidentiality)."
            )
        if years < SHORTEST:
            return self.env._("Access records are kept for at least %s years.", SHORTEST)
        if not log_purge.is_possible(self.env.cr):
            return self.env._("Whoever administers PostgreSQL has to run data/access/harden.sql again first.")
        if not oldest or not oldest["newest_at"]:
            return self.env._("There are no access records to purge.")
        if self.state == "asked" and oldest["number"] != self.number:
            return self.env._("What was asked for is not the oldest part any more.")
        if oldest["newest_at"] > fields.Datetime.now() - relativedelta(years=years):
            return self.env._(
                "The newest of these records is of %s: too recent.",
                format_date(self.env, oldest["newest_at"], date_format="d MMMM y"),
            )
        return self._why_not_sealed(oldest)

    def _why_not_sealed(self, oldest):
        sealed = self.env["wlec.access.seal"].sudo().search([], limit=1)
        if not sealed or sealed.last_id <= oldest["last_id"]:
            return self.env._("These are the newest records: only what is full and sealed is purged.")
        return None

    @api.model
    def _years(self):
        """Kept for longer than there can be years is kept for ever."""
        years = self.env["ir.config_parameter"].sudo().get_param(YEARS)
        return typed_number.read(years, LONGEST) or 0

    def _oldest(self):
        part = log_purge.oldest(self.env.cr)
        if not part:
            return None
        query = SQL(
            "SELECT count(*), max(at) AT TIME ZONE 'UTC' FROM wlec_log.event WHERE id >= %s AND id < %s",
            part.low,
            part.high,
        )
        ((count, newest),) = self.env.execute_query(query)
        return {
            "number": part.number, "first_id": max(part.low, 1), "last_id": part.high - 1, "records": count, "newest_at": newest,
        }  # fmt: skip

    # ---- the work, by the sealer
    def _cron_purge(self):
        for purge in self.search([("state", "=", "approved")]):
            purge._do()

    def _do(self):
        """Purge what was approved, all or nothing; killed in between, the next turn finds that it is done."""
        oldest = self._oldest()
        is_gone = not oldest or oldest["number"] != self.number
        if not is_gone and (why := self._guard_purge() or self._remove()):
            self._note(problem=why)
        elif log_purge.is_noted(self.env.cr, self.number):
            self._note(state="done", done_at=fields.Datetime.now(), problem=False)
        elif is_gone:
            self._note(
                problem=self.env._(
                    "These records are gone, and not by this purge. Have the seals verified, find out who removed them, and cancel it."
                )
            )

    def _remove(self):
        """By the sealer, on a connection of its own.

        :return: why it could not be; ``None`` also where somebody else was at it: then the next turn does it
        """
        audit.record(self, "unlink", fields=("purge",))
        self.env.cr.commit()  # pylint: disable=invalid-commit  # recorded first, whatever becomes of it
        try:
            sealer.purge(self.env.cr.dbname, sealer.name_of(self.env), self.number)
        except sealer.SealBusy:
            return None
        except (sealer.SealRefused, SealKeyProblem, StateProblem) as problem:
            return str(problem)
        finally:
            self.env.cr.commit()  # pylint: disable=invalid-commit  # to see what became of it
        return None

    def _note(self, **values):
        with permit(self, self._workflow_fields()):
            self.write(values)
