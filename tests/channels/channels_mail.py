# SPDX-License-Identifier: LGPL-3.0-or-later
"""What is said on a record, who follows it, what is to be done on it: the routes of the chatter, one by one."""

import functools
import json
from typing import NamedTuple

import belongings
from belongings import CASE, LEAD, word
from channels import channel

# What a contact made of an enquiry is filled with: these two routes make one.
CONTACT = tuple(
    f"crm.lead.{name}"
    for name in (
        "email_from", "contact_name", "partner_name", "description", "function", "street", "street2", "city",
    )
)  # fmt: skip
REQUESTS = ["activities", "attachments", "followers", "scheduledMessages", "suggestedRecipients"]


class Thread(NamedTuple):
    """A record that has a chatter, and where the world keeps the numbers of what hangs on it."""

    title: str
    model: str
    which: str

    def number(self, world):
        return getattr(world, self.which)

    def message(self, world):
        return world.message if self.which == "case" else world.lead_message

    def activity(self, world):
        return world.activity if self.which == "case" else world.lead_activity

    def asked(self, world, **more):
        return {"thread_model": self.model, "thread_id": self.number(world), **more}


THREADS = (Thread("a file", CASE, "case"), Thread("an enquiry", LEAD, "lead"))


def on_each_thread(name, opens=True, inside=()):
    def register(knock):
        for thread in THREADS:
            opened = thread.title in opens if isinstance(opens, tuple) else opens
            channel(f"chatter of {thread.title}: {name}", opened, inside)(
                functools.partial(_knock, knock, thread)
            )
        return knock

    return register


def _knock(knock, thread, person, world):
    return knock(person, world, thread)


# ---- one's own letter boxes: what mona told alice is in the first until it is done
def _box(name):
    def knock(person, world):
        if name == "inbox" and person.login == "alice":
            world.told = belongings.tell(world)
        elif name == "history" and person.login == "alice":
            person.call("mail.message", "set_message_done", [world.told])
        asked = {"limit": 30, "after": world.first_message - 1}
        return person.json(f"/mail/{name}/messages", fetch_params=asked)

    return knock


# The inbox says where there is news, and no more.
for _name, _opens in (("inbox", False), ("history", True), ("starred", True)):
    channel(f"letter box: {_name}", _opens)(_box(_name))


# ---- the chatter itself
@on_each_thread("messages")
def messages(person, world, thread):
    return person.json("/mail/thread/messages", **thread.asked(world, fetch_params={"limit": 30}))


@on_each_thread("messages, found by a word")
def found(person, world, thread):
    said = world.word("mail.message", "body", thread.message(world))
    asked = {"limit": 30, "search_term": said[:18]}
    return person.json("/mail/thread/messages", **thread.asked(world, fetch_params=asked))


@on_each_thread("messages of the thread, through the record", opens=("a file",))
def through(person, world, thread):
    spec = {"message_ids": {"fields": {"body": {}, "subject": {}, "email_from": {}}}}
    return person.call(thread.model, "web_read", [thread.number(world)], spec)


@on_each_thread("tasks, through the record")
def tasks(person, world, thread):
    spec = {"activity_ids": {"fields": {"summary": {}, "note": {}}}, "activity_summary": {}}
    return person.call(thread.model, "web_read", [thread.number(world)], spec)


@on_each_thread("all that is beside it")
def data(person, world, thread):
    return person.json(
        "/mail/data", fetch_params=[["mail.thread", thread.asked(world, request_list=REQUESTS)]]
    )


@on_each_thread("all that is beside it, by the other door")
def action(person, world, thread):
    return person.json(
        "/mail/action", fetch_params=[["mail.thread", thread.asked(world, request_list=REQUESTS)]]
    )


@on_each_thread("its followers", opens=False)
def followers(person, world, thread):
    return person.call(thread.model, "message_get_followers", [thread.number(world)]) + person.call(
        "mail.followers", "search_read", [["res_model", "=", thread.model], ["res_id", "=", thread.number(world)]]
    )  # fmt: skip


