# SPDX-License-Identifier: LGPL-3.0-or-later
import base64
import io

from pypdf import PdfReader

from odoo.exceptions import UserError
from odoo.tests import tagged

from odoo.addons.wlec_confidentiality.tools import window

from .disclosing import DisclosingCase


@tagged("post_install", "-at_install", "wlec")
class TestDisclosureConflict(DisclosingCase):
    """A conflict of interest: a wall both ways, and a letter that says nothing. And what is asked of the client."""

    def setUp(self):
        super().setUp()
        self.other = self.case_for(self.bob)
        self.conflict = self.request("conflict")
        self.env["wlec.access.grant"]._grant(self.case, self.otto, "conflict", "To look at the conflict")

    def _wall(self, reference, user=None):
        with self.acting(user or self.otto) as env:
            wizard = env["wlec.disclosure.wall"].create(
                {"request_id": self.conflict.id, "reference": reference}
            )
            return wizard.action_wall_off()

    def test_a_wall_both_ways(self):
        self._wall(f"  {self.other.name} ")
        kept = {(x.case_id, x.user_id, x.source) for x in (self.case | self.other).exclusion_ids}
        self.assertEqual(kept, {(self.other, self.alice, "wall"), (self.case, self.bob, "wall")})
        self.assertTrue(self.conflict.walled_at)
        for user, case in ((self.alice, self.other), (self.bob, self.case)):
            with self.acting(self.mona), self.assertRaises(UserError):
                self.env["wlec.access.grant"].with_user(self.mona).create(
                    {
                        "case_id": case.id,
                        "user_id": user.id,
                        "reason": "Needed for a while",
                        "valid_to": self.days(3),
                    }
                )
            with self.acting(user) as env:
                self.assertFalse(env["wlec.case"].search([("id", "=", case.id)]))

    def test_neither_side_learns_of_the_other(self):
        self._wall(self.other.name)
        for user, case, secret in (
            (self.alice, self.case, self.other.name),
            (self.bob, self.other, self.case.name),
        ):
            with self.acting(user) as env:
                shown = env["wlec.access.exclusion"].search_read([])
                self.assertNotIn(secret, repr(shown))
                self.assertNotIn(
                    secret, repr(env["mail.message"].search([("res_id", "=", case.id)]).mapped("body"))
                )

    def test_only_the_officer_and_only_a_file_there_is(self):
        for reference in ("", "CASE-00000", self.case.name, "%", "CASE-%"):
            with self.assertRaises(UserError):
                self._wall(reference)
        for user in (self.alice, self.mona, self.bob, self.sam):
            with self.assertRaises(UserError):
                self._wall(self.other.name, user)
        self.assertFalse((self.case | self.other).exclusion_ids)

    def test_a_letter_that_says_nothing(self):
        self.step(self.conflict, self.alice, "cannot_act_letter")
        with self.acting(self.alice) as env:
            letter = base64.b64decode(self.conflict.with_env(env).cannot_act_letter)
        text = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(letter)).pages)
        self.assertIn("cannot act", text)
        for secret in (
            self.case.name,
            self.other.name,
            self.conflict.name,
            "other side",
            "Client of a test",
            "conflict",
        ):
            self.assertNotIn(secret, text)
        with self.assertRaises(UserError):
            self.step(self.request("law"), self.alice, "cannot_act_letter")

    def test_the_letter_has_the_address_for_the_envelope(self):
        def made():
            self.step(self.conflict, self.alice, "cannot_act_letter")
            with self.acting(self.alice) as env:
                letter = base64.b64decode(self.conflict.with_env(env).cannot_act_letter)
            return PdfReader(io.BytesIO(letter)).pages[0].extract_text()

        self.assertNotIn("Flat 3", made())
        with self.acting(self.alice) as env:
            self.conflict.with_env(env).cannot_act_address = "Nadia Haddad\nFlat 3 canary-2207\nW12 8LQ"
        self.assertNotIn("canary-2207", self._row())
        text = made()
        for line in ("Nadia Haddad", "Flat 3 canary-2207", "W12 8LQ"):
            self.assertIn(line, text)
        with self.acting(self.alice) as env:
            self.conflict.with_env(env).cannot_act_address = "x" * (window.WIDTH + 1)
        with self.assertRaisesRegex(UserError, "two lines"):
            made()

    def _row(self):
        self.env.flush_all()
        self.env.cr.execute("SELECT r::text FROM wlec_disclosure_request r WHERE id = %s", [self.conflict.id])
        return self.env.cr.fetchone()[0]

    def test_the_client_is_asked_for_just_this(self):
        request = self.request("consent", consent_id=False)
        action = self.step(request, self.alice, "ask_client")
        consent = self.env["wlec.consent"].browse(action["res_id"])
        self.assertEqual(request.consent_id, consent)
        self.assertEqual((consent.state, consent.agency_id), ("requested", self.ehrc))
        self.assertEqual((consent.category_ids, consent.document_ids), (self.employment, self.document))
        self.assertEqual(self.missing(request), ["The consent chosen does not hold: Asked for."])
        for user in (self.bob, self.fred, self.sam, self.carol):
            with self.assertRaises(UserError):
                self.step(request, user, "ask_client")
        with self.assertRaises(UserError):
            self.step(self.submitted(), self.alice, "ask_client")
