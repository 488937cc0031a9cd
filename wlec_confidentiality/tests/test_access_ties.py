# SPDX-License-Identifier: LGPL-3.0-or-later

from odoo.tests import tagged

from .test_access_review import ReviewCase


@tagged("post_install", "-at_install", "wlec")
class TestTies(ReviewCase):
    def ties(self):
        self.env["wlec.access.tie"]._renew()
        self.env.cr.execute(
            "SELECT u.login, t.kind FROM wlec_access_tie t JOIN res_users u ON u.id = t.user_id WHERE t.case_id = %s",
            [self.file.id],
        )
        return set(self.env.cr.fetchall())

    def test_found_although_the_contact_is_sealed(self):
        self.bob.partner_id.write({"street": "3 Mill Lane", "zip": "W5 1AA", "name": "Bob Zyxwel"})
        self.file.partner_id.sudo().write({"street": "3, mill lane", "zip": "w51aa", "name": "Ida Zyxwel"})
        self.env.flush_all()
        self.env.cr.execute("SELECT street, name FROM res_partner WHERE id = %s", [self.file.partner_id.id])
        self.assertNotIn("Zyxwel", str(self.env.cr.fetchall()), "it is sealed")
        self.assertEqual(self.ties(), {("bob", "household")})

    def test_nothing_of_it_leaves_and_nothing_is_opened_to_anybody(self):
        self._start_events()
        self.ties()
        self.assertFalse(self.events(model="res.partner"))
        self.env.cr.execute("SELECT * FROM wlec_access_tie LIMIT 0")
        self.assertEqual(
            {column.name for column in self.env.cr.description}, {"case_id", "user_id", "kind", "until"}
        )

    def test_taken_away_for_the_time_of_looking(self):
        """The address is another one while the file is open, and at night it is the old one, or never again."""
        self.file.partner_id.sudo().write({"street": "3 Mill Lane", "zip": "W5 1AA"})
        for back in (True, False):
            with self.subTest(back=back):
                self.bob.partner_id.write({"street": "3 Mill Lane", "zip": "W5 1AA"})
                self.env.flush_all()
                self.env.cr.execute("DELETE FROM wlec_access_tie")
                with self.acting(self.bob) as env:  # as people change their own preferences
                    env["res.users"].browse(self.bob.id).sudo().write({"street": "9 High Street"})
                if back:
                    self.bob.partner_id.street = "3 Mill Lane"
                self.env.flush_all()
                self.assertEqual(self.ties(), {("bob", "address")})
                self.env.cr.execute("SELECT count(*) FROM wlec_former_contact")
                self.assertEqual(self.env.cr.fetchone(), (0,), "no address is kept once it was compared")

    def test_the_clients_taken_away_for_the_time_of_looking(self):
        """Who may write the file's client changes their address, and changes it back."""
        self.bob.partner_id.write({"street": "3 Mill Lane", "zip": "W5 1AA"})
        client = self.file.partner_id.sudo()
        for back in (True, False):
            with self.subTest(back=back):
                client.write({"street": "3 Mill Lane", "zip": "W5 1AA"})
                self.env.flush_all()
                self.env.cr.execute("DELETE FROM wlec_access_tie; DELETE FROM wlec_former_client")
                for street in ("7 Elm Road", "9 High Street"):
                    client.street = street
                    self.env.flush_all()
                self.env.cr.execute("SELECT name, street, zip, phone, email FROM wlec_former_client")
                noted = self.env.cr.fetchall()
                self.assertEqual(len(noted), 2)
                said = [text for note in noted for text in note if text]
                self.assertTrue(all(text.startswith("wlec1$") for text in said), "as it was sealed")
                if back:
                    client.street = "3 Mill Lane"
                self.env.flush_all()
                self.assertEqual(self.ties(), {("bob", "address")})
                self.env.cr.execute("SELECT count(*) FROM wlec_former_client")
                self.assertEqual(self.env.cr.fetchone(), (0,), "nothing is kept once it was compared")

    def test_a_volunteer_who_was_a_client(self):
        """Their contact is sealed as a client's: what it said before counts for them as for anybody of the staff."""
        other = self.case_for(
            self.alice, partner_id=self.env["res.partner"].create({"name": "Ida Zyxwel"}).id
        )
        clients = (self.file.partner_id.sudo(), other.partner_id.sudo())
        for client in clients:
            client.write({"street": "3 Mill Lane", "zip": "W5 1AA"})
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE res_users SET partner_id = %s WHERE id = %s", [clients[1].id, self.bob.id]
        )
        self.env.cr.execute("DELETE FROM wlec_access_tie; DELETE FROM wlec_former_client")
        for client, street in zip(clients, ("9 High Street", "7 Elm Road"), strict=True):
            client.street = street
        self.env.flush_all()
        self.assertEqual(self.ties(), {("bob", "address")})

    def test_nothing_of_contacts_that_are_no_clients_or_not_sealed(self):
        other = self.env["res.partner"].create({"name": "A supplier", "phone": "020 7946 0018"})
        self.env.flush_all()
        self.env.cr.execute("DELETE FROM wlec_former_client")
        other.phone = "020 7946 0019"
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE res_partner SET phone = 'x' WHERE id NOT IN (SELECT partner_id FROM wlec_case)"
        )
        self.env.cr.execute("SELECT count(*) FROM wlec_former_client")
        self.assertEqual(self.env.cr.fetchone(), (0,))

    def test_a_note_that_cannot_be_opened_any_more(self):
        """Its data key was destroyed, or somebody spoilt it: the night goes on without."""
        self.env.cr.execute(
            "INSERT INTO wlec_former_client (partner_id, name, phone) VALUES (%s, 'wlec1$AAAA', 'wlec1$?')",
            [self.file.partner_id.id],
        )
        self.assertEqual(self.ties(), set())

    def test_gone_before_the_night_and_looked_at_all_the_same(self):
        self.file.partner_id.sudo().write({"street": "3 Mill Lane", "zip": "W5 1AA"})
        self.bob.partner_id.write({"street": "3 Mill Lane", "zip": "W5 1AA"})
        self.env.flush_all()
        self.bob.partner_id.street = "9 High Street"
        self.env.flush_all()
        self.assertIn("tie", self.snooped().finding_ids.rule_id.mapped("code"))

    def test_by_whatever_door_it_is_changed(self):
        other = self.env["res.partner"].create({"name": "Bob's other contact"})
        self.file.partner_id.sudo().write({"phone": "020 7946 0018"})
        changes = (
            lambda: self.bob.write({"partner_id": other.id}),
            lambda: self.env.cr.execute(
                "UPDATE res_partner SET phone = NULL WHERE id = %s", [self.bob.partner_id.id]
            ),
            lambda: self.bob.write({"active": False}),
        )
        for change in changes:
            with self.env.cr.savepoint() as savepoint:
                self.bob.partner_id.phone = "020 7946 0018"
                self.env.flush_all()
                self.env.cr.execute("DELETE FROM wlec_former_contact; DELETE FROM wlec_access_tie")
                change()
                self.env.flush_all()
                self.env.invalidate_all()
                self.assertEqual(self.ties(), {("bob", "telephone")})
                savepoint.rollback()
                self.env.invalidate_all()

    def test_ended_long_ago(self):
        self.test_gone_before_the_night_and_looked_at_all_the_same()
        self.assertEqual(self.ties(), {("bob", "address")})
        self.env.cr.execute("UPDATE wlec_access_tie SET until = until - interval '32 days'")
        self.assertEqual(self.ties(), set())

    def test_nothing_in_clear_of_who_becomes_a_client(self):
        self.bob.partner_id.write({"street": "3 Mill Lane", "zip": "W5 1AA"})
        self.env.flush_all()
        self.bob.partner_id.write({"street": "9 High Street"})
        self.env.flush_all()
        self.env.cr.execute("SELECT 1 FROM wlec_former_contact WHERE user_id = %s", [self.bob.id])
        self.assertTrue(self.env.cr.fetchall())
        self.env.cr.execute(
            "UPDATE res_partner p SET name = c.name FROM res_partner c WHERE p.id = %s AND c.id = %s AND c.name LIKE 'wlec1$%%'",
            [self.bob.partner_id.id, self.file.partner_id.id],
        )
        self.assertEqual(self.env.cr.rowcount, 1, "sealed, as of a colleague who left and became a client")
        self.env.cr.execute("SELECT 1 FROM wlec_former_contact WHERE user_id = %s", [self.bob.id])
        self.assertFalse(self.env.cr.fetchall())

    def test_no_door_leads_to_them(self):
        self.assertTrue(self.env["wlec.access.tie"]._abstract)
        self.assertFalse(self.env["ir.model.access"].search([("model_id.model", "=", "wlec.access.tie")]))

    def test_their_own_file(self):
        self.bob.partner_id.email = "bob.private@example.org"
        self.file.partner_id.sudo().email = "Bob.Private@example.org"
        self.assertEqual(self.ties(), {("bob", "self")})
        self.assertIn("own_file", self.snooped().finding_ids.rule_id.mapped("code"))
