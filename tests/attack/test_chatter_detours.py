# SPDX-License-Identifier: LGPL-3.0-or-later
"""Chatter of a client's records reached round about: by what one was told once, what one moves there, templates, the client's own login."""

import pytest

from tests.support.client import RpcError

from .chatting import state
from .conftest import attempt
from .known import Known, one


# ---- once let in, and then no more
def test_nothing_is_left_of_what_one_was_told(people, centre):
    """Bob was let in, told, given a task, made a follower; then the grant ends, and with it all of that."""
    alice, bob = people["alice"], people["bob"]
    file = Known(alice, centre)
    reason = {
        "case_id": file.case,
        "user_id": bob.uid,
        "reason": "Stands in while I am away",
        "valid_to": "2027-01-31 00:00:00",
    }
    grant = one(alice.call("wlec.access.grant", "create", reason))
    (partner,) = centre.sql("SELECT partner_id FROM res_users WHERE id = %s", bob.uid)[0]
    alice.call("wlec.case", "message_subscribe", [file.case], [partner])
    said = one(alice.call("wlec.case", "message_post", [file.case], body=file.word, partner_ids=[partner]))
    model = file.models["wlec.case"]
    task = one(
        alice.call(
            "mail.activity",
            "create",
            {"res_model_id": model, "res_id": file.case, "summary": file.word, "user_id": bob.uid},
        )
    )
    bob.call("mail.message", "toggle_message_starred", [said])
    assert file.word in attempt(bob.json, "/mail/starred/messages")
    assert file.word in attempt(bob.call, "mail.activity", "read", [task], ["summary"])
    alice.button("wlec.access.grant", "action_revoke", [grant])
    for answer in (
        *(attempt(bob.json, f"/mail/{box}/messages") for box in ("inbox", "history", "starred")),
        attempt(
            bob.json, "/mail/data", fetch_params=["systray_get_activities", "init_messaging", "failures"]
        ),
        attempt(
            bob.call, "mail.activity", "search_read", [["user_id", "=", bob.uid]], ["summary", "res_name"]
        ),
        attempt(bob.call, "mail.message", "read", [said], ["body"]),
        attempt(bob.json, "/mail/message/update_content", message_id=said, update_data={"body": "x"}),
        attempt(bob.json, "/mail/message/reaction", message_id=said, content="👍", action="add"),
        attempt(bob.call, "mail.activity", "action_feedback", [task], feedback="x"),
    ):
        assert file.word not in answer
        assert f"'id': {said}," not in answer
        assert f"'id': {task}," not in answer
    assert not bob.call("mail.notification", "search_count", [["mail_message_id", "=", said]])
    assert not bob.call(
        "mail.followers", "search_count", [["res_model", "=", "wlec.case"], ["res_id", "=", file.case]]
    )
    before = (
        centre.sql("SELECT count(*) FROM mail_mail")[0][0],
        centre.sql("SELECT count(*) FROM mail_notification WHERE res_partner_id = %s", partner)[0][0],
    )
    alice.call("wlec.case", "message_post", [file.case], body=file.word, subtype_xmlid="mail.mt_comment")
    assert (
        centre.sql("SELECT count(*) FROM mail_notification WHERE res_partner_id = %s", partner)[0][0]
        == before[1]
    )
    assert centre.sql("SELECT count(*) FROM mail_activity WHERE id = %s", task)[0][0] == 1


# ---- led there in two steps
@pytest.mark.parametrize("login", ["bob", "fred", "sam"])
def test_ones_own_is_not_led_there(people, centre, known, owns, login):
    """A draft, a task, a follower, a message, a document of one's own, made where one may and then moved to the client's record."""
    client, own, before = people[login], owns[login], state(centre, known)
    mine = {"res_model_id": own.models["res.partner"], "res_id": own.record}
    made = {
        "mail.activity": {**mine, "summary": "x", "user_id": client.uid},
        "mail.compose.message": {"model": "res.partner", "res_ids": f"[{own.record}]", "body": "x"},
        "mail.activity.schedule": {"res_model": "res.partner", "res_ids": f"[{own.record}]", "summary": "x"},
        "mail.followers.edit": {"res_model": "res.partner", "res_ids": f"[{own.record}]", "operation": "add", "partner_ids": [[4, own.me]]},
        "ir.attachment": {"name": "x", "raw": "x", "res_model": "res.partner", "res_id": own.record},
        "mail.message": {"model": "res.partner", "res_id": own.record, "body": "x"},
        "mail.scheduled.message": {"model": "res.partner", "res_id": own.record, "body": "x", "scheduled_date": "2031-01-01 10:00:00", "author_id": own.me},
    }  # fmt: skip
    moves = (
        {"res_model_id": own.models["wlec.case"], "res_id": known.case},
        {"res_model": "wlec.case", "res_id": known.case},
        {"model": "wlec.case", "res_id": known.case},
        {"model": "wlec.case", "res_ids": f"[{known.case}]"},
        {"res_model": "wlec.case", "res_ids": f"[{known.case}]"},
        {"res_model": "crm.lead", "res_ids": f"[{known.lead}]", "model": "crm.lead"},
    )
    buttons = (
        "action_send_mail",
        "action_schedule_activities",
        "action_schedule_activities_done",
        "edit_followers",
        "post_message",
        "action_schedule_message",
    )
    for model, vals in made.items():
        answer = attempt(client.call, model, "create", vals)
        number = answer.strip("[]")
        if not number.isdigit():
            continue
        for move in moves:
            attempt(client.call, model, "write", [int(number)], move)
        for button in buttons:
            assert known.word not in attempt(client.call, model, button, [int(number)])
        assert known.word not in attempt(client.call, model, "read", [int(number)])
    assert state(centre, known) == before


