# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo.http import request, route

from .portal import WlecPortal, confidential_page


class BreachPortal(WlecPortal):
    """What a client was told about a breach: theirs alone, after login. A GET changes nothing."""

    @route("/my/breach-letters", type="http", auth="user", methods=["GET"], website=True)
    def breach_letters(self, **_parameters):
        values = {**self._prepare_portal_layout_values(), "page_name": "breach_letters"}
        letters = [
            {"told_at": letter.told_at, "lines": (letter.letter or "").split("\n")}
            for letter in self._breach_letters()
        ]
        return confidential_page("wlec_confidentiality.portal_breach_letters", {**values, "letters": letters})

    def _breach_letters(self):
        """As the client; staff have none of their own here."""
        letters = request.env["wlec.breach.person"]
        if request.env.user._is_internal():
            return letters
        return letters.search([("state", "=", "told")], order="told_at desc")

    def _confidentiality_cards(self):
        cards = super()._confidentiality_cards()
        if self._breach_letters():
            cards.insert(
                0,
                {
                    "title": request.env._("A letter from us"),
                    "text": request.env._(
                        "Something about you was not kept confidential. Read what happened and what you can do."
                    ),
                    "url": "/my/breach-letters",
                    "icon": "fa-envelope-o",
                },
            )
        return cards
