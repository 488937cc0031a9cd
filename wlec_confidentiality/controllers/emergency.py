# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo.http import request, route

from .portal import WlecPortal, confidential_page


class EmergencyPortal(WlecPortal):
    """A client sees when their file was opened in an emergency."""

    @route("/my/emergency", type="http", auth="user", methods=["GET"], website=True)
    def emergency_list(self, **_parameters):
        user = request.env.user
        # Staff have the back office: here they find nothing, not even about themselves.
        rows = (
            request.env["wlec.emergency.access"]._shown_to_client(user.partner_id)
            if user._is_portal()
            else []
        )
        values = {**self._prepare_portal_layout_values(), "page_name": "emergency", "rows": rows}
        return confidential_page("wlec_confidentiality.portal_emergency", values)

    def _confidentiality_cards(self):
        return [
            *super()._confidentiality_cards(),
            {
                "title": request.env._("Opened in an emergency"),
                "text": request.env._("See when somebody who does not work on your file had to open it."),
                "url": "/my/emergency",
                "icon": "fa-bolt",
            },
        ]
