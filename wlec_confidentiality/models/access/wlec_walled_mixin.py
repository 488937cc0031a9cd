# SPDX-License-Identifier: LGPL-3.0-or-later
from functools import partial

from odoo import api, models
from odoo.exceptions import MissingError


class WlecWalledMixin(models.AbstractModel):
    """A record behind a wall and one there never was get the same answer.

    Odoo says "you may not" of the first, and of the second nothing at all, or "there is none": whoever counts through the
    numbers would know which files exist. Models that hide themselves altogether (``_wlec_blind``) have their own way.
    """

    _name = "wlec.walled.mixin"
    _description = "Records behind a wall answer as records there are none of"

    def _check_access(self, operation):
        if disguised := self._disguised():
            return disguised, partial(self.env["ir.rule"]._make_access_error, operation, disguised)
        try:
            return super()._check_access(operation)
        except MissingError:
            return self, partial(self.env["ir.rule"]._make_access_error, operation, self)

    def onchange(self, values, field_names, fields_spec):
        # Odoo asks for the record itself only where a field of it is wanted, and answers otherwise for one there is not.
        if self:
            self.check_access("read")
        return super().onchange(values, field_names, fields_spec)

    def _disguised(self):
        """Those whose number is written as a fraction or a text: some of Odoo's questions take it for the number, others for one there is
        not, and which of them is asked first would tell whether there is such a record."""
        if self.env.su:
            return self.browse()
        return self.browse(number for number in self._ids if isinstance(number, (float, str)))

    @api.private
    def fetch(self, field_names=None):
        super().fetch(field_names)
        if self.env.su or getattr(self, "_wlec_blind", False):
            return
        if missing := self._origin._without_row(field_names):
            raise self.env["ir.rule"]._make_access_error("read", missing)

    def _without_row(self, field_names):
        """Those of these records of which a fetch found nothing."""
        fetched = self._determine_fields_to_fetch(field_names)
        field = next((field for field in fetched if field.column_type), None)
        if field is None:  # nothing was fetched: Odoo has checked the access instead
            return self.browse()
        found = field._get_cache(self.env)
        return self.browse(record_id for record_id in self._ids if record_id not in found)
