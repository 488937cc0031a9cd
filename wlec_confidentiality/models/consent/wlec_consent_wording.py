# SPDX-License-Identifier: LGPL-3.0-or-later
import hashlib

from odoo import api, fields, models

from odoo.addons.wlec_confidentiality.exceptions import ConfidentialityError


class WlecConsentWording(models.Model):
    """The exact words put before a client. A used wording is never edited: a new version is added."""

    _name = "wlec.consent.wording"
    _description = "Consent wording"
    _order = "version desc, id desc"

    name = fields.Char(required=True)
    version = fields.Integer(required=True, default=lambda self: self._next_version(), copy=False)
    language = fields.Char(
        required=True,
        default="en-GB",
        help="The language these words are in, as a code: en-GB, pa, ar, so, pl.",
    )
    body = fields.Text(required=True, string="Wording")
    text_hash = fields.Char(compute="_compute_text_hash", store=True, string="Fingerprint (SHA-256)")
    active = fields.Boolean(default=True)

    _version_uniq = models.Constraint(
        "UNIQUE(version)", "There is already a wording with this version number."
    )

    @api.model
    def _next_version(self):
        last = self.with_context(active_test=False).search([], limit=1)
        return last.version + 1

    @api.depends("body")
    def _compute_text_hash(self):
        for wording in self:
            wording.text_hash = hashlib.sha256((wording.body or "").encode()).hexdigest()

    @api.depends("name", "version")
    def _compute_display_name(self):
        for wording in self:
            wording.display_name = self.env._(
                "%(name)s, version %(version)s", name=wording.name, version=wording.version
            )

    def write(self, vals):
        if {"body", "version", "language"} & vals.keys() and self._in_use():
            raise ConfidentialityError(
                self.env._(
                    "A client has already been shown this wording: add a new version instead of changing it."
                )
            )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_in_use(self):
        if self._in_use():
            raise ConfidentialityError(
                self.env._("A client has been shown this wording: archive it instead.")
            )

    def _in_use(self):
        # Asked of the whole centre: the answer is yes or no and names no file.
        return bool(self.env["wlec.consent"].sudo().search_count([("wording_id", "in", self.ids)], limit=1))
