# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo.http import request, route

from odoo.addons.portal.controllers.portal import CustomerPortal

MOST_ID = 2**31 - 1


def confidential_page(template, values):
    """A page that nobody keeps: not the browser, not a proxy, not a frame on somebody else's site."""
    # Odoo's frame does not say which language the page is in; who has it read out needs that.
    language = {"lang": (request.env.lang or "en_GB").replace("_", "-")}
    response = request.render(template, {**values, "html_data": language})
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "same-origin"
    response.headers["X-Frame-Options"] = "DENY"
    response.headers["Content-Security-Policy"] = "frame-ancestors 'none'"
    return response


class WlecPortal(CustomerPortal):
    """What a client can do about their confidentiality. Rooms add their card in ``_confidentiality_cards``."""

    @route("/my/confidentiality", type="http", auth="user", methods=["GET"], website=True)
    def wlec_confidentiality(self, **_parameters):
        values = {**self._prepare_portal_layout_values(), "page_name": "confidentiality"}
        return confidential_page(
            "wlec_confidentiality.portal_confidentiality", {**values, "cards": self._confidentiality_cards()}
        )

    def _confidentiality_cards(self):
        return [
            {
                "title": request.env._("Permissions"),
                "text": request.env._(
                    "See whom we may tell something about you, say yes or no when we ask, and take it back at any time."
                ),
                "url": "/my/consents",
                "icon": "fa-handshake-o",
            },
            {
                "title": request.env._("Complaints"),
                "text": request.env._(
                    "Tell us that something about you was not kept confidential, and see what we do about it."
                ),
                "url": "/my/complaints",
                "icon": "fa-comment-o",
            },
            {
                "title": request.env._("What we passed on"),
                "text": request.env._("See what left us about you, to whom, and why."),
                "url": "/my/disclosures",
                "icon": "fa-share-square-o",
            },
        ]
