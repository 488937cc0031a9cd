# SPDX-License-Identifier: LGPL-3.0-or-later
"""Grouping, sorting and searching: the value itself must never be usable."""

import json

from channels import channel


@channel("formatted_read_group by a confidential field", opens=False)
def group_by(person, world):
    return person.call("wlec.case", "formatted_read_group", [], ["matter"], ["__count"])


@channel("formatted_read_group, array_agg and max of a confidential field", opens=False)
def aggregate(person, world):
    answers = [
        person.call("wlec.case", "formatted_read_group", [], [], [f"matter:{function}"])
        for function in ("array_agg", "array_agg_distinct", "max", "min", "count_distinct", "recordset")
    ]
    return b"".join(answers)


@channel("formatted_read_group by the file's field through its notes", opens=False)
def group_by_path(person, world):
    return person.call("wlec.case.note", "formatted_read_group", [], ["case_id.matter"], ["__count"])


@channel("formatted_read_group with a having clause on it", opens=False)
def having(person, world):
    return person.call(
        "wlec.case", "formatted_read_group", [], ["state"], ["__count"], having=[["matter:max", ">", "a"]]
    )


@channel("web_read_group with records unfolded")
def web_read_group(person, world):
    return person.call(
        "wlec.case", "web_read_group", [["id", "in", world.mine]], ["state"], ["__count"],
        auto_unfold=True, unfold_read_specification={"matter": {}}, unfold_read_default_limit=10,
    )  # fmt: skip


@channel("read_progress_bar", opens=False)
def read_progress_bar(person, world):
    bar = {"field": "matter", "colors": {"x": "danger"}}
    return person.call("wlec.case", "read_progress_bar", [], "state", bar)


@channel("search by value, every operator", opens=False)
def search(person, world):
    word = next(
        word for word, place in world.canaries.items() if place == ("wlec.case", "matter", world.case)
    )
    tries = [
        ["matter", op, word[:12]] for op in ("=", "ilike", "=like", "like", "in", ">", "<=", "not ilike")
    ]
    tries += [["note_ids.body", "ilike", "qzcanary"], ["party_ids.full_name", "=", word]]
    answers = [person.call("wlec.case", "search_count", [term]) for term in tries]
    # Each answer is an error, or a number that says nothing (0): the word itself in an error would be the caller's own.
    return b"".join(_without(answer, word[:12]) for answer in answers)


def _without(answer, word):
    error = json.loads(answer).get("error")
    assert error or json.loads(answer)["result"] == 0, answer
    return answer.replace(word.encode(), b"")


@channel("order by a confidential field", opens=False)
def order(person, world):
    return person.call("wlec.case", "search_read", [], ["name"], order="matter desc")


@channel("order by a reference to the file, which has confidential fields", opens=False)
def order_path(person, world):
    return person.call("wlec.case.note", "search_read", [], ["name"], order="case_id desc")


@channel("search panel by a confidential field", opens=False)
def search_panel(person, world):
    return person.call("wlec.case", "search_panel_select_range", "matter") + person.call(
        "wlec.case", "search_panel_select_multi_range", "matter"
    )


@channel("null test in a domain", opens=False)
def null_test(person, world):
    return person.call("wlec.case", "search_read", [["matter", "!=", False]], ["name"])
