# SPDX-License-Identifier: LGPL-3.0-or-later
import base64
import io
from unittest.mock import patch

import pypdfium2

from odoo.exceptions import AccessError, UserError, ValidationError

from odoo.addons.wlec_confidentiality.exceptions import ConfidentialityError, TransitionError

from .complaint_common import SECRET, ComplaintCase

ADDRESS = "C. Client\n12 High Street\nSouthall\nUB1 1AA"


def text_of(content):
    document = pypdfium2.PdfDocument(io.BytesIO(base64.b64decode(content)))
    return " ".join(page.get_textpage().get_text_range() for page in document)


def words_at(content):
    """{line: (left, top, right, bottom) in mm} of whatever on the first page may be seen through the window of an envelope."""
    page = pypdfium2.PdfDocument(io.BytesIO(base64.b64decode(content)))[0]
    text, height, found = page.get_textpage(), page.get_height(), {}
    for number in range(text.count_rects()):
        left, bottom, right, top = text.get_rect(number)
        mm = [side * 25.4 / 72 for side in (left, height - top, right, height - bottom)]
        if mm[0] < 110 and mm[2] > 10 and mm[1] < 92 and mm[3] > 46:
            found[text.get_text_bounded(left, bottom, right, top).strip()] = mm
    return found


class TestLetters(ComplaintCase):
    def acknowledge_all(self):
        """What the scheduler does; it would commit after each."""
        with patch.object(type(self.env["ir.cron"]), "_commit_progress", return_value=600) as done:
            self.Complaint._cron_acknowledge()
        return done

    def test_in_the_portal_the_same_day(self):
        complaint = self.receive(contact_by="portal")
        self.acknowledge_all()
        self.assertEqual((complaint.state, complaint.acknowledged_on), ("acknowledged", complaint._today()))
        letter = complaint.letter_ids
        self.assertEqual((letter.kind, letter.state, letter.way), ("acknowledgement", "sent", "portal"))
        with self.acting(self.carol) as env:
            told = env[complaint._name].browse(complaint.id).exchange_ids
            self.assertEqual(told.kind, "acknowledgement")
            for words in (complaint.name, "Information Commissioner", "somebody who is not involved"):
                self.assertIn(words, told.body)
        self.acknowledge_all()
        self.assertEqual(len(complaint.letter_ids), 1)

    def test_by_mail_without_content(self):
        self.carol.partner_id.email = "carol@example.org"
        known = self.env["mail.mail"].search([])
        complaint = self.receive(contact_by="email")
        self.acknowledge_all()
        self.assertEqual(complaint.state, "acknowledged")
        mails = (self.env["mail.mail"].search([]) - known).filtered(
            lambda mail: self.carol.partner_id in mail.recipient_ids
        )
        self.assertEqual(len(mails), 1)
        self.assertIn(complaint.name, mails.subject)
        for word in ("canary", "Commissioner", "acknowledge", "neighbour"):
            self.assertNotIn(word, str(mails.body_html))

    def test_by_post(self):
        """The letter is made by the programme; the clock stops when somebody says that it was posted."""
        complaint = self.receive(contact_by="post", postal_address=ADDRESS)
        self.acknowledge_all()
        letter = complaint.letter_ids
        self.assertFalse(letter._has_value("file"), "the scheduler opens no address")
        self.assertEqual((complaint.state, letter.state, complaint.unsent_count), ("received", "waiting", 1))
        self.assertIn(self.otto, complaint.activity_ids.user_id)
        self.assertIn(complaint, self.Complaint.search([("letter_ids.state", "in", ("waiting", "failed"))]))
        with self.acting(self.otto) as env:
            mine = env[letter._name].browse(letter.id)
            self.assertTrue(mine.action_print()["url"].endswith("?download=true"))
            text = text_of(mine.file)
            self.assertIn(complaint.name, text)
            self.assertNotIn("canary", text)
            self.assertIn("C. Client", text)
            mine.action_sent()
        self.assertEqual(
            (complaint.state, letter.state, letter.sent_by_id), ("acknowledged", "sent", self.otto)
        )
        self.assertEqual(complaint.unsent_count, 0)
        self.assertEqual(len(complaint.letter_ids), 1)
        self.assertTrue(self.events(action="print", model=letter._name, actor_id=self.otto.id))

    def test_the_address_on_the_envelope(self):
        """Opened by whoever prints it, once; where there is none, or one that would be cut, nothing is printed."""
        complaint = self.receive(contact_by="post")
        self.acknowledge_all()
        letter = complaint.letter_ids
        with self.acting(self.otto) as env:
            mine = env[letter._name].browse(letter.id)
            for address, word in ((False, "no address"), (" \n ", "no address"), ("x" * 70, "too long")):
                mine.complaint_id.postal_address = address
                with self.subTest(address), self.assertRaises(UserError) as caught, env.cr.savepoint():
                    mine.action_print()
                self.assertIn(word, str(caught.exception))
            mine.complaint_id.postal_address = ADDRESS
        self._start_events()
        with self.acting(self.otto) as env:
            env[letter._name].browse(letter.id).action_print()
        read = self.events(action="read", model=complaint._name, actor_id=self.otto.id)
        self.assertEqual([row["field_names"] for row in read], [["postal_address"]])
        with self.acting(self.otto) as env:
            mine = env[letter._name].browse(letter.id)
            mine.complaint_id.postal_address = "Elsewhere"
            mine.action_print()  # what was written stays as it was
            self.assertIn("C. Client", text_of(mine.file))
            where = words_at(mine.file)
        self.assertEqual(list(where), ["C. Client", "12 High Street", "Southall", "UB1 1AA"])
        for words, (left, top, right, bottom) in where.items():
            with self.subTest(words):
                self.assertGreater(left, 20)
                self.assertLess(right, 100)
                self.assertGreater(top, 56)
                self.assertLess(bottom, 82)

    def test_handed_over_instead_of_posted(self):
        complaint = self.receive(contact_by="post")
        self.acknowledge_all()
        with self.acting(self.otto) as env:
            env["wlec.complaint.letter"].browse(complaint.letter_ids.id).action_sent()
        self.assertEqual(complaint.state, "acknowledged")

    def test_posted_without_being_printed_here_keeps_the_page(self):
        complaint = self.receive(contact_by="post", postal_address=ADDRESS)
        self.acknowledge_all()
        with self.acting(self.otto) as env:
            mine = env["wlec.complaint.letter"].browse(complaint.letter_ids.id)
            mine.action_sent()
            self.assertIn("UB1 1AA", text_of(mine.file))

    def test_in_the_reader_s_language_where_it_is_written(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        self.env["res.lang"]._activate_lang("ar_001")
        template = self.env["wlec.complaint.letter.template"].search([("kind", "=", "acknowledgement")])
        template.with_context(lang="fr_FR").write(
            {"body": "Votre plainte {reference} est arrivée.", "subject": "Bien reçu"}
        )
        for lang, begins, code in (
            ("fr_FR", "Votre plainte", "fr_FR"),
            ("ar_001", template.body[:20], "en_"),
        ):
            with self.subTest(lang):
                self.carol.partner_id.lang = lang
                complaint = self.receive(contact_by="portal")
                self.acknowledge_all()
                letter = complaint.letter_ids
                self.assertTrue(letter.lang.startswith(code), letter.lang)
                with self.acting(self.otto) as env:
                    self.assertTrue(env[letter._name].browse(letter.id).body.startswith(begins))

    def test_by_telephone(self):
        complaint = self.receive(contact_by="phone")
        self.acknowledge_all()
        self.assertEqual((complaint.state, complaint.letter_ids.state), ("received", "waiting"))
        with self.acting(self.otto) as env:
            mine = env[complaint._name].browse(complaint.id)
            self.assertIn(complaint.name, mine.letter_ids.body)  # to be read out
            mine.action_acknowledge()
        self.assertEqual((complaint.state, complaint.letter_ids.state), ("acknowledged", "sent"))
        self.assertEqual(len(complaint.letter_ids), 1)

    def test_a_stranger_without_a_login(self):
        """Nothing can reach them in the portal: that is said, and the law's clock goes on."""
        with self.acting(self.fred) as env:
            complaint = env[self.Complaint._name]._receive(
                "staff",
                {"description": SECRET, "contact_by": "email", "complainant": "A woman from Southall"},
            )
        complaint = self.Complaint.browse(complaint.id)
        self.acknowledge_all()
        letter = complaint.letter_ids
        self.assertEqual((complaint.state, letter.state), ("received", "failed"))
        self.assertIn("login", letter.failure)
        with self.acting(self.otto) as env:
            with self.assertRaises(UserError):
                env[letter._name].browse(letter.id).action_try_again()
            env[complaint._name].browse(complaint.id).contact_by = "phone"
            env[letter._name].browse(letter.id).action_try_again()
            self.assertEqual((letter.way, letter.state), ("phone", "waiting"))
            env[letter._name].browse(letter.id).action_sent()
        self.assertEqual(complaint.state, "acknowledged")

    def test_one_that_fails_stops_no_other(self):
        first, second = (
            self.receive(contact_by="post", postal_address=ADDRESS),
            self.receive(contact_by="portal"),
        )
        with patch(
            "odoo.addons.wlec_confidentiality.reports.pdf.render",
            side_effect=ConfidentialityError("no PDF today"),
        ):
            self.acknowledge_all()
            with self.acting(self.otto) as env, self.assertRaises(UserError) as caught, env.cr.savepoint():
                env["wlec.complaint.letter"].browse(first.letter_ids.id).action_print()
        self.assertEqual((first.letter_ids.state, second.state), ("waiting", "acknowledged"))
        self.assertIn("no PDF today", str(caught.exception))
        with patch.object(type(self.Complaint), "_letter_words", side_effect=ValueError("broken wording")):
            third = self.receive(contact_by="portal")
            with self.assertLogs("odoo.addons.wlec_confidentiality.models.complaint", "WARNING") as logs:
                self.acknowledge_all()
        self.assertIn(f"complaint {third.id} ", logs.output[0])
        self.assertEqual((third.state, bool(third.letter_ids)), ("received", False))
        self.acknowledge_all()
        self.assertEqual(third.state, "acknowledged")

    def test_the_mail_server_refuses(self):
        self.carol.partner_id.email = "carol@example.org"
        complaint = self.receive(contact_by="email")
        self.acknowledge_all()
        mails = self.env["mail.mail"].search([("model", "=", complaint._name), ("res_id", "=", complaint.id)])
        mails.write({"state": "exception"})
        self.Complaint._cron_clocks()
        self.assertEqual(complaint.letter_ids.state, "failed")
        self.assertTrue(complaint.has_letter_to_send)
        # Sent once more: the mail that was refused then says nothing of this one.
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE mail_mail SET create_date = create_date - interval '1 day' WHERE id = ANY(%s)",
            [mails.ids],
        )
        self.env.invalidate_all()
        with self.acting(self.otto) as env:
            complaint.letter_ids.with_env(env).action_try_again()
        self.Complaint._cron_clocks()
        self.assertEqual(complaint.letter_ids.state, "sent")
        self.assertFalse(complaint.has_letter_to_send)

    def test_the_outcome_takes_each_point_in_turn(self):
        complaint = self.receive()
        with self.acting(self.otto) as env:
            mine = env[complaint._name].browse(complaint.id)
            mine.action_acknowledge()
            mine.action_investigate()
            points = env["wlec.breach.complaint.issue"].create(
                [
                    {"complaint_id": mine.id, "what": "The waiting room", "finding": "upheld"},
                    {
                        "complaint_id": mine.id,
                        "what": "The telephone call",
                        "finding": "not_upheld",
                        "reason": "Nobody rang that day.",
                    },
                ]
            )
            with self.assertRaises(TransitionError) as caught, env.cr.savepoint():
                mine.action_give_outcome()
            self.assertIn("Point 1", str(caught.exception))
            points[0].write({"reason": "A name was called out.", "remedy": "Numbers are called now."})
            mine.outcome_text = "We are sorry."
            mine.action_give_outcome()
            self.assertEqual(mine.finding, "partly")
            mine.letter_ids[0].action_print()
            text = " ".join(text_of(mine.letter_ids[0].file).split())
        order = [
            "We are sorry.", "Point 1: The waiting room", "What we found: upheld.", "A name was called out.",
            "Numbers are called now.", "Point 2: The telephone call", "not upheld", "Nobody rang that day.",
            "right to complain to the regulator", "Information Commissioner", "Wycliffe House",
        ]  # fmt: skip
        places = [text.find(words) for words in order]
        self.assertEqual(places, sorted(places), text)
        self.assertNotIn(-1, places)

    def test_the_regulator_is_a_setting(self):
        self.env.company.write(
            {"wlec_regulator_name": "The Information Commission", "wlec_regulator_address": "1 New Street"}
        )
        complaint = self.receive()
        self.acknowledge_all()
        with self.acting(self.otto) as env:
            body = env[complaint._name].browse(complaint.id).letter_ids.body
        self.assertIn("The Information Commission\n1 New Street", body)

    def test_in_the_clients_language(self):
        self.env["res.lang"]._activate_lang("pl_PL")
        template = self.env.ref("wlec_confidentiality.complaint_letter_acknowledgement")
        template.with_context(lang="pl_PL").write(
            {
                "subject": "Otrzymaliśmy skargę",
                "body": "Otrzymaliśmy Państwa skargę {reference} dnia {received}.",
            }
        )
        self.carol.partner_id.lang = "pl_PL"
        complaint, other = self.receive(), self.receive(self.chris)
        self.acknowledge_all()
        with self.acting(self.otto) as env:
            self.assertIn("Państwa skargę", env[complaint._name].browse(complaint.id).letter_ids.body)
            self.assertIn("Thank you", env[complaint._name].browse(other.id).letter_ids.body)
        self.assertEqual(complaint.letter_ids.subject, "Otrzymaliśmy skargę")

    def test_the_wording_is_checked(self):
        template = self.env.ref("wlec_confidentiality.complaint_letter_outcome")
        with self.acting(self.otto) as env:
            mine = env[template._name].browse(template.id)
            self.assertIn("COMP-48213", mine.preview)
            for body, word in (
                ("{issues} {regulator} {object.env}", "object.env"),
                ("{issues} {regulator} {", "{"),
                ("{issues}", "regulator"),
            ):
                with self.assertRaises(ValidationError) as caught, env.cr.savepoint():
                    mine.body = body
                self.assertIn(word, str(caught.exception))
            mine.body = "Ours: {issues} Go to {regulator}."
        with self.acting(self.alice) as env, self.assertRaises(AccessError):
            env[template._name].browse(template.id).body = "x"

    def test_nobody_writes_a_letter_by_hand(self):
        complaint = self.receive()
        self.acknowledge_all()
        with self.acting(self.otto) as env:
            with self.assertRaises(UserError):
                env["wlec.complaint.letter"].create(
                    {"complaint_id": complaint.id, "kind": "outcome", "way": "post"}
                )
            with self.assertRaises(UserError):
                env["wlec.complaint.letter"].browse(complaint.letter_ids.id).write({"state": "failed"})
