# SPDX-License-Identifier: LGPL-3.0-or-later
"""A confidential meeting: by whom it is looked for, what is told of it, and its attendees."""

from channels import channel

EVENT = "calendar.event"


def _json(person, path, **params):
    return person.http.post(f"{person.url}{path}", json={"params": params}, timeout=60).content


@channel("calendar: the week, as the calendar view reads it")
def week(person, world):
    domain = [
        ["start", "<=", "2031-01-31"],
        ["stop", ">=", "2030-12-01"],
        ["partner_ids", "in", [world.alice_partner]],
    ]
    return person.call(EVENT, "search_read", domain, ["name", "start", "stop", "partner_ids", "location"])


@channel("calendar: search by a word in the subject", opens=False)
def by_word(person, world):
    word = next(word for word, place in world.canaries.items() if place == (EVENT, "name", world.event))
    answer = person.call(EVENT, "search_count", [["location", "ilike", "no such place"]])
    if person.login != "alice":
        answer += person.call(EVENT, "search_count", [["name", "ilike", word[:14]]])
    return answer


@channel("calendar: search by the file it is about", opens=False)
def by_file(person, world):
    return person.call(EVENT, "search_read", [["res_id", "=", world.case]], ["start", "display_name"])


@channel("calendar: attendees", opens=False)
def attendees(person, world):
    return person.call("calendar.attendee", "search_read", [["event_id", "=", world.event]])


@channel("calendar: the client's page behind an invitation", opens=False)
def invitation(person, world):
    return person.get("/calendar/meeting/view", token=world.event_token, id=world.event)


@channel("calendar: an invitation with a made-up token", opens=False)
def forged_invitation(person, world):
    return person.get("/calendar/meeting/view", token="0" * 32, id=world.event)


@channel("calendar: reminders", opens=False)
def reminders(person, world):
    return _json(person, "/calendar/notify")


@channel("calendar: joining the video call with a made-up token", opens=False)
def video_call(person, world):
    return person.get("/calendar/join_videocall/" + "0" * 32)


@channel("calendar: what was said about a meeting", opens=False)
def said(person, world):
    thread = {"thread_model": EVENT, "thread_id": world.event, "fetch_params": {"limit": 30}}
    return _json(person, "/mail/thread/messages", **thread)


@channel("calendar: a meeting's page data", opens=False)
def thread(person, world):
    asked = {
        "thread_model": EVENT,
        "thread_id": world.event,
        "request_list": ["activities", "attachments", "followers"],
    }
    return _json(person, "/mail/data", fetch_params=[["mail.thread", asked]])


@channel("calendar: tasks in the tray", opens=False)
def tray(person, world):
    return _json(person, "/mail/data", fetch_params=["systray_get_activities"])


@channel("calendar: the tasks of a file", opens=False)
def tasks(person, world):
    return person.call(
        "mail.activity", "search_read", [["res_model", "=", "wlec.case"], ["res_id", "=", world.case]]
    )


@channel("calendar: whether somebody is free", opens=False)
def free(person, world):
    return person.call("res.partner", "get_attendee_detail", [world.alice_partner], [world.event])


@channel("calendar: a link to it in a mail", opens=False)
def link(person, world):
    return person.get("/mail/view", model=EVENT, res_id=world.event)


@channel("calendar: writing to who comes to it", opens=False)
def composer(person, world):
    return person.button(EVENT, "action_open_composer", [world.event])


@channel("calendar: opening what it is about", opens=False)
def about(person, world):
    return person.button(EVENT, "action_open_calendar_event", [world.event])
