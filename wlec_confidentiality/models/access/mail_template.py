# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import models

from odoo.addons.wlec_confidentiality.orm import audit


class MailTemplate(models.Model):
    _inherit = "mail.template"

    # Who wrote the template decided what is opened: it is recorded with it.
    def _render_field(self, *args, **kwargs):
        with audit.by_rule(self.env.cr, f"mail.template/{self.id}"):
            return super()._render_field(*args, **kwargs)

    def _generate_template(self, *args, **kwargs):
        with audit.by_rule(self.env.cr, f"mail.template/{self.id}"):
            return super()._generate_template(*args, **kwargs)
