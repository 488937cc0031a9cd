# SPDX-License-Identifier: LGPL-3.0-or-later
from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.tests import tagged

from odoo.addons.wlec_confidentiality.exceptions import TransitionError

from .disclosing import DisclosingCase

ENDED = ("refused", "withdrawn", "revoked", "expired", "invalidated")


@tagged("post_install", "-at_install", "wlec")
class TestConsentEnds(DisclosingCase):
    """How a consent ends, who sees it, and the registers it draws on."""

    # ---- ends
    def test_withdrawal_asks_no_reason(self):
        consent = self.consent()
        self.step(consent, self.alice, "withdraw")
        self.assertEqual(consent.state, "withdrawn")
        self.assertTrue(consent.ended_at)
        with self.acting(self.alice) as env:
            consent.with_env(env).end_reason = "Said so on the telephone"  # may be noted, need not

    def test_revoking_and_invalidating_need_a_reason(self):
        for user, action, state in (
            (self.mona, "revoke", "revoked"),
            (self.alice, "invalidate", "invalidated"),
        ):
            with self.subTest(action):
                consent = self.consent()
                asked = self.step(consent, user, action)
                self.assertEqual(asked["res_id"], consent.id)
                self.assertEqual(consent.state, "given")
                with self.acting(user) as env:
                    consent.with_env(env).end_reason = "The client was put under pressure"
                self.step(consent, user, action)
                self.assertEqual(consent.state, state)

    def test_revoking_is_for_managers(self):
        consent = self.consent()
        with self.assertRaises(TransitionError):
            self.step(consent, self.alice, "revoke")
            with self.acting(self.alice) as env:
                consent.with_env(env).end_reason = "Why not"
            self.step(consent, self.alice, "revoke")
        self.assertEqual(consent.state, "given")

    def test_expires(self):
        consent, lasting = self.consent(valid_to=self.today), self.consent()
        self.env["wlec.consent"]._cron_expire()
        self.assertEqual(consent.state, "given")
        with freeze_time(self.days(1)):
            self.env["wlec.consent"]._cron_expire()
        self.assertEqual((consent.state, lasting.state), ("expired", "given"))
        self.assertEqual(consent.event_ids[0].event, "expired")

    def test_an_ended_consent_stays_ended(self):
        for state, action in (("withdrawn", "withdraw"), ("refused", "refuse")):
            consent = self.consent(given=state != "refused")
            self.step(consent, self.alice, action)
            for button in ("give", "refuse", "confirm", "withdraw", "revoke", "invalidate"):
                with self.subTest(state, button=button), self.assertRaises(TransitionError):
                    self.step(consent, self.mona, button)
            self.assertEqual(consent.state, state)

    # ---- who
    def test_those_without_a_grant_see_nothing(self):
        consent = self.consent()
        for user in (self.bob, self.fred, self.audrey, self.tara, self.sam, self.otto, self.carol):
            with self.subTest(user.login), self.acting(user) as env:
                found = env["wlec.consent"].browse()
                try:
                    found = env["wlec.consent"].search([("id", "=", consent.id)])
                except UserError:
                    pass
                self.assertFalse(found)
                with self.assertRaises(UserError):
                    consent.with_env(env).read(["purpose"])
                with self.assertRaises(UserError):
                    consent.with_env(env).action_withdraw()

    def test_another_file(self):
        other = self.case_for(self.alice)
        consent = self.consent()
        with self.acting(self.alice) as env:
            with self.assertRaises(UserError):
                consent.with_env(env).case_id = other.id
            with self.assertRaises(UserError):
                env["wlec.consent"].create({"case_id": other.id, "document_ids": [(4, self.document.id)]})

    def test_long_and_foreign_texts(self):
        for text in ("بلا حدود " * 20_000, "🙂 help", "x" * 1_000_000):
            consent = self.consent(purpose=text)
            with self.acting(self.alice) as env:
                self.assertEqual(consent.with_env(env).purpose, text)

    def test_registers_say_what_is_not_verified(self):
        self.assertIn("not verified", self.env.ref("wlec_confidentiality.agency_csc").display_name)
        self.assertNotIn("not verified", self.ehrc.display_name)
        self.assertIn("dissolved", self.env.ref("wlec_confidentiality.agency_cre").display_name)
        self.assertEqual(
            self.env["wlec.agency"].name_search("CRE")[0][0]
            in (self.ehrc.id, self.env.ref("wlec_confidentiality.agency_cre").id),
            True,
        )
        old = self.env["wlec.legal.provision"].name_search("Prevention of Terrorism Act")
        self.assertIn(self.env.ref("wlec_confidentiality.legal_provision_ta_38b").id, [row[0] for row in old])
        for record in self.env["wlec.legal.provision"].search([("verified_on", "!=", False)]):
            self.assertTrue(record.source, record.reference)
        self.assertGreaterEqual(self.env["wlec.legal.provision"].search_count([]), 25)
        self.assertGreaterEqual(self.env["wlec.agency"].search_count([]), 15)
