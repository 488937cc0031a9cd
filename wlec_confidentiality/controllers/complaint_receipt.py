# SPDX-License-Identifier: LGPL-3.0-or-later
import base64
import hmac
import uuid

from odoo import tools
from odoo.exceptions import ValidationError
from odoo.http import Controller, content_disposition, request, route

from odoo.addons.wlec_confidentiality.models.complaint.wlec_breach_complaint_receipt import TooManyTries
from odoo.addons.wlec_confidentiality.tools import receipt_code, typed_number, upload

from . import complaint_form as form
from .nobody import download, nobody, page
from .portal import MOST_ID


class ComplaintReceipt(Controller):
    """Complaining without logging in, and coming back with a receipt code.

    The code is in no address and in no session: it is in the body of each request, and in the page of whoever has it. It is
    drawn when the form is shown, and nothing is kept of it until the complaint comes in; sent twice, a form finds the first
    one's complaint and shows the same code.
    """

    # ---- pages that change nothing
    @route("/complaint", type="http", auth="public", methods=["GET"], sitemap=False)
    @nobody
    def complaint_start(self, **_parameters):
        return self._form({"contact_by": "receipt"}, {})

    @route("/complaint/receipt", type="http", auth="public", methods=["GET"], sitemap=False)
    @nobody
    def complaint_come_back(self, **_parameters):
        return page("public_complaint_code", errors={}, typed="")

    @route("/complaint/help", type="http", auth="public", methods=["GET"], sitemap=False)
    @nobody
    def complaint_help(self, **_parameters):
        return page("public_complaint_help")

    @route("/complaint/paper", type="http", auth="public", methods=["GET"], sitemap=False)
    @nobody
    def complaint_paper(self, **_parameters):
        return page("public_complaint_paper")

    # ---- handing in
    @route(
        "/complaint",
        type="http",
        auth="public",
        methods=["POST"],
        sitemap=False,
        max_content_length=form.MOST_BYTES,
    )
    @nobody
    def complaint_hand_in(self, **_parameters):
        code = self._code_drawn()
        values, documents, errors = form.read_complaint(form.TEXTS_OF_NOBODY, form.WAYS_OF_NOBODY)
        if not code:
            errors["form"] = request.env._(
                "This page had become too old. Please press “Send complaint” again."
            )
        if errors:
            return self._form(values, errors, code)
        about_officer = values.pop("about_officer")
        try:
            with form.once():
                complaint = request.env["wlec.breach.complaint"]._receive_by_receipt(
                    code, values, documents, about_officer
                )
        except TooManyTries as busy:
            text = request.env._(
                "Very many complaints are coming in just now. Nothing is lost: leave this page open."
            )
            errors = {"form": f"{text} {_wait_text(busy.seconds)}"}
            values["about_officer"] = about_officer
            return self._form(values, errors, code, status=429, wait=busy.seconds)
        return page("public_complaint_receipt", code=code, complaint=complaint._for_holder())

    # ---- coming back
    @route("/complaint/receipt", type="http", auth="public", methods=["POST"], sitemap=False)
    @nobody
    def complaint_open(self, **_parameters):
        return self._opened(lambda complaint, code: self._show(complaint, code))

    @route(
        "/complaint/receipt/message",
        type="http",
        auth="public",
        methods=["POST"],
        sitemap=False,
        max_content_length=form.MOST_BYTES,
    )
    @nobody
    def complaint_add(self, **_parameters):
        return self._opened(self._add)

    @route("/complaint/receipt/review", type="http", auth="public", methods=["POST"], sitemap=False)
    @nobody
    def complaint_ask_review(self, **_parameters):
        return self._opened(self._ask_review)

    @route("/complaint/receipt/document", type="http", auth="public", methods=["POST"], sitemap=False)
    @nobody
    def complaint_fetch_document(self, **_parameters):
        return self._opened(self._document)

    def _opened(self, then):
        """What ``then`` answers for the complaint of the code in this request; else the page that asks for the code."""
        typed = request.httprequest.form.get("code", "")
        try:
            code = receipt_code.read(typed)
            complaint = request.env["wlec.breach.complaint"]._of_receipt(code)
        except receipt_code.Mistyped as mistyped:
            return self._ask_again(typed, self._mistyped(mistyped), 422)
        except TooManyTries as busy:
            text = request.env._("Too many wrong codes were tried, so no code is looked at for a while.")
            return self._ask_again(typed, [f"{text} {_wait_text(busy.seconds)}"], 429, busy.seconds)
        if not complaint:
            text = request.env._(
                "There is no complaint with these words. Please compare each one with what you wrote down."
            )
            return self._ask_again(typed, [text], 404)
        return then(complaint, code)

    def _ask_again(self, typed, errors, status, wait=None):
        return page("public_complaint_code", status, wait, typed=typed[:500], errors={"code": errors})

    def _mistyped(self, mistyped):
        errors = [
            request.env._(
                "“%(word)s” is not one of the words we use. Is it “%(near)s”?", word=word, near=near
            )
            if near
            else request.env._("“%s” is not one of the words we use.", word)
            for word, near in list(mistyped.unknown.items())[: receipt_code.COUNT]
        ]
        if mistyped.words != receipt_code.COUNT:
            errors.append(
                request.env._(
                    "A receipt code has %(count)s words; these are %(typed)s.",
                    count=receipt_code.COUNT,
                    typed=mistyped.words,
                )
            )
        return errors

    def _show(self, complaint, code, status=200, text="", errors=None, told=None):
        return page(
            "public_complaint",
            status,
            complaint=complaint._for_holder(),
            code=code,
            submission_key=form.submission_key() if errors else uuid.uuid4().hex,
            text=text,
            errors=errors or {},
            told=told,
            accept=upload.ACCEPT,
        )

    def _add(self, complaint, code):
        text, documents, errors = form.read_message()
        if not errors:
            try:
                with form.once():
                    complaint._add_from_client(text, documents, form.sending(text, documents))
            except ValidationError as error:
                errors = {"documents": [str(error)]}
        if errors:
            return self._show(complaint, code, 422, text, errors)
        return self._show(complaint, code, told="sent")

    def _ask_review(self, complaint, code):
        if not complaint._portal_values()["can_request_review"]:
            return self._show(complaint, code)
        complaint.action_request_review()
        return self._show(complaint, code, told="review")

    def _document(self, complaint, code):
        number = typed_number.read(request.httprequest.form.get("document", ""), MOST_ID)
        found = number and complaint._document_for_holder(number)
        if not found:
            return self._show(complaint, code, 404)
        name, content = found
        return download(content_disposition(name or "document"), base64.b64decode(content or b""))

    # ---- the form
    def _form(self, values, errors, code=None, status=None, wait=None):
        code = code or receipt_code.draw()
        return page(
            "public_complaint_new",
            status or (422 if errors else 200),
            wait,
            values=values,
            errors=errors,
            accept=upload.ACCEPT,
            contact_ways=form.contact_ways(form.WAYS_OF_NOBODY),
            code=code,
            proof=self._proof(code),
        )

    def _proof(self, code):
        """That this server has drawn this code: nobody hands in a complaint under a code of their own choice, and so finds out
        which codes there are."""
        return tools.hmac(request.env(su=True), "wlec receipt code", code)

    def _code_drawn(self):
        code = request.httprequest.form.get("receipt", "")
        proof = request.httprequest.form.get("proof", "")
        return code if hmac.compare_digest(proof.encode(), self._proof(code).encode()) else None


def _wait_text(seconds):
    minutes = -(-seconds // 60)
    if minutes == 1:
        return request.env._("Please try again in a minute.")
    return request.env._("Please try again in %s minutes.", minutes)
