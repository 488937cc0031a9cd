# SPDX-License-Identifier: LGPL-3.0-or-later
"""The door of a recipient: a one-time link to an encrypted package. Looking changes nothing; only pressing the button does."""

import logging
import re

from odoo.http import Controller, content_disposition, request, route

from odoo.addons.wlec_confidentiality.tools import clock, link

_BRAKE = link.Brake(most=20, seconds=600)
_HEADERS = {
    "Cache-Control": "no-store",
    # The address of this page is the secret.
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
}


class _WithoutSecrets(logging.Filter):
    """The server writes down each address it was asked for; of these it leaves out what is secret in them."""

    _ADDRESS = re.compile(r"(/disclosure/collect/)[^\s?'\"]+")

    def filter(self, record):
        text = record.getMessage()
        if "/disclosure/collect/" in text:
            record.msg, record.args = self._ADDRESS.sub(r"\1…", text), ()
        return True


for _name in ("werkzeug", "odoo.http"):
    logging.getLogger(_name).addFilter(_WithoutSecrets())


class DisclosureCollect(Controller):
    """Wrong, used, expired and withdrawn links all get the same answer: it tells nobody that there was one."""

    @route("/disclosure/collect/<string:token>", type="http", auth="public", methods=["GET"], sitemap=False)
    def disclosure_collect(self, token, **_parameters):
        if _BRAKE.is_on(self._address()):
            return self._page("busy", 429)
        delivery = request.env["wlec.disclosure.delivery"]._of_token(token)
        if not delivery:
            _BRAKE.miss(self._address())
            return self._page("gone", 404)
        return self._page("ready", 200, delivery=delivery)

    @route("/disclosure/collect/<string:token>", type="http", auth="public", methods=["POST"], sitemap=False)
    def disclosure_download(self, token, **_parameters):
        if _BRAKE.is_on(self._address()):
            return self._page("busy", 429)
        delivery = request.env["wlec.disclosure.delivery"]._of_token(token)
        found = delivery and delivery._collect(self._address())
        if not found:
            _BRAKE.miss(self._address())
            return self._page("gone", 404)
        content, name = found
        headers = [
            *_HEADERS.items(),
            ("Content-Type", "application/zip"),
            ("Content-Disposition", content_disposition(name)),
        ]
        return request.make_response(content, headers)

    def _address(self):
        return request.httprequest.remote_addr

    def _page(self, what, status, delivery=None):
        values = {"what": what, "centre": request.env.company.sudo().name}
        if delivery:
            values.update(
                reference=delivery.request_id.name,
                until=clock.on_paper(delivery.expires_at),
                token=request.csrf_token(),
            )
        response = request.render("wlec_confidentiality.disclosure_collect_page", values)
        response.headers.update(_HEADERS)
        response.status_code = status
        return response
