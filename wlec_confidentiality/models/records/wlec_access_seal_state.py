# SPDX-License-Identifier: LGPL-3.0-or-later
from datetime import datetime, timezone
from pathlib import Path

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.tools import SQL, format_date

from odoo.addons.wlec_confidentiality.models.access import seal_key
from odoo.addons.wlec_confidentiality.tools import seal_key_files, typed_number

from .wlec_access_seal import PROBLEM

KEY_MONTHS = "wlec_confidentiality.seal_key_months"
_OFFICER = "wlec_confidentiality.group_officer"
_TASK = "wlec_confidentiality.activity_type_seals"
_FRESH_HOURS = 1
_USUAL_MONTHS = 12
_MOST_MONTHS = 1200


class WlecAccessSeal(models.Model):
    """What is wrong with the evidence, as the settings page, the page of its state and the officer's task say it."""

    _inherit = "wlec.access.seal"

    @api.model
    def _problem(self):
        """What is wrong, in words; nothing when all is well."""
        return " ".join(self._problems())

    def _problems(self):
        # Damage first: nothing else is as urgent.
        found = (self._check_problem(), self._sealing_problem(), self._witness_problem(), self._key_problem())
        return [problem for problem in found if problem]

    def _sealing_problem(self):
        if found := self.env["ir.config_parameter"].sudo().get_param(PROBLEM):
            return self._problem_text(found)
        newest = self._newest_at()
        if not newest:
            return self.env._(
                "The access records have never been sealed. It is done within minutes of the server's start: look again then."
            )
        if (fields.Datetime.now() - newest).total_seconds() > _FRESH_HOURS * 3600:
            return self.env._("The last seal is more than an hour old: scheduled actions do not run.")
        return None

    def _newest_at(self):
        """When it was last sealed. Asked every minute by a job: to read the seal as people do would be on record every minute, and
        those records would be sealed in their turn."""
        return self.env.execute_query(SQL("SELECT max(at) FROM wlec_access_seal"))[0][0]

    def _witness_problem(self):
        witnesses = self.env["wlec.access.witness"]
        if not witnesses.sudo().search_count([], limit=1):
            return self.env._(
                "Nobody outside is given the seals: whoever runs this server could rewrite the records and seal them again. Name a"
                " witness."
            )
        late = witnesses._late()
        return late and self.env._("Has not been given the last seals: %s.", ", ".join(late.mapped("name")))

    def _check_problem(self):
        last = self.env["wlec.access.check"].sudo().search([("state", "=", "done")], limit=1)
        return last.verdict == "damaged" and self.env._(
            "The last check found damage: open it under Checks, and change nothing before."
        )

    def _key_problem(self):
        due = self._key_due()
        if due and due < fields.Date.today():
            return self.env._(
                "The seal key was due for exchange on %s: odoo wlec renew-seal-key.",
                format_date(self.env, due, date_format="d MMMM y"),
            )
        old = seal_key_files.former(seal_key.path()) if seal_key.path() else []
        return old and self.env._(
            "An old seal key still lies on the server (%s): whoever finds it can sign in its name. Destroy it.",
            old[0][0].name,
        )

    @api.model
    def _key_due(self):
        """The day on which the seal key should be exchanged: so many months after its file was made (0: never)."""
        months = self.env["ir.config_parameter"].sudo().get_param(KEY_MONTHS)
        months = typed_number.read(months, _MOST_MONTHS)
        months = _USUAL_MONTHS if months is None else months
        try:
            made = datetime.fromtimestamp(Path(seal_key.path() or "").stat().st_mtime, timezone.utc).date()
        except OSError:
            return None
        return months and made + relativedelta(months=months)

    # ---- the officer's task
    def _tell_officers(self):
        """One open task for each officer while something is wrong; it goes when it is mended. It says where to look, no more."""
        checks, kind = self.env["wlec.access.check"], self.env.ref(_TASK)
        tasks = self.env["mail.activity"].search(
            [("activity_type_id", "=", kind.id), ("res_model", "=", checks._name)]
        )
        if not self._problems():
            tasks.unlink()
            return
        officers = self.env.ref(_OFFICER).all_user_ids.filtered("active") - tasks.user_id
        place = officers and (checks.search([], limit=1) or checks.create({}))
        if place:
            place._call(_TASK, self.env._("Look at the seals"), officers)
