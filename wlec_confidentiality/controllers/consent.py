# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo.http import content_disposition, request, route

from odoo.addons.portal.controllers.portal import CustomerPortal
from odoo.addons.wlec_confidentiality.models.consent.wlec_consent_receipt import FORMS

from .portal import MOST_ID, confidential_page

_MOST_NAME = 200


class ConsentPortal(CustomerPortal):
    """A client's permissions. A GET (or HEAD) shows, after login; only a POST with the token of the page's own form decides.

    Odoo makes one class of all extensions of the portal: names here are this room's own.
    """

    # ---- pages
    @route("/my/consents", type="http", auth="user", methods=["GET"], website=True)
    def consent_list(self, **_parameters):
        consents = request.env["wlec.consent"].search(self._own_consents())
        shown = [consent._portal_values() for consent in consents]
        return self._consent_layout(
            "wlec_confidentiality.portal_consents",
            waiting=[one for one in shown if one["can_accept"]],
            asked_for_you=[one for one in shown if one["is_for_others"]],
            standing=[one for one in shown if one["can_withdraw"]],
            past=[one for one in shown if not one["can_decide"] and not one["can_withdraw"]],
        )

    @route("/my/consents/<int:consent_id>", type="http", auth="user", methods=["GET"], website=True)
    def consent_show(self, consent_id, **_parameters):
        return self._consent_page(self._own_consent(consent_id))

    @route("/my/consents/receipt/<int:receipt_id>/<string:form>", type="http", auth="user", methods=["GET"])
    def consent_receipt(self, receipt_id, form, **_parameters):
        """The receipt as a download. The record rules decide whose it is, also for staff."""
        receipt = self._found_consent("wlec.consent.receipt", receipt_id)
        if form not in FORMS:
            raise request.not_found()
        content, mimetype, name = receipt._file(form)
        return request.make_response(
            content,
            [
                ("Content-Type", mimetype),
                ("Content-Disposition", content_disposition(name)),
                ("X-Content-Type-Options", "nosniff"),
                ("Content-Security-Policy", "default-src 'none'; sandbox"),
                ("Cache-Control", "no-store"),
            ],
        )

    # ---- deeds
    @route("/my/consents/<int:consent_id>/decide", type="http", auth="user", methods=["POST"], website=True)
    def consent_decide(self, consent_id, **_parameters):
        consent, form = self._own_consent(consent_id), request.httprequest.form
        typed, answer = form.get("signature", "")[:_MOST_NAME], form.get("answer")
        if answer not in ("yes", "no"):
            return self._consent_page(consent, error="answer", typed=typed)
        if error := consent._decide(answer == "yes", typed, form.get("text", "")):
            return self._consent_page(consent, error=error, typed=typed)
        return request.redirect(f"/my/consents/{consent.id}?done=1", code=303)

    @route("/my/consents/<int:consent_id>/withdraw", type="http", auth="user", methods=["POST"], website=True)
    def consent_withdraw(self, consent_id, **_parameters):
        consent = self._own_consent(consent_id)
        consent._withdraw()
        return request.redirect(f"/my/consents/{consent.id}?done=1", code=303)

    # ---- how
    def _own_consents(self):
        """The client's own. Staff have the back office: here they find nothing, not even of their files."""
        if request.env.user._is_internal():
            return [("id", "=", False)]
        return [("is_open", "=", True)]

    def _own_consent(self, consent_id):
        """The client's own consent. Somebody else's and none at all are the same: not found."""
        return self._found_consent("wlec.consent", consent_id, self._own_consents())

    def _found_consent(self, model, record_id, domain=()):
        found = request.env[model]
        if record_id <= MOST_ID and found.has_access("read"):
            found = found.search([("id", "=", record_id), *domain], limit=1)
        if not found:
            raise request.not_found()
        return found

    def _consent_layout(self, template, **values):
        return confidential_page(
            template, {**self._prepare_portal_layout_values(), "page_name": "consent", **values}
        )

    def _consent_page(self, consent, error=None, typed=""):
        view = consent._portal_values()
        return self._consent_layout(
            "wlec_confidentiality.portal_consent",
            view=view,
            statement=consent.statement,
            fingerprint=consent.statement_hash if view["can_decide"] else "",
            error=error,
            typed=typed,
            known_name=request.env.user.partner_id.name if error == "name" else "",
            is_done="done" in request.params and not error,
        )
