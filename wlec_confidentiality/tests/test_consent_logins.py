# SPDX-License-Identifier: LGPL-3.0-or-later
from unittest.mock import ANY

from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from odoo.addons.wlec_confidentiality.exceptions import ConfidentialityError

from .consent_portal_common import ConsentPortalCase

WORD = "a-word-of-the-caseworkers"


@tagged("post_install", "-at_install", "wlec")
class TestConsentLogins(ConsentPortalCase):
    """Two logins of one contact; and what colleagues hang on a consent, which is not the client's to read."""

    def second(self, login, **vals):
        user = new_test_user(
            self.env,
            login=login,
            groups="base.group_portal",
            name="Somebody",
            password=f"{login} and a long one",
        )
        user.sudo().write({"partner_id": vals.pop("partner_id", self.carol.partner_id.id), **vals})
        return user

    # ---- two logins
    def test_two_logins_of_one_contact_are_told_apart(self):
        """Both are the client's own, and on record is which of them answered, and which took it back."""
        consent = self.consent()
        other = self.second("carol-phone")
        self.decide(consent)
        self.assertEqual((consent.state, consent.given_by_id), ("given", self.carol))
        self.log_in(other)
        self.assertIn(consent.name, self.url_open(f"/my/consents/{consent.id}").text)
        self.withdraw(consent)
        self.assertEqual(consent.state, "withdrawn")
        events = {event.event: event.user_id for event in consent.event_ids}
        self.assertEqual(
            events, {"requested": self.alice, "asked": self.alice, "given": self.carol, "withdrawn": other}
        )

    def test_one_of_them_is_kept_out(self):
        consent = self.consent()
        other = self.second("carol-before")
        kept_out = {"case_id": self.case.id, "user_id": other.id, "source": "client"}
        self.env["wlec.access.exclusion"].sudo().create(kept_out)
        form = self.form(consent)
        self.log_in(other)
        self.assertNotIn(consent.name, self.url_open("/my/consents").text)
        self.assertEqual(self.url_open(f"/my/consents/{consent.id}").status_code, 404)
        with mute_logger("odoo.http"):
            self.decide(consent, form={**form, "csrf_token": self.token()})
            self.withdraw(consent, token=self.token())
        self.assertEqual(consent.state, "requested")

    def test_contacts_near_the_client_are_not_the_client(self):
        consent = self.consent()
        Partner = self.env["res.partner"].sudo()
        near = {
            "child": Partner.create({"name": "Child", "parent_id": self.carol.partner_id.id}),
            "namesake": Partner.create(
                {"name": self.carol.partner_id.name, "email": self.carol.partner_id.email}
            ),
        }
        for name, partner in near.items():
            user = self.second(f"carol-{name}", partner_id=partner.id)
            self.log_in(user)
            self.assertEqual(self.url_open(f"/my/consents/{consent.id}").status_code, 404, name)
            with self.acting(user) as env, self.assertRaises(AccessError):
                consent.with_env(env)._decide(True, "Carol", ANY)

    def test_a_login_inside_is_no_clients(self):
        """A colleague who is a client as well has a contact of their own: no login of the house answers as the client."""
        with self.assertRaises(ConfidentialityError):
            self.bob.sudo().partner_id = self.carol.partner_id
        consent = self.consent()
        with self.acting(self.bob) as env, self.assertRaises(AccessError):
            consent.with_env(env)._decide(True, "Carol", ANY)

    # ---- what colleagues hang on it
    def hung(self, consent):
        """A file and a message of alice's on the consent, the file with a token as well."""
        with self.acting(self.alice) as env:
            file = env["ir.attachment"].create({
                "name": f"{WORD}.txt", "raw": WORD.encode(), "res_model": "wlec.consent", "res_id": consent.id,
            })  # fmt: skip
            posted = consent.with_env(env).message_post(
                body=WORD, subtype_xmlid="mail.mt_comment", attachments=[(f"{WORD}-2.txt", WORD.encode())]
            )
            both = file | posted.attachment_ids
            tokens = both.generate_access_token()
        return both.with_env(self.env), posted.with_env(self.env), tokens

    # A refusal on a read-only cursor is recorded by a connection of its own, which a test does not have.
    @mute_logger("odoo.http", "odoo.addons.base.models.ir_rule", "odoo.models",
                 "odoo.addons.wlec_confidentiality.orm.cursor_hooks")  # fmt: skip
    def test_the_client_reads_no_file_that_hangs_on_it(self):
        consent = self.consent()
        self.decide(consent)
        files, _message, tokens = self.hung(consent)
        with self.acting(self.carol) as env:
            self.assertFalse(env["ir.attachment"].search([("id", "in", files.ids)]))
            with self.assertRaises(AccessError):
                env["ir.attachment"].search([("res_model", "=", "wlec.consent"), ("res_id", "=", consent.id)])
            for name in ("raw", "datas", "name"):
                for file in files:
                    with self.assertRaises(AccessError):
                        file.with_env(env).read([name])
        for file, token in zip(files, tokens, strict=True):
            for path in (
                f"/web/content/{file.id}", f"/web/content/{file.id}?access_token={token}", f"/web/image/{file.id}",
                f"/web/content/ir.attachment/{file.id}/raw", f"/web/content/ir.attachment/{file.id}/datas?download=1",
                f"/web/content/ir.attachment/{file.id}/raw?access_token={token}",
            ):  # fmt: skip
                answer = self.url_open(path)
                self.assertNotIn(WORD.encode(), answer.content, path)
        page = self.url_open(f"/my/consents/{consent.id}").text
        self.assertNotIn(WORD, page)

    @mute_logger("odoo.http", "odoo.addons.base.models.ir_rule", "odoo.models")
    def test_the_client_reads_no_message_that_hangs_on_it(self):
        consent = self.consent()
        _files, message, _tokens = self.hung(consent)
        consent.sudo().message_subscribe(self.carol.partner_id.ids)
        with self.acting(self.carol) as env:
            self.assertFalse(
                env["mail.message"].search([("model", "=", "wlec.consent"), ("res_id", "=", consent.id)])
            )
            with self.assertRaises(UserError):  # as one that never was
                message.with_env(env).read(["body"])
            self.assertFalse(consent.with_env(env).read(["message_ids"])[0]["message_ids"])
