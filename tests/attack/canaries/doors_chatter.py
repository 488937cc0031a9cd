# SPDX-License-Identifier: LGPL-3.0-or-later
"""Messages to colleagues, drafts, what is planned for later, and tasks."""

from .day import door


@door
def chatter(day):
    otto = day.otto.call("res.users", "read", [day.otto.uid], ["partner_id"])[0]["partner_id"][0]
    texts = {"body": day.word("a message to a colleague"), "subject": day.word("mail.message.subject")}
    mona = day.mona.call("res.users", "read", [day.mona.uid], ["partner_id"])[0]["partner_id"][0]
    day.alice.call("wlec.case", "message_post", [day.case], partner_ids=[mona, day.partner], **texts)
    day.tried(
        day.alice.call,
        "wlec.case",
        "message_post",
        [day.case],
        partner_ids=[otto],
        body=day.word("a message to somebody without a grant"),
    )
    vals = {
        "model": "wlec.case",
        "res_ids": str([day.case]),
        "composition_mode": "comment",
        "partner_ids": [[6, 0, [mona]]],
    }
    sender = f"{day.word('sender of a draft')}@example.org"
    wizard = day.make(
        day.alice,
        "mail.compose.message",
        {**vals, "email_from": sender, "reply_to": sender},
        "body",
        "subject",
    )
    day.alice.button("mail.compose.message", "action_send_mail", [wizard])
    vals |= {"scheduled_date": "2035-01-01 10:00:00"}
    wizard = day.make(day.alice, "mail.compose.message", vals, "body", "subject")
    day.tried(day.alice.button, "mail.compose.message", "action_schedule_message", [wizard])
    me = day.alice.call("res.users", "read", [day.alice.uid], ["partner_id"])[0]["partner_id"][0]
    vals = {
        "model": "wlec.case",
        "res_id": day.case,
        "scheduled_date": "2035-01-01 10:00:00",
        "author_id": me,
    }
    day.make(day.alice, "mail.scheduled.message", vals, "body", "subject")
    vals = {
        "res_model": "wlec.case",
        "res_ids": str([day.case]),
        "partner_ids": [[6, 0, [mona]]],
        "notify": True,
    }
    wizard = day.make(day.alice, "mail.followers.edit", vals, "message")
    day.tried(day.alice.button, "mail.followers.edit", "edit_followers", [wizard])


@door
def activities(day):
    model = day.one(day.sam, "ir.model", [["model", "=", "wlec.case"]])
    kind = day.one(day.alice, "mail.activity.type", [["name", "=", "To-Do"]])
    vals = {"res_model_id": model, "res_id": day.case, "activity_type_id": kind, "user_id": day.mona.uid}
    number = day.make(day.alice, "mail.activity", vals, "summary", "note")
    day.mona.call("mail.activity", "action_feedback", [number], feedback=day.word("mail.activity.feedback"))
    vals = {
        "res_model": "wlec.case",
        "res_ids": str([day.case]),
        "activity_type_id": kind,
        "activity_user_id": day.alice.uid,
    }
    wizard = day.make(day.alice, "mail.activity.schedule", vals, "summary", "note")
    day.alice.button("mail.activity.schedule", "action_schedule_activities", [wizard])
