# SPDX-License-Identifier: LGPL-3.0-or-later
"""Every way found to name a record by its number where Odoo does something with it: {name: question}, for each kind of record.

A question is ``Call(model, method, arguments, words)``, ``Json(path, words)``, ``Get(path)`` or ``Form(path, fields)``.
"""

from typing import NamedTuple


class Call(NamedTuple):
    model: str
    method: str
    args: list
    kwargs: dict = {}


class Json(NamedTuple):
    path: str
    params: dict


class Get(NamedTuple):
    path: str


class Form(NamedTuple):
    path: str
    fields: dict
    files: dict = {}


class Own:
    """What the attacker has: a record of their own to do things with."""

    def __init__(self, client, centre):
        self.me = centre.sql("SELECT partner_id FROM res_users WHERE id = %s", client.uid)[0][0]
        self.models = dict(centre.sql("SELECT model, id FROM ir_model"))
        self.record = (
            self._made(client, "res.partner", {"name": "Agency of their own", "is_company": True}) or self.me
        )
        self.channel = self._made(client, "discuss.channel", {"name": "Of their own"}) or 1
        subject = "{{ object.create_date }} {{ object.display_name }}"
        words = {"name": "Attack", "subject": subject, "body_html": "<p t-out='object.write_date'/>"}
        self.templates = {
            model: self._made(client, "mail.template", {**words, "model_id": self.models[model]}) or 1
            for model in ("res.partner", "crm.lead")
        }

    def _made(self, client, model, vals):
        try:
            answer = client.call(model, "create", vals)
        except Exception:
            return None
        return answer[0] if isinstance(answer, list) else answer


def of_any(own, model, n):
    """On the record itself, whatever its kind."""
    return {**_pages_of(own, model, n), **_made_on(own, model, n), **_asked_of(model, n)}


def _pages_of(own, model, n):
    """By the addresses of the web client, the portal and mails."""
    here = {"thread_model": model, "thread_id": n}
    return {
        "addresses taken for people": Json("/mail/partner/from_email", {**here, "emails": ["nobody@example.test"]}),
        "suggested recipients": Json("/mail/thread/recipients/get_suggested_recipients", {**here, "partner_ids": []}),
        "upload": Form("/mail/attachment/upload", {**here}, {"ufile": ("x.txt", b"x")}),
        "upload that waits": Form("/mail/attachment/upload", {**here, "is_pending": "true"}, {"ufile": ("x.txt", b"x")}),
        "portal chatter": Json("/portal/chatter_init", here),
        "portal chatter with a made-up token": Json("/portal/chatter_init", {**here, "token": "x", "hash": "x", "pid": own.me}),
        "portal messages": Json("/mail/chatter_fetch", here),
        "portal messages with a made-up token": Json("/mail/chatter_fetch", {**here, "token": "x"}),
        "post with a made-up token": Json("/mail/message/post", {**here, "post_data": {"body": "x"}, "token": "x", "hash": "x", "pid": own.me}),
        "unfollow with a made-up token": Get(f"/mail/unfollow?model={model}&res_id={n}&pid={own.me}&token=x"),
        "a link in a mail": Get(f"/mail/view?model={model}&res_id={n}&access_token=x&pid={own.me}&hash=x"),
        "a preview of a link to it": Json("/html_editor/link_preview_internal", {"preview_url": f"/odoo/{model}/{n}"}),
        "collaboration": Json("/html_editor/bus_broadcast", {"model_name": model, "field_name": "comment", "res_id": n, "bus_data": {}}),
        "the bus": Json("/websocket/peek_notifications", {"channels": [f"{model}_{n}"], "last": 10**9, "is_first_poll": True}),
        "/json/1": Get(f"/json/1/{model}/{n}"),
    }  # fmt: skip


