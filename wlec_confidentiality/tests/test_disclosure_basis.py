# SPDX-License-Identifier: LGPL-3.0-or-later
import itertools

from odoo.exceptions import AccessError
from odoo.tests import tagged

from odoo.addons.wlec_confidentiality.exceptions import ConfidentialityError, TransitionError

from .disclosing import PAPER, DisclosingCase

CALLED_BACK = {"callback_number": "101", "asker_name": "PC Brown", "asker_contact": "020 7946 0111"}


@tagged("post_install", "-at_install", "wlec")
class TestDisclosureBasis(DisclosingCase):
    """What an agency has to show by the register, the lawful basis of a disclosure of its own, and how long what leaves lives."""

    def asked(self, **vals):
        """A request that the police make, with the client's consent, all but what the register asks them to show."""
        consent = self.consent(agency_id=self.police.id)
        called = {**CALLED_BACK, "callback_by_id": self.alice.id, "callback_at": "2026-11-02 10:00:00"}
        asked = {"consent_id": consent.id, "agency_id": self.police.id, "origin": "recipient", **called}
        return self.request(**{**asked, **vals})

    # ---- what the register says an agency must show
    def test_every_mix_of_what_the_register_asks_and_what_was_shown(self):
        police = self.police.sudo()
        rank, paper = {"asker_rank": "Inspector"}, {"notice_document": PAPER}
        for needs_rank, needs_written in itertools.product((True, False), repeat=2):
            police.write({"needs_rank": needs_rank, "needs_written": needs_written})
            for shown in ({}, rank, paper, {**rank, **paper}):
                request = self.asked(**shown)
                missing = self.missing(request)
                self.assertEqual(
                    [
                        any("rank or post" in s for s in missing),
                        any("must ask in writing" in s for s in missing),
                    ],
                    [
                        needs_rank and "asker_rank" not in shown,
                        needs_written and "notice_document" not in shown,
                    ],
                )
                self.assertLessEqual(len(missing), 2)

    def test_it_is_not_assessed_without_and_is_with(self):
        request = self.asked()
        with self.assertRaises(TransitionError) as caught:
            self.step(request, self.alice, "assess")
        self.assertIn("must ask in writing", str(caught.exception))
        with self.acting(self.alice) as env:
            self.assertIn("rank or post", request.with_env(env).missing_html)
            request.with_env(env).write({"asker_rank": "Superintendent", "notice_document": PAPER})
        self.step(request, self.alice, "assess")
        self.assertEqual(request.state, "assessed")

    def test_who_did_not_ask_shows_nothing_and_nobody_else_stands_in_the_register(self):
        self.assertFalse(self.missing(self.asked(origin="client")))
        person = self.consent(agency_id=False, recipient_kind="person", recipient_name="Jo Field")
        shown = {"recipient_kind": "person", "recipient_name": "Jo Field", "consent_id": person.id}
        self.assertFalse(self.missing(self.asked(**shown)))

    def test_an_emergency_shows_it_afterwards(self):
        request = self.request(
            "danger",
            agency_id=self.police.id,
            origin="recipient",
            asker_name="PC Brown",
            emergency_reason="He is at her door at this moment",
        )
        self.step(request, self.alice, "release_emergency")
        self.assertTrue(request.is_emergency)
        self.assertTrue([s for s in self.missing(request) if "must ask in writing" in s])
        with self.acting(self.alice) as env:
            request.with_env(env).write({"asker_rank": "Inspector", "notice_document": PAPER})
        self.assertFalse([s for s in self.missing(request) if "agency must" in s])

    # ---- the lawful basis
    def test_the_usual_basis_of_each_ground_is_proposed(self):
        usual = {
            "consent": "legitimate_interests",
            "law": "legal_obligation",
            "danger": "vital_interests",
            "conflict": False,
        }
        for ground, basis in usual.items():
            self.assertEqual(self.request(ground).lawful_basis, basis)
        consent = self.consent(lawful_basis="recognised_interests")
        self.assertEqual(self.request(consent_id=consent.id).lawful_basis, "recognised_interests")

    def test_no_basis_or_one_of_another_ground_is_not_lawful(self):
        for basis, words in (
            (False, "Choose the lawful basis"),
            ("legal_obligation", "Legal obligation: Article 6(1)(c)"),
        ):
            request = self.request()
            with self.acting(self.alice) as env:
                request.with_env(env).lawful_basis = basis
            [sentence] = self.missing(request)
            self.assertIn(words, sentence)
            with self.assertRaises(TransitionError):
                self.step(request, self.alice, "assess")

    def test_consent_as_basis_is_not_the_permission(self):
        request = self.request(consent_id=False, lawful_basis="consent")
        self.assertEqual(
            self.missing(request), ["Choose the consent it rests on, or ask the client for one."]
        )

    def test_sensitive_data_needs_a_condition_whatever_the_basis(self):
        for basis in ("legitimate_interests", "consent", "recognised_interests"):
            request = self.request(lawful_basis=basis)
            with self.acting(self.alice) as env:
                request.with_env(env).item_ids.category_id = self.health
            [sentence] = self.missing(request)
            self.assertIn("Article 9", sentence)
            with self.acting(self.alice) as env:
                request.with_env(env).condition_id = self.explicit
            self.assertFalse(self.missing(request))

    def test_it_is_shown_and_stays(self):
        request = self.submitted(condition_id=self.explicit.id)
        with self.acting(self.mona) as env:
            shown = request.with_env(env)
            self.assertIn("Legitimate interests: Article 6(1)(f)", shown.summary_html)
            self.assertIn(self.explicit.name, shown.summary_html)
            with self.assertRaises(TransitionError):
                shown.lawful_basis = "public_task"
        self.step(request, self.mona, "approve")
        with self.assertRaises(TransitionError), self.acting(self.alice) as env:
            request.with_env(env).web_save({"lawful_basis": "public_task"}, {"state": {}})
        with self.acting(self.otto) as env:
            request.with_env(env).action_release()
            page = env["ir.qweb"]._render(
                "wlec_confidentiality.wlec_disclosure_schedule",
                request.with_env(env)._values_for_recipient([]),
            )
        self.assertIn("Legitimate interests: Article 6(1)(f)", page)

    # ---- how long what leaves can be had
    def test_days_are_settings_with_bounds(self):
        company = self.env.company.sudo()
        self.assertEqual((company.wlec_link_days, company.wlec_package_days), (7, 30))
        for values in (
            {"wlec_link_days": 0}, {"wlec_link_days": 31}, {"wlec_link_days": -7}, {"wlec_package_days": 6},
            {"wlec_package_days": 181}, {"wlec_link_days": 20, "wlec_package_days": 19},
        ):  # fmt: skip
            with self.subTest(values), self.assertRaises(ConfidentialityError), self.env.cr.savepoint():
                company.write(values)
        for user in (self.alice, self.mona, self.audrey, self.carol):
            with self.assertRaises(AccessError), self.acting(user) as env:
                env.company.wlec_link_days = 30

    def test_links_and_packages_live_as_long_as_set(self):
        self.env.company.sudo().write({"wlec_link_days": 2, "wlec_package_days": 10})
        request = self.approved()
        self.step(request, self.otto, "release")
        self.assertEqual(request.package_until, self.days(10))
        answer = self.step(request, self.otto, "make_link")
        self.assertEqual(answer["params"]["days"], 2)
        self.assertEqual(request.delivery_ids.expires_at.date(), self.days(2))
        self.env.company.sudo().wlec_link_days = 5  # a link made already keeps its time
        self.assertEqual(request.delivery_ids.expires_at.date(), self.days(2))
