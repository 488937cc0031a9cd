# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import api, fields, models

from odoo.addons.wlec_confidentiality.exceptions import ConfidentialityError

WHO = "base.group_system,wlec_confidentiality.group_officer"
# Days a link or a package may live. Longer than this it lies about; shorter, nobody away for a day gets it.
LINK_DAYS, PACKAGE_DAYS = (1, 30), (7, 180)


class ResCompany(models.Model):
    _inherit = "res.company"

    wlec_chair_id = fields.Many2one(
        "res.users",
        "Chair of trustees",
        domain=[("share", "=", False)],
        groups=WHO,
        help="Decides on a disclosure when neither a line manager nor the confidentiality officer is there, or in time. The"
        " chair sees that one request, and not who the client is. A committee member.",
    )
    wlec_link_days = fields.Integer(
        "A link is valid for (days)", default=7, required=True, groups=WHO,
        help="How long the recipient of a disclosure can use the one-time link: 1 to 30 days. Links made already keep their time.",
    )  # fmt: skip
    wlec_package_days = fields.Integer(
        "A package is kept for (days)", default=30, required=True, groups=WHO,
        help="After so many days the encrypted package is destroyed: 7 to 180, and not before a link to it ends. Schedule,"
        " letter, fingerprints and receipts stay. Packages made already keep their time.",
    )  # fmt: skip

    wlec_give_office_files = fields.Boolean(
        "Office documents may be given as they are", groups=WHO,
        help="Word, Excel and other office documents cannot carry the recipient's name on each page, and whoever gets one can change it."
        " Left off, such a document is refused, with the advice to give it as a PDF.",
    )  # fmt: skip

    @api.constrains("wlec_link_days", "wlec_package_days")
    def _check_wlec_days(self):
        for company in self:
            self._check_wlec_bounds(self.env._("A link is valid for"), company.wlec_link_days, LINK_DAYS)
            self._check_wlec_bounds(
                self.env._("A package is kept for"), company.wlec_package_days, PACKAGE_DAYS
            )
            if company.wlec_package_days < company.wlec_link_days:
                raise ConfidentialityError(
                    self.env._("A package is kept at least as long as a link to it is valid.")
                )

    def _check_wlec_bounds(self, what, days, bounds):
        least, most = bounds
        if not least <= days <= most:
            raise ConfidentialityError(
                self.env._("%(what)s %(least)s to %(most)s days.", what=what, least=least, most=most)
            )