def _made_on(own, model, n):
    """By what is hung on it or sent from it."""
    default = {"default_model": model, "default_res_ids": [n]}
    fields = {name: {} for name in ("model", "res_ids", "record_name", "subject", "reply_to", "body")}
    active = {"active_model": model, "active_id": n, "active_ids": [n]}
    of_wizard = {"default_res_model": model, "default_res_ids": f"[{n}]"}
    later = {"scheduled_date": "2031-01-01 10:00:00", "author_id": own.me}
    meeting = {"name": "x", "start": "2031-01-02 10:00:00", "stop": "2031-01-02 11:00:00"}
    preview = {"mail_template_id": own.templates.get(model, 1), "resource_ref": f"{model},{n}"}
    shown = {name: {} for name in ("subject", "body_html", "email_to", "error_msg", "resource_ref")}
    return {
        "the composer": Call("mail.compose.message", "onchange", [[], {}, [], fields], {"context": default}),
        "a draft": Call("mail.compose.message", "create", [{"model": model, "res_ids": f"[{n}]", "body": "x"}]),
        "defaults of a draft": Call("mail.compose.message", "default_get", [list(fields)], {"context": default}),
        "people to add": Call("mail.followers.edit", "create", [{"res_model": model, "res_ids": f"[{n}]", "operation": "add", "partner_ids": [[4, own.me]]}]),
        "a task planned": Call("mail.activity.schedule", "onchange", [[], {}, [], {"res_ids": {}, "error": {}, "has_error": {}}], {"context": {**active, **of_wizard}}),
        "a task": Call("mail.activity", "create", [{"res_model_id": own.models[model], "res_id": n, "summary": "x"}]),
        "a message": Call("mail.message", "create", [{"model": model, "res_id": n, "body": "x"}]),
        "a message for later": Call("mail.scheduled.message", "create", [{"model": model, "res_id": n, "body": "x", **later}]),
        "a mail": Call("mail.mail", "create", [{"model": model, "res_id": n, "body_html": "x"}]),
        "a document": Call("ir.attachment", "create", [{"name": "x", "raw": "x", "res_model": model, "res_id": n}]),
        "a follower": Call("mail.followers", "create", [{"res_model": model, "res_id": n, "partner_id": own.me}]),
        "a meeting": Call("calendar.event", "create", [{**meeting, "res_model_id": own.models[model], "res_id": n}]),
        "a template's preview": Call("mail.template.preview", "onchange", [[], preview, ["resource_ref"], shown]),
        "a template sent": Call("mail.template", "send_mail", [[preview["mail_template_id"]], n]),
        "a template sent to many": Call("mail.template", "send_mail_batch", [[preview["mail_template_id"]], [n]]),
        "a share of the portal": Call("portal.share", "onchange", [[], {}, [], {"resource_ref": {}, "share_link": {}, "access_warning": {}}], {"context": active}),
        "an action on it": Call("ir.actions.server", "run", [[1]], {"context": active}),
        "imported by number": Call(model, "load", [[".id", "name"], [[str(n), "x"]]]),
    }  # fmt: skip


def _asked_of(model, n):
    """By asking other records whether they are about it."""
    return {
        "messages counted": Call("mail.message", "search_count", [[["model", "=", model], ["res_id", "=", n]]]),
        "messages read": Call("mail.message", "search_read", [[["model", "=", model], ["res_id", "=", n]], ["body"]]),
        "messages grouped": Call("mail.message", "formatted_read_group", [[["model", "=", model], ["res_id", "=", n]], ["author_id"], ["__count"]]),
        "tasks counted": Call("mail.activity", "search_count", [[["res_model", "=", model], ["res_id", "=", n]]]),
        "followers counted": Call("mail.followers", "search_count", [[["res_model", "=", model], ["res_id", "=", n]]]),
        "documents counted": Call("ir.attachment", "search_count", [[["res_model", "=", model], ["res_id", "=", n]]]),
        "messages for later counted": Call("mail.scheduled.message", "search_count", [[["model", "=", model], ["res_id", "=", n]]]),
        "mails counted": Call("mail.mail", "search_count", [[["model", "=", model], ["res_id", "=", n]]]),
        "identifiers counted": Call("ir.model.data", "search_count", [[["model", "=", model], ["res_id", "=", n]]]),
        "meetings counted": Call("calendar.event", "search_count", [[["res_model", "=", model], ["res_id", "=", n]]]),
        "tracked values": Call("mail.tracking.value", "search_count", [[["mail_message_id.res_id", "=", n]]]),
        "access records": Call("wlec.access.event", "search_count", [[["model", "=", model], ["record_ids", "in", [n]]]]),
    }  # fmt: skip


