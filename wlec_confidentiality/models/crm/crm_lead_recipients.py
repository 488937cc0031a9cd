# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import models

from odoo.addons.wlec_confidentiality.tools.switch import Switch

# Contacts are looked for and none is made: what a new one would be filled with is not asked.
_only_looking = Switch()


class CrmLead(models.Model):
    """Whom one might write to about an enquiry. Odoo reads everything a new contact would get each time it looks for one; here it
    is opened, and recorded, when it is really needed."""

    _inherit = "crm.lead"

    def _get_customer_information(self):
        if not _only_looking.on:
            return super()._get_customer_information()
        protected = self.browse(self._protected_ids())
        return super(CrmLead, self - protected)._get_customer_information()

    def _partner_find_from_emails(self, *args, no_create=False, **kwargs):
        if not no_create:
            return super()._partner_find_from_emails(*args, no_create=no_create, **kwargs)
        with _only_looking():
            return super()._partner_find_from_emails(*args, no_create=no_create, **kwargs)
