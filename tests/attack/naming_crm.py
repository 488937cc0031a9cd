# SPDX-License-Identifier: LGPL-3.0-or-later
"""Every way found to name a client's contact or enquiry by its number: see ``naming``."""

from .naming import Call, Get, Json, of_any


def of_contact(own, n):
    """On a client's contact: as any record, and by everything else that names one."""
    return {
        **of_any(own, "res.partner", n),
        **_told(own, n),
        **_found_by(n),
        **_pressed(own, n),
        **_looked_at(n),
        **_written_into(own, n),
    }


def _told(own, n):
    """Told, made to follow, invited."""
    p = own.record
    thread = {"thread_model": "res.partner", "thread_id": p}
    return {
        "told": Call("res.partner", "message_post", [[p]], {"body": "x", "partner_ids": [n]}),
        "spoken for": Call("res.partner", "message_post", [[p]], {"body": "x", "author_id": n}),
        "notified": Call("res.partner", "message_notify", [[p]], {"body": "x", "partner_ids": [n]}),
        "notified of nothing": Call("mail.thread", "message_notify", [[]], {"body": "x", "partner_ids": [n]}),
        "made to follow": Call("res.partner", "message_subscribe", [[p], [n]]),
        "made to follow from the page": Json("/mail/thread/subscribe", {"res_model": "res.partner", "res_id": p, "partner_ids": [n]}),
        "made to unfollow": Json("/mail/thread/unsubscribe", {"res_model": "res.partner", "res_id": p, "partner_ids": [n]}),
        "told from the page": Json("/mail/message/post", {**thread, "post_data": {"body": "x", "partner_ids": [n]}}),
        "mentioned": Json("/mail/message/post", {**thread, "post_data": {"body": "x", "partner_ids": [n], "partner_ids_mention_token": {str(n): "x"}}}),
        "suggested": Json("/mail/thread/recipients/get_suggested_recipients", {**thread, "partner_ids": [n]}),
        "added to a channel": Call("discuss.channel", "add_members", [[own.channel]], {"partner_ids": [n]}),
        "a group with them": Json("/mail/action", {"fetch_params": [["/discuss/create_group", {"partners_to": [n]}]]}),
        "their card": Json("/mail/data", {"fetch_params": [["avatar_card", {"id": n, "model": "res.partner"}]]}),
    }  # fmt: skip


def _found_by(n):
    """By what hangs on them."""
    return {
        "what is under them": Call("res.partner", "search_count", [[["id", "child_of", n]]]),
        "what is above them": Call("res.partner", "search_read", [[["id", "parent_of", n]], ["id"]]),
        "addresses of theirs": Call("res.partner", "search_count", [[["parent_id", "=", n]]]),
        "logins of theirs": Call("res.users", "search_read", [[["partner_id", "child_of", n]], ["id", "login"]]),
        "messages of theirs": Call("mail.message", "search_count", [[["author_id", "=", n]]]),
        "messages to them": Call("mail.message", "search_count", [[["partner_ids", "in", [n]]]]),
        "what they follow": Call("mail.followers", "search_count", [[["partner_id", "=", n]]]),
        "what they were told": Call("mail.notification", "search_count", [[["res_partner_id", "=", n]]]),
        "mails to them": Call("mail.mail", "search_count", [[["recipient_ids", "in", [n]]]]),
        "enquiries of theirs": Call("crm.lead", "search_count", [[["partner_id", "=", n]]]),
        "meetings with them": Call("calendar.event", "search_count", [[["partner_ids", "in", [n]]]]),
        "meetings with theirs": Call("calendar.event", "search_count", [[["partner_ids", "child_of", n]]]),
        "attendance": Call("calendar.attendee", "search_count", [[["partner_id", "=", n]]]),
        "files of theirs": Call("wlec.case", "search_count", [[["partner_id", "=", n]]]),
        "whether they are free": Call("res.partner", "get_attendee_detail", [[n], []]),
    }  # fmt: skip


def _pressed(own, n):
    """By the buttons and dialogs of a contact."""
    p = own.record
    merge = {"active_model": "res.partner", "active_ids": [n, p]}
    label = {"fields": {"display_name": {}}}
    merged = {"partner_ids": label, "dst_partner_id": label}
    portal = {"user_ids": {"fields": {"email": {}, "partner_id": label}}}
    return {
        "their enquiries' button": Call("res.partner", "action_view_opportunity", [[n]]),
        "their meetings' button": Call("res.partner", "schedule_meeting", [[n]]),
        "their company": Call("res.partner", "open_commercial_entity", [[n]]),
        "a company of theirs": Call("res.partner", "create_company", [[n]]),
        "their address": Call("res.partner", "address_get", [[n], ["contact"]]),
        "how they log in": Call("res.partner", "signup_get_auth_param", [[n]]),
        "a login prepared": Call("res.partner", "signup_prepare", [[n]]),
        "a login prepared by the button": Call("res.partner", "action_signup_prepare", [[n]]),
        "a login cancelled": Call("res.partner", "signup_cancel", [[n]]),
        "merged": Call("base.partner.merge.automatic.wizard", "create", [{"partner_ids": [[6, 0, [n, p]]], "dst_partner_id": p}]),
        "merged by the menu": Call("base.partner.merge.automatic.wizard", "onchange", [[], {}, [], merged], {"context": merge}),
        "let into the portal": Call("portal.wizard", "onchange", [[], {}, [], portal], {"context": {"active_ids": [n], "active_model": "res.partner"}}),
        "with the same number": Call("res.partner", "web_search_read", [[["same_vat_partner_id", "=", n]], {"id": {}}]),
    }  # fmt: skip


