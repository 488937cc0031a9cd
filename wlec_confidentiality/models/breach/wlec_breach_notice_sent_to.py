# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import models


class WlecBreachNotice(models.Model):
    """To whom it was sent, as an export of the access records says it."""

    _inherit = "wlec.breach.notice"

    def _sent_to(self):
        """{number: the name of a body, or what kind of recipient it was}.

        Whoever prepares a notice may write any name over the one they find there, a person's as well. So a name is given that the
        settings or the register of agencies know; of any other recipient the kind alone is said."""
        bodies, kinds = self._bodies(), dict(self._fields["recipient"]._description_selection(self.env))
        kinds["other"] = self.env._("Somebody named in the notice")
        found = {}
        for notice in self.sudo():
            name = " ".join((notice.recipient_name or "").split())
            found[notice.id] = name if name.casefold() in bodies else kinds[notice.recipient]
        return found

    def _bodies(self):
        """The names of bodies the centre knows, as they are compared."""
        companies = self.env["res.company"].sudo().search([("active", "=", True)])
        agencies = (
            self.env["wlec.agency"].sudo().with_context(active_test=False).search([("name", "!=", False)])
        )
        names = [*companies.mapped("wlec_regulator_name"), *companies.mapped("wlec_insurer_name")]
        names += [*agencies.mapped("name"), *self._known_commissions()]
        for former in agencies.mapped("former_names"):
            names += (former or "").split(",")
        return {" ".join(name.split()).casefold() for name in names if name}

    def _known_commissions(self):
        """As ``_compute_recipient`` fills it in, in every language of the centre."""
        languages = [code for code, _name in self.env["res.lang"].get_installed()]
        notices = [self.with_context(lang=code) for code in languages]
        return [one.env._("Charity Commission for England and Wales") for one in notices]
