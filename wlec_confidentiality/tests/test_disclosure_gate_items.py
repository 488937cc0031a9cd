# SPDX-License-Identifier: LGPL-3.0-or-later

from odoo.tests import tagged

from odoo.addons.wlec_confidentiality.exceptions import ConfidentialityError, TransitionError

from .disclosing import PAPER, DisclosingCase


@tagged("post_install", "-at_install", "wlec")
class TestDisclosureGateItems(DisclosingCase):
    """Law, items, who asks, the client, and what the form shows."""

    # ---- law
    def test_provisions_that_do_not_oblige(self):
        ref = self.env.ref
        for name, words in (
            ("dpa_s2_2", "permits"),
            ("ptpa_18", "repealed"),
            ("dpa_1998", "repealed"),
            ("ca04_16la", "not in force yet"),
            ("msa_52", "does not bind"),
            ("pace_sch1", "does not speak of this recipient"),
        ):
            request = self.request("law", provision_id=ref(f"wlec_confidentiality.legal_provision_{name}").id)
            self.assertTrue([s for s in self.missing(request) if words in s], name)

    def test_tipping_off_keeps_silent(self):
        duty = self.env.ref("wlec_confidentiality.legal_provision_ta_38b")
        request = self.request(
            "law",
            provision_id=duty.id,
            agency_id=self.police.id,
            notice_reference=False,
            notice_document=False,
        )
        [sentence] = self.missing(request)
        self.assertIn("forbids telling", sentence)
        with self.acting(self.alice) as env:
            request.with_env(env).write(
                {
                    "tell_client": "not",
                    "tell_date": self.days(90),
                    "tell_reason": "Section 39 of the Terrorism Act",
                }
            )
        self.assertEqual(self.missing(request), [])

    # ---- items
    def test_gender_history_is_blocked_on_every_ground(self):
        for ground in ("consent", "danger", "law"):
            for flag in ({"gra_protected": True}, {"category_id": self.gender.id}):
                request = self.request(ground)
                with self.acting(self.alice) as env:
                    request.with_env(env).item_ids.write(flag)
                self.assertTrue(
                    [s for s in self.missing(request) if "Gender Recognition Act" in s], (ground, flag)
                )
                with self.assertRaises(TransitionError):
                    self.step(request, self.alice, "assess")

    def test_sensitive_items_need_a_condition(self):
        request = self.request()
        with self.acting(self.alice) as env:
            request.with_env(env).item_ids.category_id = self.health.id
        [sentence] = self.missing(request)
        self.assertIn("Article 9", sentence)
        with self.acting(self.alice) as env:
            request.with_env(
                env
            ).condition_id = self.notice.id  # an entry of the register that is no condition
            self.assertEqual(len(request.with_env(env)._missing()), 1)
            request.with_env(env).condition_id = self.explicit.id
        self.assertEqual(self.missing(request), [])

    def test_health_and_crime_need_a_condition_each(self):
        """An entry of the register serves the article it is for, or both where the law says so; one field does not stand for the other."""
        health, crime = self.health, self.env.ref("wlec_confidentiality.information_category_criminal")
        advice = self.env.ref("wlec_confidentiality.legal_provision_dpa_s1_17")
        of_crime = self.env.ref("wlec_confidentiality.legal_provision_dpa_s1_29")
        request = self.request()
        with self.acting(self.alice) as env:
            mine = request.with_env(env)
            mine.item_ids = [
                (1, mine.item_ids[0].id, {"category_id": health.id}),
                (0, 0, {"category_id": crime.id, "description": "The caution of 2019"}),
            ]
            for condition, offence, articles in (
                (False, False, {"9", "10"}),
                (self.explicit, False, {"10"}),
                (False, of_crime, {"9"}),
                (of_crime, self.explicit, {"9", "10"}),
                (self.explicit, self.explicit, {"10"}),
                (self.explicit, of_crime, set()),
                (advice, advice, set()),
            ):
                mine.condition_id, mine.offence_condition_id = condition, offence
                found = " ".join(mine._missing())
                with self.subTest(condition=condition and condition.name, offence=offence and offence.name):
                    self.assertEqual({one for one in ("9", "10") if f"Article {one})" in found}, articles)
            of_crime.sudo().with_user(1).status = "repealed"
            mine.condition_id, mine.offence_condition_id = self.explicit, of_crime
            self.assertIn("Article 10)", " ".join(mine._missing()))

    def test_a_removed_document_cannot_be_given(self):
        request = self.request()
        with self.acting(self.alice) as env:
            self.document.with_env(env).action_remove("Wrong file")
        self.assertEqual(len(self.missing(request)), 1)

    def test_a_document_of_another_file_is_refused(self):
        mine = self.document
        self.case = self.case_for(self.alice)
        self.document = mine
        with self.assertRaises(ConfidentialityError):
            self.request("danger")

    def test_conflict_tells_only_the_fact(self):
        item = {"category_id": self.employment.id, "description": "Who the other client is"}
        request = self.request("conflict", item_ids=[(0, 0, item)])
        self.assertIn("only the fact", self.missing(request)[0])

    # ---- who asks
    def test_call_back(self):
        request = self.request(
            origin="recipient",
            asker_name="Sgt Miller",
            asker_contact="Tel. 020 7946 0123",
            notice_document=PAPER,
        )
        [sentence] = self.missing(request)
        self.assertIn("official number", sentence)
        with self.acting(self.alice) as env:
            for number in ("+44 20 7946 0123", "(020) 79460123"):
                with self.assertRaises(ConfidentialityError):
                    request.with_env(env).callback_number = number
        done = {
            "callback_by_id": self.alice.id,
            "callback_at": "2026-11-20 10:00:00",
            "callback_number": "020 7946 0999",
        }
        with self.acting(self.alice) as env:
            request.with_env(env).write(done)
            self.assertEqual(request.with_env(env)._missing(), [])
            with self.assertRaises(ConfidentialityError):
                request.with_env(env).asker_contact = "now 02079460999"
        with self.assertRaises(ConfidentialityError):
            self.request(asker_contact="020 7946 0999", **done)

    # ---- the client
    def test_silence_has_a_reason_and_an_end(self):
        for vals, lawful in (
            ({"tell_client": False}, False),
            ({"tell_client": "delayed"}, False),
            ({"tell_client": "not", "tell_reason": "x"}, False),
            ({"tell_client": "delayed", "tell_reason": "x", "tell_date": self.days(-1)}, False),
            ({"tell_client": "delayed", "tell_reason": "x", "tell_date": self.days(5)}, True),
        ):
            self.assertEqual(not self.missing(self.request("danger", **vals)), lawful, vals)

    # ---- on the form
    def test_checklist_on_the_form(self):
        request = self.request(necessity=False)
        with self.acting(self.alice) as env:
            request = request.with_env(env)
            self.assertIn("Explain why it is needed.", request.missing_html)
            self.assertEqual(request.missing_count, 1)
            request.necessity = "Because"
            self.assertFalse(request.missing_html)
            self.assertIn("Equality and Human Rights", request.summary_html)
            fresh = env["wlec.disclosure.request"].new({"case_id": self.case.id})
            self.assertFalse(fresh.missing_html)

    def test_names_in_sentences_are_escaped(self):
        self.employment.name = "<script>x</script>"
        request = self.request(consent_id=self.consent(category_ids=[(6, 0, self.health.ids)]).id)
        with self.acting(self.alice) as env:
            for html in (request.with_env(env).missing_html, request.with_env(env).summary_html):
                self.assertNotIn("<script>", html)

    def test_queries_do_not_grow_with_the_items(self):
        counts = []
        for number in (2, 40):
            items = [
                (
                    0,
                    0,
                    {"category_id": self.employment.id, "description": "x", "document_id": self.document.id},
                )
            ] * number
            request = self.request(item_ids=items)
            with self.acting(self.alice) as env:
                request = request.with_env(env)
                before = self.env.cr.sql_log_count
                request._missing()
                counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[1], counts[0])

    # ---- how much it asks
    def _statements(self, request):
        with self.acting(self.alice) as env:
            mine = request.with_env(env)
            before = self.env.cr.sql_log_count
            mine._missing()
            return self.env.cr.sql_log_count - before

    def test_as_many_statements_for_100_items_among_10_000_consents(self):
        few = self.request()
        self._statements(few)  # what Odoo keeps in memory is there from now on
        one = self._statements(few)
        names = ", ".join(
            name
            for name, field in self.env["wlec.consent"]._fields.items()
            if field.store and field.column_type and name not in ("id", "name")
        )
        # Odoo would take minutes to make them one by one.
        self.env.cr.execute(
            f"INSERT INTO wlec_consent (name, {names}) SELECT 'MANY-' || n, {names}"
            " FROM wlec_consent, generate_series(1, 10000) n WHERE id = %s",
            [self.permission.id],
        )
        item = {"category_id": self.employment.id, "description": "A letter", "document_id": self.document.id}
        many = self.request(consent_id=self.permission.id, item_ids=[(0, 0, item)] * 100)
        hundred = self._statements(many)
        print(f"\nThe gate: {one} statements for 1 item, {hundred} for 100 items among 10,000 consents")
        self.assertEqual(hundred, one)
