# SPDX-License-Identifier: LGPL-3.0-or-later
"""What is refused to everybody: asking by content, keeping copies, writing into places that are not sealed."""

from contextlib import suppress

from odoo import Command, fields
from odoo.exceptions import AccessError, MissingError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.wlec_confidentiality.exceptions import ConfidentialityError

from .common import ConfidentialityCase

CANARY = "Canary-2b6d under the bridge"


class RefusalCase(ConfidentialityCase):
    def setUp(self):
        super().setUp()
        self.case = self.case_for(self.alice, matter=CANARY, narrative=CANARY)
        self._start_events()

    def assertRefused(self, run, error=UserError):
        with self.assertRaises(error) as caught:
            run()
        self.assertNotIn("Canary", str(caught.exception))


@tagged("post_install", "-at_install")
class TestAskingByContent(RefusalCase):
    """Also a granted caseworker cannot: a search, an order or a sum is an oracle that leaves no record."""

    def test_search(self):
        domains = [
            [("narrative", operator, value)]
            for operator, value in (
                ("=", CANARY),
                ("!=", CANARY),
                ("ilike", "Canary"),
                ("not ilike", "Canary"),
                ("=like", "Can%"),
                ("=ilike", "can%"),
                ("like", "Can"),
                ("in", [CANARY]),
                ("in", [False, CANARY]),
                ("not in", [CANARY, False]),
                (">", "C"),
                ("<=", "C"),
            )
        ] + [
            ["|", ("id", "=", 0), ("narrative", "ilike", "Can")],
            ["!", ("narrative", "ilike", "Can")],
            [("note_ids.body", "ilike", "Can")],
            [("note_ids", "any", [("body", "ilike", "Can")])],
            [("party_ids", "not any", [("full_name", "=", "Can")])],
            [("note_ids.case_id.matter", "=like", "C%")],
        ]
        for user in (self.alice, self.env.user):
            with self.acting(user) as env:
                Case = env["wlec.case"]
                for domain in domains:
                    for ask in (Case.search, Case.search_count, Case.search_read, Case._search):
                        with self.subTest(user=user.login, domain=domain, ask=ask.__name__):
                            self.assertRefused(lambda ask=ask, domain=domain: list(ask(domain) or ()))
        self.assertFalse([row for row in self.events() if row["action"] == "read"])

    def test_search_from_other_models(self):
        with self.acting(self.alice) as env:
            for model, path in (
                ("wlec.case.note", "case_id.matter"),
                ("wlec.access.grant", "case_id.narrative"),
            ):
                self.assertRefused(
                    lambda env=env, model=model, path=path: env[model].search([(path, "ilike", "Can")])
                )

    def test_filtered_in_python(self):
        with self.acting(self.alice) as env:
            case = self.case.with_env(env)
            for operator, value in (("ilike", "Can"), ("=", CANARY), ("in", [CANARY])):
                self.assertRefused(
                    lambda operator=operator, value=value: case.filtered_domain(
                        [("narrative", operator, value)]
                    )
                )
                self.assertRefused(
                    lambda operator=operator, value=value: (
                        case.note_ids.filtered_domain([("case_id.narrative", operator, value)])
                        or case.filtered_domain([("narrative", operator, value)])
                    )
                )

    def test_null_tests_are_allowed(self):
        with self.acting(self.alice) as env:
            Case = env["wlec.case"].search([("id", "=", self.case.id)])
            for domain, count in (
                ([("narrative", "!=", False)], 1), ([("narrative", "=", False)], 0), ([("risk_notes", "=", False)], 1),
                ([("narrative", "in", [False])], 0), ([("narrative", "not in", [False])], 1),
            ):  # fmt: skip
                self.assertEqual(Case.search_count([("id", "=", self.case.id), *domain]), count, domain)
                self.assertEqual(len(Case.filtered_domain(domain)), count, domain)
        self.assertFalse(self.events())

    def test_order(self):
        with self.acting(self.alice) as env:
            for order in ("narrative", "narrative desc", "id, matter", "matter asc nulls first"):
                self.assertRefused(lambda env=env, order=order: env["wlec.case"].search([], order=order))
                self.assertRefused(
                    lambda env=env, order=order: env["wlec.case"].web_search_read(
                        [], {"name": {}}, order=order
                    )
                )
                self.assertRefused(
                    lambda env=env, order=order: env["wlec.case"].search_read([], ["name"], order=order)
                )
            for order in ("case_id.matter", "case_id.narrative desc"):
                self.assertRefused(
                    lambda env=env, order=order: env["wlec.case.note"].search([], order=order), Exception
                )

    def test_groups_and_sums(self):
        aggregates = [
            f"narrative:{name}"
            for name in ("array_agg", "max", "min", "count", "count_distinct", "sum", "bool_or", "recordset")
        ]
        with self.acting(self.alice) as env:
            Case, Note = env["wlec.case"], env["wlec.case.note"]
            for aggregate in aggregates:
                self.assertRefused(lambda a=aggregate: Case._read_group([], ["state"], [a]), Exception)
                self.assertRefused(
                    lambda a=aggregate: Case.formatted_read_group([], ["state"], [a]), Exception
                )
                self.assertRefused(lambda a=aggregate: Case.web_read_group([], ["state"], [a]), Exception)
            for group in ("narrative", "matter"):
                self.assertRefused(lambda g=group: Case._read_group([], [g], ["__count"]))
                self.assertRefused(lambda g=group: Case.formatted_read_group([], [g], ["__count"]))
                self.assertRefused(lambda g=group: Case.web_read_group([], [g], ["__count"]))
                self.assertRefused(
                    lambda g=group: Case.read_progress_bar([], "state", {"field": g, "colors": {"x": "y"}}),
                    Exception,
                )
            self.assertRefused(lambda: Note._read_group([], ["case_id.matter"], ["__count"]), Exception)
            having = [("narrative:max", "=", CANARY)]
            self.assertRefused(lambda: Case._read_group([], ["state"], ["__count"], having=having), Exception)
            self.assertRefused(
                lambda: Case._read_group([], ["state"], ["__count"], order="narrative:max desc"), Exception
            )
            self.assertRefused(
                lambda: Case._read_group([("narrative", "ilike", "x")], ["state"], ["__count"])
            )

    def test_descriptions_say_so(self):
        with self.acting(self.alice) as env:
            for name, description in env["wlec.case"].fields_get(["matter", "narrative"]).items():
                for key in ("searchable", "sortable", "groupable"):
                    self.assertFalse(description.get(key), f"{name}.{key}")
                self.assertFalse(description.get("aggregator"))


