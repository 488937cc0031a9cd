# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import models
from odoo.http import request

from odoo.addons.wlec_confidentiality.orm import audit


class IrHttp(models.AbstractModel):
    _inherit = "ir.http"

    @classmethod
    def _post_dispatch(cls, response):
        super()._post_dispatch(response)
        if not request or not request.env or not hasattr(response, "headers"):
            return
        if audit.has_opened(request.env.cr):
            # Neither the browser nor anything on the way may keep what was read under need to know.
            response.headers["Cache-Control"] = "no-store"
            for header in ("ETag", "Expires", "Last-Modified"):
                response.headers.pop(header, None)
        if request.httprequest.path in ("/web/session/logout", "/web/session/destroy"):
            response.headers["Clear-Site-Data"] = '"cache", "storage"'