@on_each_thread("whom to write to", opens=False, inside=CONTACT)
def recipients(person, world, thread):
    answer = person.json("/mail/thread/recipients", **thread.asked(world))
    for one in json.loads(answer).get("result") or ():
        if one["id"] > world.partner:  # made just now
            world.contact_made(one["id"], one["email"])
    return answer + person.json(
        "/mail/thread/recipients/get_suggested_recipients", **thread.asked(world, partner_ids=[])
    )


@on_each_thread("which addresses it has", opens=False)
def recipient_fields(person, world, thread):
    return person.json("/mail/thread/recipients/fields", thread_model=thread.model)


@on_each_thread("who has an address", opens=False, inside=CONTACT)
def from_email(person, world, thread):
    address = world.word(LEAD, "email_from", world.lead)
    answer = person.json(
        "/mail/partner/from_email", **thread.asked(world, emails=[f"{address[:12]}@example.org"])
    )
    return answer.replace(address[:12].encode(), b"")


@on_each_thread("as the portal shows it")
def portal(person, world, thread):
    return person.json("/mail/chatter_fetch", **thread.asked(world, fetch_params={"limit": 30}))


@on_each_thread("as the portal shows it, with a made-up token", opens=False)
def portal_token(person, world, thread):
    return person.json("/mail/chatter_fetch", **thread.asked(world, token="0" * 32))


@on_each_thread("the portal's first question", opens=False)
def portal_init(person, world, thread):
    return person.json("/portal/chatter_init", **thread.asked(world, hash="0" * 64, pid=world.partner))


@on_each_thread("the messages, ready for the portal")
def portal_format(person, world, thread):
    return person.call("mail.message", "portal_message_format", [thread.message(world)])


@on_each_thread("following it", opens=False)
def follow(person, world, thread):
    who = [world.alice_partner]
    asked = {"res_model": thread.model, "res_id": thread.number(world), "partner_ids": who}
    return person.json("/mail/thread/subscribe", **asked) + person.call(
        thread.model, "message_subscribe", [thread.number(world)], who
    )


@on_each_thread("following it no more", opens=False)
def unfollow(person, world, thread):
    asked = {"res_model": thread.model, "res_id": thread.number(world), "partner_ids": [world.partner]}
    return person.json("/mail/thread/unsubscribe", **asked) + person.get(
        "/mail/unfollow", model=thread.model, res_id=thread.number(world), pid=world.partner, token="0" * 40
    )


@on_each_thread("what a follower is told of", opens=False)
def subscription(person, world, thread):
    follower = world.alices_followers[thread.model]
    return person.json("/mail/read_subscription_data", follower_id=follower)


@on_each_thread("saying something", opens=False, inside=("crm.lead.email_from",))
def post(person, world, thread):
    data = {"body": word(), "subtype_xmlid": "mail.mt_note"}
    answer = person.json("/mail/message/post", **thread.asked(world, post_data=data))
    if made := (json.loads(answer).get("result") or {}).get("message_id"):
        # One's own words come back, and one's own address with them.
        world.own[person.login] |= {("mail.message", f, made) for f in ("body", "subject", "email_from")}
    return answer


@on_each_thread("changing what was said")
def change(person, world, thread):
    number = thread.message(world)
    said = world.word("mail.message", "body", number)
    body = f"<p>{said}</p>" if person.login == "alice" else "something else"
    answer = person.json("/mail/message/update_content", message_id=number, update_data={"body": body})
    return answer.replace(said.encode(), b"")  # what was sent comes back


@on_each_thread("a reaction to what was said", opens=False)
def react(person, world, thread):
    return person.json("/mail/message/reaction", message_id=thread.message(world), content="👍", action="add")


@on_each_thread("what somebody looked up in a message", opens=False)
def preview(person, world, thread):
    return person.json("/mail/link_preview", message_id=thread.message(world)) + person.json(
        "/mail/link_preview/hide", message_link_preview_ids=[thread.message(world)]
    )


@on_each_thread("having a message translated by others", opens=False)
def translate(person, world, thread):
    return person.json("/mail/message/translate", message_id=thread.message(world))


@on_each_thread("whether a message is for colleagues only", opens=False)
def internal(person, world, thread):
    return person.json(
        "/mail/update_is_internal", message_id=thread.message(world), is_internal=False
    )  # fmt: skip


