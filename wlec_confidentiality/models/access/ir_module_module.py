# SPDX-License-Identifier: LGPL-3.0-or-later
import os

from odoo import models
from odoo.tools import SQL, config

from odoo.addons.wlec_confidentiality.exceptions import ConfidentialityError
from odoo.addons.wlec_confidentiality.orm import guards


class IrModuleModule(models.Model):
    _inherit = "ir.module.module"

    def button_uninstall(self):
        if "wlec_confidentiality" in self.mapped("name"):
            self._refuse_to_lose_files()
        return super().button_uninstall()

    def _refuse_to_lose_files(self):
        """Uninstalling drops the tables, and with them what only they hold. Whoever means it says so outside the database."""
        if os.environ.get("WLEC_ALLOW_UNINSTALL") or config.get("wlec_allow_uninstall"):
            return
        holders = [
            model for model in map(self.env.get, self.env.registry)
            if not model._abstract and model._auto and not model._transient and guards.confidential_fields(model)
        ]  # fmt: skip
        if any(
            self.env.execute_query(SQL("SELECT 1 FROM %s LIMIT 1", SQL.identifier(model._table)))
            for model in holders
        ):
            raise ConfidentialityError(
                self.env._(
                    "There are client files, consents or complaints in this system, and uninstalling would destroy them. If"
                    " that is meant, set wlec_allow_uninstall in odoo.conf first."
                )
            )
