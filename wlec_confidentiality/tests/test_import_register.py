# SPDX-License-Identifier: LGPL-3.0-or-later

"""`odoo wlec import-register` and `demo-centre`, inside Odoo; the parsing itself is tested in tests/unit."""

import argparse
import csv
import io
import os
import tempfile
from contextlib import redirect_stdout, suppress
from pathlib import Path
from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.tests import TransactionCase, tagged

from odoo.addons.wlec_confidentiality.cli.wlec import Wlec
from odoo.addons.wlec_confidentiality.commands import _register_batch, _register_run, demo_centre
from odoo.addons.wlec_confidentiality.commands._screen import Screen
from odoo.addons.wlec_confidentiality.tools.register import ENQUIRIES, PEOPLE

PERSON = dict.fromkeys(PEOPLE.header, "") | {"registered_on": "2024-05-06", "family_name": "Nowak"}
ENQUIRY = dict.fromkeys(ENQUIRIES.header, "") | {
    "person_ref": "P-1",
    "received_on": "2024-05-06",
    "status": "new",
    "matter": "housing",
    "narrative": "Mould behind the cot.",
}


class RegisterCase(TransactionCase):
    def setUp(self):
        super().setUp()
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        self.batches = 0

    def transact(self, func):
        """In place of a commit: a test's transaction must not be committed."""
        self.batches += 1
        result = func()
        self.env.flush_all()
        return result

    def file(self, kind, *changes, name=None):
        base = PERSON if kind is PEOPLE else ENQUIRY
        path = self.folder / (name or f"{kind.name}.csv")
        with path.open("w", encoding="utf-8", newline="") as stream:
            writer = csv.DictWriter(stream, kind.header)
            writer.writeheader()
            for number, change in enumerate(changes, 1):
                writer.writerow(base | {kind.header[0]: f"{kind.prefix}-{number}"} | change)
        return path

    def run_import(self, *paths, **options):
        stream = io.StringIO()
        code = _register_run.import_files(
            self.env, paths, screen=Screen(stream), transact=self.transact, **options
        )
        return code, stream.getvalue()

    def ref(self, name):
        return self.env.ref(f"__wlec_register__.{name}", raise_if_not_found=False)