@on_each_thread("a link to a message", opens=False)
def link(person, world, thread):
    return person.get(f"/mail/message/{thread.message(world)}")


@on_each_thread("a link to the record", opens=False)
def view(person, world, thread):
    return person.get("/mail/view", model=thread.model, res_id=thread.number(world))


@on_each_thread("the picture of who said it", opens=False)
def avatar(person, world, thread):
    path = f"/mail/avatar/mail.message/{thread.message(world)}/author_avatar/50x50"
    return person.get(path, _hash="0" * 64, pid=world.partner)


@on_each_thread("its tasks, as the activity view has them", opens=False)
def activity_view(person, world, thread):
    domain = [["id", "=", thread.number(world)]]
    return person.call("mail.activity", "get_activity_data", thread.model, domain, fetch_done=True)


@on_each_thread("its tasks, ready for the client")
def activity_format(person, world, thread):
    return person.call("mail.activity", "activity_format", [thread.activity(world)])


@on_each_thread("a task's button", opens=False)
def activity_button(person, world, thread):
    return person.button("mail.activity", "action_open_document", [thread.activity(world)])


@on_each_thread("putting a task off")
def activity_later(person, world, thread):
    answer = person.button("mail.activity", "action_reschedule_tomorrow", [thread.activity(world)])
    return answer + person.call("mail.activity", "read", [thread.activity(world)], ["summary"])


@on_each_thread("writing a mail about it", opens=False)
def composer(person, world, thread):
    context = {
        "default_model": thread.model,
        "default_res_ids": [thread.number(world)],
        "default_composition_mode": "comment",
        "default_parent_id": thread.message(world),
    }
    return person.call(
        "mail.compose.message", "onchange", [], {}, [], {"body": {}, "subject": {}}, context=context
    )


# ---- what is loaded on the side
@channel("messaging: what is loaded at the start", opens=False)
def start(person, world):
    names = [
        "init_messaging",
        "failures",
        "systray_get_activities",
        "mail.canned.response",
        "channels_as_member",
    ]
    card = ["avatar_card", {"id": world.partner, "model": "res.partner"}]
    return person.json("/mail/data", fetch_params=[*names, card])


@channel("messaging: what the tray says is to be done", opens=False)
def groups(person, world):
    return person.json("/mail/data", fetch_params=["systray_get_activities"])


@channel("messaging: mention somebody", opens=False)
def mention(person, world):
    return _by_name(person, world, "get_mention_suggestions")


@channel("messaging: invite somebody", opens=False)
def invite(person, world):
    return _by_name(person, world, "search_for_channel_invite")


def _by_name(person, world, method):
    """Who is not on the client's file finds nobody; what is asked is the caller's own word."""
    name = world.word("res.partner", "name", world.partner)
    answer = person.call("res.partner", method, name[:18])
    if person.login != "alice":
        assert f'"id": {world.partner},' not in answer.decode(), answer
    return answer


@channel("messaging: search for a conversation", opens=False)
def discuss_search(person, world):
    return person.json("/discuss/search", term=world.word("res.partner", "name", world.partner)[:18])


@channel("messaging: what goes by the bus", opens=False)
def bus(person, world):
    return person.json("/websocket/peek_notifications", channels=[], last=0, is_first_poll=True) + person.json(
        "/bus/has_missed_notifications", last_notification_id=1
    )  # fmt: skip


@channel("messaging: what the bus keeps", opens=False)
def bus_rows(person, world):
    return person.call("bus.bus", "search_read", [], ["channel", "message"])


for _model, _fields in {
    "mail.mail": ["body_html", "subject", "email_to", "body"],
    "mail.notification": [],
    "mail.tracking.value": [],
    "mail.message.reaction": [],
    "mail.message.translation": [],
    "mail.link.preview": [],
    "mail.scheduled.message": ["subject", "body"],
    "mail.message.schedule": [],
    "mail.push": [],
    "crm.activity.report": ["body", "lead_id", "partner_id"],
}.items():
    channel(f"messaging: rows of {_model}", opens=False)(
        lambda person, world, model=_model, fields=_fields: person.call(
            model, "search_read", [], fields, limit=80, order="id desc"
        )
    )
