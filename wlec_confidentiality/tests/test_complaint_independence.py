# SPDX-License-Identifier: LGPL-3.0-or-later


from odoo.exceptions import ValidationError

from odoo.addons.wlec_confidentiality.exceptions import ConfidentialityError, NeedToKnowError
from odoo.addons.wlec_confidentiality.tools import upload

from .complaint_common import PDF, SECRET, ComplaintCase


class TestIndependence(ComplaintCase):
    def traces(self, user, complaint, missing):
        """Everything ``user`` gets by asking about ``complaint`` that they would not get about an id never given."""
        found = []

        def compare(name, ask):
            real, none = (
                self.outcomes(user, lambda env, id_=id_: ask(env, id_)) for id_ in (complaint.id, missing)
            )
            if str(real).replace(f"({complaint.id},)", "#") != str(none).replace(f"({missing},)", "#"):
                found.append((name, real, none))

        model = complaint._name
        compare("search", lambda env, id_: env[model].search([("id", "=", id_)]))
        compare("count", lambda env, id_: env[model].search_count([("id", "=", id_)]))
        compare("read", lambda env, id_: env[model].browse(id_).read(["name", "state"]))
        compare("web_read", lambda env, id_: env[model].browse(id_).web_read({"name": {}, "description": {}}))
        compare("attribute", lambda env, id_: env[model].browse(id_).name)
        compare("display_name", lambda env, id_: env[model].browse(id_).read(["display_name"]))
        compare(
            "name_search",
            lambda env, id_: list(env[model].name_search(complaint.name, operator="=")),
        )
        compare(
            "web_search_read", lambda env, id_: env[model].web_search_read([("id", "=", id_)], {"name": {}})
        )
        compare(
            "group",
            lambda env, id_: env[model].formatted_read_group([("id", "=", id_)], ["state"], ["__count"]),
        )
        compare("export", lambda env, id_: env[model].browse(id_).export_data(["name", "description"]))
        compare("write", lambda env, id_: env[model].browse(id_).write({"contact_by": "post"}))
        compare("step", lambda env, id_: env[model].browse(id_).action_acknowledge())
        compare("hand over", lambda env, id_: env[model].browse(id_).action_hand_over())
        compare("unlink", lambda env, id_: env[model].browse(id_).unlink())
        compare("copy", lambda env, id_: env[model].browse(id_).copy())
        for child in ("wlec.complaint.message", "wlec.complaint.document"):
            compare(child, lambda env, id_, child=child: env[child].search([("complaint_id", "=", id_)]))
        on = [("model", "=", model)]
        compare("mail.message", lambda env, id_: env["mail.message"].search([*on, ("res_id", "=", id_)]))
        compare("message_ids", lambda env, id_: env[model].browse(id_).message_ids)
        compare(
            "activity",
            lambda env, id_: env["mail.activity"].search([("res_model", "=", model), ("res_id", "=", id_)]),
        )
        compare(
            "follower",
            lambda env, id_: env["mail.followers"].search([("res_model", "=", model), ("res_id", "=", id_)]),
        )
        compare("mail.mail", lambda env, id_: env["mail.mail"].search([*on, ("res_id", "=", id_)]))
        compare(
            "wizard",
            lambda env, id_: (
                env["wlec.complaint.reply"].create({"complaint_id": id_, "body": "x"}).action_send()
            ),
        )
        return found

    def involve(self, complaint, user):
        """Let ``user`` have been as close to the complaint as can be before it turns out to be about them."""
        if user.has_group("wlec_confidentiality.group_officer") or user.has_group(
            "wlec_confidentiality.group_caseworker"
        ):
            complaint.sudo().handler_id = user
            with self.acting(user) as env:
                mine = env["wlec.breach.complaint"].browse(complaint.id)
                mine.action_acknowledge()
                env["wlec.complaint.message"].create(
                    {"complaint_id": complaint.id, "author_kind": "centre", "body": "Hello"}
                )
                mine.sudo().activity_schedule(
                    "mail.mail_activity_data_todo", summary="A complaint awaits you", user_id=user.id
                )
        self.env["mail.followers"].sudo().create(
            {"res_model": complaint._name, "res_id": complaint.id, "partner_id": user.partner_id.id}
        )

    def test_nobody_complained_about_finds_a_trace(self):
        admin = self.env.ref("base.user_admin")
        missing = 2**31 - 7
        for user in (
            self.alice,
            self.bob,
            self.mona,
            self.tara,
            self.fred,
            self.audrey,
            self.sam,
            admin,
            self.otto,
        ):
            with self.subTest(user=user.login):
                complaint = self.receive(documents=[upload.Upload("n.pdf", "application/pdf", len(PDF), PDF)])
                document, line = complaint.document_ids.id, complaint.message_ids.ids
                self.involve(complaint, user)
                line += complaint.message_ids.ids
                messages = complaint.exchange_ids.ids
                complaint.sudo().subject_user_ids = user
                self.assertNotEqual(complaint.handler_id, user)
                self.assertTrue(complaint.handler_id)
                self.assertNotIn(user, complaint.activity_ids.user_id)
                self.assertFalse(complaint.message_follower_ids)
                self.assertEqual(self.traces(user, complaint, missing), [])
                with self.acting(user) as env:
                    self.assertFalse(env["mail.message"].search([("id", "in", line)]))
                    self.assertFalse(
                        env["mail.activity"].search(
                            [("res_model", "=", complaint._name), ("res_id", "=", complaint.id)]
                        )
                    )
                    for model, ids in (
                        ("wlec.complaint.document", [document]),
                        ("wlec.complaint.message", messages),
                    ):
                        if env[model].has_access("read"):
                            self.assertFalse(env[model].browse(ids).read(["date"]))
                    for record in (
                        env["wlec.breach.complaint"].browse(complaint.id),
                        env["wlec.complaint.document"].browse(document),
                    ):
                        field = "description" if record._name == "wlec.breach.complaint" else "content"
                        with self.assertRaises(NeedToKnowError):
                            record.sudo()[field]

    def test_not_a_party_finds_no_trace_either(self):
        complaint = self.receive()
        for user in self.cast("alice bob mona tara fred audrey sam chris"):
            with self.subTest(user=user.login):
                self.assertEqual(self.traces(user, complaint, 2**31 - 7), [])

    def test_handler_sees_it(self):
        complaint = self.receive()
        complaint.sudo().handler_id = self.tara
        with self.acting(self.tara) as env:
            mine = env["wlec.breach.complaint"].browse(complaint.id)
            self.assertEqual(mine.description, SECRET)
            mine.action_acknowledge()
        self.assertEqual(complaint.activity_ids.user_id, self.tara)

    def test_handler_rules(self):
        complaint = self.receive()
        complaint.sudo().subject_user_ids = self.alice
        for user in (self.alice, self.carol, self.fred):
            with (
                self.subTest(user=user.login),
                self.assertRaises(ValidationError),
                self.acting(self.otto) as env,
            ):
                self.hand_on(env, complaint, user)

    def test_hand_over(self):
        complaint = self.receive()
        with self.acting(self.otto) as env:
            mine = env["wlec.breach.complaint"].browse(complaint.id)
            with self.assertRaises(ConfidentialityError), env.cr.savepoint():
                mine.subject_user_ids = self.otto
            action = mine.action_hand_over()
            self.assertEqual(action["res_model"], "wlec.breach.complaint")
            self.assertFalse(env["wlec.breach.complaint"].search([("id", "=", complaint.id)]))
        self.assertIn(self.otto, complaint.subject_user_ids)
        self.assertTrue(complaint.handler_id)

    def test_about_the_officer(self):
        named = self.receive(about="It was otto, I am sure of it")
        ticked = self.receive(about_officer=True)
        other = self.receive(about="Somebody at the desk")
        for complaint in (named, ticked):
            self.assertIn(self.otto, complaint.subject_user_ids)
            self.assertNotEqual(complaint.handler_id, self.otto)
            self.assertEqual(self.traces(self.otto, complaint, 2**31 - 7), [])
        self.assertEqual(other.handler_id, self.otto)
        self.assertFalse(other.subject_user_ids)

    def test_handing_on_is_on_record_and_hands_on(self):
        complaint = self.receive()
        complaint.sudo().handler_id = self.alice
        with self.acting(self.alice) as env:
            self.assertEqual(env["wlec.breach.complaint"].browse(complaint.id).description, SECRET)
        with self.acting(self.otto) as env:
            self.hand_on(env, complaint, self.bob)
        [row] = self.events(action="grant", model=complaint._name, user_id=self.otto.id)
        self.assertEqual((row["record_ids"], row["field_names"]), ([complaint.id], ["handler_id"]))
        with self.acting(self.bob) as env:
            self.assertEqual(env["wlec.breach.complaint"].browse(complaint.id).description, SECRET)
        with self.acting(self.alice) as env, self.assertRaises(NeedToKnowError):
            env["wlec.breach.complaint"].browse(complaint.id).sudo().description  # noqa: B018

    def test_reserve(self):
        self.env.company.wlec_complaint_reserve_id = self.mona
        self.assertEqual(self.receive(about_officer=True).handler_id, self.mona)
        with self.assertRaisesRegex(ValidationError, "nobody else can handle one"), self.env.cr.savepoint():
            self.env.company.wlec_complaint_reserve_id = self.fred

    def test_a_reserve_who_left_the_work_loses_no_complaint(self):
        """Who was named once and can handle none any more - or never could deal with a breach - is passed over."""
        company = self.env.company
        company.wlec_complaint_reserve_id = self.bob
        self.assertEqual(self.receive(about_officer=True).handler_id, self.bob)
        involved = self.env["res.users"].search(
            [("all_group_ids", "in", self.env.ref("wlec_confidentiality.group_officer").id)]
        )
        breach = self.env["wlec.breach"]._report_breach("staff", {"facts": "Left on the bus"}, involved)
        self.assertTrue(breach.handler_id.has_group("wlec_confidentiality.group_committee"))
        self.bob.group_ids = self.env.ref("wlec_confidentiality.group_front_desk")
        complaint = self.receive(about_officer=True)
        self.assertTrue(complaint.handler_id.has_group("wlec_confidentiality.group_committee"))

    def test_file_by_its_reference(self):
        case = self.case_for(self.alice, self.carol.partner_id)
        complaint = self.receive()
        with self.acting(self.otto) as env:
            mine = env["wlec.breach.complaint"].browse(complaint.id)
            mine.case_reference = case.name.lower()
            self.assertEqual(mine.case_id.id, case.id)
            self.assertFalse(env["wlec.case"].search([("id", "=", case.id)]))
            with self.assertRaises(ValidationError):
                mine.case_reference = "CASE-X"
            mine.case_reference = False
            self.assertFalse(mine.case_id)

    def test_case_button_counts_what_one_may_see(self):
        case = self.case_for(self.alice, self.carol.partner_id)
        complaint = self.receive()
        complaint.sudo().case_id = case
        with self.acting(self.alice) as env:
            self.assertEqual(env["wlec.case"].browse(case.id).complaint_count, 0)
        complaint.sudo().handler_id = self.bob
        with self.acting(self.bob) as env:
            self.assertEqual(env["wlec.case"].sudo().browse(case.id).complaint_count, 1)