# ---- templates and code
LOOKS = (
    "{{ object.sudo().env['res.partner'].sudo().browse(%(partner)s).name }}",
    "{{ object.env['wlec.case'].sudo().browse(%(case)s).narrative }}",
    "{{ object.env['mail.message'].sudo().search([('model', '=', 'wlec.case')]).mapped('body') }}",
    "{{ object.env['mail.activity'].sudo().search([('res_model', '=', 'wlec.case')]).mapped('summary') }}",
    "{{ object.env['crm.lead'].sudo().browse(%(lead)s)._get_html_link() }} {{ object.env['crm.lead'].sudo().browse(%(lead)s).name }}",
    "{{ object.env['ir.attachment'].sudo().search([('res_model', '=', 'wlec.case')]).mapped('raw') }}",
    "{{ object.env['res.partner'].sudo().browse(%(partner)s)._get_signup_url_for_action() }}",
    "{{ object.env['res.partner'].sudo().browse(%(partner)s)._generate_signup_token() }}",
    "{{ object.env['res.partner'].sudo().browse(%(partner)s).signup_get_auth_param() }}",
    "{{ ctx }} {{ user.env['wlec.case'].sudo().browse(%(case)s)._sign_token(1) }}",
)


@pytest.mark.parametrize("login", ["bob", "sam"])
def test_templates(people, centre, known, owns, login, expect_log):
    """Whoever may write templates has them look elsewhere with full rights: the gate asks who is behind it."""
    expect_log(r"mail_render_mixin|ir_qweb|mail_template")
    client, own = people[login], owns[login]
    shown = {name: {} for name in ("subject", "body_html", "error_msg")}
    for look in LOOKS:
        text = look % {"partner": known.partner, "case": known.case, "lead": known.lead}
        body = f'<p t-out="{text[3:-3].strip()}"/>' if text.count("{{") == 1 else ""
        vals = {"name": "x", "model_id": own.models["res.partner"], "subject": text, "body_html": body}
        answer = attempt(client.call, "mail.template", "create", vals)
        if not (number := answer.strip("[]")).isdigit():
            continue
        preview = {"mail_template_id": int(number), "resource_ref": f"res.partner,{own.record}"}
        told = attempt(client.call, "mail.template.preview", "onchange", [], preview, ["resource_ref"], shown)
        assert known.word not in told, look
        assert "auth_signup_token" not in told, look
        assert "token=" not in told, look
        draft = {"model": "res.partner", "res_ids": f"[{own.record}]", "template_id": int(number)}
        made = attempt(
            client.call,
            "mail.compose.message",
            "onchange",
            [],
            draft,
            ["template_id"],
            {"subject": {}, "body": {}},
        )
        assert known.word not in made, look
        attempt(client.call, "mail.template", "send_mail", [int(number)], own.record)
        assert not centre.sql("SELECT 1 FROM mail_mail WHERE body_html LIKE %s", f"%{known.word}%")


# ---- becoming the client
def test_nobody_becomes_the_client(people, known, centre):
    """No token, no login, no password of a client's for anybody who works here - also not for their caseworker."""
    for login in ("alice", "bob", "fred", "sam"):
        client = people[login]
        for partner in (
            known.partner,
            centre.sql("SELECT partner_id FROM res_users WHERE login = 'carol'")[0][0],
        ):
            for method in (
                "signup_get_auth_param",
                "_get_signup_url",
                "_generate_signup_token",
                "_get_signup_url_for_action",
            ):
                answer = attempt(client.call, "res.partner", method, [partner])
                assert "auth_signup_token" not in answer, (login, method)
                assert "auth_login" not in answer, (login, method)
            share = {"resource_ref": f"res.partner,{partner}", "partner_ids": [[4, partner]]}
            answer = attempt(
                client.call,
                "portal.share",
                "create",
                share,
                context={"active_model": "res.partner", "active_id": partner},
            )
            if (number := answer.strip("[]")).isdigit():
                attempt(client.call, "portal.share", "action_send_mail", [int(number)])
    links = centre.sql(
        "SELECT count(*) FROM mail_message WHERE body LIKE '%%token=%%' AND model = 'res.partner' AND res_id = %s",
        known.partner,
    )
    assert links == [(0,)]
    clients = {known.partner, centre.sql("SELECT partner_id FROM res_users WHERE login = 'carol'")[0][0]}
    for login in ("fred", "sam", "bob"):
        for mail in _mails(people[login]):
            about = {mail["res_id"]} if mail["model"] == "res.partner" else set()
            assert "token=" not in (mail["body_html"] or "") or not clients & (
                about | set(mail["recipient_ids"])
            )


def _mails(client):
    """Those in the outbox; an invitation of a colleague is an administrator's to see."""
    try:
        return client.call("mail.mail", "search_read", [], ["body_html", "model", "res_id", "recipient_ids"])
    except RpcError:
        return []
