# SPDX-License-Identifier: LGPL-3.0-or-later
import base64
import re
from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from odoo.addons.wlec_confidentiality.exceptions import TransitionError
from odoo.addons.wlec_confidentiality.tools import link

from .disclosing import DisclosingCase


@tagged("post_install", "-at_install", "wlec")
class TestDisclosureDelivery(DisclosingCase):
    """The package reaches its recipient once, the password another way, and both are on record."""

    def released(self, **vals):
        request = self.approved(**vals)
        self.step(request, self.otto, "release")
        return request

    def link_to(self, request):
        answer = self.step(request, self.otto, "make_link")
        return re.search(r"/disclosure/collect/([\w-]+)$", answer["params"]["link"])[1]

    def collect(self, token):
        """As the page of the link does, with nobody logged in."""
        public = self.env.ref("base.public_user")
        with self.acting(public) as env:
            delivery = env["wlec.disclosure.delivery"]._of_token(token)
            return delivery and delivery._collect("192.0.2.7")

    # ---- the link
    def test_a_link_gives_the_package_once(self):
        request = self.released()
        token = self.link_to(request)
        self.assertEqual(request.delivery_state, "open")
        with self.acting(self.otto) as env:
            package = base64.b64decode(request.with_env(env).package)
        self._start_events()
        content, name = self.collect(token)
        self.assertEqual((content, name), (package, f"{request.name}.zip"))
        self.assertFalse(self.collect(token))
        delivery = request.delivery_ids
        self.assertEqual(
            (delivery.state, delivery.address, delivery.method), ("delivered", "192.0.2.7", "link")
        )
        self.assertEqual(delivery.package_hash, request.package_hash)
        self.assertEqual(request.delivery_state, "delivered")
        self.assertTrue(self.events(action="deliver", model=request._name))

    def test_the_token_is_kept_nowhere(self):
        request = self.released()
        token = self.link_to(request)
        self.env.flush_all()
        for table in (
            "wlec_disclosure_delivery",
            "wlec_disclosure_request",
            "mail_message",
            "mail_activity",
            "wlec_access_event",
        ):
            self.env.cr.execute(f"SELECT count(*) FROM {table} t WHERE t::text LIKE %s", [f"%{token}%"])
            self.assertEqual(self.env.cr.fetchone()[0], 0, table)
        with self.acting(self.otto) as env, self.assertRaises(AccessError):
            request.delivery_ids.with_env(env).read(["token_digest"])

    def test_wrong_links_lead_nowhere(self):
        request = self.released()
        token = self.link_to(request)
        wrong = (
            link.new_token(),
            token[:-1] + ("A" if token[-1] != "A" else "B"),
            token.lower(),
            token[:-1],
            "",
            "%",
            link.digest(token),
        )
        for guess in wrong:
            if guess != token:
                self.assertFalse(self.collect(guess), guess)
        self.assertEqual(request.delivery_ids.state, "open")

    def test_links_end(self):
        request = self.released()
        token = self.link_to(request)
        self.env.cr.execute(
            "UPDATE wlec_disclosure_delivery SET expires_at = now() at time zone 'utc' - interval '1 minute'"
        )
        self.env.invalidate_all()
        self.assertFalse(self.collect(token))
        self.env["wlec.disclosure.delivery"]._cron_expire()
        self.assertEqual(request.delivery_ids.state, "expired")
        self.assertIn(self.otto, request.activity_ids.user_id)

    def test_a_new_link_ends_the_old_one(self):
        request = self.released()
        old, new = self.link_to(request), self.link_to(request)
        self.assertFalse(self.collect(old))
        self.assertTrue(self.collect(new))

    def test_a_link_withdrawn(self):
        request = self.released()
        token = self.link_to(request)
        self.step(request, self.otto, "withdraw_link")
        self.assertFalse(self.collect(token))
        self.assertEqual(request.delivery_ids.state, "withdrawn")

    def test_a_new_package_ends_the_link_to_the_old_one(self):
        request = self.released()
        token = self.link_to(request)
        self.step(request, self.otto, "repack")
        self.assertFalse(self.collect(token))
        self.assertEqual(request.delivery_state, "none")

    def test_the_consent_withdrawn_ends_the_link(self):
        request = self.released()
        token = self.link_to(request)
        self.step(self.permission, self.alice, "withdraw")
        self.assertFalse(self.collect(token))
        self.assertEqual(request.delivery_ids.state, "withdrawn")
        with self.assertRaises(TransitionError):
            self.step(request, self.otto, "make_link")

    def test_an_emergency_found_wrong_ends_the_link(self):
        """What has not been collected by then is no longer handed out."""
        request = self.request(
            "danger", agency_id=self.police.id, emergency_reason="He stands at her door with a knife, says the neighbour",
            necessity=False, proportionality=False,
        )  # fmt: skip
        self.step(request, self.alice, "release_emergency")
        answer = self.step(request, self.alice, "make_link")
        token = answer["params"]["link"].rsplit("/", 1)[1]
        with self.acting(self.otto) as env:
            request.with_env(env).review_finding = "She was at the station already"
        self.step(request, self.otto, "reject")
        self.assertEqual(request.delivery_ids.state, "withdrawn")
        self.assertFalse(self.collect(token))
        with self.assertRaises(TransitionError):
            self.step(request, self.alice, "make_link")

    def test_who_may_make_a_link(self):
        request = self.released()
        for user in (self.alice, self.mona):
            with self.assertRaises(TransitionError):
                self.step(request, user, "make_link")
        for user in (self.bob, self.fred, self.sam):
            with self.assertRaises(UserError):
                self.step(request, user, "make_link")

    def test_no_link_before_the_release(self):
        request = self.approved()
        with self.assertRaises(TransitionError):
            self.step(request, self.otto, "make_link")

    # ---- receipts
    def record(self, request, user, what="delivery", **vals):
        with self.acting(user) as env:
            values = {"request_id": request.id, "what": what, "person": "Ms Jones, enquiries officer", **vals}
            return env["wlec.disclosure.record"].create(values).action_record()

    def test_handed_over(self):
        request = self.released()
        token = self.link_to(request)
        self.record(request, self.otto, method="post", proof="RM 1234")
        delivery = request.delivery_ids.filtered(lambda d: d.state == "delivered")
        with self.acting(self.otto) as env:
            mine = delivery.with_env(env)
            self.assertEqual((mine.method, mine.received_by, mine.proof, mine.recorded_by_id.login),
                             ("post", "Ms Jones, enquiries officer", "RM 1234", "otto"))  # fmt: skip
        self.assertFalse(self.collect(token), "it is with them: the link is needed no more")
        self.env.flush_all()
        self.env.cr.execute("SELECT count(*) FROM wlec_disclosure_delivery t WHERE t::text LIKE '%Jones%'")
        self.assertEqual(self.env.cr.fetchone()[0], 0)

    def test_the_password_was_given(self):
        request = self.released()
        self.record(request, self.otto, "password", password_way="telephone")
        with self.acting(self.otto) as env:
            mine = request.with_env(env)
            self.assertEqual(
                (mine.password_way, mine.password_to), ("telephone", "Ms Jones, enquiries officer")
            )
        self.assertEqual(request.password_given_by_id, self.otto)
        self.step(request, self.otto, "repack")
        self.assertFalse(request.password_way, "a new package has a new password")

    def test_what_is_no_record(self):
        request = self.released()
        later, before = fields.Datetime.now() + timedelta(hours=2), fields.Datetime.now() - timedelta(days=3)
        for vals in ({"person": "  "}, {"person": False}, {"on": later}, {"on": before}):
            with self.assertRaises(ValidationError):
                self.record(request, self.otto, **vals)
        with self.assertRaises(TransitionError):
            self.record(self.approved(), self.otto)
        with self.assertRaises(TransitionError):
            self.record(request, self.alice)
        with self.assertRaises(UserError):
            self.record(request, self.bob)

    def test_receipts_are_nobodys_to_write(self):
        request = self.released()
        self.link_to(request)
        with self.acting(self.otto) as env:
            delivery = request.delivery_ids.with_env(env)
            for vals in (
                {"state": "delivered"},
                {"expires_at": "2099-01-01"},
                {"token_digest": "x"},
                {"received_by": "me"},
            ):
                with self.assertRaises(UserError):
                    delivery.write(vals)
            with self.assertRaises(UserError):
                delivery.unlink()
            with self.assertRaises(UserError):
                env["wlec.disclosure.delivery"].create({"request_id": request.id, "case_id": self.case.id})
        with self.assertRaises(TransitionError):
            request.delivery_ids.sudo().unlink()
        with self.assertRaises(TransitionError), self.acting(self.otto) as env:
            request.with_env(env).write({"password_way": "person"})

    # ---- how long it is kept
    def test_the_package_is_destroyed_and_the_rest_stays(self):
        request = self.released()
        token, digest = self.link_to(request), request.package_hash
        self.env["wlec.disclosure.request"]._cron_destroy_packages()
        self.assertTrue(request.has_package)
        self.env.cr.execute(
            "UPDATE wlec_disclosure_request SET package_until = current_date - 1 WHERE id = %s", [request.id]
        )
        self.env.invalidate_all()
        self._start_events()
        self.env["wlec.disclosure.request"]._cron_destroy_packages()
        self.assertFalse(request.has_package)
        self.assertFalse(self.collect(token))
        self.assertEqual((request.package_hash, bool(request.package_destroyed_at)), (digest, True))
        self.assertTrue(self.events(action="unlink", model=request._name))
        self.env.flush_all()
        self.env.cr.execute(
            "SELECT package, schedule, letter FROM wlec_disclosure_request WHERE id = %s", [request.id]
        )
        package, schedule, letter = self.env.cr.fetchone()
        self.assertTrue(package is None and schedule and letter)
        with self.assertRaises(TransitionError):
            self.step(request, self.otto, "make_link")
        self.step(request, self.otto, "repack")
        self.assertTrue(request.has_package)
        self.assertFalse(request.package_destroyed_at)
