# SPDX-License-Identifier: LGPL-3.0-or-later
"""The access records as a file for outsiders: the whole log with its seals, to be checked offline (``tools/log_bundle``), or in
the standard forms of HL7 FHIR (``tools/fhir_audit``) and of the Estonian data tracker (``tools/data_tracker``).

Who exports what is recorded first. The records are read in pages: memory does not grow with the log.
"""

import contextlib
import io
import json
import os
from datetime import datetime, time, timedelta
from typing import NamedTuple

from odoo.tools import SQL

from odoo.addons.wlec_confidentiality.exceptions import ConfidentialityError
from odoo.addons.wlec_confidentiality.orm import audit
from odoo.addons.wlec_confidentiality.tools import data_tracker, fhir_audit, log_bundle
from odoo.addons.wlec_confidentiality.tools.event_entry import COLUMNS
from odoo.addons.wlec_confidentiality.tools.export_facts import Centre

from . import log_purge, log_reading, sealer

ENDINGS = {"bundle": "zip", "fhir": "ndjson", "estonia": "json"}
_PAGE = 2000


class Choice(NamedTuple):
    """Which records: of these days (dates, both included), on this file; None: all of them."""

    start: object = None
    end: object = None
    case_id: int | None = None


def to_path(env, path, form="bundle", choice=None):
    """Write a new file, readable by its owner only; when it cannot be finished, there is none.

    :return: how many records (or entries of the form) are in it
    :raise FileExistsError: there is such a file
    """
    with contextlib.ExitStack() as unfinished:
        file = unfinished.enter_context(
            open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")
        )
        unfinished.callback(os.unlink, path)
        count = write(env, file, form, choice or Choice())
        unfinished.pop_all()
        file.close()
    return count


def write(env, file, form, choice):
    """Write the records into an open binary file.

    :return: how many records (or entries of the form) were written
    """
    if form == "bundle" and any(choice):
        raise ConfidentialityError(
            env._("What can be checked against the seals is the whole log: it has no period and no file.")
        )
    cases = env["wlec.case"].sudo().browse(choice.case_id or ())
    audit.record(env["wlec.access.seal"], "export", fields=("log", form))
    if cases:
        audit.record(cases, "export", fields=("log", form))
    env.cr.commit()
    return {"bundle": _bundle, "fhir": _fhir, "estonia": _estonia}[form](env, file, choice)


def _bundle(env, file, _choice):
    env.cr.execute("SELECT note FROM wlec_log.seal ORDER BY id")
    notes = [note for (note,) in env.cr.fetchall()]
    bundle = log_bundle.Writer(file, sealer.name_of(env), "\n".join(env["wlec.access.seal"]._pinned_keys()))
    log_reading.copy(env.cr, None, None, lambda _number, entry: bundle.add(entry))
    bundle.close(notes, log_purge.kept(env.cr))
    return bundle.count


def _fhir(env, file, choice):
    count, centre = 0, _centre(env)
    for row, facts, references in _rows(env, choice):
        for found in fhir_audit.audit_events(row, facts, centre, references, choice.case_id):
            file.write(json.dumps(found, ensure_ascii=False, separators=(",", ":")).encode() + b"\n")
            count += 1
    return count


def _estonia(env, file, choice):
    text, centre = io.TextIOWrapper(file, "utf-8", write_through=True), _centre(env)
    answer = data_tracker.Writer(text)
    for row, facts, references in _rows(env, choice, newest_first=True):
        for given, usage in data_tracker.usages(row, facts, centre, references, choice.case_id):
            answer.add(given, usage)
    answer.close()
    text.detach()
    return answer.count


def _centre(env):
    site = env["ir.config_parameter"].sudo().get_param("web.base.url") or ""
    return Centre(env.company.name, sealer.name_of(env), site.partition("://")[2].partition("/")[0] or "odoo")


# ---- the records, a page at a time, with what is known about them
def _rows(env, choice, newest_first=False):
    events, last = env["wlec.access.event"], None
    while page := _page(env.cr, choice, newest_first, last):
        last = page[-1]["id"]
        facts, references = events._export_facts(page, choice.case_id), _references(env, page)
        for row in page:
            yield row, facts[row["id"]], references
        env.invalidate_all(flush=False)  # what was looked up for this page is not needed for the next


def _page(cr, choice, newest_first, last):
    query = SQL(
        "SELECT %s FROM wlec_log.event WHERE %s ORDER BY id %s LIMIT %s",
        SQL(", ").join(SQL.identifier(name) for name in COLUMNS),
        SQL(" AND ").join(_conditions(choice, newest_first, last)),
        SQL("DESC") if newest_first else SQL("ASC"),
        _PAGE,
    )
    cr.execute(query)
    return [dict(zip(COLUMNS, row, strict=True)) for row in cr.fetchall()]


def _conditions(choice, newest_first, last):
    yield SQL("true")
    if last is not None:
        yield SQL("id < %s", last) if newest_first else SQL("id > %s", last)
    if choice.start:
        yield SQL("at >= %s::timestamp AT TIME ZONE 'UTC'", datetime.combine(choice.start, time.min))
    if choice.end:
        after = datetime.combine(choice.end, time.min) + timedelta(days=1)
        yield SQL("at < %s::timestamp AT TIME ZONE 'UTC'", after)
    if choice.case_id:
        yield SQL("case_ids && ARRAY[%s]", choice.case_id)


def _references(env, page):
    ids = sorted({case for row in page for case in row["case_ids"]})
    return {case.id: case.name for case in env["wlec.case"].sudo().browse(ids).exists()}


def case_number(env, reference):
    """The number of the file with this reference.

    :raise ConfidentialityError: there is none
    """
    case = env["wlec.case"].sudo().search([("name", "=", reference.strip().upper())], limit=1)
    if not case:
        raise ConfidentialityError(env._("There is no case file %s.", reference.strip()[:40]))
    return case.id
