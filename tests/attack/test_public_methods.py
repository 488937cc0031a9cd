# SPDX-License-Identifier: LGPL-3.0-or-later
"""Every method the outside can call, tried by people who have no need to know."""

import ast

import pytest

from tests.structure import reading

from .conftest import SECRETS, attempt

OF_ODOO = {
    "read": ([[*SECRETS]], {}), "web_read": ([{name: {} for name in SECRETS}], {}), "export_data": ([["matter", "note_ids/body"]], {}),
    "copy": ([], {}), "copy_data": ([], {}), "web_save": ([{"matter": "x"}, {"matter": {}}], {}), "write": ([{"matter": "x"}], {}),
    "unlink": ([], {}), "onchange": ([{}, [], {name: {} for name in SECRETS}], {}), "get_field_translations": (["narrative"], {}),
    "update_field_translations": (["narrative", {"en_US": "x"}], {}), "action_archive": ([], {}), "action_unarchive": ([], {}),
    "get_metadata": ([], {}), "get_external_id": ([], {}), "exists": ([], {}), "message_post": ([], {"body": "x"}),
    "message_notify": ([], {"body": "x", "partner_ids": [1]}), "message_subscribe": ([[3]], {}), "message_unsubscribe": ([[3]], {}),
    "activity_schedule": (["mail.mail_activity_data_todo"], {}), "activity_feedback": ([["mail.mail_activity_data_todo"]], {}),
    "activity_unlink": ([["mail.mail_activity_data_todo"]], {}), "activity_reschedule": ([["mail.mail_activity_data_todo"]], {}),
    "message_post_with_source": (["mail.message_activity_done"], {}), "message_mail_with_source": (["mail.message_activity_done"], {}),
    "web_resequence": ([{"matter": {}}], {}), "web_override_translations": ([{"narrative": "x"}], {}),
    "message_get_suggested_recipients": ([], {}), "message_change_thread": ([1], {}), "get_formview_action": ([], {}),
    "get_formview_id": ([], {}), "get_access_action": ([], {}), "check_access": (["read"], {}), "has_access": (["read"], {}),
    "read_progress_bar": ([[], "state", {"field": "matter", "colors": {}}], {}), "modified": ([["matter"]], {}),
    "toggle_active": ([], {}), "filtered_domain": ([[]], {}), "mapped": (["narrative"], {}), "fetch": ([["narrative"]], {}),
    "sudo": ([], {}), "with_user": ([1], {}), "with_context": ([{}], {}), "convert_to_record": ([], {}), "open_value": ([], {}),
    "_open_to": ([[1]], {}), "_need_to_know": ([1], {}), "_read_format": ([["narrative"]], {}), "_transition": (["open"], {}),
    "_grant_to_team": ([], {}), "_export_rows": ([["narrative"]], {}), "_key_scope": ([], {}), "_message_log": ([], {"body": "x"}),
}  # fmt: skip
# Alice's file is among the newest of every model. An auditor would be shown every access record there is, explained, which takes
# longer than a client waits.
NEWEST = 80
STRANGERS = ["bob", "otto", "fred", "tara", "audrey", "sam", "carol", None]


def _own_methods():
    """{model: names of its methods without an underscore}, of all wlec models, extensions and wizards included."""
    found = {}
    for model in reading.models():
        names = {
            node.name
            for node in model.node.body
            if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")
        }
        found.setdefault(model.name, set()).update(names)
    return {model: names for model, names in found.items() if model.startswith("wlec.")}


def _targets(file):
    return {
        "wlec.case": file.id,
        "wlec.case.note": file.note,
        "wlec.case.party": file.party,
        "wlec.case.document": file.document,
    }


def _snapshot(centre, file):
    tables = {
        "wlec_case": file.id,
        "wlec_case_note": file.note,
        "wlec_case_party": file.party,
        "wlec_case_document": file.document,
    }
    rows = [
        centre.sql(f"SELECT t::text FROM {table} t WHERE id = %s", number) for table, number in tables.items()
    ]
    rows.append(centre.sql("SELECT count(*), max(id) FROM wlec_access_grant WHERE case_id = %s", file.id))
    rows.append(centre.sql("SELECT count(*), max(id) FROM wlec_access_exclusion WHERE case_id = %s", file.id))
    rows.append(
        centre.sql("SELECT count(*) FROM mail_message WHERE model = 'wlec.case' AND res_id = %s", file.id)
    )
    rows.append(
        centre.sql(
            "SELECT count(*) FROM mail_followers WHERE res_model = 'wlec.case' AND res_id = %s", file.id
        )
    )
    return rows


