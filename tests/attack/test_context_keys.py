# SPDX-License-Identifier: LGPL-3.0-or-later
"""Each key of the context that any module in use knows, set to anything: nothing closed is told, and what succeeds is on record.

The keys are asked for many at a time; where the answer is another than without them, in halves, down to each alone.
"""

import functools

import pytest

from .conftest import SECRETS, File, attempt
from .context_keys import keys

BATCH = 24
VALUES = {"true": lambda _file: True, "a number": lambda _file: 7, "the closed file": lambda file: file.id}
# Of the strangers one for each: what a key does does not depend on who sends it.
STRANGER = {"true": "bob", "a number": "sam", "the closed file": "bob"}
READS = {
    "read": ([[*SECRETS]], {}), "web_read": ([{name: {} for name in SECRETS}], {}), "export_data": ([["matter", "note_ids/body"]], {}),
    "message_post": ([], {"body": "x"}), "write": ([{"risk_notes": "x"}], {}), "copy": ([], {}),
}  # fmt: skip


def by_number(file):
    return {
        "search_read": ([[["id", "=", file.id]], ["name", "matter"]], {}),
        "web_search_read": ([[["id", "=", file.id]], {"name": {}, "matter": {}}], {}),
        "formatted_read_group": ([[["id", "=", file.id]], ["partner_id"], ["__count", "id:array_agg"]], {}),
        "read_group": ([[["id", "=", file.id]], ["id:sum"], ["partner_id"]], {}),
        "name_search": ([], {"name": "", "domain": [["id", "=", file.id]]}),
        "search_count": ([[["id", "=", file.id]]], {}),
    }


@pytest.fixture(autouse=True)
def odd_keys(expect_log):
    """Odoo's own complaints about keys that mean something else to it."""
    expect_log(r"Context key '\w+' is n")


@pytest.fixture(scope="module")
def all_keys(centre):
    modules = [name for (name,) in centre.sql("SELECT name FROM ir_module_module WHERE state = 'installed'")]
    found = keys(modules)
    assert {"active_test", "bin_size", "tracking_disable", "skip_res_field_check", "mail_create_nolog", "default_res_id"} <= set(found)  # fmt: skip
    return found


def narrowed(names, ask, usual):
    """Ask with all these names at once; where the answer is not the usual one, with each half. Yields (names, answer)."""
    answer = ask(names)
    if answer == usual or len(names) == 1:
        yield names, answer
        return
    half = len(names) // 2
    yield names, answer
    for some in (names[:half], names[half:]):
        yield from narrowed(some, ask, usual)


def _batches(names):
    return [names[at : at + BATCH] for at in range(0, len(names), BATCH)]


def asked(client, operation, ids, arguments, value, names):
    args, words = arguments
    context = dict.fromkeys(names, value)
    return attempt(client.call, "wlec.case", operation, *ids, *args, context=context, **words)


def is_refused(answer):
    return "'exception_type'" in answer or "'debug'" in answer


def everything(file):
    """{operation: (ids, arguments)}"""
    named = {name: ([[file.id]], arguments) for name, arguments in READS.items()}
    return named | {name: ([], arguments) for name, arguments in by_number(file).items()}


@pytest.mark.parametrize("kind", VALUES)
def test_nothing_closed_is_told(centre, people, file, all_keys, kind):
    client, value = people[STRANGER[kind]], VALUES[kind](file)
    secrets = (file.word, centre.sql("SELECT name FROM wlec_case WHERE id = %s", file.id)[0][0])
    before = _state(centre, file)
    for operation, (ids, arguments) in everything(file).items():
        ask = functools.partial(asked, client, operation, ids, arguments, value)
        usual = ask([])
        for batch in _batches(all_keys):
            for names, answer in narrowed(batch, ask, usual):
                assert not any(secret in answer for secret in secrets), (operation, names)
                assert answer == usual or len(names) > 1 or is_refused(answer), (
                    operation,
                    names,
                    usual,
                    answer,
                )
    assert _state(centre, file) == before


def _state(centre, file):
    queries = (
        "SELECT t::text FROM wlec_case t WHERE id = %s",
        "SELECT count(*)::text FROM mail_message WHERE model = 'wlec.case' AND res_id = %s",
        "SELECT count(*)::text FROM mail_followers WHERE res_model = 'wlec.case' AND res_id = %s",
        "SELECT count(*)::text FROM wlec_access_grant WHERE case_id = %s",
        "SELECT count(*)::text FROM wlec_case WHERE partner_id = (SELECT partner_id FROM wlec_case WHERE id = %s)",
    )
    return [centre.sql(query, file.id) for query in queries]


def _recorded(centre, since, file):
    """What is on record of this file: {(action, model, field)}"""
    return {
        (row["action"], row["model"], field)
        for row in centre.events(since)
        if file.id in row["case_ids"] and row["outcome"] == "ok"
        for field in row["field_names"]
    }


OWN = {
    "read": "read", "web_read": "read", "search_read": "read", "web_search_read": "read", "write": "write",
    "message_post": "write",
}  # fmt: skip


@pytest.mark.parametrize("kind", VALUES)
def test_what_succeeds_is_on_record(centre, people, all_keys, kind):
    file = File(people["alice"])
    client, value = people["alice"], VALUES[kind](file)
    for operation in OWN:
        ids, arguments = everything(file)[operation]

        def ask(names, operation=operation, ids=ids, arguments=arguments):
            since = centre.last_event()
            answer = asked(client, operation, ids, arguments, value, names)
            return is_refused(answer), file.word in answer, _recorded(centre, since, file)

        usual = ask([])
        assert not usual[0] and usual[2], operation
        went_through = set()
        for batch in _batches(all_keys):
            for names, (refused, told, recorded) in narrowed(batch, ask, usual):
                if told or (not refused and OWN[operation] == "write"):
                    assert recorded >= usual[2], (operation, names, usual[2] - recorded)
                    went_through.update(names)
        assert len(went_through) > 0.8 * len(all_keys), operation  # most keys are no obstacle to anything
