# SPDX-License-Identifier: LGPL-3.0-or-later
from datetime import timedelta

from odoo import api, fields, models, tools
from odoo.exceptions import AccessError

from odoo.addons.wlec_confidentiality.exceptions import ConfidentialityError, KeyRingError
from odoo.addons.wlec_confidentiality.models.access import giving_back
from odoo.addons.wlec_confidentiality.orm import actor, audit, keys, unprotected

from . import forecast, residues

OFFICER = "wlec_confidentiality.group_officer"
# Who writes the row must hold this: nothing a caller can send, and no server action, can.
_STEP = object()


class _Off(Exception):
    """Carries “not yet” past the cache, which keeps no exceptions."""


class WlecCrmProtection(models.Model):
    """Whether the CRM's own records are protected, and how far that has got. There is one row, and it goes one way: off,
    running, on. Only uninstalling the addon gives the records back in clear."""

    _name = "wlec.crm.protection"
    _description = "Protection of the CRM"
    _rec_name = "state"

    state = fields.Selection(
        [("off", "Not yet"), ("running", "In progress"), ("paused", "Paused"), ("on", "On")],
        default="off",
        required=True,
        readonly=True,
    )
    began_at = fields.Datetime("Begun", readonly=True, help="From this moment new records are protected.")
    began_by_id = fields.Many2one("res.users", "Begun by", readonly=True, ondelete="restrict")
    finished_at = fields.Datetime("Everything protected since", readonly=True)
    pause_reason = fields.Char("Why it is paused", readonly=True)
    problems = fields.Text("Records that could not be protected", readonly=True)
    vacuumed_at = fields.Datetime("Old row versions removed", readonly=True)
    line_ids = fields.One2many("wlec.crm.protection.line", "protection_id", readonly=True)
    progress = fields.Float("Done", compute="_compute_progress")
    forecast = fields.Text("What will happen", compute="_compute_forecast")
    sent_mails = fields.Integer("Sent e-mails that were kept", compute="_compute_sent_mails")

    _one = models.UniqueIndex("((TRUE))", "There is one protection of the CRM.")

    @api.depends("state")
    def _compute_display_name(self):
        for protection in self:
            protection.display_name = self.env._("Protection of the CRM")

    @api.depends("line_ids.done", "line_ids.total")
    def _compute_progress(self):
        for protection in self:
            total = sum(protection.line_ids.mapped("total"))
            done = sum(protection.line_ids.mapped("done"))
            protection.progress = 100.0 * done / total if total else 100.0 * (protection.state == "on")

    def _compute_forecast(self):
        for protection in self:
            protection.forecast = False if protection.began_at else forecast.text(self.env)

    def _compute_sent_mails(self):
        for protection in self:
            protection.sent_mails = residues.count_sent_mails(self.env)

    # ---- asked by others
    @api.model
    def _is_on(self):
        """Whether new records are to be protected: from the moment protection began, and for ever."""
        if unprotected.is_known(self.env.cr, self._table):
            return False
        try:
            return self._ask_is_on()
        except _Off:
            unprotected.know(self.env.cr, self._table)
            return False

    @tools.ormcache()
    def _ask_is_on(self):
        """Only “yes” is remembered: there is no way back that somebody could fail to hear of."""
        if not self._the_one().began_at:
            raise _Off
        return True

    @api.model
    def _the_one(self):
        return self.sudo().search([], limit=1)

    # ---- the steps
    def action_begin(self):
        self._check_officer()
        self._begin()

    def action_delete_sent_mails(self):
        self._check_officer()
        residues.delete_sent_mails(self.env)
        audit.record(self, "configure", fields=("delete_sent_mails",))

    @api.model
    def _check_officer(self):
        if not self.env.user.has_group(OFFICER):
            raise AccessError(self.env._("Protecting the CRM is for the confidentiality officer."))

    @api.model
    def _begin(self):
        """Protect new records from now on, and have those that are there protected by the scheduled job. Does nothing when
        it has begun; without a key ring it waits for one."""
        one = self._the_one()
        if one and not one.began_at:
            one._begin_or_wait()
            self._ask_job_to_come(fields.Datetime.now())

    def _begin_or_wait(self):
        if why := self._why_not():
            self._pause(why)
            return
        registry, cr = self.env.registry, self.env.cr
        self.env.flush_all()
        self._note(
            _STEP,
            "begin",
            state="running",
            pause_reason=False,
            began_at=fields.Datetime.now(),
            began_by_id=actor.principals(self.env)[0],
        )
        unprotected.forget()
        for sequence, model in enumerate(giving_back.models(self.env)):
            self.env["wlec.crm.protection.line"].create(
                {
                    "protection_id": self.id,
                    "model": model._name,
                    "sequence": sequence,
                    "total": giving_back.count(model, model._rows_to_protect("t")),
                }
            )
        registry.clear_cache()
        cr.postrollback.add(registry.clear_cache)  # what was remembered of it is not true then

    @api.model
    def _why_not(self):
        """Why nothing can be sealed now: a text, or ``None``."""
        try:
            keys.ring()
        except KeyRingError as problem:
            return str(problem)
        return None

    def _resume(self):
        """Called before each run of the job: begin if that has waited, and go on if it was paused.

        :return: whether there is anything to do
        """
        if self.state == "off":
            return False
        if why := self._why_not():
            self._pause(why)
        elif not self.began_at:
            self._begin_or_wait()
        elif self.state == "paused":
            self._note(_STEP, "resume", state="on" if self.finished_at else "running", pause_reason=False)
        return self.state in ("running", "on")

    def _pause(self, why):
        if self.state != "paused" or self.pause_reason != why:
            self._note(_STEP, "pause", state="paused", pause_reason=why)

    def _finish(self):
        """Everything is protected, or nearly: what could not be is listed, and tried again every day."""
        if self.state == "running" and not self.problems:
            residues.clear(self.env)
            self._note(_STEP, "finish", state="on", finished_at=fields.Datetime.now())
            # Requests that were running when it began may have left something: look once more when they have ended.
            self._ask_job_to_come(fields.Datetime.now() + timedelta(minutes=10))

    def _note_problems(self, lines):
        text = "\n".join(lines) or False
        if text != (self.problems or False):
            self._note(_STEP, "problems", problems=text)

    def _note_vacuum(self):
        self._note(_STEP, "vacuum", vacuumed_at=fields.Datetime.now())

    def _note(self, step, name, **values):
        if step is not _STEP:
            raise ConfidentialityError(
                self.env._("The protection of the CRM is changed by its own steps only.")
            )
        self.ensure_one()
        super().write(values)
        self.flush_recordset()
        audit.record(self, "configure", fields=(name,))

    @api.model
    def _ask_job_to_come(self, at):
        self.env.ref("wlec_confidentiality.wlec_crm_protection_cron").sudo()._trigger(at=at)

    # ---- nobody else changes the row
    @api.model_create_multi
    def create(self, vals_list):
        if any(vals for vals in vals_list):
            raise ConfidentialityError(
                self.env._("The protection of the CRM is changed by its own steps only.")
            )
        return super().create(vals_list)

    def write(self, vals):
        raise ConfidentialityError(self.env._("The protection of the CRM is changed by its own steps only."))

    @api.ondelete(at_uninstall=False)
    def _unlink_except_ever(self):
        raise ConfidentialityError(self.env._("Protection of the CRM is not taken back."))
