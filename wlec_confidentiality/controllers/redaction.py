# SPDX-License-Identifier: LGPL-3.0-or-later
"""The pages of a document as pictures, and where they are to be black. For whoever may work on the request, and recorded."""

from odoo.http import Controller, request, route

from odoo.addons.wlec_confidentiality.exceptions import ConfidentialityError
from odoo.addons.wlec_confidentiality.tools import typed_number
from odoo.addons.wlec_confidentiality.tools.papers import apart, findings, words

from .portal import MOST_ID

_WIDTHS, _USUAL_WIDTH = (300, 1600), 1000


class Redaction(Controller):
    """Nothing here opens or changes more than the present user may: records are looked for as that user."""

    @route("/wlec/redaction/<int:item_id>/page/<int:index>", type="http", auth="user", methods=["GET"])
    def redaction_page(self, item_id, index, width=1000, black=None, **_parameters):
        """One page as a PNG; with ``black``, as it will be seen with what is saved to be blacked out."""
        item = self._item(item_id, "read")
        width = max(typed_number.read(width, _WIDTHS[1]) or _USUAL_WIDTH, _WIDTHS[0])
        try:
            picture = apart.picture(item._pages(), index, width, item._saved_areas() if black else ())
        except (findings.PaperError, ConfidentialityError):
            raise request.not_found() from None
        return request.make_response(
            picture,
            [
                ("Content-Type", "image/png"),
                ("Cache-Control", "no-store"),
                ("X-Content-Type-Options", "nosniff"),
                ("Content-Security-Policy", "default-src 'none'; sandbox"),
            ],
        )

    @route("/wlec/redaction/<int:item_id>/open", type="jsonrpc", auth="user")
    def redaction_open(self, item_id):
        item = self._item(item_id, "read")
        return {
            "title": item.document_id.name,
            "request": item.request_id.name,
            "pages": apart.sizes(item._pages()),
            "areas": [list(area) for area in item._saved_areas()],
        }

    @route("/wlec/redaction/<int:item_id>/find", type="jsonrpc", auth="user")
    def redaction_find(self, item_id, text):
        """Where each line of ``text`` stands on the pages."""
        item = self._item(item_id, "read")
        return apart.find(item._pages(), words.wanted(str(text)[:2000]))

    @route("/wlec/redaction/<int:item_id>/save", type="jsonrpc", auth="user")
    def redaction_save(self, item_id, areas):
        self._checked(self._item(item_id, "write")._save_areas, areas)
        return True

    @route("/wlec/redaction/<int:item_id>/make", type="jsonrpc", auth="user")
    def redaction_make(self, item_id, areas):
        """The redacted copy, made and looked through."""
        item = self._item(item_id, "write")
        copy = self._checked(item._make_copy, areas)
        return {"copy": copy.display_name, "found": item._check_sentences()}

    def _item(self, item_id, operation):
        """The item, if the present user may. Somebody else's and none at all are the same: not found."""
        found = request.env["wlec.disclosure.item"]
        if item_id <= MOST_ID:
            found = found.search([("id", "=", item_id), ("document_id", "!=", False)], limit=1)
        if not found or not found.has_access(operation):
            raise request.not_found()
        return found

    def _checked(self, do, areas):
        try:
            return do(areas)
        except (ValueError, TypeError):
            raise ConfidentialityError(
                request.env._("These are not rectangles on the pages of this document.")
            ) from None