def of_message(own, n):
    p, avatar = own.record, f"/mail/avatar/mail.message/{n}/author_avatar/50x50"
    thread = {"thread_model": "res.partner", "thread_id": p}
    return {
        "a reaction": Json("/mail/message/reaction", {"message_id": n, "content": "👍", "action": "add"}),
        "a reaction with a made-up token": Json("/mail/message/reaction", {"message_id": n, "content": "👍", "action": "add", "token": "x", "hash": "x", "pid": own.me}),
        "edited": Json("/mail/message/update_content", {"message_id": n, "update_data": {"body": "x"}}),
        "translated": Json("/mail/message/translate", {"message_id": n}),
        "links looked up": Json("/mail/link_preview", {"message_id": n}),
        "its page": Get(f"/mail/message/{n}"),
        "starred": Call("mail.message", "toggle_message_starred", [[n]]),
        "done": Call("mail.message", "set_message_done", [[n]]),
        "made internal": Json("/mail/update_is_internal", {"message_id": n, "is_internal": True}),
        "its author's picture": Get(avatar),
        "its author's picture with a token": Get(f"{avatar}?access_token=x"),
        "its author's picture with a hash": Get(f"{avatar}?_hash=x&pid={own.me}"),
        "answered": Call("res.partner", "message_post", [[p]], {"body": "x", "parent_id": n}),
        "answered from the page": Json("/mail/message/post", {**thread, "post_data": {"body": "x", "parent_id": n}}),
        "answered by a draft": Call("mail.compose.message", "create", [{"model": "res.partner", "res_ids": f"[{p}]", "parent_id": n, "body": "x"}]),
        "recipients of an answer": Json("/mail/thread/recipients", {**thread, "message_id": n}),
        "answers": Call("mail.message", "search_count", [[["parent_id", "=", n]]]),
        "what is under it": Call("mail.message", "search_count", [[["id", "child_of", n]]]),
        "a channel under it": Json("/discuss/channel/sub_channel/create", {"parent_channel_id": own.channel, "from_message_id": n}),
        "read up to it": Json("/discuss/channel/mark_as_read", {"channel_id": own.channel, "last_message_id": n}),
        "who was told": Call("mail.notification", "search_count", [[["mail_message_id", "=", n]]]),
        "mails of it": Call("mail.mail", "search_count", [[["mail_message_id", "=", n]]]),
        "tracked values": Call("mail.tracking.value", "search_count", [[["mail_message_id", "=", n]]]),
        "reactions": Call("mail.message.reaction", "search_count", [[["message_id", "=", n]]]),
        "a mail made of it": Call("mail.mail", "create", [{"mail_message_id": n, "body_html": "x", "email_to": "x@example.test"}]),
        "messages around it": Json("/mail/thread/messages", {**thread, "fetch_params": {"around": n, "limit": 1}}),
        "resent": Call("mail.message", "mark_all_as_read", [[["id", "=", n]]]),
    }  # fmt: skip


def of_activity(own, n):
    return {
        "done": Call("mail.activity", "action_done", [[n]]),
        "done with words": Call("mail.activity", "action_feedback", [[n]], {"feedback": "x"}),
        "done with a document": Call("mail.activity", "action_feedback", [[n]], {"feedback": "x", "attachment_ids": []}),
        "done, and the next": Call("mail.activity", "action_done_schedule_next", [[n]]),
        "put off": Call("mail.activity", "action_snooze", [[n]]),
        "notified": Call("mail.activity", "action_notify", [[n]]),
        "opened": Call("mail.activity", "action_open_document", [[n]]),
        "a meeting for it": Call("mail.activity", "action_create_calendar_event", [[n]]),
        "for the page": Call("mail.activity", "activity_format", [[n]]),
        "taken over": Call("mail.activity", "write", [[n], {"user_id": 1}]),
        "led elsewhere": Call("mail.activity", "write", [[n], {"res_id": own.record, "res_model": "res.partner"}]),
        "in the overview": Call("mail.activity", "get_activity_data", ["crm.lead", [["activity_ids", "in", [n]]]]),
    }  # fmt: skip


def of_attachment(own, n):
    p = own.record
    thread = {"thread_model": "res.partner", "thread_id": p}
    return {
        "sent along": Call("res.partner", "message_post", [[p]], {"body": "x", "attachment_ids": [n]}),
        "sent along from the page": Json("/mail/message/post", {**thread, "post_data": {"body": "x", "attachment_ids": [n], "attachment_tokens": ["x"]}}),
        "deleted": Json("/mail/attachment/delete", {"attachment_id": n}),
        "deleted with a made-up token": Json("/mail/attachment/delete", {"attachment_id": n, "access_token": "x"}),
        "its thumbnail": Json("/mail/attachment/update_thumbnail", {"attachment_id": n, "access_token": "x"}),
        "its first page": Get(f"/mail/attachment/pdf_first_page/{n}?access_token=x"),
        "in an archive": Form("/mail/attachment/zip", {"file_ids": str(n), "zip_name": "x.zip"}),
        "itself": Get(f"/web/content/{n}?access_token=x&download=1"),
        "as a picture": Get(f"/web/image/{n}?access_token=x"),
        "its token": Call("ir.attachment", "generate_access_token", [[n]]),
        "made public": Call("ir.attachment", "write", [[n], {"public": True}]),
        "led elsewhere": Call("ir.attachment", "write", [[n], {"res_model": "res.partner", "res_id": p}]),
        "copied elsewhere": Call("ir.attachment", "copy", [[n], {"res_model": "res.partner", "res_id": p}]),
        "as a pattern": Call("mail.template", "create", [{"name": "x", "attachment_ids": [[4, n]]}]),
        "a picture made of it": Json(f"/html_editor/modify_image/{n}", {"res_model": "res.partner", "res_id": p}),
        "what it is": Json("/html_editor/get_image_info", {"src": f"/web/image/{n}"}),
        "taken away": Json("/html_editor/attachment/remove", {"ids": [n]}),
        "taken away in the portal": Json("/portal/attachment/remove", {"attachment_id": n, "access_token": "x"}),
        "made the main one": Call("ir.attachment", "register_as_main_attachment", [[n]]),
    }  # fmt: skip
