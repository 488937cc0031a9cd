# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import api, fields, models
from odoo.tools import SQL


class WlecCrmProtectionLine(models.Model):
    """How many records of one model the job has protected, of how many."""

    _name = "wlec.crm.protection.line"
    _description = "Protection of the CRM: one kind of record"
    _order = "sequence, id"
    _rec_name = "model"

    protection_id = fields.Many2one(
        "wlec.crm.protection", required=True, index=True, ondelete="cascade", readonly=True
    )
    model = fields.Char(required=True, readonly=True)
    sequence = fields.Integer(readonly=True)
    name = fields.Char("Records", compute="_compute_name")
    done = fields.Integer("Protected", readonly=True)
    total = fields.Integer("Of", readonly=True)
    progress = fields.Float("Progress", compute="_compute_progress")

    _model_unique = models.Constraint(
        "UNIQUE(protection_id, model)", "There is one line for each kind of record."
    )

    @api.depends("model")
    def _compute_name(self):
        for line in self:
            line.name = self.env["ir.model"]._get(line.model).sudo().name or line.model

    @api.depends("done", "total", "protection_id.finished_at")
    def _compute_progress(self):
        for line in self:
            finished = 100.0 * bool(line.protection_id.finished_at)
            line.progress = 100.0 * line.done / line.total if line.total else finished

    @api.model
    def _add(self, protection, model, done):
        """Add to a model's count, in the transaction in which the records were protected."""
        self._write_counts(
            protection,
            model,
            SQL("coalesce(done, 0) + %s", done),
            SQL("greatest(total, coalesce(done, 0) + %s)", done),
        )

    @api.model
    def _set(self, protection, model, done, left):
        """What the tables themselves say: messages, for example, are protected together with what they hang on."""
        if not self.search_count([("protection_id", "=", protection.id), ("model", "=", model)], limit=1):
            # a model of an addon that came later
            self.create({"protection_id": protection.id, "model": model, "sequence": 99})
        self._write_counts(protection, model, SQL("%s", done), SQL("%s", done + left))

    def _write_counts(self, protection, model, done, total):
        self.flush_model()
        self.env.cr.execute(
            SQL(
                "UPDATE wlec_crm_protection_line SET done = %s, total = %s WHERE protection_id = %s AND model = %s",
                done,
                total,
                protection.id,
                model,
            )
        )
        self.invalidate_model(["done", "total"])