def _looked_at(n):
    """By the addresses of their picture, card and page."""
    return {
        "a card to take away": Get(f"/web/partner/vcard?partner_ids={n}"),
        "their presence": Json("/websocket/peek_notifications", {"channels": [f"odoo-presence-res.partner_{n}"], "last": 10**9, "is_first_poll": True}),
        "their page": Json("/html_editor/link_preview_internal", {"preview_url": f"/odoo/contacts/{n}"}),
        "their picture": Get(f"/web/image?model=res.partner&id={n}&field=avatar_1024&unique=1"),
    }  # fmt: skip


def _written_into(own, n):
    """By their number in a record of one's own."""
    p = own.record
    prop = {"name": "a" * 16, "type": "many2one", "comodel": "res.partner", "string": "x", "value": n}
    mine = {"name": "x", "start": "2031-01-02 10:00:00", "stop": "2031-01-02 11:00:00"}
    return {
        "imported under them": Call("res.partner", "load", [["name", "parent_id/.id"], [["x", str(n)]]]),
        "imported by their label": Call("res.partner", "load", [["name", "parent_id"], [["x", f"Client {n}"]]]),
        "their label": Call("res.partner", "name_search", [f"Client {n}"]),
        "a property": Call("crm.lead", "onchange", [[], {"lead_properties": [{**prop, "definition_changed": True}]}, ["lead_properties"], {"lead_properties": {}}]),
        "a meeting with them": Call("calendar.event", "create", [{**mine, "partner_ids": [[4, n]]}]),
        "a meeting with them only": Call("calendar.event", "create", [{**mine, "partner_ids": [[6, 0, [n]]]}]),
        "a colleague of them": Call("res.users", "create", [{"name": "x", "login": f"x{n}", "partner_id": n}]),
        "a bank account": Call("res.partner.bank", "create", [{"acc_number": "x", "partner_id": n}]),
        "a company": Call("res.company", "create", [{"name": f"x{n}", "partner_id": n}]),
        "their own company": Call("res.partner", "write", [[p], {"parent_id": n}]),
        "put under another": Call("res.partner", "write", [[p], {"child_ids": [[4, n]]}]),
        "a new enquiry": Call("crm.lead", "create", [{"name": "x", "partner_id": n}]),
        "a new file": Call("wlec.case", "create", [{"partner_id": n}]),
        "a complaint": Call("wlec.complaint.entry", "create", [{"partner_id": n, "description": "x"}]),
        "protected again": Call("res.partner", "action_wlec_protect", [[n]]),
    }  # fmt: skip


def of_enquiry(own, n):
    active = {"active_model": "crm.lead", "active_id": n, "active_ids": [n]}
    label = {"fields": {"display_name": {}}}
    p = own.record
    return {
        **of_any(own, "crm.lead", n),
        "won": Call("crm.lead", "action_set_won", [[n]]),
        "won with a rainbow": Call("crm.lead", "action_set_won_rainbowman", [[n]]),
        "lost": Call("crm.lead", "action_set_lost", [[n]]),
        "lost by the form": Call("crm.lead.lost", "create", [{"lead_ids": [[6, 0, [n]]]}]),
        "a meeting": Call("crm.lead", "action_schedule_meeting", [[n]]),
        "duplicates": Call("crm.lead", "action_show_potential_duplicates", [[n]]),
        "converted": Call("crm.lead", "convert_opportunity", [[n], False]),
        "converted by the form": Call("crm.lead2opportunity.partner", "onchange", [[], {}, [], {"name": {}, "partner_id": label, "duplicated_lead_ids": label}], {"context": active}),
        "converted in a heap": Call("crm.lead2opportunity.partner.mass", "onchange", [[], {}, [], {"lead_tomerge_ids": label}], {"context": active}),
        "merged": Call("crm.merge.opportunity", "onchange", [[], {}, [], {"opportunity_ids": label}], {"context": active}),
        "merged by hand": Call("crm.lead", "merge_opportunity", [[n]]),
        "passed on": Call("wlec.enquiry.route", "create", [{"lead_ids": [[6, 0, [n]]]}]),
        "made a file": Call("wlec.case", "create", [{"partner_id": p, "lead_id": n}]),
        "a meeting about it": Call("calendar.event", "create", [{"name": "x", "start": "2031-01-02 10:00:00", "stop": "2031-01-02 11:00:00", "opportunity_id": n}]),
        "meetings about it": Call("calendar.event", "search_count", [[["opportunity_id", "=", n]]]),
        "files of it": Call("wlec.case", "search_count", [[["lead_id", "=", n]]]),
        "marked won by a link": Get(f"/lead/case_mark_won?res_id={n}&token=x"),
        "marked lost by a link": Get(f"/lead/case_mark_lost?res_id={n}&token=x"),
        "converted by a link": Get(f"/lead/convert?res_id={n}&token=x"),
        "its page": Json("/html_editor/link_preview_internal", {"preview_url": f"/odoo/crm/{n}"}),
        "its label": Call("crm.lead", "name_search", [f"Enquiry {n}"]),
    }  # fmt: skip
