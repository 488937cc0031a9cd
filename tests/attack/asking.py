# SPDX-License-Identifier: LGPL-3.0-or-later
"""Everything that can be asked about one record by its number, and the answers of two numbers side by side.

A wall leaves no trace when the answers about what is behind it are, byte for byte, those about what was never there.
"""

import json
import re

# Methods that answer with the number of what they have made.
_MAKES = ("create", "copy", "message_post", "message_notify")
# Times, tokens, and numbers of what was made on the way.
_NEW = (
    r"\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d(\.\d+)?",
    r"[0-9a-f]{64}o0x[0-9a-f]+",
    r'"(id|message_id|attachment_id|[a-z_]*bus_id|checksum|uuid)": "?\w+"?',
    r'"avatar_cache_key": "\w*"',
    r'"(new_message_separator|sub_channel|[a-z]+_message_id)": \d+',
    r"Failing row contains \([^)]*\)",
    r"Records: \[\d+\]",
)


# ---- what is asked about a record: {name: (arguments after the ids, words)}
def methods(model):
    """Every method of Odoo's that takes ids, with arguments that would work."""
    fields = ["display_name", "create_date"]
    return {
        "read": ([fields], {}),
        "read all": ([], {}),
        "web_read": ([{name: {} for name in fields}], {}),
        "web_save": ([{"create_uid": 1}, {name: {} for name in fields}], {}),
        "write": ([{"active": False}], {}),
        "unlink": ([], {}),
        "copy": ([], {}),
        "copy_data": ([], {}),
        "exists": ([], {}),
        "export_data": ([fields], {}),
        "get_metadata": ([], {}),
        "get_external_id": ([], {}),
        "check_access": (["read"], {}),
        "has_access": (["read"], {}),
        "check_access write": (["write"], {}),
        "onchange": ([{}, [], {name: {} for name in fields}], {}),
        "get_formview_action": ([], {}),
        "get_formview_id": ([], {}),
        "get_access_action": ([], {}),
        "action_archive": ([], {}),
        "action_unarchive": ([], {}),
        "web_resequence": ([{name: {} for name in fields}], {}),
        "get_field_translations": (["display_name"], {}),
        "web_override_translations": ([{"display_name": "x"}], {}),
        "message_post": ([], {"body": "x"}),
        "message_subscribe": ([[3]], {}),
        "message_unsubscribe": ([[3]], {}),
        "activity_schedule": (["mail.mail_activity_data_todo"], {}),
        "activity_feedback": ([["mail.mail_activity_data_todo"]], {}),
        "message_get_suggested_recipients": ([], {}),
        "_read": ([], {}),
        "no_such_method": ([], {}),
        "action_view_access_events": ([], {}),
    }


def domains(number):
    """Searches and counts that name the record."""
    alone = [["id", "=", number]]
    return {
        "search": ([alone], {}),
        "search_count": ([alone], {}),
        "search_read": ([alone, ["display_name"]], {}),
        "web_search_read": ([alone, {"display_name": {}}], {}),
        "name_search": ([], {"name": "", "domain": alone}),
        "web_name_search": (["", {"display_name": {}}], {"domain": alone}),
        "formatted_read_group": ([alone, ["create_uid"], ["__count"]], {}),
        "formatted_read_group totals": ([alone, [], ["__count", "id:array_agg", "create_date:max"]], {}),
        "web_read_group": ([alone, ["create_uid"], ["__count"]], {}),
        "read_progress_bar": ([alone, "create_uid", {"field": "create_uid", "colors": {"1": "x"}}], {}),
        "search_panel_select_range": (["create_uid"], {"comodel_domain": [], "search_domain": alone}),
    }


def routes(model, number):
    """Pages that name the record."""
    return [
        f"/web/content/{model}/{number}/display_name",
        f"/web/content?model={model}&id={number}&field=content",
        f"/web/image/{model}/{number}/image_1920",
        f"/web/image/{model}/{number}/avatar_128/20x20",
        f"/odoo/{model}/{number}",
        f"/mail/view?model={model}&res_id={number}",
        f"/mail/view?model={model}&res_id={number}&access_token=x",
        f"/my/complaints/{number}",
        f"/my/complaints/document/{number}",
        f"/report/html/base.report_irmodeloverview/{number}",
        f"/web/partner/vcard?partner_ids={number}",
    ]


