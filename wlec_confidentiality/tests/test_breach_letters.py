# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo.exceptions import UserError
from odoo.tests import tagged

from odoo.addons.wlec_confidentiality.exceptions import TransitionError

from .breach_common import BreachCase


@tagged("post_install", "-at_install", "wlec")
class TestBreachLetters(BreachCase):
    """Telling the people affected, each by the way that is safe for them."""

    def setUp(self):
        super().setUp()
        self.case = self.case_for(self.alice, self.carol.partner_id)
        self.breach = self.notified(containment="We called him")

    def person(self, **vals):
        with self.acting(self.otto) as env:
            made = env["wlec.breach.person"].create({"breach_id": self.breach.id, **vals})
            made.action_prepare()
        return self.env["wlec.breach.person"].browse(made.id)

    def complete(self, person, **vals):
        with self.acting(self.otto) as env:
            mine = env["wlec.breach.person"].browse(person.id)
            mine.write({"letter": mine.letter.replace("…", "a letter went to the wrong person"), **vals})

    def test_letter_is_filled_in(self):
        person = self.person(case_reference=self.case.name)
        self.assertEqual(person.channel, "portal")
        with self.acting(self.otto) as env:
            letter = env["wlec.breach.person"].browse(person.id).letter
        for expected in (
            self.breach.name,
            "He knows where she lives",
            "We called him",
            "Otto, 020",
            "Information Commissioner",
        ):
            self.assertIn(expected, letter)
        with self.assertRaises(TransitionError):  # it still has gaps
            self.by(self.otto, person, "action_tell")

    def test_template_is_no_program(self):
        self.env.company.wlec_breach_letter = (
            "{centre.name} {0} {reference} ${object.env.cr} <t t-out='1+1'/>"
        )
        person = self.person(who="Somebody", channel="post")
        with self.acting(self.otto) as env:
            letter = env["wlec.breach.person"].browse(person.id).letter
        self.assertEqual(
            letter, "{centre.name} {0} " + self.breach.name + " ${object.env.cr} <t t-out='1+1'/>"
        )

    def test_in_the_portal(self):
        person = self.person(case_reference=self.case.name)
        with self.acting(self.carol) as env:
            self.assertFalse(env["wlec.breach.person"].search([("id", "=", person.id)]))
        self.complete(person)
        self.by(self.otto, person, "action_tell")
        self.assertEqual(person.state, "told")
        with self.acting(self.carol) as env:
            mine = env["wlec.breach.person"].search([])
            self.assertEqual(mine.ids, [person.id])
            self.assertIn("wrong person", mine.letter)
            for name in ("who", "why_not", "told_note", "address", "case_id", "breach_id", "told_by_id"):
                with self.assertRaises(UserError), env.cr.savepoint():
                    mine.read([name])
        with self.acting(self.chris) as env:
            self.assertFalse(env["wlec.breach.person"].search([]))
        with self.acting(self.otto) as env, self.assertRaises(UserError):
            env["wlec.breach.person"].browse(person.id).letter = "All is well"

    def test_mail_says_nothing(self):
        person = self.person(case_reference=self.case.name)
        self.complete(person, channel="email")
        before = self.env["mail.mail"].search([])
        self.by(self.otto, person, "action_tell")
        mail = self.env["mail.mail"].search([]) - before
        self.assertEqual(len(mail), 1)
        said = f"{mail.subject} {mail.body_html}"
        for word in ("wrong person", "breach", "husband", "Otto", self.breach.name):
            self.assertNotIn(word, said)

    def test_printed(self):
        person = self.person(who="Mrs Example", channel="post")
        self.complete(person, address="1 High Street\nHounslow")
        with self.assertRaises(TransitionError):
            self.by(self.otto, person, "action_tell")
        self.by(self.otto, person, "action_print")
        self.by(self.otto, person, "action_tell")
        self.assertEqual(person.state, "told")

    def test_by_telephone(self):
        person = self.person(who="Mrs Example", channel="phone")
        self.complete(person)
        self.by(self.otto, person, "action_print")
        with self.assertRaises(TransitionError):
            self.by(self.otto, person, "action_tell")
        self.complete(person, told_note="At noon; she was alone")
        self.by(self.otto, person, "action_tell")

    def test_not_told_needs_a_reason(self):
        person = self.person(who="Mrs Example")
        with self.assertRaises(TransitionError):
            self.by(self.otto, person, "action_leave")
        self.complete(person, why_not="She has died")
        self.by(self.otto, person, "action_leave")
        self.by(self.otto, person, "action_resume")
        self.assertEqual(person.state, "to_tell")

    def test_nobody_without_a_login_is_told_in_the_portal(self):
        person = self.person(who="Mrs Example", channel="portal")
        self.complete(person)
        with self.assertRaises(TransitionError):
            self.by(self.otto, person, "action_tell")

    def test_a_breach_is_not_closed_before(self):
        person = self.person(who="Mrs Example", channel="phone")
        self.fill(self.breach, lessons="b", serious_decision="no", serious_reason="c")
        with self.assertRaises(TransitionError):
            self.by(self.otto, self.breach, "action_close")
        self.complete(person, told_note="At noon")
        self.by(self.otto, person, "action_tell")
        self.by(self.otto, self.breach, "action_close")

    def test_not_by_others(self):
        person = self.person(who="Mrs Example")
        for user in (self.alice, self.mona, self.tara, self.sam, self.carol):
            for button in ("action_prepare", "action_print", "action_tell", "action_leave"):
                with self.subTest(user.login, button=button), self.assertRaises(UserError):
                    self.by(user, person, button)
