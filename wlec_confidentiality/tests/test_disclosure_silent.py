# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo.exceptions import UserError
from odoo.tests import tagged

from .disclosing import DisclosingCase


@tagged("post_install", "-at_install", "wlec")
class TestDisclosureSilent(DisclosingCase):
    """Where warning anybody would be an offence, nobody but those who take part finds a trace of the request."""

    def setUp(self):
        super().setUp()
        self.env["wlec.access.grant"]._grant(self.case, self.bob, "team", "Works on the file as well")
        self.request_made = self._silent()

    def _silent(self, **vals):
        duty = self.env.ref("wlec_confidentiality.legal_provision_ta_38b")
        telling = {
            "tell_client": "not",
            "tell_date": self.days(90),
            "tell_reason": "Section 39 of the Terrorism Act",
        }
        return self.request("law", provision_id=duty.id, agency_id=self.police.id, **telling, **vals)

    def _decided(self):
        request = self.request_made
        self.step(request, self.alice, "assess")
        self.step(request, self.alice, "submit")
        self.step(request, self.mona, "approve")
        self.step(request, self.otto, "approve")
        return request

    def test_others_on_the_file_find_no_trace(self):
        request = self._decided()
        self.assertTrue(request.restricted)
        message, activity = request.sudo().message_ids[:1], request.sudo().activity_ids[:1]
        with self.acting(self.bob) as env:
            self.assertTrue(env["wlec.case"].search([("id", "=", self.case.id)]))
            for model, ids in (
                ("wlec.disclosure.request", request.ids),
                ("wlec.disclosure.item", request.item_ids.ids),
            ):
                self.assertFalse(env[model].search([("id", "in", ids)]))
                self.assertFalse(env[model].search_count([("case_id", "=", self.case.id)]))
                with self.assertRaises(UserError):
                    env[model].browse(ids).read(["create_date"])
            with self.assertRaises(UserError):
                env["wlec.disclosure.request"].browse(request.id).sudo().necessity  # noqa: B018
            self.assertEqual(self.case.with_env(env).disclosure_count, 0)
            self.assertFalse(env["mail.message"].search([("id", "in", message.ids)]))
            self.assertFalse(env["mail.activity"].search([("id", "in", activity.ids)]))

    def test_the_access_records_are_silent_too(self):
        request = self._decided()
        self._write_buffer()
        wanted = [("model", "in", ("wlec.disclosure.request", "wlec.disclosure.item"))]
        with self.acting(self.bob) as env:
            self.assertFalse(env["wlec.access.event"].search([*wanted, ("file_id", "in", self.case.ids)]))
        for user in (self.alice, self.mona):
            with self.acting(user) as env:
                self.assertTrue(env["wlec.access.event"].search([*wanted, ("file_id", "in", self.case.ids)]))
        with self.acting(self.audrey) as env:
            self.assertTrue(env["wlec.access.event"].search([*wanted, ("record_ids", "in", request.ids)]))

    def test_grants_do_not_speak_of_it(self):
        request = self._decided()
        reasons = self.case.grant_ids.filtered(lambda g: g.user_id == self.otto).mapped("reason")
        self.assertTrue(reasons)
        self.assertFalse([reason for reason in reasons if request.name in reason or "isclos" in reason])

    def test_who_takes_part_goes_on(self):
        request = self._decided()
        self.assertEqual(request.circle_ids, self.mona | self.otto)
        with self.acting(self.mona) as env:
            request.with_env(env).releaser_id = self.bob.id
        self.step(request, self.bob, "release")
        self.assertEqual(request.state, "released")

    def test_another_law_named_later_does_not_open_it(self):
        with self.acting(self.alice) as env:
            self.request_made.with_env(env).write({"provision_id": self.notice.id, "agency_id": self.ehrc.id})
        self.assertTrue(self.request_made.restricted)

    def test_an_ordinary_request_is_there_for_everybody_on_the_file(self):
        request = self.request("law")
        with self.acting(self.bob) as env:
            self.assertEqual(env["wlec.disclosure.request"].search([]), request)

    def test_the_client_is_not_told_of_news(self):
        carol = self.carol.partner_id
        case = self.case_for(self.alice, partner=carol)
        request = self._silent(case_id=case.id, item_ids=[])
        with self.acting(self.alice) as env:
            with self.assertRaises(UserError):
                request.with_env(env).message_subscribe(carol.ids)
            with self.assertRaises(UserError):
                request.with_env(env).action_ask_client()
        self.assertFalse(request.sudo().message_partner_ids & carol)