@tagged("post_install", "-at_install")
class TestCopiesInClear(RefusalCase):
    """No setting may keep a value, or a computation of it, in a place that is not sealed."""

    def setUp(self):
        self.addCleanup(self.registry.reset_changes)
        super().setUp()

    def test_defaults(self):
        field = self.env["ir.model.fields"]._get("wlec.case", "narrative")
        for user in (self.alice, self.sam, self.env.user):
            with self.acting(user) as env:
                self.assertRefused(lambda env=env: env["ir.default"].set("wlec.case", "narrative", CANARY))
                self.assertRefused(
                    lambda env=env: (
                        env["ir.default"].sudo().create({"field_id": field.id, "json_value": f'"{CANARY}"'})
                    )
                )
        other = self.env["ir.default"].create(
            {
                "field_id": self.env["ir.model.fields"]._get("wlec.case", "close_reason").id,
                "json_value": '"resolved"',
            }
        )
        self.assertRefused(lambda: other.write({"field_id": field.id}))

    def test_defaults_from_the_caller(self):
        with self.acting(self.alice) as env:
            Case = env["wlec.case"].with_context(default_narrative="planted", default_matter="planted")
            self.assertFalse(
                set(Case.default_get(["narrative", "matter", "state"])) & {"narrative", "matter"}
            )
            case = Case.create({"partner_id": self.case.partner_id.id})
            self.assertFalse(case.narrative)

    def _field(self, **values):
        return self.env["ir.model.fields"].create(
            {
                "name": "x_copy",
                "model_id": self.env["ir.model"]._get_id("wlec.case"),
                "ttype": "text",
                **values,
            }
        )

    def test_stored_fields_made_by_hand(self):
        note = self.env["ir.model"]._get_id("wlec.case.note")
        for values in (
            {"related": "narrative", "store": True},
            {"depends": "narrative", "compute": "for r in self: r['x_copy'] = r.narrative", "store": True},
            {"model_id": note, "related": "case_id.narrative", "store": True},
            {
                "model_id": note,
                "depends": "case_id.narrative",
                "compute": "for r in self: r['x_copy'] = '1'",
                "store": True,
            },
            {
                "depends": "note_ids.body",
                "compute": "for r in self: r['x_copy'] = len(r.note_ids)",
                "store": True,
            },
        ):
            with self.subTest(values=values), mute_logger("odoo.sql_db", "odoo.registry"):
                self.assertRefused(lambda values=values: self._field(**values))
                self.registry.reset_changes()

    def test_made_stored_afterwards(self):
        field = self._field(related="narrative", store=False)
        self.assertRefused(lambda: field.write({"store": True}))
        self.registry.reset_changes()

    def test_messages_and_attachments(self):
        with self.acting(self.alice) as env:
            case = self.case.with_env(env)
            message = {"body": CANARY, "model": "wlec.case", "res_id": case.id, "message_type": "comment"}
            for run in (
                lambda: case.message_post(body=CANARY),
                lambda: case.message_post(body=CANARY, message_type="comment", subtype_xmlid="mail.mt_note"),
                lambda: case.message_post(body=CANARY, subtype_xmlid="mail.mt_activities", attachments=[("a", b"x")]),
                lambda: case.message_notify(body=CANARY, partner_ids=self.alice.partner_id.ids),
                lambda: env["mail.message"].create(message),
                lambda: env["mail.message"].with_context(default_model="wlec.case", default_res_id=case.id).create({"body": CANARY}),
                lambda: env["mail.compose.message"]
                .create({"model": "wlec.case", "res_ids": str(case.ids), "body": CANARY, "composition_mode": "comment"})
                .action_send_mail(),
                lambda: env["mail.compose.message"]
                .create({"model": "wlec.case", "res_ids": str(case.ids), "body": CANARY, "composition_mode": "mass_mail"})
                .action_send_mail(),
                lambda: env["mail.compose.message"]
                .with_context(active_model="wlec.case", active_ids=case.ids)
                .create({"body": CANARY}),
                lambda: env["mail.scheduled.message"].create(
                    {"model": "wlec.case", "res_id": case.id, "body": CANARY, "scheduled_date": "2030-01-01", "author_id": self.alice.partner_id.id}
                ),
                lambda: case.message_mail_with_source(
                    env["mail.template"].create({"name": "t", "model_id": env["ir.model"]._get_id("wlec.case"), "body_html": CANARY})
                ),
                lambda: env["mail.template"]
                .create({"name": "t", "model_id": env["ir.model"]._get_id("wlec.case"), "body_html": CANARY})
                .send_mail(case.id),
                lambda: env["mail.message"].create({"body": CANARY}).write({"model": "wlec.case", "res_id": case.id}),
                lambda: env["mail.activity"].create(
                    {"res_model_id": env["ir.model"]._get_id("wlec.case"), "res_id": case.id, "note": CANARY, "user_id": self.alice.id}
                ),
                lambda: env["mail.activity"].create(
                    {"res_model_id": env["ir.model"]._get_id("wlec.case"), "res_id": case.id, "summary": CANARY, "user_id": self.alice.id}
                ),
                lambda: case.activity_schedule("mail.mail_activity_data_todo", note=CANARY),
            ):  # fmt: skip
                # Sealed, or refused: nothing of it is kept in clear (who may read it: test_chatter).
                with suppress(UserError), self.cr.savepoint():
                    run()
                self.assertNothingInClear()

    def test_a_posted_line_is_not_rewritten(self):
        with self.acting(self.alice) as env:
            case = self.case.with_env(env)
            case.action_open()
            lines = case.sudo().message_ids.with_env(env)
            self.assertTrue(lines)
            for line in lines:
                self.assertRefused(lambda line=line: line.write({"body": CANARY}))
                self.assertRefused(lambda line=line: line.write({"subject": CANARY}))
                self.assertRefused(lambda line=line: case._message_update_content(line, body=CANARY))
        self.assertNothingInClear()

    def test_planned_activity_by_the_programme(self):
        self.case.activity_schedule(
            "mail.mail_activity_data_todo", summary="A decision is waiting", user_id=self.alice.id
        )
        with self.acting(self.alice) as env:
            activity = self.case.with_env(env).activity_ids
            activity.action_feedback(feedback=CANARY)
            self.assertFalse(self.case.with_env(env).activity_ids)
        self.assertNothingInClear()

    def assertNothingInClear(self):
        self.env.flush_all()
        for table in ("mail_message", "mail_mail", "mail_activity", "ir_attachment", "ir_default", "bus_bus"):
            self.env.cr.execute(f"SELECT count(*) FROM {table} t WHERE t::text LIKE %s", [f"%{CANARY}%"])  # pylint: disable=sql-injection
            self.assertEqual(self.env.cr.fetchone()[0], 0, table)


