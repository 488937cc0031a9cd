# SPDX-License-Identifier: LGPL-3.0-or-later
"""Chatter, tasks, followers and mail of a client's records, attacked by everybody who has no need to know: no word comes out, and
nothing of the client's is changed, added or taken over."""

import email.message
import email.utils
import json

import pytest

from tests.support.client import RpcError

from . import naming
from .asking import Asker
from .conftest import Doors, api_keys, attempt
from .known import Known, far_numbers, one

HOSTILE = ("bob", "vera", "fred", "sam", "carol", "chris", None)
EVERY_MODEL = ("mail.message", "mail.activity", "mail.scheduled.message", "mail.followers", "mail.notification", "mail.tracking.value", "mail.mail", "mail.compose.message", "mail.activity.schedule", "mail.followers.edit", "mail.message.reaction", "mail.message.translation", "mail.link.preview", "mail.push", "bus.bus")  # fmt: skip


@pytest.fixture(scope="module")
def known(centre, people):
    far_numbers(centre)
    return Known(people["alice"], centre)


@pytest.fixture(scope="module")
def owns(centre, people):
    return {login: naming.Own(people[login], centre) for login in HOSTILE if login}


def state(centre, known):
    """All there is of the client's in the chatter, as the database has it: what an attack must leave as it was."""
    on = "((%(model)s = 'wlec.case' AND res_id = {case}) OR (%(model)s = 'crm.lead' AND res_id = {lead}) OR (%(model)s = 'res.partner' AND res_id = {partner}))"
    on = on.format(case=known.case, lead=known.lead, partner=known.partner)
    queries = {
        "messages": f"SELECT m.* FROM mail_message m WHERE {on % {'model': 'model'}}",
        "activities": f"SELECT m.* FROM mail_activity m WHERE {on % {'model': 'res_model'}}",
        "followers": f"SELECT m.* FROM mail_followers m WHERE {on % {'model': 'res_model'}}",
        "documents": f"SELECT m.id, m.res_id, m.public, m.access_token, m.wlec_sealed_for FROM ir_attachment m WHERE {on % {'model': 'res_model'}}",
        "later": f"SELECT m.* FROM mail_scheduled_message m WHERE {on % {'model': 'model'}}",
        "reactions": f"SELECT r.* FROM mail_message_reaction r JOIN mail_message m ON m.id = r.message_id WHERE {on % {'model': 'm.model'}}",
        "starred": f"SELECT r.* FROM mail_message_res_partner_starred_rel r JOIN mail_message m ON m.id = r.mail_message_id WHERE {on % {'model': 'm.model'}}",
        "told": f"SELECT n.* FROM mail_notification n JOIN mail_message m ON m.id = n.mail_message_id WHERE {on % {'model': 'm.model'}}",
    }
    return {
        name: sorted(map(repr, centre.sql(f"SELECT t::text FROM ({query}) t")))
        for name, query in queries.items()
    }


@pytest.mark.parametrize("login", HOSTILE)
def test_a_closed_thread_is_empty(people, known, login):
    """Not: the newest messages of everything else that is open to one, for a thread that is not there."""
    for number in (known.case, 2**31 - 7):
        asked = {"thread_model": "wlec.case", "thread_id": number, "fetch_params": {"limit": 30}}
        try:
            answer = people[login].json("/mail/thread/messages", **asked)
        except RpcError:
            continue  # nobody is logged in
        assert answer["messages"] == [] and not answer["data"].get("mail.message")


@pytest.mark.parametrize("login", HOSTILE)
def test_by_every_route_and_method(people, centre, known, owns, login, expect_log):
    """All questions there are, with the real numbers: not a word, and nothing is other than before."""
    expect_log(r"Invalid token in route")
    client, before = people[login], state(centre, known)
    asker, own = Asker(client), owns.get(login) or owns["chris"]
    kinds = {
        "message on wlec.case": naming.of_message,
        "activity on wlec.case": naming.of_activity,
        "attachment on wlec.case": naming.of_attachment,
    }
    questions = {f"file: {what}": q for what, q in naming.of_any(own, "wlec.case", known.case).items()}
    for name, of_kind in kinds.items():
        number = known.records[name][1]
        questions |= {f"{name}: {what}": q for what, q in of_kind(own, number).items()}
    for name, question in questions.items():
        assert known.word not in asker.ask(question, 0), name
    assert state(centre, known) == before


