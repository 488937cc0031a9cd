# SPDX-License-Identifier: LGPL-3.0-or-later
"""Sealable fields: rows of Odoo's own models, sealed where they stand, seen through a mask, found only by those who may."""

from odoo.exceptions import AccessError, UserError
from odoo.service.model import get_public_method
from odoo.tests import tagged

from odoo.addons.wlec_confidentiality.exceptions import ConfidentialityError, SealError
from odoo.addons.wlec_confidentiality.models.access import giving_back
from odoo.addons.wlec_confidentiality.orm import gate
from odoo.addons.wlec_confidentiality.orm.sealable import MARK

from .common import ConfidentialityCase

NAME, EMAIL = "Qzcanary Byrne", "qzcanary@client.test"
PURPOSE = gate.Purpose("deliver")


class SealableCase(ConfidentialityCase):
    def setUp(self):
        super().setUp()
        self.partner = self.env["res.partner"].create(
            {"name": NAME, "email": EMAIL, "comment": "<p>fled</p>", "wlec_protected": True}
        )
        self.agency = self.env["res.partner"].create(
            {"name": "Agency of a test", "email": "office@agency.test"}
        )
        self.case = self.case_for(self.alice, self.partner)
        self.env.flush_all()
        self.env.invalidate_all()
        self._start_events()

    def column(self, name, record=None):
        record = record or self.partner
        self.env.flush_all()
        self.env.cr.execute(f'SELECT "{name}" FROM "{record._table}" WHERE id = %s', [record.id])
        return self.env.cr.fetchone()[0]

    def put(self, name, text, record=None):
        record = record or self.partner
        self.env.cr.execute(f'UPDATE "{record._table}" SET "{name}" = %s WHERE id = %s', [text, record.id])
        self.env.invalidate_all()

    def found(self, user, domain):
        both = ("id", "in", (self.partner | self.agency).ids)
        with self.acting(user) as env:
            return env["res.partner"].sudo().search([both, *domain]).with_env(self.env)


@tagged("post_install", "-at_install")
class TestSealable(SealableCase):
    def test_column(self):
        for name in ("name", "email", "comment"):
            self.assertTrue(self.column(name).startswith(MARK))
        self.assertEqual(self.column("name", self.agency), "Agency of a test")

    def test_no_word_in_any_column(self):
        self.env.cr.execute("SELECT t::text FROM res_partner t WHERE id = %s", [self.partner.id])
        self.assertNotIn("qzcanary", self.env.cr.fetchone()[0].lower())

    def test_open_and_recorded(self):
        with self.acting(self.alice) as env:
            self.assertEqual(self.partner.with_env(env).name, NAME)
            self.assertEqual(self.partner.with_env(env).comment, "<p>fled</p>")
        reads = self.events(action="read", model="res.partner")
        self.assertEqual(
            {(tuple(r["record_ids"]), tuple(r["field_names"]), r["actor_id"]) for r in reads},
            {((self.partner.id,), ("comment", "name"), self.alice.id)},
        )

    def test_mask_for_everybody_else(self):
        for user in (self.bob, self.sam, self.env.ref("base.user_root"), self.chris):
            with self.acting(user) as env, self.subTest(user.login):
                partner = self.partner.with_env(env).sudo()
                self.assertEqual(partner.name, f"Client {self.partner.id}")
                self.assertFalse(partner.email)
                self.assertFalse(partner.comment)
        self.assertFalse(self.events(action="read", model="res.partner"))

    def test_another_name_does_not_help(self):
        with self.acting(self.bob) as env:
            self.assertFalse(self.partner.with_env(env).with_user(self.alice).sudo().email)

    def test_prefetching_opens_nothing(self):
        with self.acting(self.alice) as env:
            both = (self.partner | self.agency).with_env(env).sudo()
            both.fetch(["name", "email"])
            self.assertEqual(both[1].name, "Agency of a test")
        self.assertFalse(self.events(model="res.partner"))

    def test_written_value_is_sealed_and_recorded(self):
        with self.acting(self.alice) as env:
            self.partner.with_env(env).sudo().email = "new@qzcanary.test"
        self.assertTrue(self.column("email").startswith(MARK))
        self.assertEqual(self.events(action="write", model="res.partner")[0]["field_names"], ["email"])
        with self.acting(self.alice) as env:
            self.assertEqual(self.partner.with_env(env).sudo().email, "new@qzcanary.test")

    def test_emptied(self):
        with self.acting(self.alice) as env:
            self.partner.with_env(env).sudo().email = False
        self.assertIsNone(self.column("email"))

    def test_nobody_types_a_token(self):
        token = self.column("email")
        for record in (self.agency, self.partner):
            with self.assertRaises(UserError):
                record.write({"email": token})

    def test_the_flag_is_not_written(self):
        for value in (True, False):
            with self.assertRaises(ConfidentialityError):
                (self.agency if value else self.partner).wlec_protected = value


