# SPDX-License-Identifier: LGPL-3.0-or-later
"""Pages for people who do not say who they are: nothing about them is kept, and nothing on the page comes from elsewhere."""

import functools
import logging
import re

from odoo.http import request

_HEADERS = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # No script at all, no picture, no font, nothing from another server; forms go to this one only.
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}


_LINE = re.compile(r'^\S+( - - \[[^\]]*\] "[A-Z]+ /complaint[/? ])')


def _without_address(record):
    """The web server writes down who asked for which page; of these pages, not who."""
    text = record.getMessage()
    if " /complaint" in text:
        record.msg, record.args = _LINE.sub(r"-\1", text), ()
    return True


logging.getLogger("werkzeug").addFilter(_without_address)


def nobody(method):
    """Whoever knocks, logged in or not, is nobody: the record of what is opened and made here names no user, no address and no
    session."""

    @functools.wraps(method)
    def knock(self, *args, **parameters):
        _become_nobody(request.httprequest.values.get("lang", ""))
        return method(self, *args, **parameters)

    return knock


def _become_nobody(asked=""):
    request.httprequest.environ["wlec.nobody"] = True
    request.update_env(user=request.env(su=True).ref("base.public_user").id)
    zone = request.env.company.sudo().partner_id.tz or "Europe/London"
    request.update_context(lang=_language(asked), tz=zone)


def _language(asked):
    """The one chosen on the page, else what the browser prefers, if the centre has it."""
    installed = dict(request.env["res.lang"].sudo().get_installed())
    return asked if asked in installed else request.env.lang


def trouble(what, status):
    """What went wrong with a form that could not even be read."""
    _become_nobody()
    response = page("public_complaint_trouble", status, what=what)
    response.flatten()  # now: the transaction of the request is about to end
    return response


def page(template, status=200, wait=None, **values):
    """One of these pages.

    :param wait: seconds until something may be tried again
    """
    lang = request.env["res.lang"].sudo()._get_data(code=request.env.lang)
    response = request.render(
        f"wlec_confidentiality.{template}",
        {
            "centre": request.env.company.sudo().name,
            "contact": request.env.company.sudo()._wlec_contact_text(),
            "token": request.csrf_token(),
            "lang": lang.code,
            "html_lang": lang.code.replace("_", "-"),
            "direction": lang.direction,
            "languages": request.env["res.lang"].sudo().get_installed(),
            "path": request.httprequest.path,
            "is_first_look": request.httprequest.method == "GET",
            **values,
        },
    )
    response.headers.update(_HEADERS)
    if wait:
        response.headers["Retry-After"] = str(wait)
    response.status_code = status
    return response


def download(name_header, content):
    """A document as a download that no browser shows."""
    headers = {
        **_HEADERS,
        "Content-Type": "application/octet-stream",
        "Content-Disposition": name_header,
        "Content-Security-Policy": "default-src 'none'; sandbox",
    }
    return request.make_response(content, list(headers.items()))
