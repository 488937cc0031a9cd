# SPDX-License-Identifier: LGPL-3.0-or-later
"""Mail into a client's record, forged or handed in, and whatever else passes by on its way: nothing is changed, and nothing kept in clear."""

import email.message
import email.utils

import pytest

from .chatting import state
from .conftest import attempt
from .known import Known


def _mail(sender, known, message_id=None):
    mail = email.message.EmailMessage()
    mail["From"], mail["To"] = sender, "anybody@example.test"
    mail["Subject"], mail["Message-Id"] = "Re: News", email.utils.make_msgid()
    if message_id:
        mail["In-Reply-To"] = mail["References"] = message_id
    mail.set_content(f"answer {known.word}")
    return mail.as_string()


@pytest.mark.parametrize("login", ["bob", "vera", "fred", "carol", "chris", None])
def test_nobody_hands_in_a_mail(people, centre, known, login):
    """Odoo takes a mail from everybody who works here, for any record, from whomever it says it is from."""
    client, before = people[login], state(centre, known)
    (message_id,) = centre.sql(
        "SELECT message_id FROM mail_message WHERE id = %s", known.records["message on crm.lead"][1]
    )[0]
    alice = centre.sql(
        "SELECT email FROM res_partner p JOIN res_users u ON u.partner_id = p.id WHERE u.login = 'alice'"
    )[0][0]
    for model in ("mail.thread", "crm.lead", "wlec.case", "res.partner"):
        for words in ({"thread_id": known.lead}, {}):
            answer = attempt(
                client.call, model, "message_process", "crm.lead", _mail(alice, known, message_id), **words
            )
            assert known.word not in answer
        attempt(
            client.call,
            model,
            "message_route",
            _mail(alice, known),
            {"message_id": "x"},
            "crm.lead",
            known.lead,
        )
        attempt(
            client.call,
            model,
            "message_update",
            [known.lead],
            {"email_from": alice, "subject": "x"},
            {"user_id": client.uid},
        )
    assert state(centre, known) == before


def test_a_forged_answer_lands_sealed_and_tells_nobody(people, centre, known):
    """By the mail server, with the reference of a real message, in alice's name: kept where it belongs, in nobody's reach."""
    file = Known(people["alice"], centre)
    (message_id,) = centre.sql(
        "SELECT message_id FROM mail_message WHERE id = %s", file.records["message on crm.lead"][1]
    )[0]
    before = centre.sql("SELECT max(id) FROM mail_mail")[0][0] or 0
    text = _mail("stranger@example.test", file, message_id)
    centre.shell(
        f"env['mail.thread'].message_process('crm.lead', {text!r}, save_original=True)\nenv.cr.commit()"
    )
    (row,) = centre.sql(
        "SELECT id, body FROM mail_message WHERE model = 'crm.lead' AND res_id = %s AND message_type = 'email'",
        file.lead,
    )
    assert row[1].startswith("wlec1$")
    assert file.word in attempt(people["alice"].call, "mail.message", "read", [row[0]], ["body"])
    for login in ("bob", "fred", "sam"):
        assert file.word not in attempt(people[login].call, "mail.message", "read", [row[0]], ["body"])
    assert not centre.sql(
        "SELECT 1 FROM mail_mail WHERE id > %s AND (body_html LIKE %s OR email_to LIKE '%%stranger%%')",
        before,
        f"%{file.word}%",
    )
    assert not centre.sql(
        "SELECT 1 FROM ir_attachment WHERE db_datas LIKE %s OR index_content LIKE %s",
        f"%{file.word}%".encode(),
        f"%{file.word}%",
    )


def test_nothing_is_kept_in_clear_by_the_way(people, centre, known):
    """Tables that hold what leaves, or passes: mails, the bus, push messages, translations, previews, drafts, defaults."""
    alice = people["alice"]
    said = known.records["message on crm.lead"][1]
    assert "translation service" in attempt(alice.json, "/mail/message/translate", message_id=said)
    attempt(alice.json, "/mail/link_preview", message_id=said)
    attempt(
        alice.call,
        "mail.push.device",
        "register_devices",
        endpoint="https://push.example.test/x",
        expiration_time=None,
        browser_keys={"p256dh": "x", "auth": "y"},
        vapid_public_key="z",
    )
    draft = {"model": "wlec.case", "res_ids": f"[{known.case}]", "body": known.word, "subject": known.word}
    attempt(alice.call, "mail.compose.message", "create", draft)
    alice.call(
        "wlec.case", "message_post", [known.case], body=f"{known.word} https://example.test/{known.word}"
    )
    for (table,) in centre.sql(
        "SELECT quote_ident(tablename) FROM pg_tables WHERE schemaname = 'public' AND (tablename LIKE 'mail%%' OR tablename LIKE 'bus%%' OR tablename LIKE 'discuss%%' OR tablename LIKE 'portal%%' OR tablename IN ('ir_attachment', 'calendar_event', 'calendar_attendee', 'crm_lead', 'res_partner', 'res_users'))"
    ):
        found = centre.sql(
            f"SELECT count(*) FROM {table} t WHERE t::text LIKE %s OR t::text LIKE %s",
            f"%{known.word}%",
            f"%{known.word.encode().hex()}%",
        )
        assert found == [(0,)], table