@tagged("post_install", "-at_install")
class TestImportRegister(RegisterCase):
    def test_a_person_becomes_a_contact(self):
        path = self.file(
            PEOPLE,
            {
                "given_names": " Maryam ", "family_name": "Ahmadi", "known_as": "=cmd|' /C calc'!A0",
                "name_in_own_script": "مریم احمدی", "date_of_birth": "2 March 1984", "phone": "07700 900123",
                "other_phone": "020 7946 0018", "email": "Maryam@Example.ORG", "address": "Flat 3\n27 Hardy Grove",
                "town": "Acton", "postcode": "w35ci", "borough": "Ealing", "interpreter": "yes",
                "contact_note": "Never ring.\n<script>alert(1)</script>",
            },
        )  # fmt: skip
        code, output = self.run_import(path)
        self.assertEqual(code, 0, output)
        person = self.ref("person_P-00001")
        self.assertEqual(person.name, "Maryam Ahmadi")
        self.assertEqual((person.street, person.street2, person.zip), ("Flat 3", "27 Hardy Grove", "W3 5CI"))
        self.assertEqual((person.phone, person.email), ("+44 7700 900123", "Maryam@example.org"))
        self.assertEqual((person.ref, person.country_id), ("P-00001", self.env.ref("base.uk")))
        for text in ("مریم احمدی", "1984-03-02", "+44 20 7946 0018", "=cmd|", "Never ring.<br"):
            self.assertIn(text, person.comment)
        self.assertNotIn("<script", person.comment)
        self.assertIn("&lt;script&gt;", person.comment)

    def test_an_enquiry_becomes_an_opportunity_whose_title_reveals_nothing(self):
        user = self.env["res.users"].create({"name": "Reg Adviser", "login": "reg.adviser"})
        people = self.file(PEOPLE, {})
        narrative = '<b>Eviction</b> "today"\nمرحبا 👋 ' + "x" * 90_000
        enquiries = self.file(
            ENQUIRIES,
            {"narrative": narrative, "matter": "Domestic abuse", "channel": "Walk-in", "source": "council",
             "adviser": "Reg.Adviser", "status": "closed", "closed_on": "2024-06-01", "sensitive_categories": "health"},
            {"status": "not_taken_on", "adviser": "left.long.ago"},
            {"status": "in_progress"},
        )  # fmt: skip
        code, output = self.run_import(enquiries, people)
        self.assertEqual(code, 0, output)
        done, lost, running = (self.ref(f"enquiry_E-0000{number}") for number in (1, 2, 3))
        self.assertEqual(done.display_name, "Enquiry E-00001")
        self.assertEqual(done.partner_id, self.ref("person_P-00001"))
        self.assertEqual((done.user_id, lost.user_id), (user, self.env["res.users"]))
        self.assertEqual((done.medium_id.name, done.source_id.name), ("Walk-in", "Council"))
        self.assertEqual(str(done.date_open), "2024-05-06 12:00:00")
        self.assertEqual(str(done.date_closed), "2024-06-01 12:00:00")
        self.assertTrue(done.stage_id.is_won)
        self.assertEqual((lost.active, lost.probability, lost.won_status), (False, 0, "lost"))
        self.assertEqual(
            (running.type, running.active, running.stage_id.is_won), ("opportunity", True, False)
        )
        self.assertIn("Domestic abuse", done.description)
        self.assertIn("&lt;b&gt;Eviction&lt;/b&gt;", done.description)
        self.assertIn("مرحبا 👋", done.description)
        self.assertFalse(done.tag_ids, "a tag would show the matter to everybody")

    def test_nobody_is_written_to(self):
        self.env["res.users"].create({"name": "Reg", "login": "reg.adviser", "email": "reg@example.org"})
        before = self.env["mail.mail"].search_count([])
        self.run_import(
            self.file(PEOPLE, {"email": "a@example.org"}), self.file(ENQUIRIES, {"adviser": "reg.adviser"})
        )
        lead = self.ref("enquiry_E-00001")
        self.assertEqual(self.env["mail.mail"].search_count([]), before)
        self.assertFalse(lead.message_ids)
        self.assertFalse(self.ref("person_P-00001").message_ids)

    def test_again_nothing_changes_and_work_done_in_odoo_stays(self):
        files = self.file(PEOPLE, {}, {}), self.file(ENQUIRIES, {}, {"person_ref": "P-2"})
        self.run_import(*files)
        person, lead = self.ref("person_P-00001"), self.ref("enquiry_E-00001")
        person.name, lead.name = "Corrected by staff", "Renamed by staff"
        counts = [self.env[model].search_count([]) for model in ("res.partner", "crm.lead", "ir.model.data")]
        code, output = self.run_import(*files)
        self.assertEqual(code, 0)
        self.assertIn("people.csv: 0 created, 0 updated, 2 unchanged, 0 rejected", output)
        self.assertEqual((person.name, lead.name), ("Corrected by staff", "Renamed by staff"))
        self.assertEqual(
            counts,
            [self.env[model].search_count([]) for model in ("res.partner", "crm.lead", "ir.model.data")],
        )

    def test_a_changed_row_updates_its_record_only(self):
        self.run_import(
            self.file(PEOPLE, {}, {}),
            self.file(ENQUIRIES, {}, {"status": "closed", "closed_on": "2024-06-01"}),
        )
        second = self.ref("person_P-00002")
        second.name = "Corrected by staff"
        code, output = self.run_import(
            self.file(PEOPLE, {"family_name": "Novak"}, {}),
            self.file(ENQUIRIES, {"status": "closed", "closed_on": "2024-07-01"}, {"status": "in_progress"}),
        )
        self.assertEqual(code, 0, output)
        self.assertIn("people.csv: 0 created, 1 updated, 1 unchanged", output)
        self.assertEqual((self.ref("person_P-00001").name, second.name), ("Novak", "Corrected by staff"))
        lead, reopened = self.ref("enquiry_E-00001"), self.ref("enquiry_E-00002")
        self.assertTrue(lead.stage_id.is_won)
        self.assertEqual((str(lead.date_open)[:10], str(lead.date_closed)[:10]), ("2024-05-06", "2024-07-01"))
        self.assertFalse(reopened.stage_id.is_won)
        self.assertFalse(reopened.date_closed)
        self.assertLess(reopened.probability, 100)
        _code, output = self.run_import(self.file(PEOPLE, {"family_name": "Novak"}, {}))
        self.assertIn("2 unchanged", output)

    def test_a_deleted_contact_comes_back_and_an_archived_one_does_not(self):
        path = self.file(PEOPLE, {}, {})
        self.run_import(path)
        self.ref("person_P-00001").unlink()
        self.ref("person_P-00002").active = False
        _code, output = self.run_import(path)
        self.assertIn("1 created, 0 updated, 1 unchanged", output)
        self.assertTrue(self.ref("person_P-00001"))
        self.assertFalse(self.ref("person_P-00002").active)

    def test_bad_rows_are_listed_and_good_ones_imported(self):
        secret = "Client hides at the sister's. " * 30
        people = self.file(PEOPLE, {}, {"phone": "079"}, {"email": "=1+1", "notes": secret + "\ufffd"})
        enquiries = self.file(
            ENQUIRIES,
            {"narrative": "one\ntwo"},
            {"person_ref": "P-2"},
            {"narrative": secret, "closed_on": "2024-02-31"},
        )
        code, output = self.run_import(people, enquiries)
        self.assertEqual(code, 3)
        self.assertIn("people.csv: 1 created, 0 updated, 0 unchanged, 2 rejected", output)
        self.assertIn("line 3, phone: is not a telephone number [079]", output)
        self.assertIn("line 4, person_ref: names a person", output)
        self.assertNotIn("sister", output)
        report = Path(f"{people}.rejected.csv")
        self.assertEqual(os.stat(report).st_mode & 0o777, 0o600)
        with report.open(encoding="utf-8", newline="") as stream:
            rows = [(r["line"], r["column"], r["reason"], r["value"]) for r in csv.DictReader(stream)]
        self.assertEqual(
            rows,
            [
                ("3", "phone", "bad_phone", "079"),
                ("4", "email", "bad_email", "'=1+1"),
                ("4", "notes", "bad_characters", f"({len(secret) + 1} characters)"),
            ],
        )
        with Path(f"{enquiries}.rejected.csv").open(encoding="utf-8", newline="") as stream:
            self.assertEqual([r["line"] for r in csv.DictReader(stream)], ["4", "5"])
        self.assertTrue(self.ref("person_P-00001"))
        self.assertFalse(self.ref("person_P-00002"))
        self.assertTrue(self.ref("enquiry_E-00001"))

    def test_the_screen_shows_twenty(self):
        _code, output = self.run_import(self.file(PEOPLE, *({"gender": "?"} for _ in range(25))))
        self.assertEqual(output.count("  line "), 20)
        self.assertIn("and 5 more", output)

    def test_references_used_twice_are_nobodys(self):
        people = self.file(PEOPLE, {"person_ref": "P-7"}, {"person_ref": "p-00007 "}, {})
        code, output = self.run_import(people, self.file(ENQUIRIES, {"person_ref": "P-7"}))
        self.assertEqual(code, 3)
        self.assertIn("people.csv: 1 created, 0 updated, 0 unchanged, 2 rejected", output)
        self.assertFalse(self.ref("person_P-00007"))
        self.assertFalse(self.ref("enquiry_E-00001"))

    def test_one_report_for_all_files(self):
        report = self.folder / "elsewhere.csv"
        self.run_import(
            self.file(PEOPLE, {}, {"gender": "?"}), self.file(ENQUIRIES, {"status": "?"}), report=report
        )
        with report.open(encoding="utf-8", newline="") as stream:
            self.assertEqual([r["file"] for r in csv.DictReader(stream)], ["people.csv", "enquiries.csv"])
        self.assertFalse(list(self.folder.glob("*.rejected.csv")))

    def test_a_refused_file_leaves_nothing(self):
        bad = self.folder / "bad.csv"
        for content in (b"", b"PK\x03\x04", b"\x00", b"a;b\n1;2\n", b"x" * 2_000_000, "é".encode("latin-1")):
            bad.write_bytes(content)
            code, output = self.run_import(self.file(PEOPLE, {}), bad)
            self.assertEqual(code, 1)
            self.assertIn("bad.csv", output)
            self.assertFalse(self.ref("person_P-00001"))
        self.assertEqual(self.batches, 0)

    def test_a_report_that_cannot_be_written_stops_before_the_import(self):
        code, output = self.run_import(self.file(PEOPLE, {}), report=self.folder / "none" / "report.csv")
        self.assertEqual(code, 1)
        self.assertIn("--report", output)
        self.assertFalse(self.ref("person_P-00001"))

    def test_it_is_resumed_where_it_was_killed(self):
        path = self.file(PEOPLE, *({"family_name": f"Nowak {n}"} for n in range(25)))
        commit = self.transact

        def die_in_the_third(func):
            if self.batches == 2:
                raise KeyboardInterrupt
            return commit(func)

        self.transact = die_in_the_third
        with suppress(KeyboardInterrupt):  # assertRaises would roll back what was "committed"
            self.run_import(path, batch_size=10)
        self.assertEqual(self.batches, 2)
        self.transact = commit
        code, output = self.run_import(path, batch_size=10)
        self.assertEqual(code, 0)
        self.assertIn("5 created, 0 updated, 20 unchanged", output)

    def test_one_row_that_odoo_refuses_does_not_take_the_others_along(self):
        values = _register_batch.Contacts.values

        def refuse(mapping, row):
            if row.reference == "P-00002":
                raise UserError("The secret is out: Nowak")
            return values(mapping, row)

        with patch.object(_register_batch.Contacts, "values", refuse):
            code, output = self.run_import(self.file(PEOPLE, {}, {}, {}))
        self.assertEqual(code, 3)
        self.assertIn("2 created, 0 updated, 0 unchanged, 1 rejected", output)
        self.assertIn("line 3, whole row: was refused by the database [UserError]", output)
        self.assertNotIn("secret", output)
        self.assertTrue(self.ref("person_P-00003"))

    def test_when_odoo_refuses_everything_the_import_stops(self):
        with patch.object(
            _register_batch.Contacts, "values", side_effect=UserError("The key ring is missing.")
        ):
            code, output = self.run_import(self.file(PEOPLE, *({} for _ in range(30))))
        self.assertEqual(code, 1)
        self.assertIn("The key ring is missing.", output)
        self.assertFalse(self.ref("person_P-00001"))

    def test_no_query_for_a_row(self):
        def statements(count, start):
            rows = ({"person_ref": f"P-{start + n}", "phone": "07700 900123"} for n in range(count))
            people = self.file(PEOPLE, *rows)
            rows = ({"enquiry_ref": f"E-{start + n}", "person_ref": f"P-{start + n}"} for n in range(count))
            enquiries = self.file(ENQUIRIES, *rows)
            before = self.env.cr.sql_log_count
            self.run_import(people, enquiries)
            return self.env.cr.sql_log_count - before

        statements(5, 1000)  # caches
        few, many = statements(10, 2000), statements(110, 3000)
        self.assertLess(many - few, 25, f"{few} statements for 10 rows, {many} for 110")


