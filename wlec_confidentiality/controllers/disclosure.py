# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo.http import request, route

from odoo.addons.portal.controllers.portal import CustomerPortal

from .portal import confidential_page


class DisclosurePortal(CustomerPortal):
    """A client sees what left about them, to whom and why."""

    @route("/my/disclosures", type="http", auth="user", methods=["GET"], website=True)
    def disclosure_list(self, **_parameters):
        user = request.env.user
        # Staff have the back office: here they find nothing, not even about themselves.
        own = user.partner_id if user._is_portal() else request.env["res.partner"]
        shown = request.env["wlec.disclosure.request"]._shown_to_client(own) if own else []
        values = {**self._prepare_portal_layout_values(), "page_name": "disclosure", "disclosures": shown}
        return confidential_page("wlec_confidentiality.portal_disclosures", values)
