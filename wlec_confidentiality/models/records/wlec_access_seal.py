# SPDX-License-Identifier: LGPL-3.0-or-later
import logging

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from odoo.addons.wlec_confidentiality.exceptions import ConfidentialityError
from odoo.addons.wlec_confidentiality.models.access import seal_key
from odoo.addons.wlec_confidentiality.orm import audit
from odoo.addons.wlec_confidentiality.tools import checkpoint, log_check, seal_state
from odoo.addons.wlec_confidentiality.tools.consent_signing import SealKeyProblem
from odoo.addons.wlec_confidentiality.tools.seal_state import StateProblem

from . import seal_tables, sealer

_logger = logging.getLogger(__name__)

PROBLEM = "wlec_confidentiality.seal_problem"


class WlecAccessSeal(models.Model):
    """A seal: what the access records were at one moment, signed. Nobody can change a record below it unnoticed."""

    _name = "wlec.access.seal"
    _description = "Seal over the access records"
    _auto = False
    _order = "id desc"
    _log_access = False
    _rec_name = "id"

    at = fields.Datetime("Sealed", readonly=True)
    size = fields.Integer("Records", readonly=True, aggregator="max")
    last_id = fields.Integer("Up to number", readonly=True, aggregator=None)
    gaps = fields.Integer(
        "Unused numbers",
        readonly=True,
        aggregator=None,
        help="Numbers given to no record, because what would have been recorded was undone. The seal fixes how many there are,"
        " so that a record removed before it was sealed would show.",
    )
    note = fields.Text("Checkpoint", readonly=True, help="Signed text in the C2SP tlog-checkpoint format.")

    def _compute_display_name(self):
        for seal in self:
            seal.display_name = self.env._("Seal %s", seal.id)

    def init(self):
        seal_tables.create(self.env.cr)

    @api.model
    def _log_key(self):
        """The public key of the log as auditors keep it, or nothing when there is no key."""
        try:
            return checkpoint.key_text(sealer.name_of(self.env), seal_key.signer().public)
        except SealKeyProblem:
            return ""

    @api.model
    def _pinned_keys(self):
        """What the log is checked with: the keys it began with, as the sealer remembers them outside the database."""
        try:
            state = seal_state.load(sealer.state_path(self.env.cr.dbname))
        except StateProblem:
            state = None
        return list(state.roots) if state and state.roots else [self._log_key()]

    @api.model
    def _former_keys(self):
        """The keys that signed before the one in use, oldest first; each is still needed for what it signed."""
        notes = [
            note for (note,) in self.env.execute_query(SQL("SELECT note FROM wlec_log.seal ORDER BY id"))
        ]
        keys = log_check.read_chain(notes, self._pinned_keys()).keys
        return [key for key in keys if key != self._log_key()]

    # ---- sealing
    @api.model
    def action_seal_now(self):
        """Seal what has been recorded so far, at once."""
        self.check_access("read")
        try:
            sealer.seal(self.env.cr.dbname, sealer.name_of(self.env), always=True)
        except sealer.SealBusy:
            raise UserError(self.env._("Somebody else is sealing at this moment: try again in a minute."))
        except (sealer.SealRefused, SealKeyProblem, StateProblem) as problem:
            raise UserError(self._problem_text(problem))
        return {"type": "ir.actions.client", "tag": "soft_reload"}

    def _cron_seal(self):
        try:
            sealer.seal(self.env.cr.dbname, sealer.name_of(self.env))
            problem = ""
        except sealer.SealBusy:
            return
        except (sealer.SealRefused, SealKeyProblem, StateProblem) as found:
            problem = str(found)
            _logger.error("The access records are not sealed: %s.", problem)
        parameters = self.env["ir.config_parameter"].sudo()
        if (parameters.get_param(PROBLEM) or "") != problem:
            parameters.set_param(PROBLEM, problem)
        self._tell_officers()

    def _problem_text(self, problem):
        return self.env._("The access records cannot be sealed: %s. Nothing was changed.", problem)

    # ---- nobody writes here but the sealer
    @api.model_create_multi
    def create(self, vals_list):
        if not vals_list:
            return self.browse()
        raise ConfidentialityError(self.env._("Seals are made by the system alone."))

    def write(self, vals):
        raise ConfidentialityError(self.env._("Seals are never changed."))

    @api.ondelete(at_uninstall=True)
    def _unlink_except_never(self):
        raise ConfidentialityError(self.env._("Seals are never removed."))

    def _fetch_query(self, query, fields):
        records = super()._fetch_query(query, fields)
        if records:
            audit.record(records, "read")
        return records
