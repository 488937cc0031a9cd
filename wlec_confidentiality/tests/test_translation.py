# SPDX-License-Identifier: LGPL-3.0-or-later
"""What is said in confidence is not sent to another company to be translated."""

import json
from unittest.mock import patch

from odoo.tests import HttpCase, tagged

from odoo.addons.mail.controllers.google_translate import GoogleTranslateController

from .common import CastMixin

PASSWORD = "a long one, for one test"


@tagged("post_install", "-at_install")
class TestTranslation(CastMixin, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._make_cast()
        for user in (cls.alice, cls.bob):
            user.password = PASSWORD
        cls.env.flush_all()

    def setUp(self):
        super().setUp()
        self.case = self.case_for(self.alice)
        self._start_events()

    def ask(self, user, message):
        """(the server's answer, what it sent to the service)"""
        self.authenticate(user.login, PASSWORD)
        answers = {
            "detect": {"detections": [[{"language": "fr"}]]},
            "": {"translations": [{"translatedText": "Hi"}]},
        }
        sent = []

        def post(controller, endpoint="", data=None):
            sent.append(data["q"])
            return _Answer({"data": answers[endpoint]})

        with patch.object(GoogleTranslateController, "_post", post):
            response = self.url_open("/mail/message/translate", json={"params": {"message_id": message.id}})
        return json.loads(response.text), sent

    def said(self, record):
        with self.acting(self.alice) as env:
            message = record.with_env(env).message_post(body="Bonjour", message_type="comment")
        return message.with_env(self.env)

    def test_confidential(self):
        message = self.said(self.case)
        self._start_events()
        answer, sent = self.ask(self.alice, message)
        self.assertIn("not sent", answer["result"]["error"])
        self.assertFalse(sent)
        self.assertFalse(self.events(model="mail.message"))
        self.assertFalse(self.env["mail.message.translation"].search([("message_id", "=", message.id)]))

    def test_not_there_for_others(self):
        answer, sent = self.ask(self.bob, self.said(self.case))
        self.assertEqual(answer["error"]["code"], 404)
        self.assertFalse(sent)

    def test_elsewhere_as_ever(self):
        agency = self.env["res.partner"].create({"name": "Agency", "is_company": True})
        self.alice.group_ids += self.env.ref("base.group_partner_manager")
        answer, sent = self.ask(self.alice, self.said(agency))
        self.assertIn("Hi", answer["result"]["body"])
        self.assertEqual(len(sent), 2)


class _Answer:
    def __init__(self, content):
        self.json = lambda: content
