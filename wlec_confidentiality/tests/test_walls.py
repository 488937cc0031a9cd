# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo.exceptions import AccessError, MissingError, UserError
from odoo.tests import tagged

from odoo.addons.wlec_confidentiality.exceptions import ConfidentialityError
from odoo.addons.wlec_confidentiality.models.access import named
from odoo.addons.wlec_confidentiality.orm import audit, gate

from .crm_common import CANARY, CrmCase

_FAR = 99_999
_DELIVER = gate.Purpose("deliver")


@tagged("post_install", "-at_install")
class TestWalls(CrmCase):
    """What is closed to somebody is, for them, not there: read, counted, pointed at, written to."""

    def setUp(self):
        super().setUp()
        self.case = self.case_for(self.alice, self.client)
        with self.acting(self.alice) as env:
            case = self.case.with_env(env)
            message = case.message_post(body="Said in confidence")
            task = case.activity_schedule("mail.mail_activity_data_todo", summary="Ring her")
        self.message, self.task = message.with_env(self.env), task.with_env(self.env)
        audit.buffer(self.env.cr).created.clear()  # in life this was another transaction

    # ---- read
    def test_what_lies_in_memory(self):
        with self.acting(self.bob) as env:
            for record in (self.client, self.message, self.task):
                record.sudo().read(["create_date", "create_uid"])  # the programme, in the same transaction
                for method in (
                    lambda one: one.read(["create_date"]),
                    lambda one: one.web_read({"create_uid": {}}),
                ):
                    with self.subTest(model=record._name):
                        try:
                            self.assertEqual(method(record.with_env(env)), [])
                        except MissingError:
                            pass  # Odoo's own answer for a message there is none of
            with self.assertRaises(MissingError):
                self.client.with_env(env).display_name  # noqa: B018
        denied = {
            event["model"] for event in self.events(outcome="denied") if event["actor_id"] == self.bob.id
        }
        self.assertLessEqual({"res.partner", "mail.message", "mail.activity"}, denied)

    def test_is_it_there(self):
        with self.acting(self.bob) as env:
            for record in (self.client, self.message, self.task):
                for number in (record.id, record.id + _FAR):
                    one = env[record._name].browse(number)
                    self.assertFalse(one.exists(), one)
                    self.assertFalse(one.has_access("read"), (one, record))
                    for forbidden in (
                        lambda one=one: one.write({"create_uid": 1}),
                        one.unlink,
                        one.copy_data,
                    ):
                        with self.assertRaises(MissingError):
                            forbidden()
        with self.acting(self.alice) as env:
            for record in (self.client, self.message, self.task):
                self.assertTrue(record.with_env(env).exists())
                self.assertTrue(record.with_env(env).has_access("read"))

    # ---- pointed at
    def test_pointing_at_it(self):
        for user, let_in in ((self.bob, False), (self.alice, True)):
            with self.acting(user) as env:
                own = env["res.partner"].create({"name": "An agency", "is_company": True})
                for vals in self._pointing():
                    for model, value in vals.items():
                        with self.subTest(user=user.login, model=model):
                            if let_in:
                                env[model].create(value)
                            else:
                                self._refused(env, model, value)
                if not let_in:
                    for words in ({"partner_ids": self.client.ids}, {"author_id": self.client.id}):
                        with self.assertRaises(MissingError):
                            own.message_post(body="x", **words)
                    with self.assertRaises(MissingError):
                        own.message_subscribe(self.client.ids)
                    with self.assertRaises(MissingError):
                        own.message_post(body="x", parent_id=self.message.id)
                    with self.assertRaises(MissingError):
                        own.with_context(default_parent_id=self.client.id).create({"name": "x"})

    def _pointing(self):
        times = {"start": "2031-01-02 10:00:00", "stop": "2031-01-02 11:00:00"}
        yield {"calendar.event": {"name": "x", **times, "partner_ids": [(4, self.client.id)]}}
        yield {"calendar.event": {"name": "x", **times, "partner_ids": [(6, 0, self.client.ids)]}}
        yield {"res.partner": {"name": "x", "parent_id": self.client.id}}
        yield {
            "mail.activity": {
                "res_model_id": self.env["ir.model"]._get_id("res.partner"),
                "res_id": self.client.id,
            }
        }
        yield {
            "ir.attachment": {"name": "x", "raw": b"x", "res_model": "res.partner", "res_id": self.client.id}
        }

    def _refused(self, env, model, value):
        """With the same words as for a number of nothing."""
        told = set()
        for number in (self.client.id, self.client.id + _FAR):
            vals = self._with_number(value, number)
            for forbidden in (
                lambda vals=vals: env[model].create(vals),
                lambda vals=vals: env[model].onchange(vals, list(vals), {name: {} for name in vals}),
            ):
                with self.assertRaises(UserError) as raised, env.cr.savepoint():
                    forbidden()
                told.add((type(raised.exception), str(raised.exception).replace(str(number), "#")))
        kinds = {kind for kind, _text in told}
        self.assertEqual(len(told), len(kinds), told)
        self.assertLessEqual(kinds, {AccessError, MissingError})

    def _with_number(self, value, number):
        client = self.client.id

        def changed(part):
            if part == client and part is not True:
                return number
            if isinstance(part, (list, tuple)):
                return [changed(one) for one in part]
            return part

        return {name: changed(part) for name, part in value.items()}

    def test_said_again_it_is_no_question(self):
        """A record that points there already - it was closed later - may be saved as it is."""
        with self.acting(self.bob) as env:
            event = env["calendar.event"].create(
                {"name": "x", "start": "2031-01-02 10:00:00", "stop": "2031-01-02 11:00:00"}
            )
        self.env.cr.execute(
            "INSERT INTO calendar_event_res_partner_rel (calendar_event_id, res_partner_id) VALUES (%s, %s)",
            [event.id, self.client.id],
        )
        self.env.invalidate_all()
        with self.acting(self.bob) as env:
            named.require(event.with_env(env), [{"partner_ids": [(6, 0, self.client.ids)]}])
            with self.assertRaises(MissingError):
                named.require(env["calendar.event"], [{"partner_ids": [(6, 0, self.client.ids)]}])

    def test_what_one_just_made(self):
        """Whoever takes an enquiry for a colleague has Odoo write on it when it is theirs no more."""
        with self.acting(self.fred) as env:
            lead = env["crm.lead"].create({"name": "An enquiry", "user_id": self.alice.id})
            named.require_there(env, "crm.lead", lead.ids)
        with self.acting(self.fred) as env:
            self.env.cr.execute("SELECT 1")
            self.assertFalse(env["crm.lead"].search([("id", "=", lead.id)]))

    # ---- written to
    def test_who_was_told(self):
        with self.acting(self.alice) as env:
            self.case.with_env(env).message_post(body="x", partner_ids=self.client.ids)
        mine = self.env["mail.notification"].sudo().search([("res_partner_id", "=", self.client.id)])
        self.assertTrue(mine)
        for user, seen in ((self.alice, mine), (self.bob, mine.browse()), (self.sam, mine.browse())):
            with self.acting(user) as env:
                found = env["mail.notification"].search([("res_partner_id", "=", self.client.id)])
                self.assertEqual(found, seen.with_env(env))
                self.assertEqual(bool(mine.with_env(env).read(["is_read"])), bool(seen))
        with self.acting(self.bob) as env, self.assertRaises(MissingError):
            mine.with_env(env).write({"is_read": True})

    def test_the_outbox(self):
        with self.acting(self.alice) as env:
            self.case.with_env(env).message_post(body="x", partner_ids=self.client.ids)
        mails = self.env["mail.mail"].sudo().search([("recipient_ids", "in", self.client.ids)])
        other = self.env["mail.mail"].create({"body_html": "<p>Newsletter</p>", "email_to": "a@example.test"})
        self.assertTrue(mails)
        with self.acting(self.sam) as env:
            self.assertFalse(env["mail.mail"].search([("id", "in", mails.ids)]))
            self.assertEqual(mails.with_env(env).read(["body_html"]), [])
            self.assertTrue(env["mail.mail"].search([("id", "=", other.id)]))
            with self.assertRaises(MissingError):
                mails.with_env(env).write({"email_to": "sam@example.test"})

    def test_the_mail_server_alone_hands_in_mails(self):
        mail = "From: alice@example.test\nTo: x@example.test\nSubject: x\nMessage-Id: <a@example.test>\n\nx"
        count = self.env["mail.message"].sudo().search_count([])
        for user in (self.bob, self.fred, self.carol):
            with self.acting(user) as env, self.assertRaises(AccessError):
                env["mail.thread"].message_process("res.partner", mail, thread_id=self.client.id)
        with self.acting(self.sam) as env, self.assertRaises(MissingError):
            env["mail.thread"].message_process("res.partner", mail, thread_id=self.client.id)
        self.assertEqual(self.env["mail.message"].sudo().search_count([]), count)

    # ---- becoming the client
    def test_no_link_to_become_the_client(self):
        with self.acting(self.alice) as env:
            client = self.client.with_env(env)
            self.assertEqual(client.signup_get_auth_param(), {self.client.id: {}})
            for full_rights in (False, True):
                with self.assertRaises(ConfidentialityError):
                    client.sudo(full_rights)._generate_signup_token()
            with gate.purpose(env, _DELIVER):
                self.assertTrue(client.sudo()._generate_signup_token())
        with self.acting(self.bob) as env:
            nobody = env["res.partner"].browse(self.client.id + 10**6)
            asked = self.client.with_env(env) | nobody
            self.assertEqual(asked.signup_get_auth_param(), {self.client.id: {}, nobody.id: {}})
        self.env["ir.config_parameter"].sudo().set_param("auth_signup.invitation_scope", "b2c")
        with self.acting(self.bob) as env:
            other = env["res.partner"].create({"name": "An agency", "email": CANARY["email"]})
            self.assertIn("auth_signup_token", other.signup_get_auth_param()[other.id])

    def test_a_client_is_still_invited_into_the_portal(self):
        with self.acting(self.alice) as env:
            context = {"active_ids": self.client.ids, "active_model": "res.partner"}
            wizard = env["portal.wizard"].with_context(**context).create({})
            wizard.user_ids.action_grant_access()
        login = self.client.sudo().user_ids
        self.assertTrue(login._is_portal())
        mail = self.env["mail.mail"].sudo().search([("recipient_ids", "in", self.client.ids)], limit=1)
        sent = mail.body_html or self.env["mail.message"].sudo().search(
            [("model", "=", "res.users"), ("res_id", "=", login.id)]
        ).mapped("body")
        self.assertIn("token=", str(sent))