@tagged("post_install", "-at_install")
class TestStateByHand(RefusalCase):
    """Where a record stands in its workflow, and to which file it belongs, is not for the caller to say."""

    def test_state_is_not_written(self):
        for user in (self.alice, self.mona, self.env.user):
            with self.acting(user) as env:
                case = self.case.with_env(env)
                for values in (
                    {"state": "open"},
                    {"state": "enquiry"},
                    {"closed_on": "2026-01-01"},
                    {"closed_by_id": user.id},
                ):
                    self.assertRefused(lambda case=case, values=values: case.write(values))
                self.assertRefused(lambda case=case: case.web_save({"state": "closed"}, {"state": {}}))
        self.assertEqual(self.case.state, "enquiry")

    def test_state_is_not_given_at_creation(self):
        with self.acting(self.alice) as env:
            values = {"partner_id": self.case.partner_id.id}
            self.assertRefused(lambda: env["wlec.case"].create({**values, "state": "disposed"}))
            case = (
                env["wlec.case"]
                .with_context(default_state="disposed", default_closed_by_id=self.bob.id)
                .create(values)
            )
            self.assertEqual((case.state, case.closed_by_id.id), ("enquiry", False))

    def test_state_by_a_stored_default(self):
        self.env["ir.default"].set("wlec.case", "state", "disposed")
        with self.acting(self.alice) as env:
            try:
                case = env["wlec.case"].create({"partner_id": self.case.partner_id.id})
            except UserError:
                return
            self.assertEqual(case.state, "enquiry")

    def test_a_record_stays_in_its_file(self):
        other = self.case_for(self.alice)
        with self.acting(self.alice) as env:
            note = env["wlec.case.note"].create({"case_id": self.case.id, "body": CANARY})
            self.assertRefused(lambda: note.write({"case_id": other.id}))
            self.assertRefused(lambda: other.with_env(env).write({"note_ids": [Command.link(note.id)]}))
            self.assertRefused(lambda: other.with_env(env).write({"note_ids": [Command.set(note.ids)]}))

    def test_reference_is_not_chosen(self):
        with self.acting(self.alice) as env:
            case = env["wlec.case"].create({"partner_id": self.case.partner_id.id, "name": CANARY})
            self.assertRegex(case.name, r"^CASE-\d+$")
            self.assertRefused(lambda: case.write({"name": CANARY}))

    def test_files_are_not_deleted(self):
        for user in (self.alice, self.mona, self.env.user):
            with self.acting(user) as env:
                self.assertRefused(lambda env=env: self.case.with_env(env).unlink())

    def test_nobody_opens_a_file_in_anothers_name(self):
        for user in (self.alice, self.bob):
            with self.acting(user) as env:
                values = {"partner_id": self.case.partner_id.id, "caseworker_id": self.mona.id}
                self.assertRefused(
                    lambda env=env, values=values: env["wlec.case"].create(values),
                    MissingError if user == self.bob else AccessError,
                )
        for user in (self.fred, self.otto, self.tara, self.audrey, self.sam, self.carol):
            with self.acting(user) as env:
                values = {"partner_id": self.case.partner_id.id, "caseworker_id": self.alice.id}
                self.assertRefused(
                    lambda env=env, values=values: env["wlec.case"].create(values), AccessError
                )

    def test_dates_backwards(self):
        with self.acting(self.alice) as env:
            tomorrow = fields.Date.add(fields.Date.today(), days=2)
            self.assertRefused(
                lambda: env["wlec.case"].create(
                    {"partner_id": self.case.partner_id.id, "opened_on": tomorrow}
                ),
                ValidationError,
            )

    def test_errors_of_ours_are_user_errors(self):
        self.assertTrue(issubclass(ConfidentialityError, UserError))
