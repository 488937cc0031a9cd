# SPDX-License-Identifier: LGPL-3.0-or-later
import itertools
from datetime import timedelta

from odoo import Command, fields
from odoo.tests import tagged

from odoo.addons.wlec_confidentiality.models.access import held

from .common import ConfidentialityCase
from .complaint_common import ComplaintCase
from .test_why import WhyMixin

OFFICER = "wlec_confidentiality.group_officer"


class ThenMixin(WhyMixin):
    """Somebody looks at something now or some days ago, when others held what they hold today."""

    def seen(self, user, record, days=0):
        self.env.flush_all()
        self.env.cr.execute(
            """INSERT INTO wlec_log.event (at, version, action, model, record_ids, field_names, case_ids, user_id, actor_id, su, origin,
                                           outcome)
               VALUES (clock_timestamp() - make_interval(days => %s), 1, 'read', %s, %s, '{name}', '{}', %s, %s, FALSE, 'http', 'ok')
            RETURNING id""",
            [days, record._name, record.ids, user.id, user.id],
        )
        return self.env["wlec.access.event"].browse(self.env.cr.fetchone()[0])

    def kinds(self, event):
        root = self.env.ref("base.user_root")
        return [why.kind for why in event._explanations(root)[event.id]]

    def ago(self, days, **moments):
        """What was noted last is as if it had been ``days`` ago."""
        self.env.flush_all()
        for column, of in moments.items():
            self.env.cr.execute(
                f"UPDATE wlec_held SET {column} = {column} - make_interval(days => %s) WHERE ctid IN ("
                f"SELECT ctid FROM wlec_held WHERE place = %s AND {column} NOT IN ('infinity', '-infinity') ORDER BY {column} DESC LIMIT 1)",
                [days, of],
            )


@tagged("post_install", "-at_install", "wlec")
class TestOfficesThen(ThenMixin, ConfidentialityCase):
    def setUp(self):
        super().setUp()
        self.thing = self.alice
        self.office = self.env.ref(OFFICER)

    def test_whoever_came_into_an_office_since_was_not_in_it(self):
        self.bob.write({"group_ids": [Command.link(self.office.id)]})
        self.assertEqual(self.kinds(self.seen(self.bob, self.thing)), ["duty"])
        self.assertEqual(self.kinds(self.seen(self.bob, self.thing, days=1)), [])

    def test_whoever_left_an_office_since_was_in_it(self):
        self.bob.write({"group_ids": [Command.link(self.office.id)]})
        self.ago(10, since=held.MEMBERS)
        self.bob.write({"group_ids": [Command.unlink(self.office.id)]})
        self.ago(3, until=held.MEMBERS)
        for days, expected in ((0, []), (2, []), (4, ["duty"]), (9, ["duty"]), (11, [])):
            self.assertEqual(self.kinds(self.seen(self.bob, self.thing, days)), expected, days)

    def test_what_a_group_implied_then(self):
        """From the group's side, and through a group that implied the office for a while."""
        deputies = self.env["res.groups"].create(
            {"name": "Deputies", "user_ids": [Command.set(self.bob.ids)]}
        )
        self.ago(20, since=held.MEMBERS)
        deputies.implied_ids = self.office
        self.ago(10, since=held.IMPLIED)
        deputies.implied_ids = False
        self.ago(3, until=held.IMPLIED)
        for days, expected in ((0, []), (5, ["duty"]), (15, [])):
            self.assertEqual(self.kinds(self.seen(self.bob, self.thing, days)), expected, days)

    def test_a_change_of_a_group_is_on_record(self):
        with self.acting(self.sam) as env:
            env["res.groups"].browse(self.office.id).write({"user_ids": [Command.link(self.bob.id)]})
        (event,) = self.events(model="res.groups", action="configure", actor_id=self.sam.id)
        self.assertEqual((event["record_ids"], event["field_names"]), (self.office.ids, ["user_ids"]))

    def test_before_anything_was_noted_it_says_so(self):
        old, new = self.seen(self.bob, self.thing, days=400), self.seen(self.bob, self.thing)
        self.env.cr.execute("UPDATE wlec_held SET noted_at = noted_at - interval '1 day'")
        self.assertEqual(new.why, "Nothing on record explains this.")
        self.assertIn("is not on record: it is judged by who held it on that day", old.why)

    def test_a_second_look_at_what_is_noted_changes_nothing(self):
        """The addon is updated: nothing begins anew. What was changed while nothing was noted begins with the update."""
        count = "SELECT count(*) FROM wlec_held"
        self.env.cr.execute(count)
        before = self.env.cr.fetchone()
        self.env.cr.execute("ALTER TABLE res_groups_users_rel DISABLE TRIGGER wlec_hold_uid")
        self.bob.write({"group_ids": [Command.link(self.office.id)]})
        self.env.flush_all()
        self.env.cr.execute("ALTER TABLE res_groups_users_rel ENABLE TRIGGER wlec_hold_uid")
        self.assertFalse(held.follow(self.env.cr, "res_groups_users_rel", "uid", thing="gid"))
        self.assertFalse(held.follow(self.env.cr, "res_groups_users_rel", "uid", thing="gid"))
        self.env.cr.execute(count)
        self.assertEqual(self.env.cr.fetchone()[0], before[0] + 1)
        self.assertEqual(self.kinds(self.seen(self.bob, self.thing)), ["duty"])
        self.assertEqual(self.kinds(self.seen(self.bob, self.thing, days=1)), [])


@tagged("post_install", "-at_install", "wlec")
class TestHandsThen(ThenMixin, ComplaintCase):
    HANDLER = "wlec_breach_complaint.handler_id"

    def setUp(self):
        super().setUp()
        self.complaint = self.receive()
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE wlec_breach_complaint SET create_date = create_date - interval '30 days' WHERE id = %s",
            self.complaint.ids,
        )
        self.ago(30, since=self.HANDLER)
        self.env.invalidate_all()

    def test_whoever_had_it_then(self):
        self.assertEqual(self.complaint.handler_id, self.otto)
        with self.acting(self.otto) as env:
            env[self.complaint._name].browse(self.complaint.id)._hand_on(
                self.tara.with_env(env), "She knows it better"
            )
        self.env.flush_all()
        self.ago(3, until=self.HANDLER, since=self.HANDLER)
        for user, days, expected in (
            (self.otto, 5, True),
            (self.otto, 1, False),
            (self.tara, 5, False),
            (self.tara, 1, True),
        ):
            kinds = self.kinds(self.seen(user, self.complaint, days))
            self.assertEqual("complaint" in kinds, expected, (user.login, days, kinds))

    def test_of_the_time_before_the_handovers_tell(self):
        now = fields.Datetime.now()
        people = (self.otto, self.alice, self.bob)
        for number, (before, after) in enumerate(itertools.pairwise(people)):
            self.env["wlec.complaint.handover"].sudo().create({
                "complaint_id": self.complaint.id, "from_id": before.id, "to_id": after.id, "by_id": before.id,
                "date": now - timedelta(days=20 - 10 * number), "reason": "Part of a test",
            })  # fmt: skip
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE wlec_breach_complaint SET handler_id = %s WHERE id = %s", [self.bob.id, self.complaint.id]
        )
        self.env.cr.execute("DELETE FROM wlec_held WHERE place = %s", [self.HANDLER])
        self.env.invalidate_all()
        self.complaint.init()
        for user, days in ((self.otto, 25), (self.alice, 15), (self.bob, 5)):
            for at in (25, 15, 5):
                kinds = self.kinds(self.seen(user, self.complaint, at))
                self.assertEqual("complaint" in kinds, at == days, (user.login, at))
