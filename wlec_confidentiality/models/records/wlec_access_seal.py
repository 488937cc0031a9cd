# SPDX-License-Identifier: LGPL-3.0-or-later
import logging

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.wlec_confidentiality.exceptions import ConfidentialityError
from odoo.addons.wlec_confidentiality.models.access import seal_key
from odoo.addons.wlec_confidentiality.orm import audit
from odoo.addons.wlec_confidentiality.tools import checkpoint
from odoo.addons.wlec_confidentiality.tools.consent_signing import SealKeyProblem
from odoo.addons.wlec_confidentiality.tools.seal_state import StateProblem

from . import seal_tables, sealer

_logger = logging.getLogger(__name__)

_PROBLEM = "wlec_confidentiality.seal_problem"
_FRESH_HOURS = 1


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

    def init(self):
        seal_tables.create(self.env.cr)

    @api.model
    def _log_key(self):
        """The public key of the log as auditors keep it, or nothing when there is no key."""
        try:
            return checkpoint.key_text(sealer.name_of(self.env), seal_key.signer().public)
        except SealKeyProblem:
            return ""

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
        if (parameters.get_param(_PROBLEM) or "") != problem:
            parameters.set_param(_PROBLEM, problem)

    def _problem_text(self, problem):
        return self.env._("The access records cannot be sealed: %s. Nothing was changed.", problem)

    @api.model
    def _problem(self):
        """What is wrong with sealing, in words; nothing when all is well."""
        if found := self.env["ir.config_parameter"].sudo().get_param(_PROBLEM):
            return self._problem_text(found)
        newest = self.sudo().search([], limit=1)
        if not newest:
            return self.env._("The access records have never been sealed.")
        if (fields.Datetime.now() - newest.at).total_seconds() > _FRESH_HOURS * 3600:
            return self.env._("The last seal is more than an hour old: scheduled actions do not run.")
        witnesses = self.env["wlec.access.witness"]
        if not witnesses.sudo().search_count([], limit=1):
            return self.env._(
                "Nobody outside is given the seals: whoever runs this server could rewrite the records and seal them again. Name a"
                " witness."
            )
        late = witnesses._late()
        return (
            late and self.env._("Has not been given the last seals: %s", ", ".join(late.mapped("name")))
        ) or ""

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
