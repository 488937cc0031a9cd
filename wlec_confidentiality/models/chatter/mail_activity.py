# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import api, models

from odoo.addons.mail.tools.discuss import Store
from odoo.addons.wlec_confidentiality.exceptions import ConfidentialityError
from odoo.addons.wlec_confidentiality.models.access import giving_back, protection, unsealed
from odoo.addons.wlec_confidentiality.orm.sealable import SealableChar, SealableHtml, SealableText

from . import owners


class MailActivity(models.Model):
    """Something to do on a protected record: what, is sealed; and nobody is given it who may not open the record."""

    _name = "mail.activity"
    _inherit = ["mail.activity", "wlec.hanging.mixin"]

    _owner_fields = ("res_model", "res_id")

    summary = SealableChar()
    note = SealableHtml()
    feedback = SealableText()

    def _owner_aliases(self):
        return ("res_model_id",)

    def _mask(self, name):
        if name != "summary":
            return super()._mask(name)
        return self.env._("Activity on %s", protection.reference(self.env, *self._owner()))

    # ---- need to know
    def _check_access(self, operation):
        return self._without_closed(super()._check_access(operation), operation)

    def _make_access_error(self, operation):
        if self._hidden():
            return self.env["ir.rule"]._make_access_error(operation, self)
        return super()._make_access_error(operation)

    def activity_format(self):
        # Odoo gives the page what the programme has in memory.
        return super(MailActivity, self - self._hidden()).activity_format()

    def _to_store_defaults(self, target):
        """Who entered it is left out where the reader may not know them: a client, whose complaint made a task for the officer."""
        fields = super()._to_store_defaults(target)
        for field in fields:
            if isinstance(field, Store.Attr) and field.field_name == "create_uid":
                field.predicate = lambda activity: activity.create_uid.has_access("read")
        return fields

    @api.depends("res_model", "res_id")
    def _compute_res_name(self):
        """Kept in the database in clear, so it says nothing."""
        pairs = {activity: activity._owner() for activity in self}
        protected = owners.protected_pairs(self.env, set(pairs.values()))
        mine = self.filtered(lambda activity: pairs[activity] in protected)
        super(MailActivity, self - mine)._compute_res_name()
        for activity in mine:
            activity.res_name = protection.reference(self.env, *pairs[activity])

    def _after_protect(self):
        super()._after_protect()
        self._name_owner_again()

    def _name_owner_again(self):
        with giving_back.unedited(self):
            self.env.add_to_compute(self._fields["res_name"], self)

    def _before_own_words_are_written(self):
        self._protect()  # a neutral task somebody writes into: theirs from now on

    # ---- who may be given it
    def _create(self, data_list):
        activities = super()._create(data_list)
        activities._check_assignees()
        return activities

    def write(self, vals):
        result = super().write(vals)
        if {"user_id", "res_model_id", "res_model", "res_id"} & vals.keys():
            self._check_assignees()
        return result

    def _check_assignees(self):
        if unsealed.is_logging():
            return
        for activity in self._protected_rows().sudo().filtered("user_id"):
            if not owners.users_let_in(self.env, *activity._owner(), activity.user_id):
                raise ConfidentialityError(
                    self.env._(
                        "%(person)s has no access to %(record)s, so this cannot be theirs to do. Grant access first, or"
                        " choose somebody who works on it.",
                        person=activity.user_id.name,
                        record=protection.reference(self.env, *activity._owner()),
                    )
                )
