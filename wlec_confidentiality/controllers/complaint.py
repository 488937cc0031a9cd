# SPDX-License-Identifier: LGPL-3.0-or-later
import base64
import uuid

from odoo.exceptions import ValidationError
from odoo.http import content_disposition, request, route

from odoo.addons.portal.controllers.portal import CustomerPortal
from odoo.addons.wlec_confidentiality.tools import upload

from . import complaint_form as form
from .complaint_form import once
from .portal import MOST_ID, confidential_page


class ComplaintPortal(CustomerPortal):
    """A client's complaints. Nothing here opens more than the client's own need to know does: records are looked for as the
    client, and a GET changes nothing."""

    # ---- pages
    @route("/my/complaints", type="http", auth="user", methods=["GET"], website=True)
    def complaint_list(self, **_parameters):
        return self._page(
            "wlec_confidentiality.portal_complaints",
            complaints=request.env["wlec.breach.complaint"].search(self._own_domain()),
            draft=self._draft(),
            is_saved="saved" in request.params,
        )

    @route("/my/complaints/new", type="http", auth="user", methods=["GET"], website=True)
    def complaint_new(self, **_parameters):
        draft = self._draft()
        return self._form_page({"contact_by": "portal", **(draft._values() if draft else {})}, {})

    @route("/my/complaints/<int:complaint_id>", type="http", auth="user", methods=["GET"], website=True)
    def complaint_show(self, complaint_id, **_parameters):
        return self._complaint_page(self._own(complaint_id))

    @route("/my/complaints/document/<int:document_id>", type="http", auth="user", methods=["GET"])
    def complaint_document(self, document_id, **_parameters):
        """The document as a download, never as a page. The record rules decide whose it is, also for staff."""
        document = self._one("wlec.complaint.document", document_id)
        return request.make_response(
            base64.b64decode(document.content or b""),
            [
                ("Content-Type", "application/octet-stream"),
                ("Content-Disposition", content_disposition(document.file_name or "document")),
                ("X-Content-Type-Options", "nosniff"),
                ("Content-Security-Policy", "default-src 'none'; sandbox"),
                ("Cache-Control", "no-store"),
            ],
        )

    # ---- deeds
    @route(
        "/my/complaints/new",
        type="http",
        auth="user",
        methods=["POST"],
        website=True,
        max_content_length=form.MOST_BYTES,
    )
    def complaint_create(self, **_parameters):
        if self._is_client() and "save" in request.httprequest.form:
            return self._save()
        values, documents, errors = form.read_complaint()
        if errors or not self._is_client():
            return self._form_page(values, errors)
        complaint = self._receive(values, documents)
        request.env["wlec.complaint.draft"]._throw_away()
        return request.redirect(f"/my/complaints/{complaint.id}?new=1", code=303)

    @route(
        "/my/complaints/<int:complaint_id>/message",
        type="http",
        auth="user",
        methods=["POST"],
        website=True,
        max_content_length=form.MOST_BYTES,
    )
    def complaint_message(self, complaint_id, **_parameters):
        complaint = self._own(complaint_id)
        text, documents, errors = form.read_message()
        if not errors:
            errors = self._add(complaint, text, documents)
        if errors:
            return self._complaint_page(complaint, text=text, errors=errors)
        return request.redirect(f"/my/complaints/{complaint.id}?sent=1#messages", code=303)

    @route(
        "/my/complaints/<int:complaint_id>/review", type="http", auth="user", methods=["POST"], website=True
    )
    def complaint_review(self, complaint_id, **_parameters):
        complaint = self._own(complaint_id)
        if complaint._portal_values()["can_request_review"]:
            complaint.sudo().action_request_review()
        return request.redirect(f"/my/complaints/{complaint.id}", code=303)

    @route("/my/complaints/draft/discard", type="http", auth="user", methods=["POST"], website=True)
    def complaint_discard(self, **_parameters):
        if self._is_client():
            request.env["wlec.complaint.draft"]._throw_away()
        return request.redirect("/my/complaints", code=303)

    # ---- how
    def _save(self):
        values = {**form.typed(form.TEXTS), **self._form_kept()}
        if errors := form.too_long(values, form.TEXTS):
            return self._form_page(values, errors)
        request.env["wlec.complaint.draft"]._keep(values)
        return request.redirect("/my/complaints?saved=1", code=303)

    def _draft(self):
        """The draft of a client; staff have none."""
        return request.env["wlec.complaint.draft"]._mine() if self._is_client() else None

    def _is_client(self):
        return not request.env.user._is_internal()

    def _own_domain(self):
        return [("partner_id", "=", request.env.user.partner_id.id)]

    def _own(self, complaint_id):
        """The client's own complaint. Somebody else's and none at all are the same: not found."""
        return self._one("wlec.breach.complaint", complaint_id, self._own_domain())

    def _one(self, model, record_id, domain=()):
        found = request.env[model]
        if record_id <= MOST_ID:
            found = found.search([("id", "=", record_id), *domain], limit=1)
        if not found:
            raise request.not_found()
        return found

    def _receive(self, values, documents):
        """The complaint; pressed twice, the first press's."""
        Complaint, key = request.env["wlec.breach.complaint"], form.submission_key()
        about_officer = values.pop("about_officer")
        if first := self._sent_before(key):
            return first
        with once():
            return Complaint._receive(
                "portal",
                values,
                partner=request.env.user.partner_id,
                documents=documents,
                about_officer=about_officer,
                submission_key=key,
                **self._form_meant(),
            )

    def _form_kept(self):
        """What else of the form is kept in a draft: for rooms above."""
        return {}

    def _form_meant(self):
        """What else the form says of the complaint, by the names of ``_receive``: for rooms above."""
        return {}

    def _sent_before(self, key):
        domain = [("submission_key", "=", key), *self._own_domain()]
        return key and request.env["wlec.breach.complaint"].sudo().search(domain, limit=1)

    def _add(self, complaint, text, documents):
        """Add to the complaint; one without the other is not kept.

        :return: errors by name
        """
        try:
            with once():
                complaint._add_from_client(text, documents, form.sending(text, documents))
        except ValidationError as error:
            return {"documents": [str(error)]}
        return {}

    def _page(self, template, **values):
        values = {
            **self._prepare_portal_layout_values(),
            "page_name": "complaint",
            "is_client": self._is_client(),
            "direction": request.env["res.lang"]._get_data(code=request.env.lang).direction,
            **values,
        }
        return confidential_page(template, values)

    def _form_page(self, values, errors, **shown):
        return self._page(
            "wlec_confidentiality.portal_complaint_new",
            values=values,
            errors=errors,
            accept=upload.ACCEPT,
            contact_ways=form.contact_ways(form.WAYS),
            submission_key=form.submission_key() or uuid.uuid4().hex,
            **shown,
        )

    def _complaint_page(self, complaint, text="", errors=None):
        return self._page(
            "wlec_confidentiality.portal_complaint",
            complaint=complaint,
            view=complaint._portal_values(),
            submission_key=form.submission_key() if errors else uuid.uuid4().hex,
            exchange=complaint.exchange_ids,
            documents=complaint.document_ids,
            accept=upload.ACCEPT,
            text=text,
            errors=errors or {},
            is_new="new" in request.params,
            is_sent="sent" in request.params,
        )
