# SPDX-License-Identifier: LGPL-3.0-or-later
from werkzeug.exceptions import BadRequest, RequestEntityTooLarge

from odoo import models
from odoo.http import request

_OURS = ("/complaint", "/my/complaints")
# So many parts of a form are looked at, to be told about the files one by one instead of being turned away unheard.
_MOST_PARTS = 5000
_MOST_DRAINED, _PIECE = 1024**3, 65536


class IrHttp(models.AbstractModel):
    """Forms of complaints that cannot be read get a page that says so in plain words."""

    _inherit = "ir.http"

    @classmethod
    def _pre_dispatch(cls, rule, args):
        super()._pre_dispatch(rule, args)
        if request.httprequest.method == "POST" and rule.rule.startswith(_OURS):
            request.httprequest._HTTPRequest__wrapped.max_form_parts = _MOST_PARTS

    @classmethod
    def _handle_error(cls, exception):
        http = request.httprequest
        if http.method == "POST" and http.path.startswith(_OURS):
            if isinstance(exception, RequestEntityTooLarge):
                _drain(http)
                return _trouble("too_large", exception)
            if isinstance(exception, BadRequest):
                return _trouble("too_old", exception)
        return super()._handle_error(exception)


def _trouble(what, exception):
    """The page for it; nothing of the form was taken in."""
    # The pages belong to the controllers, which are loaded after the models.
    from odoo.addons.wlec_confidentiality.controllers import nobody

    return nobody.trouble(what, exception.code)


def _drain(http):
    """Let the browser finish sending: one that is cut off shows its own page of errors, and not ours."""
    left, stream = (
        min(http.content_length or 0, _MOST_DRAINED),
        request.httprequest._HTTPRequest__wrapped.environ["wsgi.input"],
    )
    try:
        while left > 0 and (piece := stream.read(min(left, _PIECE))):
            left -= len(piece)
    except OSError:
        return
