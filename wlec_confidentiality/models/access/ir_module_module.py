# SPDX-License-Identifier: LGPL-3.0-or-later
import os

from odoo import models
from odoo.tools import SQL, config

from odoo.addons.wlec_confidentiality.exceptions import ConfidentialityError
from odoo.addons.wlec_confidentiality.orm import guards, keys

from . import giving_back

ADDON = "wlec_confidentiality"


class IrModuleModule(models.Model):
    _inherit = "ir.module.module"

    def button_uninstall(self):
        if self._takes_us_away():
            self._refuse_to_lose_files()
        return super().button_uninstall()

    def module_uninstall(self):
        """The last step: the tables go. By then everything has been given back in clear (``uninstall_hook``); who comes here
        by another way would leave sealed rows that nothing can open."""
        if self._takes_us_away():
            self._refuse_to_lose_files()
            if giving_back.is_anything_protected(self.env):
                raise ConfidentialityError(
                    self.env._("Protected records are given back in clear first: use the button “Uninstall”.")
                )
        return super().module_uninstall()

    def _takes_us_away(self):
        """Also with a module that ours stands on."""
        return ADDON in (self | self.downstream_dependencies()).mapped("name")

    def _refuse_to_lose_files(self):
        """Uninstalling drops the tables, and with them what only they hold, and gives the CRM's records back in clear.
        Whoever means it says so outside the database; and has the key ring."""
        protected = giving_back.is_anything_protected(self.env)
        if os.environ.get("WLEC_ALLOW_UNINSTALL") or config.get("wlec_allow_uninstall"):
            if protected:
                keys.ring()
            return
        if protected or self._is_any_file_there():
            raise ConfidentialityError(
                self.env._(
                    "There are client files, consents or complaints in this system, and uninstalling would destroy them; and"
                    " protected records of the CRM would be readable by everybody again. If that is meant, set"
                    " wlec_allow_uninstall in odoo.conf first."
                )
            )

    def _is_any_file_there(self):
        holders = [
            model for model in map(self.env.get, self.env.registry)
            if not model._abstract and model._auto and not model._transient and guards.confidential_fields(model)
        ]  # fmt: skip
        return any(
            self.env.execute_query(SQL("SELECT 1 FROM %s LIMIT 1", SQL.identifier(model._table)))
            for model in holders
        )
