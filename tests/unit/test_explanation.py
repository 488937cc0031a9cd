# SPDX-License-Identifier: LGPL-3.0-or-later
"""Which of the reasons found explains an access: each alone, in any order, and an oracle that asks every subject one by one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.pure_tools import tool

explanation = tool("explanation")
Explanation, KINDS, explain = explanation.Explanation, explanation.KINDS, explanation.explain

_reason = st.one_of(
    st.builds(Explanation, st.sampled_from(KINDS)),
    st.builds(
        Explanation, st.sampled_from(KINDS), st.sampled_from(("a.grant", "a.meeting")), st.integers(1, 3)
    ),
)
_subject = st.integers(1, 4)
_found = st.lists(st.tuples(st.none() | _subject, _reason), max_size=12)
_subjects = st.sets(_subject)


def test_the_list_is_closed():
    with pytest.raises(ValueError):
        Explanation("because")
    for half in ((None, 3), ("a.grant", None), ("a.grant", 0)):
        with pytest.raises(ValueError):
            Explanation("team", *half)
    assert len(set(KINDS)) == len(KINDS)


@given(_subjects, _found)
def test_explained_if_and_only_if_every_subject_is(subjects, found):
    by_itself = [any(of in (None, subject) for of, _why in found) for subject in subjects]
    expected = all(by_itself) if subjects else any(of is None for of, _why in found)
    assert bool(explain(subjects, found)) == expected


@given(_subjects, _found, st.randoms())
def test_the_order_in_which_they_are_found_does_not_matter_for_the_kinds(subjects, found, random):
    mixed = found[:]
    random.shuffle(mixed)
    assert [why.kind for why in explain(subjects, found)] == [why.kind for why in explain(subjects, mixed)]


@given(_subjects, _found)
def test_only_what_was_found_and_each_once(subjects, found):
    result = explain(subjects, found)
    assert len(set(result)) == len(result)
    assert set(result) <= {why for of, why in found if of is None or of in subjects}


@given(_subject, _found)
def test_of_one_file_the_strongest_comes_first(subject, found):
    ranks = [explanation.strength(why.kind) for why in explain({subject}, found)]
    assert ranks == sorted(ranks)


@given(_subjects.filter(bool), _found)
def test_of_several_the_least_explained_comes_first(subjects, found):
    result = explain(subjects, found)
    if result:
        alone = [explain({subject}, found)[0] for subject in subjects]
        assert result[0].kind == max(alone, key=lambda why: explanation.strength(why.kind)).kind


@given(_subjects, _found, st.tuples(st.none() | _subject, _reason))
def test_one_reason_more_never_takes_an_explanation_away(subjects, found, more):
    before, after = explain(subjects, found), explain(subjects, [*found, more])
    assert set(before) <= set(after)
    if before:
        assert explanation.strength(after[0].kind) <= explanation.strength(before[0].kind)


@given(_subjects, _found)
def test_to_see_one_file_more_never_explains_better(subjects, found):
    fewer, more = explain(subjects, found), explain(subjects | {9}, found)
    if more and subjects:
        assert fewer and explanation.strength(more[0].kind) >= explanation.strength(fewer[0].kind)


def test_an_emergency_among_eighty_files_is_not_hidden_by_the_others():
    found = [(number, Explanation("team", "a.grant", number)) for number in range(1, 80)]
    found.append((80, Explanation("emergency", "a.grant", 80)))
    assert explain(range(1, 81), found)[0] == Explanation("emergency", "a.grant", 80)
