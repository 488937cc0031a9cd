# SPDX-License-Identifier: LGPL-3.0-or-later
from datetime import datetime

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from odoo.addons.wlec_confidentiality.orm.sealed import ConfidentialChar, ConfidentialText

_DATE_FORMATS = ("%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y", "%d %B %Y", "%d %b %Y")


class WlecCaseParty(models.Model):
    """Somebody who has a part in the matter. Who they are is sealed; that there is an opponent, say, is not."""

    _name = "wlec.case.party"
    _description = "Party in a case file"
    _inherit = "wlec.case.item"

    role = fields.Selection(
        [
            ("client", "Client"),
            ("family", "Family or household"),
            ("opponent", "Opponent"),
            ("employer", "Employer"),
            ("landlord", "Landlord"),
            ("service", "Service provider"),
            ("authority", "Public authority"),
            ("witness", "Witness"),
            ("representative", "Representative"),
            ("other", "Somebody else"),
        ],
        required=True,
        default="opponent",
    )
    active = fields.Boolean(default=True)
    display_label = ConfidentialChar(
        "Who it is", help="How the file speaks of them, such as “former manager at the depot”."
    )
    full_name = ConfidentialChar("Full name")
    organisation = ConfidentialChar()
    date_of_birth = ConfidentialChar("Date of birth", help="Day, month and year, such as 31/12/1980.")
    address = ConfidentialText()
    phone = ConfidentialChar()
    email = ConfidentialChar()
    remarks = ConfidentialText()

    @api.model
    def _item_name(self, number):
        return self.env._("Party %s", number)

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([self._checked(vals) for vals in vals_list])

    def write(self, vals):
        self._check_open(self.case_id)
        return super().write(self._checked(vals))

    @api.model
    def _checked(self, vals):
        """Spaces are nothing; a date of birth is a date, kept as YYYY-MM-DD whatever way it was typed."""
        vals = {
            name: value.strip() or False if isinstance(value, str) and self._is_confidential(name) else value
            for name, value in vals.items()
        }
        if vals.get("date_of_birth"):
            vals["date_of_birth"] = self._parsed_date(vals["date_of_birth"])
        return vals

    @api.model
    def _parsed_date(self, text):
        for pattern in _DATE_FORMATS:
            try:
                day = datetime.strptime(str(text), pattern).date()
            except ValueError:
                continue
            if day.year >= 1880 and day <= fields.Date.context_today(self):
                return day.isoformat()
            break
        # Without the value: error texts are kept in places that are not sealed.
        raise ValidationError(
            self.env._(
                "The date of birth is not a day in the past. Write day, month and year, such as 31/12/1980."
            )
        )
