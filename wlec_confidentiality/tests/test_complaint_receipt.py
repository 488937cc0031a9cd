# SPDX-License-Identifier: LGPL-3.0-or-later
from lxml import html

from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.wlec_confidentiality.models.complaint import receipt_rows
from odoo.addons.wlec_confidentiality.orm import rotation
from odoo.addons.wlec_confidentiality.tools import brake, receipt_code

from .portal_common import PDF, STORY, PortalCase


@tagged("post_install", "-at_install")
class TestComplaintReceipt(PortalCase):
    """Complaining without a login, and coming back with the words."""

    def setUp(self):
        super().setUp()
        self.logout()
        self.known = self.Complaint.search([])

    # ---- helpers
    def made(self):
        return self.Complaint.search([]) - self.known

    def file(self, files=(), form=None, **values):
        data = {
            **(form or self.hidden("/complaint")),
            "description": STORY,
            "contact_by": "receipt",
            **values,
        }
        return self.url_open("/complaint", data=data, files=[("documents", file) for file in files])

    def code_of(self, response):
        words = html.fromstring(response.text).xpath("//ol[@class='code']/li/text()")
        self.assertEqual(len(words), receipt_code.COUNT, response.text[:3000])
        return " ".join(words)

    def knock(self, code, where="", files=(), **values):
        data = {**self.hidden("/complaint/receipt"), "code": code, **values}
        return self.url_open(
            f"/complaint/receipt{where}", data=data, files=[("documents", file) for file in files]
        )

    def acknowledge(self, complaint, text):
        with self.acting(self.otto) as env:
            here = env["wlec.breach.complaint"].browse(complaint.id)
            if here.state == "received":
                here.action_acknowledge()
            env["wlec.complaint.message"].create({"complaint_id": complaint.id, "body": text})

    # ---- there and back
    def test_file_come_back_add_and_read(self):
        response = self.file(
            files=[("../letter.pdf", PDF, "text/html")],
            complainant="Somebody",
            language="Arabic",
            about="A tall man",
        )
        self.assertEqual(response.status_code, 200)
        complaint, code = self.made(), self.code_of(response)
        self.assertEqual(
            (complaint.channel, complaint.state, complaint.partner_id.id), ("receipt", "received", False)
        )
        self.assertEqual(complaint.create_uid, self.env.ref("base.public_user"))
        self.assertEqual(complaint.handler_id, self.otto)
        self.acknowledge(complaint, "What day was it?")
        opened = self.knock(code.upper().replace(" ", "\n"))
        self.assertEqual(opened.status_code, 200)
        text = html.fromstring(opened.text).text_content()
        for shown in (
            complaint.name,
            *STORY.split("\n"),
            "Somebody",
            "Arabic",
            "A tall man",
            "What day was it?",
        ):
            self.assertIn(shown, text)
        self.assertNotIn("<b>signs</b>", opened.text)
        added = self.knock(code, "/message", body="It was Tuesday", files=[("photo.pdf", PDF, "x/y")])
        self.assertIn("Your message has been sent", added.text)
        self.assertIn("photo.pdf", added.text)
        self.assertEqual(complaint.exchange_ids.sorted("id")[-1].author_kind, "client")
        document = complaint.document_ids[0]
        got = self.knock(code, "/document", document=str(document.id))
        self.assertEqual(got.content, PDF)
        self.assertIn("attachment", got.headers["Content-Disposition"])
        self.assertNotIn("..", got.headers["Content-Disposition"])
        self.assertEqual(got.headers["Content-Type"], "application/octet-stream")
        self.assertIn("sandbox", got.headers["Content-Security-Policy"])

    def test_a_page_loaded_anew_sends_nothing_again(self):
        code = self.code_of(self.file())
        complaint = self.made()
        page = self.knock(code).text
        key = html.fromstring(page).xpath("//input[@name='submission_key']/@value")[0]
        for _ in range(3):
            answer = self.knock(code, "/message", body="It was Tuesday", submission_key=key)
            self.assertIn("Your message has been sent", answer.text)
        self.assertEqual(len(complaint.exchange_ids.filtered(lambda said: said.author_kind == "client")), 1)
        other = html.fromstring(answer.text).xpath("//input[@name='submission_key']/@value")[0]
        self.assertNotEqual(other, key)
        self.knock(code, "/message", body="It was Tuesday", submission_key=other)
        self.knock(code, "/message", body="Or Monday", submission_key=key)
        self.assertEqual(len(complaint.exchange_ids.filtered(lambda said: said.author_kind == "client")), 3)

    def test_nothing_of_the_code_is_in_an_address_or_a_session(self):
        response = self.file()
        code = self.code_of(response)
        self.assertNotIn(code.split()[0], response.url)
        self.assertEqual(self.knock(code).url.rpartition("/")[2], "receipt")
        row = self.made().sudo()
        self.assertEqual(len(row.receipt_lookup), 64)
        for word in code.split():
            self.assertNotIn(f" {word} ", f" {row.receipt_lookup} {row.receipt_key} ")
        self.assertEqual(response.headers["Cache-Control"], "no-store")
        self.assertIn("default-src 'none'", response.headers["Content-Security-Policy"])

    def test_pages_need_nothing_from_elsewhere(self):
        code = self.code_of(self.file())
        for response in (
            *(self.url_open(f"/complaint{path}") for path in ("", "/receipt", "/help", "/paper")),
            self.knock(code),
        ):
            page = html.fromstring(response.text)
            self.assertFalse(page.xpath("//script|//img|//link|//iframe|//*[@src]|//@onclick"))
            self.assertNotIn("url(", response.text)
            self.assertIn("default-src 'none'", response.headers["Content-Security-Policy"])

    def test_who_would_rather_write_or_ring_is_told_where(self):
        self.env.company.write({"street": "1 Example Road", "zip": "W7 9ZZ", "phone": "020 7946 0112"})
        for path in ("/help", "/paper"):
            page = self.url_open(f"/complaint{path}").text
            for words in ("1 Example Road", "W7 9ZZ", "020 7946 0112"):
                self.assertIn(words, page)

    def test_looking_changes_nothing(self):
        self.env.flush_all()
        for path in ("", "/receipt", "/help", "/paper", "?description=x&contact_by=receipt"):
            self.assertEqual(self.url_open(f"/complaint{path}").status_code, 200)
        self.assertFalse(self.made())
        for path in ("/message", "/review", "/document"):
            with mute_logger("odoo.http"):
                self.assertIn(self.url_open(f"/complaint/receipt{path}").status_code, (404, 405))

    def test_same_form_twice(self):
        form = self.hidden("/complaint")
        first, second = (self.file(form=form) for _ in range(2))
        self.assertEqual(len(self.made()), 1)
        self.assertEqual(self.code_of(first), self.code_of(second))

    def test_a_code_of_ones_own_is_not_taken(self):
        form = self.hidden("/complaint") | {"receipt": " ".join(["acid"] * 8)}
        response = self.file(form=form)
        self.assertEqual(response.status_code, 422)
        self.assertFalse(self.made())
        self.assertIn("She knew about my appeal.", response.text)
        self.assertNotIn("acid acid", response.text)

    def test_refused(self):
        for values, field in (
            ({"description": " "}, "description"),
            ({"contact_by": "email"}, "contact_by"),
            ({"contact_by": "portal"}, "contact_by"),
            ({"contact_by": "phone"}, "safe_contact"),
            ({"contact_by": "post"}, "postal_address"),
            ({"complainant": "x" * 501}, "complainant"),
            ({"files": [("page.html", b"<html><script>1</script>", "text/html")]}, "documents"),
        ):
            response = self.file(**values)
            self.assertEqual(response.status_code, 422)
            self.refused(response, field)
        self.assertFalse(self.made())

    @mute_logger("odoo.http")
    def test_csrf(self):
        for path in ("", "/receipt", "/receipt/message", "/receipt/review", "/receipt/document"):
            response = self.url_open(f"/complaint{path}", data={"description": STORY, "code": "acid " * 8})
            self.assertEqual(response.status_code, 400)
            self.assertIn("Nothing was sent", response.text)
        self.assertFalse(self.made())

    # ---- whose it is
    def test_logged_in_and_still_nobody(self):
        self.log_in(self.carol)
        self.file()
        complaint = self.made()
        self.assertEqual(
            (complaint.create_uid, complaint.partner_id.id), (self.env.ref("base.public_user"), False)
        )
        self.assertFalse(complaint.exchange_ids.user_id)
        with self.acting(self.carol) as env:
            self.assertFalse(env["wlec.breach.complaint"].search([("id", "=", complaint.id)]))

    def test_another_complaints_document(self):
        self.file(files=[("a.pdf", PDF, "x")])
        theirs = self.made().document_ids
        self.known |= self.made()
        code = self.code_of(self.file())
        for number in (str(theirs.id), "0", "-1", "1 OR 1=1", "9" * 30, ""):
            response = self.knock(code, "/document", document=number)
            self.assertEqual(response.status_code, 404)
            self.assertNotEqual(response.content, PDF)

    def test_what_is_not_shared_is_not_shown(self):
        code = self.code_of(self.file())
        with self.acting(self.otto) as env:
            env["wlec.complaint.document"].create(
                {"complaint_id": self.made().id, "file_name": "ours.pdf", "content": "JVBERi0xLjQK"}
            )
        document = self.made().document_ids
        self.assertFalse(document.is_shared)
        self.assertNotIn("ours.pdf", self.knock(code).text)
        self.assertEqual(self.knock(code, "/document", document=str(document.id)).status_code, 404)

    def test_access_is_recorded_without_a_trace_of_who(self):
        code = self.code_of(self.file())
        self.knock(code)
        self.env.cr.execute(
            "SELECT action, user_id, ip, session, route FROM wlec_access_event"
            " WHERE model = 'wlec.breach.complaint' AND %s = ANY(record_ids) AND origin = 'http'",
            [self.made().id],
        )
        rows = self.env.cr.fetchall()
        public = self.env.ref("base.public_user").id
        self.assertIn(("read", public, None, None, "/complaint/receipt"), rows)
        self.assertIn(("create", public, None, None, "/complaint"), rows)
        self.assertFalse([row for row in rows if row[2] or row[3]])

    # ---- guessing
    def test_wrong_codes(self):
        code = self.code_of(self.file())
        for typed, status in (
            ("", 422),
            (code.rsplit(" ", 1)[0], 422),
            (f"{code} acid", 422),
            (code.replace(code.split()[0], "acidd"), 422),
            ("acid " * 8, 404),
            (" ".join(reversed(code.split())), 404),
        ):
            response = self.knock(typed)
            self.assertEqual(response.status_code, status, typed)
            self.assertNotIn("She knew", response.text)
        self.assertIn("acid", self.knock(code.replace(code.split()[0], "acidd")).text)

    def test_the_brake(self):
        code = self.code_of(self.file())
        other = self.code_of(self.file(description="Hers"))
        drawers = receipt_rows.drawers(self.env.cr, code)
        for _ in range(brake.GUESSES.most - 1):
            receipt_rows.note(self.env.cr, drawers[2:3])
        self.assertEqual(self.knock(code).status_code, 200)
        receipt_rows.note(self.env.cr, drawers[2:3])  # two of the words are enough
        self.assertEqual(self.knock(other).status_code, 200)  # and are nobody else's trouble
        response = self.knock(code)
        self.assertEqual(response.status_code, 429)
        self.assertGreater(int(response.headers["Retry-After"]), 500)
        self.assertNotIn("She knew", response.text)
        self.env.cr.execute("UPDATE wlec_receipt_try SET at = at - interval '11 minutes'")
        self.assertEqual(self.knock(code).status_code, 200)

    def test_a_wrong_code_is_counted_and_nothing_else_of_it(self):
        self.knock("acid " * 8)
        drawers = receipt_rows.drawers(self.env.cr, receipt_code.read("acid " * 8))
        self.env.cr.execute("SELECT drawer FROM wlec_receipt_try")
        self.assertEqual({row[0] for row in self.env.cr.fetchall()}, set(drawers))
        self.env.cr.execute(
            "SELECT column_name FROM information_schema.columns WHERE table_name = 'wlec_receipt_try'"
        )
        self.assertEqual({row[0] for row in self.env.cr.fetchall()}, {"drawer", "at"})

    def test_what_is_counted_leads_back_to_words_only_with_the_ring(self):
        """A slip of the pen is nearly a right code: the database alone must not tell which words it had."""
        code = receipt_code.read("acid " * 8)
        self.knock(code)
        self.env.cr.execute("SELECT salt, drawer_secret FROM wlec_receipt_salt")
        salt, kept = map(bytes, self.env.cr.fetchone())
        counted = set(receipt_rows.drawers(self.env.cr, code))
        for guess in (salt, kept, kept[:32], kept[-32:], b""):
            self.assertFalse(counted & set(receipt_code.drawers(code, guess)))
        self.env.cr.execute("UPDATE wlec_receipt_salt SET drawer_kek = 'gone'")
        again = receipt_rows.drawers(self.env.cr, code)  # the key is gone: the drawers begin anew
        self.assertFalse(counted & set(again))
        self.assertEqual(receipt_rows.drawers(self.env.cr, code), again)

    def test_tries_are_forgotten_within_the_hour(self):
        self.knock("acid " * 8)
        self.env.cr.execute("UPDATE wlec_receipt_try SET at = at - interval '61 minutes'")
        self.env["wlec.breach.complaint"]._cron_acknowledge()
        self.env.cr.execute("SELECT count(*) FROM wlec_receipt_try")
        self.assertEqual(self.env.cr.fetchone(), (0,))

    def test_very_many_filings(self):
        for _ in range(brake.FILINGS.most):
            receipt_rows.note(self.env.cr, [receipt_rows.FILING])
        response = self.file()
        self.assertEqual(response.status_code, 429)
        self.assertIn("She knew about my appeal.", response.text)
        self.assertFalse(self.made())

    # ---- the second lock
    def test_a_hash_put_into_another_row_opens_nothing(self):
        """Who can write to the database, and has no key ring, cannot make a code for somebody else's complaint."""
        self.file(description="Hers")
        hers = self.made()
        self.known |= hers
        code = self.code_of(self.file())
        mine = self.made()
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE wlec_breach_complaint SET receipt_lookup = NULL, receipt_key = NULL WHERE id = %s RETURNING"
            " (SELECT receipt_lookup FROM wlec_breach_complaint WHERE id = %s),"
            " (SELECT receipt_key FROM wlec_breach_complaint WHERE id = %s)",
            [mine.id, mine.id, mine.id],
        )
        lookup, key = self.env.cr.fetchone()
        self.env.cr.execute(
            "UPDATE wlec_breach_complaint SET receipt_lookup = %s, receipt_key = %s, receipt_check ="
            " (SELECT receipt_check FROM wlec_breach_complaint WHERE id = %s) WHERE id = %s",
            [lookup, key, mine.id, hers.id],
        )
        self.env.invalidate_all()
        response = self.knock(code)
        self.assertEqual(response.status_code, 404)
        self.assertNotIn("Hers", response.text)

    def test_a_new_data_key(self):
        code = self.code_of(self.file())
        complaint = self.made().sudo()
        before = complaint.receipt_key
        scope = complaint._key_scope()
        choice = rotation.Choice(rotation.newest_key(self.env.cr), scope=scope)
        self.assertEqual(rotation.renew(self.env.cr, choice).done, 1)
        self.assertEqual(self.knock(code).status_code, 200)
        complaint.receipt_check = complaint.receipt_lookup  # sealed anew, as the rotation does
        self.env.flush_all()
        self.assertEqual(self.knock(code).status_code, 200)
        self.env.invalidate_all()
        self.assertNotEqual(complaint.receipt_key, before)
        self.assertEqual(self.knock(code).status_code, 200)

    def test_review(self):
        code = self.code_of(self.file())
        complaint = self.made()
        self.knock(code, "/review")
        self.assertEqual(complaint.state, "received")
        with self.acting(self.otto) as env:
            here = env["wlec.breach.complaint"].browse(complaint.id)
            here.action_acknowledge()
            here.write({"finding": "upheld", "outcome_text": "We were wrong"})
            here.action_give_outcome()
        self.assertIn("We were wrong", self.knock(code).text)
        self.assertIn("look at your complaint again", self.knock(code, "/review").text)
        self.assertEqual(complaint.state, "review")
