# SPDX-License-Identifier: LGPL-3.0-or-later
from lxml import html

from odoo import fields
from odoo.tests import HttpCase

from .common import CastMixin


class ConsentPortalCase(CastMixin, HttpCase):
    """The client's permissions over real HTTP: alice asks, carol decides."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._make_cast()
        for user in (cls.carol, cls.chris, cls.alice, cls.bob, cls.mona, cls.sam):
            user.password = f"{user.login} and a long one"
        ref = cls.env.ref
        cls.ehrc = ref("wlec_confidentiality.agency_ehrc")
        cls.help = ref("wlec_confidentiality.consent_purpose_assistance")
        cls.health = ref("wlec_confidentiality.information_category_health")
        cls.employment = ref("wlec_confidentiality.information_category_employment")
        cls.env.flush_all()

    def setUp(self):
        super().setUp()
        self.case = self.case_for(self.alice, partner=self.carol.partner_id)
        self.log_in(self.carol)

    def log_in(self, user):
        self.authenticate(user.login, f"{user.login} and a long one")

    def consent(self, asked=True, **vals):
        """A consent of carol's that alice has put before her in the portal."""
        full = {
            "case_id": self.case.id,
            "agency_id": self.ehrc.id,
            "purpose_id": self.help.id,
            "purpose": "To help me against my employer",
            "category_ids": [(6, 0, (self.health | self.employment).ids)],
            "method": "portal",
            **vals,
        }
        with self.acting(self.alice) as env:
            consent = env["wlec.consent"].create(full)
            if asked:
                consent.action_ask()
        return consent.with_env(self.env)

    def page(self, consent):
        return html.fromstring(self.url_open(f"/my/consents/{consent.id}").text)

    def form(self, consent, answer="yes"):
        """The hidden fields of the form with that answer, as the page holds them."""
        buttons = self.page(consent).xpath(f"//button[@name='answer'][@value='{answer}']")
        [form] = buttons[0].xpath("ancestor::form")
        return {field.get("name"): field.get("value") for field in form.xpath(".//input[@type='hidden']")}

    def decide(self, consent, answer="yes", signature="Carol", form=None, **others):
        data = {**(form or self.form(consent, answer)), "answer": answer, "signature": signature, **others}
        return self.url_open(f"/my/consents/{consent.id}/decide", data=data)

    def withdraw(self, consent, token=None):
        token = token or self.page(consent).xpath("string(//form//input[@name='csrf_token']/@value)")
        return self.url_open(f"/my/consents/{consent.id}/withdraw", data={"csrf_token": token})

    def token(self):
        """A token of this session, from a page of Odoo's own."""
        return html.fromstring(self.url_open("/my/account").text).xpath(
            "string(//input[@name='csrf_token']/@value)"
        )

    def resting(self, consent):
        """A disclosure request that rests on the consent, waiting for mona."""
        with self.acting(self.alice) as env:
            request = env["wlec.disclosure.request"].create(
                {
                    "case_id": self.case.id,
                    "ground": "consent",
                    "origin": "client",
                    "agency_id": self.ehrc.id,
                    "purpose_id": self.help.id,
                    "consent_id": consent.id,
                    "necessity": "They cannot judge the case without it",
                    "proportionality": "Only one line",
                    "item_ids": [(0, 0, {"category_id": self.employment.id, "description": "What was said"})],
                }
            )
            request.action_assess()
            request.action_submit()
        return request.with_env(self.env)

    def today(self):
        return fields.Date.today()
