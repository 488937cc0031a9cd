# SPDX-License-Identifier: LGPL-3.0-or-later
"""Access records in the form of the Estonian data tracker, version 3 (``findUsage``): what a person is shown about who used their
data. Nobody is named: whoever did it is a number that the centre can tell the person of, and a role.

Source: https://github.com/e-gov/AJ, doc/spetsifikatsioonid (OpenAPI 3.1).
"""

import json
import tempfile
from datetime import timezone

from .export_facts import Centre, Facts, by_file
from .history import OVERSIGHT

_ABROAD = "NEE"  # the form's word for an organisation outside Estonia
_GIVEN = ("disclose", "deliver")
_BULK = 20  # more files than that at one go: a list, not a person's file
_BACKGROUND = ("cron", "shell")


def usages(row: dict, facts: Facts, centre: Centre, references: dict[int, str], only: int | None = None):
    """(whether something was given to somebody outside, the entry) for each file that an access record concerns.

    What concerns no file is about nobody's data; it is left out, and so is what is still hidden from the person.
    """
    for case, file, _numbers in by_file(row, references, only):
        if file and not facts.is_kept_from(case):
            yield _is_given(row), _usage(row, facts, centre, case, file, facts.hiding(case))


def _is_given(row):
    return row["action"] in _GIVEN and row["outcome"] == "ok"


def _usage(row, facts, centre, case, file, hiding):
    here = _organisation(centre.name, centre.site)
    found = {
        "logTime": _time(row["at"]),
        "purpose": _purpose(row, facts, case),
        "logSourceSystem": centre.log,
        "bulkProcessing": row["origin"] in _BACKGROUND or len(row["case_ids"]) > _BULK,
        "queryGroupId": f"{centre.log}-{file}",
        "initiatorOrg": here,
        "initiatorPerson": {"alternativeCode": _person(row, facts, case)},
    }
    optional = {
        "legalBasis": facts.legal_basis,
        "consentReference": facts.consent,
        "queryId": row["request_id"],
        "hiddenReason": hiding and hiding.reason,
        "hiddenUntil": hiding and hiding.until and _time(hiding.until),
    }
    found.update({name: value for name, value in optional.items() if value})
    if _is_given(
        row
    ):  # the entry is of a transfer, which we are the target of; whoever asked for it began it
        found["target"] = here
        if facts.recipient and facts.has_asked:
            found["initiatorOrg"] = _organisation(facts.recipient)
            del found["initiatorPerson"]
    else:
        found["source"] = here
    return found


def _purpose(row, facts, case):
    what = row["action"] if row["outcome"] == "ok" else f"{row['action']}, {row['outcome'].replace('_', ' ')}"
    given_to = f", to: {facts.recipient}" if facts.recipient and _is_given(row) else ""
    return f"{facts.purpose(case)} ({what}{given_to})"


def _person(row, facts, case):
    if facts.is_told_as(case, OVERSIGHT):  # neither number nor role: they could tell what was looked into
        return OVERSIGHT
    return f"{row['actor_id'] or 0}" + (f" ({', '.join(facts.roles)})" if facts.roles else "")


def _organisation(name, system=None):
    found = {"type": _ABROAD, "name": name}
    return {**found, "systemName": system} if system else found


def _time(moment):
    return moment.astimezone(timezone.utc).isoformat(timespec="microseconds").replace("+00:00", "Z")


class Writer:
    """One answer of ``findUsage``, an entry after the other; memory does not grow with it."""

    def __init__(self, file):
        self._file, self.count, self._inside = file, 0, 0
        self._given = tempfile.TemporaryFile("w+", encoding="utf-8")  # noqa: SIM115 - closed with this one
        self._gives = 0
        self._file.write('{"internalProcessings": [')

    def add(self, is_given: bool, usage: dict) -> None:
        text = json.dumps(usage, ensure_ascii=False)
        self.count += 1
        if is_given:
            self._given.write(text + "\n")
            self._gives += 1
        else:
            self._file.write(("," if self._inside else "") + "\n" + text)
            self._inside += 1

    def close(self) -> None:
        self._file.write('], "dataResponses": [')
        self._given.seek(0)
        for number, line in enumerate(self._given):
            self._file.write(("," if number else "") + "\n" + line.rstrip("\n"))
        self._given.close()
        self._file.write(f'], "totalUsages": {self.count}, "returnedUsages": {self.count}}}\n')
