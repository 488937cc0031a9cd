# SPDX-License-Identifier: LGPL-3.0-or-later
import threading
from contextlib import contextmanager

from odoo import models

_looking = threading.local()


@contextmanager
def _only_looking():
    """Contacts are looked for and none is made: what a new one would be filled with is not asked."""
    before = getattr(_looking, "on", False)
    _looking.on = True
    try:
        yield
    finally:
        _looking.on = before


class CrmLead(models.Model):
    """Whom one might write to about an enquiry. Odoo reads everything a new contact would get each time it looks for one; here it
    is opened, and recorded, when it is really needed."""

    _inherit = "crm.lead"

    def _get_customer_information(self):
        if not getattr(_looking, "on", False):
            return super()._get_customer_information()
        protected = self.browse(self._protected_ids())
        return super(CrmLead, self - protected)._get_customer_information()

    def _partner_find_from_emails(self, *args, no_create=False, **kwargs):
        if not no_create:
            return super()._partner_find_from_emails(*args, no_create=no_create, **kwargs)
        with _only_looking():
            return super()._partner_find_from_emails(*args, no_create=no_create, **kwargs)