@tagged("post_install", "-at_install")
class TestSealableInSQL(SealableCase):
    def test_found_by_those_who_may(self):
        for domain in (
            [("email", "=", EMAIL)],
            [("name", "ilike", "qzcan")],
            [("name", "=ilike", "qzcanary%")],
            [("name", "in", [NAME, "x"])],
        ):
            self.assertEqual(self.found(self.alice, domain), self.partner, domain)
            for user in (self.bob, self.sam):
                self.assertFalse(self.found(user, domain), domain)

    def test_what_is_found_is_recorded(self):
        self.found(self.alice, [("name", "ilike", "qzcan")])
        self.found(self.alice, [("name", "ilike", "nobody of this name")])
        self.found(self.bob, [("name", "ilike", "qzcan")])
        searches = self.events(action="search", model="res.partner")
        self.assertEqual(
            [(s["record_ids"], s["actor_id"]) for s in searches], [([self.partner.id], self.alice.id)]
        )

    def test_negative(self):
        self.assertEqual(self.found(self.alice, [("name", "not ilike", "qzcan")]), self.agency)
        self.assertEqual(self.found(self.alice, [("email", "!=", "office@agency.test")]), self.partner)
        # The same whatever is asked: not an answer about the sealed one.
        for word in ("qzcan", "other"):
            self.assertEqual(self.found(self.bob, [("name", "not ilike", word)]), self.agency)

    def test_no_match_by_ciphertext(self):
        token = self.column("name")
        for word in (token[10:14], MARK, "wlec1"):
            for user in (self.alice, self.bob):
                self.assertFalse(self.found(user, [("name", "ilike", word)]))

    def test_is_it_filled_in(self):
        self.assertEqual(self.found(self.bob, [("email", "!=", False)]), self.partner | self.agency)
        self.put("email", None)
        self.assertEqual(self.found(self.bob, [("email", "=", False)]), self.partner)

    def test_groups_and_sums_hold_nothing(self):
        with self.acting(self.alice) as env:
            Partner = env["res.partner"].sudo()
            domain = [("id", "in", (self.partner | self.agency).ids)]
            rows = Partner._read_group(domain, ["email"], ["name:array_agg", "name:max"])
        self.assertNotIn(MARK, str(rows))
        self.assertNotIn("qzcanary", str(rows).lower())
        self.assertIn("office@agency.test", str(rows))

    def test_sorting_tells_nothing(self):
        with self.acting(self.alice) as env:
            Partner = env["res.partner"].sudo()
            domain = [("id", "in", (self.partner | self.agency).ids)]
            self.assertEqual(Partner.search(domain, order="name").ids, [self.agency.id, self.partner.id])

    def test_a_purpose_looks_through_all(self):
        with self.acting(self.bob) as env:
            Partner = env["res.partner"].sudo()
            with gate.purpose(env, PURPOSE):
                self.assertEqual(Partner.search([("email", "=", EMAIL)]).ids, self.partner.ids)
                self.assertEqual(self.partner.with_env(env).sudo().email, EMAIL)
            self.assertFalse(self.partner.with_env(env).sudo().email)
            self.assertFalse(Partner.search([("email", "=", EMAIL)]))
        delivered = self.events(action="deliver", model="res.partner")
        self.assertEqual([(d["field_names"], d["actor_id"]) for d in delivered], [(["email"], self.bob.id)])

    def test_a_purpose_is_not_a_word(self):
        for forged in ("deliver", True, object()):
            with self.assertRaises(TypeError), gate.purpose(self.env, forged):
                pass


@tagged("post_install", "-at_install")
class TestSealingInPlace(SealableCase):
    def test_there_and_back(self):
        before = self.agency.read(["name", "email", "complete_name", "email_normalized"])
        self.env.flush_all()
        self.agency._protect()
        self.assertTrue(self.column("name", self.agency).startswith(MARK))
        self.assertEqual(self.agency.name, f"Client {self.agency.id}")
        with self.assertRaises(ConfidentialityError):
            self.agency._unprotect()  # as a server action would
        with giving_back.under_way():
            self.agency._unprotect()
        self.assertEqual(self.agency.read(["name", "email", "complete_name", "email_normalized"]), before)

    def test_twice_is_once(self):
        self.agency._protect()
        token = self.column("email", self.agency)
        self.assertFalse(self.agency._protect())
        self.assertEqual(self.column("email", self.agency), token)

    def test_pending_writes_are_sealed_too(self):
        self.agency.email = "later@agency.test"
        self.agency._protect()
        with giving_back.under_way():
            self.agency._unprotect()
        self.assertEqual(self.column("email", self.agency), "later@agency.test")

    def test_moved_to_another_row_it_does_not_open(self):
        self.agency._protect()
        self.put("email", self.column("email"), self.agency)
        case = self.case_for(self.alice, self.agency)
        self.assertTrue(case)
        with self.assertRaises(SealError), self.acting(self.alice) as env:
            self.agency.with_env(env).sudo().email  # noqa: B018

    def test_a_damaged_one_stops_all(self):
        self.agency._protect()
        token = self.column("email", self.agency)
        self.put("email", token[:-8] + ("AAAAAAA=" if token[-8:] != "AAAAAAA=" else "BBBBBBB="), self.agency)
        with self.assertRaises(SealError), giving_back.under_way():
            (self.agency | self.partner)._unprotect()
        self.assertTrue(self.column("email").startswith(MARK))

    def test_not_by_remote_call(self):
        for name in ("_protect", "_unprotect", "_open_sql", "_sealed_rows_open_to_actor"):
            with self.assertRaises(AccessError):
                get_public_method(self.partner, name)