def remote(model, number):
    """JSON routes that name the record."""
    thread = {"thread_model": model, "thread_id": number}
    return {
        "/mail/thread/messages": thread,
        "/mail/thread/recipients": {**thread, "message_id": 1},
        "/mail/thread/recipients/fields": {"thread_model": model},
        "/mail/thread/subscribe": {"res_model": model, "res_id": number, "partner_ids": [3]},
        "/mail/thread/unsubscribe": {"res_model": model, "res_id": number, "partner_ids": [3]},
        "/mail/data": {"fetch_params": [["mail.thread", {**thread, "request_list": ["activities", "attachments", "followers", "suggestedRecipients"]}]]},
        "/mail/message/post": {**thread, "post_data": {"body": "x", "message_type": "comment"}},
        "/mail/read_subscription_data": {"follower_id": number},
        "/web/action/load_breadcrumbs": {"actions": [{"resModel": model, "resId": number}]},
        "/web/dataset/resequence": {"model": model, "ids": [number], "field": "create_uid"},
    }  # fmt: skip


class Asker:
    """One person's questions; the answers are compared after the number has been taken out of them."""

    def __init__(self, client):
        self.client = client

    def answers(self, model, number, pages=True):
        """(name of the question, answer) of all there is to ask about a record of any model; without ``pages`` of what hangs on
        another one, and has none."""
        for name, (args, kwargs) in methods(model).items():
            yield f"{model}.{name}", self.call(model, name.split()[0], number, [[number], *args], kwargs)
        for name, (args, kwargs) in domains(number).items():
            yield f"{model}.{name}", self.call(model, name.split()[0], number, args, kwargs)
        if not pages:
            return
        for path in routes(model, number):
            yield path.replace(str(number), "#"), self.get(path, number)
        for path, params in remote(model, number).items():
            yield f"{path} {model}", self.post(path, number, params)

    def call(self, model, method, number, args, kwargs):
        path = f"/web/dataset/call_kw/{model}/{method}"
        return self.post(path, number, {"model": model, "method": method, "args": args, "kwargs": kwargs})

    def post(self, path, number, params):
        body = {"jsonrpc": "2.0", "id": 1, "params": params}
        answer = self.client.http.post(self.client.url + path, json=body, timeout=60)
        return self._told(answer, number)

    def get(self, path, number):
        answer = self.client.http.get(self.client.url + path, timeout=60, allow_redirects=False)
        return self._told(answer, number)

    def ask(self, question, number):
        """One question of ``naming``; what is another at every request anyway (new numbers, times) is taken out."""
        kind = type(question).__name__
        if kind == "Call":
            answer = self.call(question.model, question.method, number, question.args, question.kwargs)
            if question.method in _MAKES:
                answer = re.sub(r'"result": \[?\d+\]?', '"result": new', answer)
        elif kind == "Json":
            answer = self.post(question.path, number, question.params)
        elif kind == "Get":
            answer = self.get(question.path, number)
        else:
            answer = self._form(question, number)
        for pattern in _NEW:
            answer = re.sub(pattern, "", answer)
        return answer

    def _form(self, question, number):
        if not hasattr(self, "token"):
            self.token = self.client.csrf_token()
        fields = {**question.fields, "csrf_token": self.token}
        path = self.client.url + question.path
        answer = self.client.http.post(path, data=fields, files=question.files or None, timeout=60)
        return self._told(answer, number)

    def _told(self, answer, number):
        """Status, headers and body, without what is another at every request."""
        headers = {
            name: value
            for name, value in answer.headers.items()
            if name not in ("Date", "Set-Cookie", "Content-Length", "Expires", "X-Odoo-Request-Id")
        }
        text = f"{answer.status_code}\n{json.dumps(headers, sort_keys=True)}\n{answer.text}"
        text = re.sub(r'csrf_token[^,;<]*[,;<]|name="csrf_token"[^>]*>|\b[0-9a-f]{40}o?\d*\b', "", text)
        # A number Odoo gave to a row it made on the way, and took back.
        text = re.sub(r"Records: \d+, User", "Records: , User", text)
        return text.replace(str(number), "#")


def difference(one, other):
    """The two texts around the first character that is not the same."""
    at = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), 0)
    return f"  {one[max(0, at - 200) : at + 300]!r}\n  {other[max(0, at - 200) : at + 300]!r}"


def told_apart(asker, model, walled, nothing, word=None, pages=True):
    """The questions by which a walled record is told from one that is not there, and where the answers differ.

    :param word: also those whose answer has this word in it
    """
    pairs = zip(asker.answers(model, walled, pages), asker.answers(model, nothing, pages), strict=True)
    return apart([(name, one, other) for (name, one), (_, other) in pairs], word)


def apart(asked, word=None):
    """Those of [(name, one answer, the other)] that differ, or in which the word is."""
    found = [f"{name}\n{difference(one, other)}" for name, one, other in asked if one != other]
    return found + [f"{name} has {word}" for name, one, _ in asked if word and word in one]
