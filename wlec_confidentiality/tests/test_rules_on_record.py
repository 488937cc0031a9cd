# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo.exceptions import AccessError

from .common import ConfidentialityCase


class TestRulesOnRecord(ConfidentialityCase):
    """What a server action, a template or a scheduled job opens is on record with the rule that did it."""

    def setUp(self):
        super().setUp()
        self.case = self.case_for(self.alice)
        self._start_events()

    def action(self, code):
        return self.env["ir.actions.server"].create(
            {
                "name": "Test",
                "model_id": self.env["ir.model"]._get_id("wlec.case"),
                "state": "code",
                "code": code,
            }
        )

    def methods(self, **criteria):
        self._write_buffer()
        self.env.cr.execute("SELECT id, method FROM wlec_access_event WHERE id > %s", [self._first_event])
        names = dict(self.env.cr.fetchall())
        return {names[row["id"]] for row in self.events(model="wlec.case", **criteria)}

    def test_server_action(self):
        action = self.action("env['wlec.case'].sudo().browse(env.context['active_id']).matter")
        with self.acting(self.alice) as env:
            env["wlec.case"].browse(self.case.id).narrative  # noqa: B018
            action.with_env(env).sudo().with_context(active_model="wlec.case", active_id=self.case.id).run()
            env["wlec.case"].browse(self.case.id).risk_notes  # noqa: B018
        name = f"ir.actions.server/{action.id}"
        self.assertEqual(self.methods(field_names=["matter"], action="read"), {name})
        self.assertNotIn(name, self.methods(field_names=["narrative"], action="read"))

    def test_what_was_opened_before_is_opened_again_by_the_rule(self):
        action = self.action("env['wlec.case'].browse(env.context['active_id']).matter")
        with self.acting(self.alice) as env:
            env["wlec.case"].browse(self.case.id).matter  # noqa: B018
            action.with_env(env).sudo().with_context(active_model="wlec.case", active_id=self.case.id).run()
        self.assertEqual(len(self.methods(action="read")), 2)

    def test_refused_with_the_rule(self):
        action = self.action("env['wlec.case'].sudo().browse(env.context['active_id']).matter")
        with self.assertRaises(AccessError), self.acting(self.sam) as env:
            action.with_env(env).sudo().with_context(active_model="wlec.case", active_id=self.case.id).run()
        self.assertEqual(self.methods(action="denied"), {f"ir.actions.server/{action.id}"})

    def test_template(self):
        values = {
            "name": "Test",
            "model_id": self.env["ir.model"]._get_id("wlec.case"),
            "body_html": "<t t-out='object.matter'/>",
        }
        # Odoo tries a new template on a record: made by somebody without need to know, it would be refused here already.
        with self.acting(self.alice) as env:
            template = env["mail.template"].sudo().create(values)
            body = template._render_field("body_html", self.case.ids)[self.case.id]
        self.assertIn("leave", body)
        self.assertIn(f"mail.template/{template.id}", self.methods(action="read"))
