# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import models


class WlecDisclosureRequest(models.Model):
    _inherit = "wlec.disclosure.request"

    def _became_breach(self):
        """An emergency release that was not checked, not reviewed or not justified is in the register from that moment."""
        super()._became_breach()
        for request in self.sudo():
            # Where nobody may be warned, the register names neither the request nor the file: it has other readers.
            open_ = request.browse() if request.restricted else request
            self.env["wlec.breach"]._report_breach(
                "disclosure",
                {
                    "facts": request._breach_facts(),
                    "discovery": self.env._("By the software, when the time ran out, or by the review."),
                    "happened_at": request.released_at,
                    "noticed_at": request.breach_at,
                    "cause": "disclosure",
                },
                request.released_by_id,
                disclosure=open_,
                cases=open_.case_id,
            )

    def _breach_facts(self):
        reasons = dict(self._fields["breach_reason"]._description_selection(self.env))
        return self.env._(
            "Information was disclosed in an emergency. %s.", reasons.get(self.breach_reason, "")
        )
