# SPDX-License-Identifier: LGPL-3.0-or-later
from datetime import timedelta

import psycopg2

from odoo import fields
from odoo.exceptions import AccessError, MissingError, UserError, ValidationError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from odoo.addons.wlec_confidentiality.exceptions import ConfidentialityError, NeedToKnowError, TransitionError

from .common import ConfidentialityCase

SECRET = ("matter", "narrative", "risk_notes", "safe_contact")


class CaseCase(ConfidentialityCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.client = cls.env["res.partner"].create({"name": "Client of the test"})

    def other(self, user):
        return user.with_env(self.env)


@tagged("post_install", "-at_install")
class TestCaseFile(CaseCase):
    def test_a_form_of_a_new_file(self):
        with self.acting(self.alice) as env:
            form = Form(env["wlec.case"])
            self.assertEqual(form.caseworker_id, self.alice)
            form.partner_id = self.client.with_env(env)
            form.matter = "Refused service"
            form.safe_contact = "Only by e-mail"
            case = form.save()
            self.assertRegex(case.name, r"^CASE-\d{5}$")
            self.assertEqual((case.state, case.matter), ("enquiry", "Refused service"))
            self.assertEqual(case.display_name, case.name)

    def test_the_reference_is_never_chosen(self):
        case = self.case_for(self.alice, name="Mrs Smith v. Acme")
        self.assertNotIn("Smith", case.name)
        for user in (self.alice, self.env.user):
            with self.acting(user) as env, self.assertRaises(UserError):
                case.with_env(env).name = "Mrs Smith"

    def test_references_are_one_a_file(self):
        names = [self.case_for(self.alice).name for _n in range(3)]
        self.assertEqual(len(set(names)), 3)

    def test_life_of_a_file(self):
        case = self.case_for(self.alice)
        with self.acting(self.alice) as env:
            mine = case.with_env(env)
            self.assertTrue(mine.can_open)
            mine.action_open()
            self.assertFalse(mine.can_open)
            with self.assertRaisesRegex(TransitionError, "reason"):
                mine.action_close()
            env["wlec.case.close"].create({"case_id": mine.id, "close_reason": "referred"}).action_close()
            self.assertEqual(
                (mine.state, mine.closed_on, mine.closed_by_id), ("closed", fields.Date.today(), self.alice)
            )
            with self.assertRaises(TransitionError):
                mine.action_close()
            mine.action_reopen()
            self.assertEqual((mine.state, mine.closed_on), ("open", False))
        steps = [
            name
            for event in self.events(action="transition", record_ids=[case.id])
            for name in event["field_names"]
        ]
        self.assertEqual(set(steps), {"open", "close", "reopen"})

    def test_a_draft_note_keeps_a_file_open(self):
        case = self.case_for(self.alice)
        with self.acting(self.alice) as env:
            mine = case.with_env(env)
            mine.action_open()
            note = env["wlec.case.note"].create({"case_id": case.id, "body": "x"})
            mine.close_reason = "resolved"
            with self.assertRaisesRegex(TransitionError, "signed"):
                mine.action_close()
            note.action_sign()
            mine.action_close()

    def test_a_closed_file_says_what_it_said(self):
        case = self.case_for(self.alice)
        with self.acting(self.alice) as env:
            mine = case.with_env(env)
            mine.action_open()
            mine.close_reason = "resolved"
            mine.action_close()
            for field, value in (
                ("matter", "Other"),
                ("narrative", "Other"),
                ("opened_on", "2020-01-01"),
                ("close_reason", "advice"),
            ):
                with self.subTest(field=field), self.assertRaisesRegex(UserError, "closed"):
                    mine.write({field: value})
            for model, vals in (
                ("wlec.case.note", {"body": "x"}),
                ("wlec.case.party", {}),
                ("wlec.case.document", {"content": b"eA=="}),
            ):
                with self.subTest(model=model), self.assertRaisesRegex(UserError, "closed"):
                    env[model].create({"case_id": case.id, **vals})
            mine.safe_contact = "New number"
            self.assertEqual(mine.safe_contact, "New number")

    def test_the_client_is_not_exchanged(self):
        case, other = self.case_for(self.alice), self.env["res.partner"].create({"name": "Somebody else"})
        with self.acting(self.alice) as env:
            mine = case.with_env(env)
            mine.partner_id = other
            mine.action_open()
            mine.partner_id = other
            with self.assertRaises(UserError):
                mine.partner_id = self.client

    def test_files_are_not_deleted(self):
        case = self.case_for(self.alice)
        with self.acting(self.alice) as env, self.assertRaises(AccessError):
            case.with_env(env).unlink()
        with self.assertRaises(UserError):
            case.sudo().unlink()

    def test_for_oneself_or_for_ones_team(self):
        vals = {"partner_id": self.client.id}
        with self.acting(self.alice) as env, self.assertRaises(AccessError):
            env["wlec.case"].create({**vals, "caseworker_id": self.bob.id})
        with self.acting(self.mona) as env:
            for user in (self.mona, self.alice):
                env["wlec.case"].create({**vals, "caseworker_id": user.id})
            with self.assertRaises(AccessError):
                env["wlec.case"].create({**vals, "caseworker_id": self.bob.id})
        for user in (self.fred, self.otto, self.tara, self.audrey, self.sam, self.carol):
            with self.subTest(user=user.login), self.acting(user) as env, self.assertRaises(AccessError):
                env["wlec.case"].create({**vals, "caseworker_id": user.id})

    def test_a_caseworker_is_a_caseworker(self):
        with self.assertRaises(ValidationError):
            self.env["wlec.case"].create({"partner_id": self.client.id, "caseworker_id": self.fred.id})

    def test_dates_go_forward(self):
        tomorrow = fields.Date.today() + timedelta(days=1)
        with self.assertRaises(ValidationError):
            self.case_for(self.alice, opened_on=tomorrow)
        case = self.case_for(self.alice)
        self.env.flush_all()
        with mute_logger("odoo.sql_db"), self.assertRaises(psycopg2.IntegrityError), self.env.cr.savepoint():
            self.env.cr.execute("UPDATE wlec_case SET closed_on = opened_on - 1 WHERE id = %s", [case.id])

    def test_the_caseworker_follows_the_file(self):
        case = self.case_for(self.alice)
        self.assertEqual(case.message_partner_ids, self.alice.partner_id)
        with self.acting(self.mona) as env:
            case.with_env(env).caseworker_id = self.bob
        self.assertEqual(case.message_partner_ids, self.bob.partner_id)

    def test_who_is_kept_out_follows_no_longer(self):
        case = self.case_for(self.alice)
        with self.acting(self.alice) as env:
            case.with_env(env).message_subscribe(self.mona.partner_id.ids)
            self.assertEqual(case.message_partner_ids, (self.alice | self.mona).partner_id)
            env["wlec.access.exclusion"].create({"case_id": case.id, "user_id": self.mona.id})
        self.assertEqual(case.message_partner_ids, self.alice.partner_id)

    def test_what_is_tracked_is_neutral(self):
        case = self.case_for(self.alice, matter="Something terrible")
        with self.acting(self.alice) as env:
            case.with_env(env).action_open()
        self.assertNotIn("terrible", " ".join(case.message_ids.mapped(lambda message: str(message.body))))


@tagged("post_install", "-at_install")
class TestWhoSees(CaseCase):
    def test_hidden_from_everybody_else(self):
        case = self.case_for(self.alice, partner=self.client)
        admin = self.env.ref("base.user_admin")
        for user in (self.bob, self.otto, self.fred, self.tara, self.audrey, self.sam, self.carol, admin):
            with self.subTest(user=user.login), self.acting(user) as env:
                self._assert_nothing(env["wlec.case"], case)

    def _assert_nothing(self, Case, case):
        for question in (
            lambda: Case.search([("id", "=", case.id)]).ids,
            lambda: Case.search_count([("name", "=", case.name)]),
            lambda: Case.name_search(case.name),
            lambda: Case._read_group([("partner_id", "=", self.client.id)], ["state"], ["__count"]),
            lambda: Case.search_read([("partner_id", "=", self.client.id)], ["name"]),
        ):
            try:
                self.assertFalse(question())
            except AccessError as refusal:
                self.assertNotIn(case.name, str(refusal))
        for field in ("name", "partner_id", "state", *SECRET):
            with self.assertRaises(AccessError) as refused:
                case.with_env(Case.env).read([field])
            self.assertNotIn(case.name, str(refused.exception))
        with self.assertRaises(AccessError):
            case.with_env(Case.env).write({"matter": "x"})

    def test_sudo_does_not_help(self):
        case = self.case_for(self.alice)
        for user in (self.bob, self.sam, self.otto, self.fred):
            with self.subTest(user=user.login), self.acting(user) as env, self.assertRaises(NeedToKnowError):
                case.with_env(env).sudo().read(["matter"])

    def test_the_team_sees_it(self):
        case = self.case_for(self.alice)
        for user in (self.alice, self.mona):
            with self.subTest(user=user.login), self.acting(user) as env:
                self.assertTrue(case.with_env(env).is_granted)
                self.assertEqual(case.with_env(env).matter, "Dismissed after asking for leave")

    def test_items_are_as_hidden_as_the_file(self):
        case = self.case_for(self.alice)
        with self.acting(self.alice) as env:
            items = [
                env["wlec.case.note"].create({"case_id": case.id, "body": "x"}),
                env["wlec.case.party"].create({"case_id": case.id, "full_name": "X"}),
                env["wlec.case.document"].create({"case_id": case.id, "content": b"eA=="}),
            ]
        for item in items:
            with self.subTest(model=item._name), self.acting(self.bob) as env:
                self.assertFalse(env[item._name].search_count([("id", "=", item.id)]))
                with self.assertRaises(AccessError):
                    item.with_env(env).read(["name"])
            with self.subTest(model=item._name), self.acting(self.bob) as env, self.assertRaises(AccessError):
                filled = {
                    name: value
                    for name, value in (("body", "x"), ("content", b"eA=="))
                    if name in item._fields
                }
                env[item._name].create({"case_id": case.id, **filled})
            for user in (self.fred, self.tara, self.audrey, self.sam):
                with (
                    self.subTest(model=item._name, user=user.login),
                    self.acting(user) as env,
                    self.assertRaises(AccessError),
                ):
                    env[item._name].search_count([])

    def test_a_list_opens_nothing(self):
        case = self.case_for(self.alice)
        self._start_events()
        with self.acting(self.alice) as env:
            spec = {
                "name": {},
                "partner_id": {"fields": {"display_name": {}}},
                "state": {},
                "note_count": {},
                "can_open": {},
            }
            env["wlec.case"].web_search_read([("id", "=", case.id)], spec)
        self.assertFalse(self.events(action="read", model="wlec.case"))
        names = self.events(action="read")  # the client's, which the list shows
        self.assertEqual(
            [(e["model"], e["record_ids"]) for e in names], [("res.partner", case.partner_id.ids)]
        )

    def test_a_form_records_what_it_shows(self):
        case = self.case_for(self.alice, risk_notes="Danger")
        self._start_events()
        with self.acting(self.alice) as env:
            case.with_env(env).web_read({"name": {}, "matter": {}, "risk_notes": {}})
        self.assertEqual(
            [event["field_names"] for event in self.events(action="read")], [["matter", "risk_notes"]]
        )


@tagged("post_install", "-at_install")
class TestFromTheEnquiry(CaseCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        salesman = cls.env.ref("sales_team.group_sale_salesman_all_leads")
        for user in (cls.alice, cls.bob, cls.vera, cls.fred, cls.mona):
            user.group_ids += salesman
        cls.lead = cls.env["crm.lead"].create(
            {
                "name": "Enquiry",
                "partner_id": cls.client.id,
                "description": "<p>Was <b>refused</b> at the door.</p>",
            }
        )

    def test_opens_a_file(self):
        with self.acting(self.alice) as env:
            lead = self.lead.with_env(env)
            self.assertEqual(lead.wlec_case_count, 0)
            case = env["wlec.case"].browse(lead.action_open_wlec_case()["res_id"])
            self.assertEqual(
                (case.partner_id, case.lead_id, case.caseworker_id), (self.client, self.lead, self.alice)
            )
            self.assertIn("refused", case.narrative)
            env.invalidate_all()
            self.assertEqual(lead.wlec_case_count, 1)
            self.assertEqual(lead.action_open_wlec_case()["res_id"], case.id, "one file for one enquiry")

    def test_others_do_not_learn_that_there_is_one(self):
        with self.acting(self.alice) as env:
            self.lead.with_env(env).action_open_wlec_case()
        for user in (self.bob, self.vera, self.fred, self.sam):
            with self.subTest(user=user.login), self.acting(user) as env:
                self.assertEqual(self.lead.with_env(env).wlec_case_count, 0)
                self.assertEqual(self.lead.with_env(env).sudo().wlec_case_count, 0)
        with self.assertRaises(MissingError), self.acting(self.bob) as env:
            self.lead.with_env(env).action_open_wlec_case()
        message = self.env["wlec.case"]._one_per_lead.get_error_message(self.env["wlec.case"])
        self.assertNotIn("exists", message)

    def test_not_without_a_client(self):
        self.lead.partner_id = False
        with self.acting(self.alice) as env, self.assertRaisesRegex(UserError, "client"):
            self.lead.with_env(env).action_open_wlec_case()

    def test_not_for_the_front_desk(self):
        for user in (self.fred, self.otto, self.sam):
            with self.subTest(user=user.login), self.acting(user) as env, self.assertRaises(AccessError):
                self.lead.with_env(env).action_open_wlec_case()


@tagged("post_install", "-at_install")
class TestBadInput(CaseCase):
    def test_long_texts_and_other_scripts(self):
        for text in (
            "x" * 1_000_000,
            "أنا أخاف من جاري",
            "שלום 👩🏽‍⚖️ 🏳️‍🌈",
            "Ţeavă\u0000".replace("\u0000", ""),
            "日本語\n\n\ttab",
        ):
            case = self.case_for(self.alice, narrative=text, matter=text[:200].replace("\n", " "))
            self.env.invalidate_all()
            with self.acting(self.alice) as env:
                self.assertEqual(case.with_env(env).narrative, text)
                self.assertEqual(case.with_env(env).matter, text[:200].replace("\n", " "))

    def test_blanks_are_nothing(self):
        case = self.case_for(self.alice, matter="   ", narrative=" \n ", risk_notes="", safe_contact=False)
        with self.acting(self.alice) as env:
            for field in SECRET:
                self.assertFalse(case.with_env(env)[field], field)
            self.assertIn(case, env["wlec.case"].search([("matter", "=", False)]))

    def test_an_unknown_client(self):
        for vals in ({}, {"partner_id": False}):
            with self.subTest(vals=vals), mute_logger("odoo.sql_db"), self.assertRaises(Exception) as refusal:
                with self.env.cr.savepoint(), self.acting(self.alice) as env:
                    env["wlec.case"].create(vals)
            self.assertIsInstance(refusal.exception, (UserError, psycopg2.IntegrityError))

    def test_no_search_by_what_is_sealed(self):
        self.case_for(self.alice)
        with self.acting(self.alice) as env:
            for question in (
                lambda: env["wlec.case"].search([("matter", "ilike", "leave")]),
                lambda: env["wlec.case"].search([], order="narrative"),
                lambda: env["wlec.case"]._read_group([], ["matter"]),
                lambda: env["wlec.case.note"].search([("case_id.matter", "=", "x")]),
            ):
                with self.assertRaises(UserError):
                    question()

    def test_the_key_of_an_item_is_not_forged(self):
        case, other = self.case_for(self.alice), self.case_for(self.alice)
        with self.acting(self.alice) as env:
            party = env["wlec.case.party"].create({"case_id": case.id, "name": "Mr X", "number": 99})
            self.assertEqual((party.name, party.number), ("Party 1", 1))
            with self.assertRaises(UserError):
                party.name = "Mr X"
            with self.assertRaises(ConfidentialityError):
                party.case_id = other
