# SPDX-License-Identifier: LGPL-3.0-or-later
"""Arguments of every shape, for every method of ours that can be called from outside: what a programme, a fool or an attacker may send.

A question about one number is asked twice: about a record that is closed, and about one there never was.
"""

import ast
import json
import re
import time
from typing import NamedTuple

from tests.structure import reading
from tests.support.client import RpcError

from .asking import _NEW, Asker

FAR = 2**31 - 13
# What names one record, in every way there is to write it; ``o`` is a record that is open to the caller, if there is one.
NAMING = {
    "alone": lambda n, o: [n], "no list": lambda n, o: n, "twice": lambda n, o: [n, n], "with one's own": lambda n, o: [o, n],
    "before one's own": lambda n, o: [n, o], "beside none": lambda n, o: [n, 2**31 + 7], "as text": lambda n, o: [str(n)],
    "a fraction": lambda n, o: [n + 0.0], "nested": lambda n, o: [[n]], "a pair": lambda n, o: [[n, "x"]],
    "a command": lambda n, o: [[6, 0, [n]]], "by name": lambda n, o: {"id": n}, "with false": lambda n, o: [n, False],
    "new, with an origin": lambda n, o: [f"NewId_{n}"],
}  # fmt: skip
# What names none.
NOTHING = {
    "none": [], "null": None, "false": False, "true": True, "zero": [0], "below zero": [-1], "too large": [2**31], "far too large": [2**70],
    "a word": "matter", "words": ["a", "b"], "a dict": {"matter": "x"}, "nested nothing": [[[[]]]], "a null in it": [None], "a null byte": ["a\x00b"],
    "many": list(range(900_000_000, 900_003_000)), "infinity": [1e308],
}  # fmt: skip
# What else is sent, beside the ids, for each parameter of the method.
VALUES = {
    "a number": lambda n: n, "numbers": lambda n: [n], "a text": lambda n: "matter", "nothing": lambda n: None, "a dict": lambda n: {"id": n},
    "a list of lists": lambda n: [[n, [n]], {"id": [n]}], "below zero": lambda n: -n, "no": lambda n: False,
}  # fmt: skip
EXTRA = {"nobody_knows": 1, "self": 1, "sudo": True}
FORGED = {
    "uid": 1, "su": True, "sudo": True, "active_test": False, "bin_size": True, "default_state": "approved", "default_case_id": 1,
    "default_user_id": 1, "active_model": "wlec.case", "active_id": 1, "active_ids": [1], "tracking_disable": True, "lang": "xx_XX", "tz": "x",
}  # fmt: skip
ODD_CONTEXTS = (
    "x",
    7,
    ["a"],
    None,
    {"lang": 7},
    {"tz": []},
    {"allowed_company_ids": ["x"]},
    {"active_ids": {"a": 1}},
)


class Method(NamedTuple):
    model: str
    name: str
    words: tuple  # the names of its parameters


def own_methods(written=True):
    """Every method of ours that can be called on a model of ours, those of its mixins included, in the order of their names.

    :param written: also those that take values (create, write, onchange ...)
    """
    classes = {}
    for one in reading.models():
        classes.setdefault(one.name, []).append(one)
    found = []
    for model, ones in sorted(classes.items()):
        if model.startswith("wlec.") and any(one.defines and one.kind != "AbstractModel" for one in ones):
            found += [Method(model, *pair) for pair in sorted(_methods(classes, model, set()).items())]
    return found


def _methods(classes, model, seen):
    seen.add(model)
    found = {}
    for one in classes.get(model, ()):
        for parent in reading._list(reading._constant(one.node, "_inherit")):
            if parent not in seen:
                found |= _methods(classes, parent, seen)
    for one in classes.get(model, ()):
        found |= {node.name: _words(node) for node in one.node.body if _is_public(node)}
    return found


def _is_public(node):
    if not isinstance(node, ast.FunctionDef) or node.name.startswith("_") or node.name == "init":
        return False
    return not any(ast.unparse(one) in ("api.private", "property") for one in node.decorator_list)


def _words(node):
    return tuple(one.arg for one in [*node.args.args[1:], *node.args.kwonlyargs])


# ---- whose records
class Standing(NamedTuple):
    """Of one model, for one person: a record that is closed, one that is open, and a number, as long as the first, of none."""

    closed: int | None
    open: int | None
    missing: int


def standing(centre, client, model):
    table = model.replace(".", "_")
    if not centre.sql("SELECT to_regclass(%s) IS NOT NULL", table)[0][0]:
        return Standing(None, None, FAR)
    everything = {number for (number,) in centre.sql(f"SELECT id FROM {table}")}
    try:
        seen = set(client.call(model, "search", [], context={"active_test": False}))
    except RpcError:
        seen = set()
    closed = max(everything - seen, default=None)
    return Standing(closed, max(seen, default=None), _none_as_long(closed, everything) if closed else FAR)


def _none_as_long(number, everything):
    """A number of no record with as many digits, so that no answer is shorter for it; the next longer one where all are taken."""
    longest = 10 ** len(str(number))
    return next((one for one in range(longest - 1, longest // 10 - 1, -1) if one not in everything), longest)


def fingerprint(centre, closed):
    """One number for all that is in these closed records, {model: ids}."""
    return {
        model: centre.sql(
            f"SELECT md5(string_agg(t::text, '' ORDER BY id)) FROM {model.replace('.', '_')} t WHERE id = ANY(%s)", sorted(ids)
        )[0][0]
        for model, ids in closed.items()
    }  # fmt: skip


# ---- asking
class Prober(Asker):
    """One person, by the web client's door and by the one for programmes."""

    SLOW = 10.0

    def __init__(self, client, centre, key=None):
        super().__init__(client)
        self.centre, self.key = centre, key
        self.slow = []

    def send(self, model, method, args, kwargs):
        began = time.monotonic()
        body = {
            "jsonrpc": "2.0",
            "id": 1,
            "params": {"model": model, "method": method, "args": args, "kwargs": kwargs},
        }
        answer = self.client.http.post(
            f"{self.client.url}/web/dataset/call_kw/{model}/{method}", json=body, timeout=120
        )
        return self._timed(answer, began, (model, method, args, kwargs))

    def send2(self, model, method, body):
        began = time.monotonic()
        headers = {"Authorization": f"bearer {self.key}", "X-Odoo-Database": self.centre.db}
        path = f"{self.client.url}/json/2/{model}/{method}"
        answer = self.client.http.post(path, json=body, headers=headers, timeout=120)
        return self._timed(answer, began, (model, method, body))

    def _timed(self, answer, began, what):
        taken = time.monotonic() - began
        if taken > self.SLOW:
            self.slow.append((round(taken, 1), repr(what)[:300]))
        return answer

    def told(self, answer, *numbers):
        """Without what is another at every request, and without these numbers."""
        text = re.sub(
            r"LINE 1:.*?\^|NewId_\d+|(?<=identitycheck\", \"res_id\": )\d+", "", self._told(answer, "\0")
        )
        for pattern in _NEW:
            text = re.sub(pattern, "", text)
        return re.sub(rf"\b({'|'.join(map(str, numbers))})\b", "#", text)


def is_fault(answer):
    """Whether the server calls it a fault of its own, and not a refusal."""
    return answer.status_code >= 500


def error_of(answer):
    try:
        found = answer.json()
    except json.JSONDecodeError:
        return {}
    return (found.get("error") or {}).get("data") or {} if isinstance(found, dict) else {}
