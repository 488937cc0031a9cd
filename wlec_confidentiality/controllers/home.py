# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import http

from odoo.addons.web.controllers.home import Home


class ConfidentialHome(Home):
    @http.route()
    def web_client(self, s_action=None, **kw):
        response = super().web_client(s_action, **kw)
        # With this secret the web client would keep what it reads on the disk of the computer, where it can be opened again
        # after a grant has ended, and with no access record.
        if session_info := getattr(response, "qcontext", {}).get("session_info"):
            session_info.pop("browser_cache_secret", None)
        return response
