# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import models


class ResCompany(models.Model):
    """The centre itself: its own contact is nobody's client, and never protected."""

    _inherit = "res.company"

    _wlec_neutral = frozenset(("name", "email", "phone"))
