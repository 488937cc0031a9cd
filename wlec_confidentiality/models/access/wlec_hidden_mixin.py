# SPDX-License-Identifier: LGPL-3.0-or-later
from functools import partial

from odoo import api, models
from odoo.exceptions import MissingError

from odoo.addons.wlec_confidentiality.orm import audit


class WlecHiddenMixin(models.AbstractModel):
    """A wall is an empty place: a row that is closed to the user answers every question as one that is not there."""

    _name = "wlec.hidden.mixin"
    _description = "Rows that are not there for those they are closed to"

    # Whether that is so. (Of a meeting it is not: it is shown as “Busy”.)
    _wlec_walled = False

    def _protected_closed(self):
        """The ids of those of these rows that are closed to the user, and of those there are none of, as a set."""
        return set()

    def _hidden(self):
        """The same as records."""
        closed = self._protected_closed() if self._wlec_walled and self.ids and not self.env.su else ()
        return self._origin.browse(record_id for record_id in self.ids if record_id in closed)

    # ---- what the ORM asks
    @api.private
    def exists(self):
        # After a fetch the ORM asks which of the missing records exist, to refuse those: none does, for this user.
        found = super().exists()
        if hidden := found._hidden():
            audit.denied(hidden, "read")
        return found - hidden

    def read(self, fields=None, load="_classic_read"):
        # What is in memory is given to whoever asks; and the programme, with full rights, puts things there.
        hidden = self._hidden()
        if closed := hidden.sudo().exists():
            audit.denied(closed.with_env(self.env), "read")
        return super(WlecHiddenMixin, self - hidden).read(fields, load)

    def _check_access(self, operation):
        try:
            return super()._check_access(operation)
        except MissingError:
            return self, partial(self.env["ir.rule"]._make_access_error, operation, self)

    def _without_hidden(self, result, operation):
        """Extend what ``_check_access`` answers by the rows that are hidden from the user."""
        rest = self - result[0] if result else self
        if operation == "create" or not (hidden := rest._hidden()):
            return result
        forbidden = (result[0] | hidden) if result else hidden
        return forbidden, partial(self.env["ir.rule"]._make_access_error, operation, forbidden)

    def has_access(self, operation):
        try:
            return super().has_access(operation)
        except MissingError:
            return False

    def write(self, vals):
        self._check_there("write")
        return super().write(vals)

    def unlink(self):
        self._check_there("unlink")
        return super().unlink()

    def export_data(self, fields_to_export):
        self._check_there("read")
        return super().export_data(fields_to_export)

    def onchange(self, values, field_names, fields_spec):
        self._check_there("read")
        return super().onchange(values, field_names, fields_spec)

    def _check_there(self, operation):
        """Before anything else is asked: which right is missing is answered of what is there."""
        if hidden := self._hidden():
            raise self.env["ir.rule"]._make_access_error(operation, hidden)

    def get_field_translations(self, field_name, langs=None):
        self._check_there("read")
        return super().get_field_translations(field_name, langs)
