# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import models
from odoo.exceptions import AccessError, MissingError
from odoo.http import request

from odoo.addons.wlec_confidentiality.orm import audit, quiet_log


class IrHttp(models.AbstractModel):
    _inherit = "ir.http"

    @classmethod
    def _serve_fallback(cls):
        """No attachment has such an address; PostgreSQL would take the question for an error, and the page for a fault of ours."""
        return None if "\0" in request.httprequest.path else super()._serve_fallback()

    @classmethod
    def _pre_dispatch(cls, rule, args):
        if route := quiet_log.begin(rule, args):
            request.httprequest.environ["wlec.route"] = route
        super()._pre_dispatch(rule, args)

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

    @classmethod
    def _handle_error(cls, exception):
        """Odoo sends everybody the traceback. Where a refusal, or any other error, was made tells "walled off" from "not there"; so it
        is kept for the server's log, and of refusals for nobody."""
        is_refusal, traceback = _is_refusal(exception), exception.__traceback__
        cause, suppressed = exception.__cause__, exception.__suppress_context__
        exception.__cause__, exception.__suppress_context__, exception.__traceback__ = None, True, None
        try:
            return super()._handle_error(exception)
        finally:
            if not is_refusal:
                exception.__cause__, exception.__suppress_context__ = cause, suppressed
                exception.__traceback__ = traceback


def _is_refusal(exception):
    """Whether it is one, or was made of one."""
    seen = set()
    while exception is not None and id(exception) not in seen:
        if isinstance(exception, (AccessError, MissingError)):
            return True
        seen.add(id(exception))
        exception = exception.__cause__ or exception.__context__
    return False
