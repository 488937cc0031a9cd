# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import api, fields, models


class _Flag(fields.Boolean):
    """A field of our own, exported: of a meeting shown as "Busy" as of a private one."""

    def convert_to_export(self, value, record):
        return value if self.name not in _TOLD or record.wlec_is_open else _TOLD[self.name]


# What these fields say of any private meeting of a colleague's.
_TOLD = {"wlec_protected": False, "wlec_is_open": True, "privacy": "private", "effective_privacy": "private"}


class CalendarEvent(models.Model):
    """A meeting shown as "Busy" is as any colleague's private one, and copied no more than that."""

    _inherit = "calendar.event"

    wlec_protected = _Flag()
    wlec_is_open = _Flag()

    @api.model
    def _get_public_fields(self):
        # Else Odoo would put "no" into the memory of the transaction for what it shows as "Busy", and that would be believed.
        return super()._get_public_fields() | {"wlec_protected"}

    def _read_format(self, fnames, load="_classic_read"):
        rows = super()._read_format(fnames, load)
        if not _TOLD.keys().isdisjoint(fnames) and (closed := set(self._closed_meetings().ids)):
            for row in rows:
                if row["id"] in closed:
                    row.update((name, value) for name, value in _TOLD.items() if name in row)
        return rows

    # Before anything is said of who may be told, or of the message that would be made.
    def message_post(self, **kwargs):
        self._busy().check_access("write")
        return super().message_post(**kwargs)

    def message_subscribe(self, partner_ids=None, subtype_ids=None):
        self._busy().check_access("write")
        return super().message_subscribe(partner_ids, subtype_ids)

    def _message_get_suggested_recipients_batch(self, **kwargs):
        busy = self._busy()
        suggested = super(CalendarEvent, self - busy)._message_get_suggested_recipients_batch(**kwargs)
        return {**suggested, **{number: [] for number in busy.ids}}

    def _threads_told_of(self):
        return super()._threads_told_of() - self._busy()

    def copy(self, default=None):
        if closed := self._closed_meetings():
            raise self.env["ir.rule"]._make_access_error("create", closed)
        return super().copy(default)

    def copy_data(self, default=None):
        copies = super().copy_data(default)
        closed = self._closed_meetings()
        for event, vals in zip(self, copies, strict=True):
            if event in closed:
                vals["privacy"] = "private"
                vals.pop("wlec_protected", None)
        return copies