@tagged("post_install", "-at_install")
class TestWlecCommand(TransactionCase):
    def test_odoos_options_may_stand_anywhere(self):
        words = [
            "-d",
            "x",
            "import-register",
            "a.csv",
            "--data-dir",
            "/tmp/d",
            "b.csv",
            "--log-level=warn",
            "--batch",
            "9",
        ]
        own, odoo = Wlec()._split(words)
        self.assertEqual(own, ["import-register", "a.csv", "b.csv", "--batch", "9"])
        self.assertEqual(odoo, ["-d", "x", "--data-dir", "/tmp/d", "--log-level", "warn"])

    def test_options_that_would_install_or_save_are_not_taken(self):
        self.assertEqual(Wlec()._split(["-d", "x", "-i", "base"])[0], ["-i", "base"])

    def test_every_command_is_found(self):
        parser, modules = Wlec()._own_parser()
        self.assertLessEqual({"import-register", "demo-centre"}, modules.keys())
        args = parser.parse_args(["import-register", "a.csv"])
        self.assertEqual((args.command, args.batch), ("import-register", 200))

    def test_a_second_demo_centre_changes_nothing(self):
        loaded = []
        manifest = {"demo": ["demo/a.xml", "demo/b.xml"]}
        with (
            patch.object(demo_centre.Manifest, "for_addon", return_value=manifest),
            patch.object(demo_centre, "load", lambda env, name, idref: loaded.append(name)),
            # On connections of its own; what it leaves is looked at in the demo centre itself.
            patch.object(demo_centre, "drill", lambda env: loaded.append("drill")),
            redirect_stdout(io.StringIO()),
        ):
            self.assertEqual(demo_centre.run(self.env, argparse.Namespace()), 0)
            demo_centre.run(self.env, argparse.Namespace())
            manifest["demo"].append("demo/c.xml")
            demo_centre.run(self.env, argparse.Namespace())
        self.assertEqual(loaded, ["demo/a.xml", "demo/b.xml", "drill", "demo/c.xml", "drill"])

    def test_a_demo_file_says_who_acts(self):
        user = self.env.ref("base.user_admin")
        actors = []
        file = io.BytesIO(
            b'<odoo><record id="one" model="res.partner"><field name="name">One</field></record>'
            b'<record id="two" model="res.partner" uid="base.user_admin"><field name="name">Two</field></record>'
            b"<function model=\"res.partner\" name=\"write\" eval=\"[[ref('two')], {'name': 'Three'}]\"/></odoo>"
        )
        act = demo_centre._act

        def watch(env):
            act(env)
            actors.append(env.transaction.default_env.uid)

        with (
            patch.object(demo_centre, "file_open", return_value=file),
            patch.object(demo_centre, "_act", watch),
        ):
            demo_centre.load(self.env, "demo/x.xml", {})
        two = self.env.ref("wlec_confidentiality.two")
        self.assertEqual((two.create_uid, two.name), (user, "Three"))
        self.assertEqual(actors[-1], self.env.uid)
        self.assertEqual([uid for uid in actors if uid != self.env.uid], [user.id])
