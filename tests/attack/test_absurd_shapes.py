# SPDX-License-Identifier: LGPL-3.0-or-later
"""Arguments of every shape at every public method of ours: a plain refusal, the same for what is closed and what never was, nothing
changed, and no question that takes the server long.

A share of all questions is asked, the same ones every time; ``WLEC_SHAPES=1`` asks all of them (over 100,000, an hour).
"""

import os
import random

import pytest

from . import shapes
from .asking import difference
from .shapes import EXTRA, FORGED, NAMING, NOTHING, ODD_CONTEXTS, VALUES

SHARE = int(os.environ.get("WLEC_SHAPES", "300"))
PEOPLE = ("fred", "sam", "bob", "carol")


def sample(questions, seed):
    questions = list(questions)
    return random.Random(seed).sample(questions, -(-len(questions) // SHARE))


def empty(method):
    return {word: {} for word in method.words}


def calls(method, own):
    """(name, {number: (positional arguments, keyword arguments)}) of all there is to send to one method by the web client's door."""
    words = method.words
    for shape, ids in NAMING.items():
        yield shape, lambda n, ids=ids: ([ids(n, own)], {})
    for shape, value in VALUES.items():
        yield f"with {shape}", lambda n, value=value: ([[n], *[value(n)] * len(words)], {})
        yield f"with {shape} by name", lambda n, value=value: ([[n]], dict.fromkeys(words, value(n)))
        yield f"only {shape}", lambda n, value=value: ([*[value(n)] * max(1, len(words))], {})
    yield "words too many", lambda n: ([[n], *[n] * (len(words) + 1)], {})
    yield "unknown words", lambda n: ([[n]], EXTRA)
    forged = {**FORGED, "default_case_id": False}
    yield (
        "forged context",
        lambda n: ([[n], *[{}] * len(words)], {"context": {**forged, "active_id": n, "active_ids": [n]}}),
    )
    yield (
        "named in the context",
        lambda n: ([[], *[{}] * len(words)], {"context": {"active_id": n, "active_ids": [n]}}),
    )


def about_files(method):
    """The same where the number is a file's."""
    words = method.words
    yield "on a file", lambda n: ([[], *[{"case_id": n}] * len(words)], {})
    yield "on files", lambda n: ([*[[{"case_id": n}, {"case_id": n}]] * len(words)], {})
    yield "on a file by name", lambda n: ([[]], {word: {"case_id": n} for word in words})
    yield (
        "on a file by default",
        lambda n: ([[], *[{}] * len(words)], {"context": {"default_case_id": n, "active_id": n}}),
    )
    yield (
        "default_get",
        lambda n: ([["case_id"], *[{}] * (len(words) - 1)], {"context": {"default_case_id": n}}),
    )


def nonsense(method):
    for shape, ids in NOTHING.items():
        yield shape, ([ids], {})
        yield f"{shape} everywhere", ([ids] * (1 + len(method.words)), {})
    yield "nothing at all", ([], {})
    for number, context in enumerate(ODD_CONTEXTS):
        yield f"odd context {number}", ([[shapes.FAR], *[{}] * len(method.words)], {"context": context})


@pytest.fixture(autouse=True)
def nobody_was_named(expect_log):
    expect_log(r"mail_thread: Message notify called without recipient_ids")


@pytest.fixture(scope="module")
def standing(centre, people):
    """{login: {model: what is closed and what is open to them}}"""
    models = sorted({one.model for one in shapes.own_methods()})
    return {
        login: {model: shapes.standing(centre, people[login], model) for model in models} for login in PEOPLE
    }


def snapshot(centre, standing, login):
    closed = {model: [one.closed] for model, one in standing[login].items() if one.closed}
    return shapes.fingerprint(centre, closed)


def _pairs(prober, standing, login, ask, of=None):
    """What differs between the two numbers of each question, and what the server calls its own fault."""
    different, faults = [], []
    for method, shape, build in ask:
        closed, _own, missing = standing[login][of or method.model]
        number = closed or missing - 1
        answers = [prober_send(prober, method, build(one)) for one in (number, missing)]
        one, other = (prober.told(answer, number, missing) for answer in answers)
        what = f"{method.model}.{method.name} {shape}"
        if one != other:
            different.append(f"{login} {what}\n{difference(one, other)}")
        faults += [f"{login} {what}: {answer.text[:300]}" for answer in answers if shapes.is_fault(answer)]
    return different, faults


def prober_send(prober, method, built):
    if isinstance(built, dict):
        return prober.send2(method.model, method.name, built)
    return prober.send(method.model, method.name, *built)


@pytest.mark.parametrize("login", PEOPLE)
def test_whatever_names_a_closed_record(centre, people, standing, login):
    prober, before = shapes.Prober(people[login], centre), snapshot(centre, standing, login)
    questions = (
        (method, shape, build)
        for method in shapes.own_methods()
        for shape, build in calls(method, standing[login][method.model].open or shapes.FAR)
    )
    different, faults = _pairs(prober, standing, login, sample(questions, login))
    questions = (
        (method, shape, build) for method in shapes.own_methods() for shape, build in about_files(method)
    )
    more = _pairs(prober, standing, login, sample(questions, f"files {login}"), of="wlec.case")
    different, faults = different + more[0], faults + more[1]
    assert not different, f"{len(different)}\n" + "\n\n".join(different)
    assert not faults, "\n\n".join(faults)
    assert not prober.slow, prober.slow
    assert snapshot(centre, standing, login) == before


# By these a closed record was once told from one that never was: a step locked it before it asked, a form was filled in for it, a
# number was written as a fraction, an error had its traceback.
ONCE = (
    ("wlec.disclosure.request", "action_justify", lambda n: ([[n]], {})),
    ("wlec.disclosure.request", "action_justify", lambda n: ([[n, 2**31 + 7]], {})),
    ("wlec.disclosure.request", "action_approve", lambda n: ([[n]], {})),
    ("wlec.disclosure.request", "action_justify", lambda n: ([[n + 0.0]], {})),
    ("wlec.disclosure.request", "action_cancel", lambda n: ([[n + 0.0]], {})),
    ("wlec.access.review", "onchange", lambda n: ([[n], {"id": n}, {"id": n}, {"id": n}], {})),
    ("wlec.disclosure.item", "onchange", lambda n: ([[n], {"id": n}, {"id": n}, {"id": n}], {})),
    ("wlec.consent", "message_notify", lambda n: ([[n]], {"context": {"lang": "xx_XX"}})),
    ("wlec.case", "message_post", lambda n: ([[n]], {"body": "x", "context": {"lang": "xx_XX"}})),
)


@pytest.mark.parametrize("login", PEOPLE)
def test_what_once_told_them_apart(centre, people, standing, login):
    prober = shapes.Prober(people[login], centre)
    ask = [
        (shapes.Method(model, name, ()), f"hole {at}", build) for at, (model, name, build) in enumerate(ONCE)
    ]
    different, _faults = _pairs(prober, standing, login, ask)
    assert not different, "\n\n".join(different)


@pytest.mark.parametrize("login", PEOPLE)
def test_nonsense(centre, people, standing, login):
    prober, before = shapes.Prober(people[login], centre), snapshot(centre, standing, login)
    questions = ((method, *rest) for method in shapes.own_methods() for rest in nonsense(method))
    odd = {}
    for method, shape, built in sample(questions, f"nonsense {login}"):
        answer = prober.send(method.model, method.name, *built)
        assert not shapes.is_fault(answer), (method, shape, answer.text[:500])
        error = shapes.error_of(answer)
        odd.setdefault(error.get("name"), []).append(
            f"{method.model}.{method.name} {shape}: {error.get('message')}"
        )
    if SHARE == 1:
        for name, ones in odd.items():
            print("ODD", login, name, len(ones), *ones[:: max(1, len(ones) // 25)], sep="\n    ")
    assert not prober.slow, prober.slow
    assert snapshot(centre, standing, login) == before


@pytest.mark.parametrize("login", ["bob", "sam"])
def test_by_the_door_for_programmes(centre, people, keys, standing, login):
    prober, before = shapes.Prober(people[login], centre, keys[login]), snapshot(centre, standing, login)

    def bodies(method, own):
        for shape, ids in NAMING.items():
            yield shape, lambda n, ids=ids: {"ids": ids(n, own), **empty(method)}
        for shape, value in VALUES.items():
            yield (
                f"with {shape}",
                lambda n, value=value: {"ids": [n], **dict.fromkeys(method.words, value(n))},
            )
        for shape, ids in NOTHING.items():
            yield shape, lambda _n, ids=ids: {"ids": ids, **dict.fromkeys(method.words, ids)}
        yield (
            "forged",
            lambda n: {"ids": [n], "context": {**FORGED, "active_id": n}, **empty(method)},
        )
        for number, context in enumerate(ODD_CONTEXTS):
            yield (
                f"odd context {number}",
                lambda n, context=context: {
                    "ids": [n],
                    "context": context,
                    **empty(method),
                },
            )

    questions = (
        (method, shape, build)
        for method in shapes.own_methods()
        for shape, build in bodies(method, standing[login][method.model].open or shapes.FAR)
    )
    different, faults = _pairs(prober, standing, login, sample(questions, f"json2 {login}"))
    assert not different, f"{len(different)}\n" + "\n\n".join(different)
    if SHARE == 1:
        print("FAULTS", len(faults), *faults[:: max(1, len(faults) // 60)], sep="\n")
    assert not prober.slow, prober.slow
    assert snapshot(centre, standing, login) == before
