# SPDX-License-Identifier: LGPL-3.0-or-later
"""Who is too close to a complaint to look into it or to review it. Pure: people are numbers."""

from collections.abc import Iterable, Mapping

SUBJECT, REPORT, MANAGER = "subject", "report", "manager"


def too_close(subjects: Iterable[int], manager_of: Mapping[int, int]) -> dict[int, str]:
    """Everybody who may not judge, and why: the people complained about, whoever reports to one of them at whatever
    distance, and the line managers next above them. The closest reason is given.

    :param manager_of: {person: line manager}, of everybody who has one; a circle in it does no harm
    """
    subjects = set(subjects)
    found = dict.fromkeys(subjects, SUBJECT)
    for person in manager_of:
        if person not in found and _is_below(person, subjects, manager_of):
            found[person] = REPORT
    for subject in subjects:
        manager = manager_of.get(subject)
        if manager is not None:
            found.setdefault(manager, MANAGER)
    return found


def _is_below(person, subjects, manager_of):
    seen = set()
    while (person := manager_of.get(person)) is not None and person not in seen:
        if person in subjects:
            return True
        seen.add(person)
    return False
