# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo.tests import tagged

from .crm_common import CrmCase

_TODO = "mail.mail_activity_data_todo"


@tagged("post_install", "-at_install")
class TestPages(CrmCase):
    """A page of a list is full as long as there is more to show: what is closed leaves no hole in it."""

    def setUp(self):
        super().setUp()
        self.case = self.case_for(self.alice, self.client)
        self.agency = self.env["res.partner"].create({"name": "Agency", "is_company": True})
        model = self.env["ir.model"]._get_id("wlec.case")
        self.first = {
            name: self.env[name].sudo().search([], order="id desc", limit=1).id or 0
            for name in ("mail.message", "mail.activity")
        }
        for number in range(
            6
        ):  # one that is open, between the programme's own lines and tasks, which are in clear
            with self.acting(self.bob) as env:
                self.agency.with_env(env).message_post(body=f"Agreed, {number}")
                self.agency.with_env(env).activity_schedule(_TODO, summary=f"Ring, {number}")
            self.case.sudo()._message_log(body=self.case._creation_message())
            todo = {"res_model_id": model, "res_id": self.case.id, "user_id": self.alice.id}
            self.env["mail.activity"].create([todo, todo])

    def pages(self, env, model, size):
        domain, found, offset = [("id", ">", self.first[model])], [], 0
        while page := env[model].search(domain, order="id desc", limit=size, offset=offset):
            found.append(page.ids)
            offset += size
        return found

    def test_full_but_for_the_last(self):
        for user in (self.bob, self.sam):
            for model in self.first:
                with self.acting(user) as env:
                    whole = env[model].search([("id", ">", self.first[model])], order="id desc")
                    self.assertEqual(len(whole.read(["create_date"])), len(whole), "and each is there")
                    self.assertGreaterEqual(len(whole), 6)
                    for size in (1, 4, 5):
                        pages = self.pages(env, model, size)
                        self.assertEqual([number for page in pages for number in page], whole.ids)
                        self.assertEqual({len(page) for page in pages[:-1]}, {size})

    def test_whoever_works_on_the_file_has_all(self):
        with self.acting(self.alice) as env:
            mine = env["mail.message"].search([("model", "=", "wlec.case"), ("res_id", "=", self.case.id)])
            self.assertGreaterEqual(len(mine), 6)
            tasks = env["mail.activity"].search(
                [("res_model", "=", "wlec.case"), ("res_id", "=", self.case.id)]
            )
            self.assertGreaterEqual(len(tasks), 12)

    def test_what_hangs_on_nothing_is_there(self):
        with self.acting(self.bob) as env:
            said = self.bob.partner_id.with_env(env).message_notify(
                body="Lunch?", partner_ids=self.mona.partner_id.ids, model=False, res_id=False
            )
            self.assertIn(
                said, env["mail.message"].search([("id", ">", self.first["mail.message"])], limit=1)
            )

    def test_in_as_many_queries_however_much_is_closed(self):
        def counted():
            with self.acting(self.bob) as env:
                env["mail.message"].search([], order="id desc", limit=5)
                before = env.cr.sql_log_count
                env["mail.message"].search([], order="id desc", limit=5)
                return env.cr.sql_log_count - before

        counted()
        few = counted()
        for _line in range(40):
            self.case.sudo()._message_log(body=self.case._creation_message())
        counted()
        self.assertLessEqual(counted(), few + 1, "who works on what is asked again after a while")