@pytest.mark.parametrize("login", STRANGERS)
def test_strangers_get_and_change_nothing(centre, people, file, login):
    before, since = _snapshot(centre, file), centre.last_event()
    own = _own_methods()
    for model, number in _targets(file).items():
        for method, (args, kwargs) in OF_ODOO.items():
            answer = attempt(people[login].call, model, method, [number], *args, **kwargs)
            assert file.word not in answer, f"{model}.{method}"
        for method in sorted(own.get(model, ()) - set(OF_ODOO)):
            answer = attempt(people[login].call, model, method, [number])
            assert file.word not in answer, f"{model}.{method}"
            answer = attempt(people[login].button, model, method, [number])
            assert file.word not in answer, f"{model}.{method} as a button"
    assert _snapshot(centre, file) == before
    rows = [
        row for row in centre.events(since) if file.id in row["case_ids"] or row["record_ids"] == [file.id]
    ]
    assert not [row for row in rows if row["outcome"] != "denied"]


@pytest.mark.parametrize("login", STRANGERS)
def test_no_model_of_ours_hands_its_rows_to_strangers(people, file, login):
    """Also models named in no menu: whatever a search gives, nothing of alice's file is in it."""
    newest = {"order": "id desc", "limit": NEWEST}
    for model in sorted(_own_methods()):
        for method, args, words in (
            ("search_read", [[]], newest),
            ("web_search_read", [[], {"display_name": {}}], newest),
            ("search_count", [[]], {}),
        ):
            assert file.word not in attempt(people[login].call, model, method, *args, **words), model


def test_private_methods_are_not_called_from_outside(people, file):
    for method in (
        "_grant",
        "_end",
        "_transition",
        "_grant_to_team",
        "_open_to",
        "_acknowledge",
        "_write_buffer",
        "_release",
    ):
        for model in (
            "wlec.case",
            "wlec.access.grant",
            "wlec.policy.acknowledgement",
            "wlec.disclosure.request",
        ):
            answer = attempt(people["mona"].call, model, method, [file.id])
            assert "AccessError" in answer or "AttributeError" in answer or "private" in answer, (
                f"{model}.{method}: {answer[:300]}"
            )


def test_a_stranger_without_login_reaches_nothing(centre, people, file):
    nobody = people[None]
    for path in (
        f"/web/content/wlec.case.document/{file.document}/content",
        f"/web/content?model=wlec.case.document&id={file.document}&field=content",
        f"/web/image/wlec.case.document/{file.document}/content",
        f"/odoo/wlec.case/{file.id}",
        f"/mail/view?model=wlec.case&res_id={file.id}",
        f"/my/complaints/{file.id}",
        "/json/1/wlec.case",
        f"/report/html/wlec_confidentiality.wlec_disclosure_schedule/{file.id}",
    ):
        answer = nobody.get(path, allow_redirects=False)
        assert file.word not in answer.text, path
        assert answer.content != b"xyz", path
        placeholder = answer.status_code == 200 and answer.headers["Content-Type"].startswith("image/")
        assert placeholder or answer.status_code in (301, 302, 303, 400, 401, 403, 404), path


@pytest.mark.parametrize("login", ["bob", "sam", "carol", "otto", None])
def test_document_routes(centre, people, file, login):
    before = centre.last_event()
    for path in (
        f"/web/content/wlec.case.document/{file.document}/content",
        f"/web/content/wlec.case.document/{file.document}/content?download=true&access_token=x",
        f"/web/image/wlec.case.document/{file.document}/content",
    ):
        answer = people[login].get(path, allow_redirects=False)
        assert answer.content != b"xyz", path
        assert answer.status_code != 200 or answer.headers["Content-Type"].startswith("image/"), path
    assert not [
        row
        for row in centre.events(before)
        if row["outcome"] == "ok" and row["model"] == "wlec.case.document"
    ]
