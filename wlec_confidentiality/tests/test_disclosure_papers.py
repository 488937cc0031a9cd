# SPDX-License-Identifier: LGPL-3.0-or-later
import base64
import io
from unittest.mock import patch

from PIL import Image
from pypdf import PdfReader

from odoo.exceptions import UserError
from odoo.tests import tagged

from odoo.addons.wlec_confidentiality.exceptions import ConfidentialityError, TransitionError
from odoo.addons.wlec_confidentiality.tools import package
from odoo.addons.wlec_confidentiality.tools.papers import apart

from . import papers
from .disclosing import DisclosingCase


@tagged("post_install", "-at_install", "wlec")
class TestDisclosurePapers(DisclosingCase):
    """Documents are looked through before they leave, blacked out in a copy, and given without what nobody sees."""

    def paper(self, content, name="paper.pdf"):
        with self.acting(self.alice) as env:
            document = env["wlec.case.document"].create(
                {"case_id": self.case.id, "content": base64.b64encode(content), "file_name": name}
            )
        return document.with_env(self.env)

    def asking(self, content, name="paper.pdf", **vals):
        """A complete request of alice's that gives this document."""
        self.document = self.paper(content, name)
        return self.request(**vals)

    def release(self, request):
        self.step(request, self.alice, "submit")
        self.step(request, self.mona, "approve")
        password = self.step(request, self.otto, "release")["params"]["password"]
        with self.acting(self.otto) as env:
            return package.unpack(base64.b64decode(request.with_env(env).package), password)

    def content_of(self, document):
        with self.acting(self.alice) as env:
            return base64.b64decode(document.with_env(env).content)

    # ---- it blocks
    def test_a_bad_redaction_is_not_assessed(self):
        request = self.asking(papers.letter(box=True))
        answer = self.step(request, self.alice, "assess")
        self.assertEqual((request.state, answer["params"]["type"]), ("draft", "danger"))
        with self.acting(self.alice) as env:
            self.assertIn(
                "Page 1: text is there that cannot be seen", request.with_env(env)._documents_sentence()
            )
        self.assertIn("Documents", answer["params"]["message"])
        self.assertEqual((request.check_state, request.item_ids.check_state), ("found", "found"))
        with self.acting(self.alice) as env:
            self.assertIn("cannot be seen", request.with_env(env).check_html)
        self.assertNotIn("Khalid", request.item_ids.check_result)
        with self.assertRaises(TransitionError), self.acting(self.alice) as env:
            request.with_env(env)._transition("assess")

    def test_every_later_step_looks_again(self):
        """Whatever got past an earlier step - by an older inspector, or behind its back - does not get past the next one; what was
        found is still on the page afterwards."""
        steps = (("alice", "submit"), ("mona", "approve"), ("otto", "release"))
        for last in range(3):
            request = self.asking(papers.letter())
            self.step(request, self.alice, "assess")
            for who, step in steps[:last]:
                self.step(request, getattr(self, who), step)
            before, (who, step) = request.state, steps[last]
            bad = [apart.Finding("hidden_text", 1, 3)]
            with patch.object(apart, "inspect", return_value=bad):
                self.env.cr.cache.pop("wlec_inspected", None)
                answer = self.step(request, getattr(self, who), step)
                with self.acting(getattr(self, who)) as env, self.assertRaises(TransitionError):
                    request.with_env(env)._transition(step)
            self.assertEqual((answer["params"]["type"], request.state), ("danger", before))
            self.assertFalse(request.package_count)
            with self.acting(getattr(self, who)) as env:
                self.assertIn("cannot be seen", request.with_env(env).findings_html)

    def test_a_word_in_the_schedule_stands_on_the_page_until_it_is_mended(self):
        request = self.asking(papers.letter(), banned_words="Ferdinand")
        self.step(request, self.alice, "assess")
        with self.acting(self.alice) as env:
            request.with_env(env).item_ids.description = "What Ferdinand has seen"
        answer = self.step(request, self.alice, "submit")
        self.assertEqual(
            (request.state, answer["params"]["type"], request.words_found), ("assessed", "danger", True)
        )
        with self.acting(self.alice) as env:
            self.assertIn("must not appear", request.with_env(env).findings_html)
            request.with_env(env).item_ids.description = "What a witness has seen"
        self.assertFalse(request.words_found or request.findings_html)
        self.step(request, self.alice, "submit")
        self.assertEqual(request.state, "submitted")

    def test_the_finished_copy_is_looked_at_too(self):
        request = self.asking(papers.letter())
        self.step(request, self.alice, "assess")
        self.step(request, self.alice, "submit")
        self.step(request, self.mona, "approve")
        with (
            patch.object(apart, "given", return_value=(papers.letter(), "pdf")),
            self.assertRaises(UserError) as caught,
        ):
            self.step(request, self.otto, "release")
        self.assertIn("who made it", str(caught.exception))

    def test_what_cannot_be_looked_through_does_not_leave(self):
        for content, name, words in (
            (b"MZ\x00\x01", "a.exe", "this kind of file cannot be checked".capitalize()),
            (papers.letter(), "a.docx", "Its name does not say what it is"),
            (b"%PDF-1.4 and nothing more", "a.pdf", "It is damaged"),
        ):
            request = self.asking(content, name)
            self.step(request, self.alice, "assess")
            self.assertIn(words.lower(), request._documents_sentence().lower())
            self.assertEqual(request.state, "draft")

    def test_an_office_document_is_given_as_a_pdf(self):
        """The recipient's name cannot be laid over its pages: refused, with what to do, unless the centre puts up with it."""
        request = self.asking(papers.word(), "a.docx")
        self.step(request, self.alice, "assess")
        self.assertEqual((request.state, request.item_ids.check_state), ("draft", "found"))
        self.assertIn("as a PDF", request._documents_sentence())
        self.env.company.wlec_give_office_files = True
        self.env.invalidate_all()
        self.assertEqual(request.item_ids.check_state, "clean")
        self.step(request, self.alice, "assess")
        self.step(request, self.alice, "submit")
        self.step(request, self.mona, "approve")
        self.env.company.wlec_give_office_files = False  # the centre thinks better of it before it leaves
        self.env.invalidate_all()
        self.step(request, self.otto, "release")
        self.assertIn("as a PDF", request._documents_sentence())
        self.assertEqual(request.state, "approved")
        self.env.company.wlec_give_office_files = True
        self.env.invalidate_all()
        self.step(request, self.otto, "release")
        self.assertEqual(request.state, "released")

    def test_names_that_must_not_appear(self):
        request = self.asking(papers.letter(), banned_words="Amina Khalid\nsomebody else")
        self.step(request, self.alice, "assess")
        self.assertIn("must not appear", request._documents_sentence())
        with self.acting(self.alice) as env:
            request.with_env(env).banned_words = "somebody else"
        self.assertEqual(request.item_ids.check_state, "open", "another list, another check")
        self.step(request, self.alice, "assess")
        self.assertEqual(request.state, "assessed")

    def test_names_in_our_own_words(self):
        item = {
            "category_id": self.employment.id,
            "description": "Statement of Amina Khalid",
            "document_id": self.document.id,
        }
        request = self.request(banned_words="khalid", item_ids=[(0, 0, item)])
        answer = self.step(request, self.alice, "assess")
        self.assertEqual((request.state, answer["params"]["type"]), ("draft", "danger"))
        with self.acting(self.alice) as env:
            self.assertIn("A description of an item", request.with_env(env).findings_html)
        with self.assertRaises(TransitionError) as caught, self.acting(self.alice) as env:
            request.with_env(env)._transition("assess")
        self.assertIn("A description of an item", str(caught.exception))

    def test_the_list_stays_when_it_was_submitted(self):
        request = self.submitted()
        for name in ("banned_words", "more_conditions"):
            with self.assertRaises(TransitionError), self.acting(self.alice) as env:
                request.with_env(env)[name] = "x y"

    def test_what_is_not_given_is_not_looked_through(self):
        bad = self.paper(papers.letter(box=True))
        items = [
            (0, 0, {"category_id": self.employment.id, "description": "Letter", "document_id": self.document.id}),
            (0, 0, {"category_id": self.employment.id, "description": "Not this", "document_id": bad.id, "given": False, "reason": "Not needed"}),
        ]  # fmt: skip
        request = self.request(item_ids=items)
        self.step(request, self.alice, "assess")
        self.assertEqual(request.state, "assessed")

    def test_the_check_is_on_record_as_that(self):
        request = self.asking(papers.letter())
        self._start_events()
        self.step(request, self.alice, "check_documents")
        [event] = self.events(action="inspect", model="wlec.case.document")
        self.assertEqual((event["record_ids"], event["actor_id"]), (self.document.ids, self.alice.id))
        self.assertFalse(
            [
                e
                for e in self.events(action="read", model="wlec.case.document")
                if "content" in e["field_names"]
            ]
        )

    # ---- copies
    def test_a_copy_as_pictures_cures_it(self):
        request = self.asking(papers.letter(box=True))
        self.step(request.item_ids, self.alice, "copy_as_pictures")
        item = request.item_ids
        self.assertEqual((item.copy_id.document_id, item.copy_id.kind), (self.document, "pictures"))
        self.assertEqual(item.copy_id.case_id, self.case)
        self.step(request, self.alice, "assess")
        self.assertEqual((request.state, item.check_state), ("assessed", "clean"))
        files = self.release(request)
        self.assertNotIn("Khalid", PdfReader(io.BytesIO(files["item-01.pdf"])).pages[0].extract_text())
        self.assertEqual(item.sha256, package.digest(files["item-01.pdf"]))

    def test_redacting(self):
        original = papers.letter(pages=2)
        request = self.asking(original, banned_words="Khalid")
        item = request.item_ids
        with self.acting(self.alice) as env:
            mine = item.with_env(env)
            found = apart.find(mine._pages(), ["amina khalid"])
            self.assertEqual([area[0] for area in found], [0, 1])
            copy = mine._make_copy(found)
            self.assertEqual(copy.kind, "redacted")
        self.assertEqual(self.content_of(self.document), original)
        self.step(request, self.alice, "assess")
        files = self.release(request)
        reader = PdfReader(io.BytesIO(files["item-01.pdf"]))
        text = "".join(page.extract_text() for page in reader.pages)
        self.assertNotIn("Khalid", text)
        self.assertNotIn(b"Khalid", files["item-01.pdf"])
        schedule = "".join(page.extract_text() for page in PdfReader(io.BytesIO(files["schedule.pdf"])).pages)
        self.assertIn("blacked out", schedule)

    def test_pictures_hide_no_name_from_the_check(self):
        """In a copy of pictures nothing can be searched: the words have to be black in it."""
        request = self.asking(papers.letter(pages=2), banned_words="Amina Khalid")
        self.step(request.item_ids, self.alice, "copy_as_pictures")
        self.step(request, self.alice, "assess")
        self.assertEqual((request.state, request.item_ids.check_state), ("draft", "found"))
        with self.acting(self.alice) as env:
            item = request.item_ids.with_env(env)
            first, second = apart.find(item._pages(), ["amina khalid"])
            item._make_copy([first])
            self.assertEqual([(f.code, f.page) for f in item._found() if f.code == "word"], [("word", 2)])
            item._make_copy([first, second])
            self.assertEqual(item.check_state, "clean")
            # What is drawn later is not in the copy, so it counts for nothing.
            item._make_copy([first])
            item._save_areas([first, second])
        self.step(request, self.alice, "assess")
        self.assertEqual(request.state, "draft")

    def test_a_text_and_a_picture_can_be_redacted(self):
        for content, name in ((b"About Amina Khalid", "a.txt"), (papers.photograph(), "a.jpg")):
            request = self.asking(content, name)
            with self.acting(self.alice) as env:
                item = request.item_ids.with_env(env)
                item._make_copy([[0, 0.0, 0.0, 1.0, 1.0]])
                self.assertEqual(item.check_state, "clean")
                self.assertTrue(base64.b64decode(item.copy_id.content).startswith(b"%PDF"))

    def test_another_document_is_another_matter(self):
        request = self.asking(papers.letter())
        self.step(request.item_ids, self.alice, "copy_as_pictures")
        with self.acting(self.alice) as env:
            request.item_ids.with_env(env).document_id = self.paper(papers.letter()).id
        item = request.item_ids
        self.assertEqual((item.copy_id.id, item.check_state), (False, "open"))

    def test_the_original_after_all(self):
        request = self.asking(papers.letter())
        self.step(request.item_ids, self.alice, "copy_as_pictures")
        copy = request.item_ids.copy_id
        self.step(request.item_ids, self.alice, "give_original")
        self.assertFalse(request.item_ids.copy_id)
        self.assertTrue(copy.exists())

    def test_a_copy_stays_as_it_was_made(self):
        request = self.asking(papers.letter())
        self.step(request.item_ids, self.alice, "copy_as_pictures")
        copy = request.item_ids.copy_id
        for env in (self.env, self.env(user=self.alice)):
            with self.assertRaises(UserError):
                copy.with_env(env).write({"content": base64.b64encode(b"x")})
            with self.assertRaises(UserError):
                copy.with_env(env).unlink()
        with self.assertRaises(UserError), self.acting(self.bob) as env:
            copy.with_env(env).read(["kind"])

    # ---- the copy that is given
    def test_every_page_says_for_whom(self):
        request = self.asking(papers.letter(pages=2))
        self.step(request, self.alice, "assess")
        files = self.release(request)
        reader = PdfReader(io.BytesIO(files["item-01.pdf"]))
        for page in reader.pages:
            text = page.extract_text()
            self.assertIn(request.name, text)
            self.assertIn("Equality and Human Rights Commission", text)
            self.assertIn("I write about", text)
        self.assertFalse({key for key in reader.metadata or {} if key in ("/Title", "/Author")})

    def test_a_picture_leaves_without_its_place(self):
        request = self.asking(papers.photograph(), "a.jpg")
        self.step(request, self.alice, "assess")
        picture = Image.open(io.BytesIO(self.release(request)["item-01.jpg"]))
        self.assertFalse(dict(picture.getexif()))

    def test_the_letter(self):
        request = self.asking(papers.letter(), more_conditions="Return the originals by June.")
        self.step(request, self.alice, "assess")
        files = self.release(request)
        text = " ".join(
            "".join(page.extract_text() for page in PdfReader(io.BytesIO(files["letter.pdf"])).pages).split()
        )
        for words in ("Equality and Human Rights Commission", request.name, "on these conditions", "pass it on to nobody else",
                      "Return the originals by June.", "Otto"):  # fmt: skip
            self.assertIn(words, text)
        self.assertNotIn("Only the letter, no medical papers", text)

    # ---- by whom
    def test_copies_and_verdicts_are_nobodys_to_write(self):
        request = self.asking(papers.letter(box=True))
        for vals in (
            {"copy_id": 1},
            {"areas": "[[0, 0, 0, 1, 1]]"},
            {"check_result": "[]"},
            {"check_key": "1/1/0"},
        ):
            with self.assertRaises(ConfidentialityError), self.acting(self.alice) as env:
                request.item_ids.with_env(env).write(vals)
        with self.assertRaises(TransitionError), self.acting(self.alice) as env:
            request.with_env(env).write({"words_version": 7})
        with self.acting(self.alice) as env:
            item = env["wlec.disclosure.item"].create({
                "request_id": request.id, "category_id": self.employment.id, "description": "x", "document_id": self.document.id,
                "copy_id": 1, "check_result": "[]", "check_key": "1/1/0",
            })  # fmt: skip
            self.assertEqual((item.copy_id.id, item.check_state), (False, "open"))

    def test_nobody_redacts_what_was_submitted(self):
        request = self.submitted()
        for action in ("redact", "copy_as_pictures", "give_original"):
            with self.assertRaises(TransitionError):
                self.step(request.item_ids, self.alice, action)

    def test_whoever_has_no_need_to_know_neither_looks_nor_redacts(self):
        request = self.asking(papers.letter())
        for user in (self.bob, self.fred, self.sam):
            for action in ("redact", "copy_as_pictures", "give_original"):
                with self.assertRaises(UserError):
                    self.step(request.item_ids, user, action)
            with self.assertRaises(UserError):
                self.step(request, user, "check_documents")

    # ---- where the law forbids to warn, in an emergency, and for the chair
    def test_an_emergency_is_looked_through_too(self):
        request = self.asking(
            papers.letter(box=True), ground="danger", emergency_reason="He is on his way to her door now."
        )
        answer = self.step(request, self.alice, "release_emergency")
        self.assertEqual((request.state, answer["params"]["type"]), ("draft", "danger"))
        with self.acting(self.alice) as env:
            self.assertIn("cannot be seen", request.with_env(env).findings_html)
            with self.assertRaises(TransitionError):
                request.with_env(env)._transition("release_emergency")
        self.step(request.item_ids, self.alice, "copy_as_pictures")
        self.step(request, self.alice, "release_emergency")
        self.assertEqual(request.state, "released")
        self.assertTrue(request.has_package)
        with self.acting(self.alice) as env:
            self.assertTrue(request.with_env(env).can_deliver)
        self.step(request, self.alice, "make_link")
        with self.assertRaises(TransitionError):
            self.step(request.item_ids, self.alice, "give_original")

    def test_no_trace_where_nobody_may_be_warned(self):
        silent = self.env["wlec.legal.provision"].search(
            [("tell_client", "=", "no"), ("effect", "in", ("duty", "must_comply", "ordered"))], limit=1
        )
        request = self.asking(papers.letter(box=True), ground="law", provision_id=silent.id)
        self.assertTrue(request.restricted)
        self._start_events()
        self.step(request.item_ids, self.alice, "copy_as_pictures")
        self.step(request, self.alice, "check_documents")
        self.assertFalse(self.events(action="inspect"))
        self.env["wlec.access.grant"]._grant(self.case, self.bob, "team", "Works on the file as well")
        with self.acting(self.bob) as env:
            self.assertTrue(env["wlec.case"].search([("id", "=", self.case.id)]))
            for model in ("request", "item", "copy", "delivery"):
                self.assertFalse(
                    env[f"wlec.disclosure.{model}"].search([("case_id", "=", self.case.id)]), model
                )
            self.assertEqual(len(env["wlec.case.document"].search([("case_id", "=", self.case.id)])), 2)
