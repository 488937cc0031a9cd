# SPDX-License-Identifier: LGPL-3.0-or-later
import base64
import io
from unittest.mock import patch

from pypdf import PdfReader

from odoo.tests import tagged

from odoo.addons.wlec_confidentiality.reports import pdf
from odoo.addons.wlec_confidentiality.tools import package

from .disclosing import DisclosingCase


@tagged("post_install", "-at_install", "wlec")
class TestDisclosurePackage(DisclosingCase):
    """What leaves: the schedule, the package, its password, the record."""

    # ---- what leaves
    def released(self, **vals):
        request = self.approved(**vals)
        password = self.step(request, self.otto, "release")["params"]["password"]
        return request, password

    def test_schedule(self):
        request, _password = self.released()
        with self.acting(self.otto) as env:
            data = base64.b64decode(request.with_env(env).schedule)
        self.assertTrue(data.startswith(b"%PDF-"))
        reader = PdfReader(io.BytesIO(data))
        text = "\n".join(page.extract_text() for page in reader.pages)
        flat = " ".join(text.split())
        for words in (request.name, "Equality and Human Rights Commission", self.permission.name, "Mona", "Otto",
                      "Letter of dismissal", "item-01.pdf", "Conditions of use", "Page 1 of"):  # fmt: skip
            self.assertIn(words, flat)
        self.assertIn(request.item_ids.sha256, flat.replace(" ", ""))
        self.assertNotIn("They cannot judge", flat)  # the weighing stays on the file
        self.assertEqual(reader.metadata.title, f"Schedule of disclosure {request.name}")
        self.assertEqual(reader.trailer["/Root"]["/Lang"], "en-GB")
        self.assertEqual(request.schedule_hash, package.digest(data))

    def test_schedule_never_fetches(self):
        hostile = '<img src="http://127.0.0.1:9/x"><link rel="stylesheet" href="file:///etc/passwd">'
        with patch("urllib.request.urlopen", side_effect=AssertionError("fetched")):
            data = pdf.render(
                f"<html lang='en-GB'><head><title>t</title></head><body>{hostile}fine</body></html>"
            )
        self.assertIn("fine", PdfReader(io.BytesIO(data)).pages[0].extract_text())

    def test_schedule_escapes_what_people_type(self):
        item = {
            "category_id": self.employment.id,
            "description": "<h1>big</h1> & <img src='http://127.0.0.1:9/'> ش",
        }
        request, _password = self.released(item_ids=[(0, 0, item)])
        with self.acting(self.otto) as env:
            reader = PdfReader(io.BytesIO(base64.b64decode(request.with_env(env).schedule)))
        self.assertIn(
            "<h1>big</h1>", "".join(page.extract_text() for page in reader.pages).replace("\x00", "")
        )

    def test_package_opens_only_with_the_password(self):
        request, password = self.released()
        with self.acting(self.otto) as env:
            data = base64.b64decode(request.with_env(env).package)
            schedule = base64.b64decode(request.with_env(env).schedule)
            letter = base64.b64decode(request.with_env(env).letter)
        files = package.unpack(data, password)
        given = files.pop("item-01.pdf")
        self.assertEqual(files, {"letter.pdf": letter, "schedule.pdf": schedule})
        self.assertEqual(request.item_ids.sha256, package.digest(given))
        # A text has no pages of its own: it is given as what it looks like printed, with the recipient's mark on each.
        pages = [page.extract_text() for page in PdfReader(io.BytesIO(given)).pages]
        self.assertIn("the letter itself", pages[0])
        self.assertTrue(all("Equality and Human Rights Commission" in page for page in pages))
        for wrong in ("", "demo", password[:-1], password.upper()):
            with self.assertRaises(package.PackageError):
                package.unpack(data, wrong)
        self.assertNotIn(b"the letter itself", data)
        self.assertEqual(request.package_hash, package.digest(data))

    def test_the_password_is_kept_nowhere(self):
        request, password = self.released()
        self.env.flush_all()
        tables = (
            "wlec_disclosure_request",
            "mail_message",
            "mail_activity",
            "wlec_access_event",
            "ir_attachment",
        )
        for table in tables:
            self.env.cr.execute(f"SELECT count(*) FROM {table} t WHERE t::text LIKE %s", [f"%{password}%"])
            self.assertEqual(self.env.cr.fetchone()[0], 0, table)
        self.assertFalse(self.env["ir.attachment"].search([("res_model", "=", request._name)]))

    def test_a_new_package_has_a_new_password(self):
        request, password = self.released()
        again = self.step(request, self.otto, "repack")["params"]["password"]
        self.assertNotEqual(again, password)
        self.assertEqual(request.package_count, 2)
        with self.acting(self.otto) as env:
            data = base64.b64decode(request.with_env(env).package)
        self.assertIn("item-01.pdf", package.unpack(data, again))
        with self.assertRaises(package.PackageError):
            package.unpack(data, password)

    def test_release_is_recorded(self):
        request = self.approved()
        self._start_events()
        self.step(request, self.otto, "release")
        [event] = self.events(action="disclose", model=request._name)
        self.assertEqual(
            (event["record_ids"], event["user_id"], event["case_ids"]),
            ([request.id], self.otto.id, [self.case.id]),
        )
        reads = self.events(action="read", model="wlec.case.document")
        self.assertTrue([event for event in reads if "content" in event["field_names"]])

    def test_conflict_schedule_names_nobody(self):
        request = self.approved("conflict")
        with self.acting(self.mona) as env:
            request.with_env(env).releaser_id = self.bob.id
        self.step(request, self.bob, "release")
        with self.acting(self.bob) as env:
            reader = PdfReader(io.BytesIO(base64.b64decode(request.with_env(env).schedule)))
        text = " ".join(reader.pages[0].extract_text().split())
        self.assertIn("unable to act", text)
        self.assertNotIn("other side", text)

    def test_only_what_is_given_leaves(self):
        items = [
            (
                0,
                0,
                {"category_id": self.employment.id, "description": "Letter", "document_id": self.document.id},
            ),
            (
                0,
                0,
                {
                    "category_id": self.health.id,
                    "description": "GP records",
                    "given": False,
                    "reason": "Not needed",
                },
            ),
        ]
        request, password = self.released(item_ids=items)
        self.assertEqual((request.asked_count, request.given_count), (2, 1))
        with self.acting(self.otto) as env:
            files = package.unpack(base64.b64decode(request.with_env(env).package), password)
        self.assertEqual(sorted(files), ["item-01.pdf", "letter.pdf", "schedule.pdf"])
        text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(files["schedule.pdf"])).pages)
        self.assertNotIn("GP records", text)

    def test_the_client_is_told_or_the_silence_reviewed(self):
        for vals, day in (
            ({}, 0),
            ({"tell_client": "delayed", "tell_reason": "x", "tell_date": self.days(9)}, 9),
        ):
            request, _password = self.released(**vals)
            [activity] = request.activity_ids.filtered(lambda a: "Tell the client" in a.summary)
            self.assertEqual((activity.user_id, activity.date_deadline), (self.alice, self.days(day)))

    def test_smart_buttons(self):
        self.request()
        with self.acting(self.alice) as env:
            case = self.case.with_env(env)
            self.assertEqual((case.consent_count, case.disclosure_count), (1, 1))
            self.assertEqual(case.action_open_consents()["domain"], [("case_id", "=", case.id)])
            self.assertEqual(case.action_open_disclosures()["context"]["default_case_id"], case.id)

    def test_activities_and_history_say_nothing(self):
        request = self.approved("danger")
        texts = [str(m.body) for m in request.message_ids] + request.activity_ids.mapped("summary")
        for words in ("sister", "Threats", "dismissal", "danger"):
            self.assertFalse([text for text in texts if words in text])
        with self.acting(self.alice) as env:
            said = request.with_env(env).message_post(body="Her sister is in danger")
        self.assertTrue(said.sudo().wlec_protected)