@pytest.mark.parametrize("login", ["bob", "fred", "sam", "carol"])
def test_lists_exports_and_groups(people, known, login, expect_log):
    """By searching, ordering, grouping, aggregating and exporting whole models."""
    expect_log(r"^ERROR odoo\.addons\.web\.controllers\.export: Exception during request handling")
    expect_log(r"^WARNING odoo\.models: Cannot search on display_name")
    client = people[login]
    texts = {
        "mail.message": ("body", "subject", "email_from", "preview", "record_name"),
        "mail.activity": ("summary", "note", "res_name"),
        "mail.scheduled.message": ("subject", "body"),
        "mail.tracking.value": ("old_value_char", "new_value_char"),
    }
    for model in EVERY_MODEL:
        for name in texts.get(model, ("display_name",)):
            for method, args, kwargs in (
                ("search_read", [[], [name]], {"limit": 500}),
                ("search_read", [[[name, "ilike", known.word]], ["id"]], {}),
                ("search_read", [[], ["id"]], {"order": f"{name} desc", "limit": 5}),
                ("formatted_read_group", [[], [name], ["__count"]], {}),
                ("formatted_read_group", [[], [], [f"{name}:array_agg", f"{name}:max", "id:array_agg"]], {}),
                ("web_search_read", [[], {name: {}}], {"limit": 500}),
                ("name_search", [known.word], {}),
            ):
                answer = attempt(client.call, model, method, *args, **kwargs)
                assert known.word not in answer.replace(repr(known.word), ""), (model, name, method)
        fields = [
            {"name": name, "label": name, "type": "char"}
            for name in ("id", *texts.get(model, ("display_name",)))
        ]
        data = {
            "model": model,
            "fields": fields,
            "ids": False,
            "domain": [],
            "import_compat": False,
            "groupby": [],
            "context": {},
        }
        for kind in ("csv", "xlsx"):
            answer = client.post(f"/web/export/{kind}", {"data": json.dumps(data)})
            assert known.word.encode() not in answer.content, (model, kind)


@pytest.mark.parametrize("login", [login for login in HOSTILE if login])
def test_the_page(people, known, login):
    """Inbox, history, stars, failures, channels, tray, suggestions, and what the bus has kept since it was made."""
    client = people[login]
    asked = [
        "init_messaging",
        "failures",
        "systray_get_activities",
        "channels_as_member",
        "mail.canned.response",
        "avatar_card",
    ]
    answers = [
        attempt(client.json, "/mail/data", fetch_params=asked),
        attempt(client.json, "/mail/action", fetch_params=asked),
        *(attempt(client.json, f"/mail/{box}/messages", fetch_params={"search_term": known.word}) for box in ("inbox", "history", "starred")),
        *(attempt(client.json, f"/mail/{box}/messages") for box in ("inbox", "history", "starred")),
        attempt(client.json, "/discuss/search", term=known.word),
        attempt(client.json, "/calendar/notify"),
        attempt(client.call, "res.partner", "get_mention_suggestions", known.word),
        attempt(client.call, "res.partner", "search_for_channel_invite", known.word),
        attempt(client.json, "/websocket/peek_notifications", last=0, is_first_poll=True, channels=[
            "broadcast", "wlec.case", f"wlec.case_{known.case}", f"mail.record/wlec.case-{known.case}", f"res.partner_{known.partner}",
            f"discuss.channel_{known.case}", f"odoo-presence-res.partner_{known.partner}",
        ]),
    ]  # fmt: skip
    for answer in answers:
        assert known.word not in answer.replace(f"'{known.word}'", "")


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


# ---- e-mail
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


def test_the_same_by_the_doors_for_programs(people, centre, known):
    """JSON-2 and XML-RPC with a key of one's own."""
    keys = api_keys(centre, "bob", "sam")
    for login, key in keys.items():
        doors = Doors(centre, people[login], key)
        for door in doors.all():
            for name, (model, number) in known.records.items():
                fields = ["display_name"]
                assert known.word not in door(model, "read", [number], {}, fields=fields), name
                assert known.word not in door(
                    model,
                    "search_read",
                    None,
                    {"active_test": False},
                    domain=[["id", "=", number]],
                    fields=fields,
                ), name
            answer = door(
                "wlec.case",
                "message_post",
                [known.case],
                {"mail_create_nosubscribe": True, "mail_notify_author": True},
                body="x",
            )
            assert "no such record" in answer or "You are not allowed to access" in answer, (login, door)
