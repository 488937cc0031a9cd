# SPDX-License-Identifier: LGPL-3.0-or-later
"""SQL and expressions smuggled in where a field, an order, a group or a list of numbers is expected."""

import pytest

from .conftest import attempt

BITS = (
    "'; DROP TABLE wlec_log.event; --", "id; DELETE FROM wlec_access_grant", "1) OR 1=1 --", "(SELECT narrative FROM wlec_case LIMIT 1)",
    "matter::text", "\"matter\"", "narrative->>'a'", "id desc, (SELECT 1/0)", "case_id.narrative", "create_uid.password", "id.narrative",
    "pg_sleep(5)", "name' UNION SELECT matter FROM wlec_case --", "${object.narrative}", "{{ object.narrative }}", "__class__",
)  # fmt: skip


@pytest.fixture(scope="module")
def tables(centre):
    yield
    assert centre.sql("SELECT count(*) FROM wlec_log.event")[0][0]
    assert centre.sql("SELECT count(*) FROM wlec_access_grant")[0][0]


@pytest.mark.parametrize("login", ["alice", "bob", "audrey"])
@pytest.mark.parametrize("model", ["wlec.case", "wlec.case.note", "wlec.access.event", "wlec.access.grant"])
def test_smuggled(tables, people, file, login, model):
    call = people[login].call
    for bit in BITS:
        answers = [
            attempt(call, model, "search_read", [], ["id"], order=bit, limit=2),
            attempt(call, model, "search_read", [[bit, "=", 1]], ["id"], limit=2),
            attempt(call, model, "search_read", [["id", bit, 1]], ["id"], limit=2),
            attempt(call, model, "search_read", [["id", "in", [bit]]], ["id"], limit=2),
            attempt(call, model, "web_search_read", [], {bit: {}}, limit=2),
            attempt(call, model, "formatted_read_group", [], groupby=[bit], aggregates=["__count"]),
            attempt(
                call,
                model,
                "formatted_read_group",
                [],
                groupby=["create_uid"],
                aggregates=[f"{bit}:max", bit],
            ),
            attempt(
                call,
                model,
                "formatted_read_group",
                [],
                groupby=["create_uid"],
                aggregates=["__count"],
                having=[[bit, "=", 1]],
            ),
            attempt(call, model, "read", [bit], ["id"]),
            attempt(call, model, "read", [file.id], [bit]),
        ]
        if login != "alice":
            assert file.word not in "".join(answers), bit
        assert "psycopg2" not in "".join(answers) or file.word not in "".join(answers)


def test_confidential_columns_are_no_oracle(centre, people, file):
    """Also the granted caseworker cannot ask by content; and no question of theirs is answered by a difference."""
    before, alice = centre.last_event(), people["alice"]
    for model, path in (("wlec.case", "narrative"), ("wlec.case.note", "body"), ("wlec.case.note", "case_id.narrative"),
                        ("wlec.case", "note_ids.body"), ("wlec.access.grant", "case_id.matter"), ("wlec.case.party", "full_name")):  # fmt: skip
        for operator, value in (
            ("ilike", file.word),
            ("=", file.word),
            ("=like", "c%"),
            ("in", [file.word]),
            ("not in", ["x"]),
        ):
            answers = {
                attempt(alice.call, model, "search_count", [[path, operator, v]]) for v in (value, "nowhere")
            }
            assert all("error" in answer or "message" in answer for answer in answers), (
                model,
                path,
                operator,
            )
    assert not [row for row in centre.events(before) if row["action"] == "read"]
