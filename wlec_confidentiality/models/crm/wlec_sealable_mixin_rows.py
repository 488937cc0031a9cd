# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import models
from odoo.tools import SQL


class WlecSealableMixin(models.AbstractModel):
    """Which rows of a filled table are to be protected, and which are: for the job that protects them where they stand, and for
    giving them back. A model without the mixin takes part when it has these two methods, ``_protect`` and ``_unprotect``."""

    _inherit = "wlec.sealable.mixin"

    def _rows_to_protect(self, alias):
        """SQL condition: the row ``alias`` is still to be protected. It must turn false once that is done."""
        return SQL("FALSE")

    def _rows_protected(self, alias):
        """SQL condition: the row ``alias`` is protected."""
        return SQL.identifier(alias, "wlec_protected")
