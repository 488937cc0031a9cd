# SPDX-License-Identifier: LGPL-3.0-or-later
"""From what a transaction has opened to the rows of the access record."""

from odoo.tools import SQL, split_every

from ..tools import typed_number
from . import actor
from .arrays import literal

FORMAT_VERSION = 1
_IDS_PER_ROW = 1000
_DOWNLOADS = (
    "/web/content",
    "/web/image",
    "/mail/attachment/",
    "/my/complaints/document",
    "/complaint/receipt/document",
    "/my/consents/receipt/",
)
# Which doors make of a reading something more: an export, a print, a download.
_KINDS = (
    ("export", ("/web/export/",), (".export_data",)),
    ("print", ("/report/",), ()),
    ("download", _DOWNLOADS, ()),
)


def _kind(action, door):
    if action != "read":
        return action
    for kind, routes, methods in _KINDS:
        if (door.route or "").startswith(routes) or (methods and (door.method or "").endswith(methods)):
            return kind
    return action


def rows(cr, found, rolled_back=False):
    """The rows of a buffer, one for each (action, model, viewer, set of fields).

    :param cr: the cursor on which files may be looked up
    """
    door = actor.door()
    for key, by_record in found.entries.items():
        action, model, uid, su, actor_id, outcome, rule = key
        way = door._replace(method=rule) if rule else door
        outcome = "rolled_back" if rolled_back and outcome == "ok" else outcome
        for names, ids in _by_fields(by_record, found.columns.get(key, {})).items():
            for some in split_every(_IDS_PER_ROW, ids) if ids else [()]:
                yield (
                    FORMAT_VERSION, _kind(action, way), model, literal(some), list(names),
                    literal(_cases(cr, found, model, some)), uid, actor_id, su, *way, outcome,
                )  # fmt: skip


def _by_fields(by_record, columns):
    """{field names: record ids} of what was noted by record, and by column."""
    alike = {}  # one list, one set of ids: the usual case
    for name, ids in columns.items():
        if ids:
            alike.setdefault(frozenset(ids), []).append(name)
    if len(alike) == 1 and not by_record:
        ((ids, names),) = alike.items()
        return {tuple(sorted(names)): sorted(ids)}
    by_record = {record_id: set(names) for record_id, names in by_record.items()}
    for ids, names in alike.items():
        for record_id in ids:
            by_record.setdefault(record_id, set()).update(names)
    grouped = {}
    for record_id, names in by_record.items():
        ids = grouped.setdefault(tuple(sorted(names)), [])
        # A number that can be no record's would keep the attempt on those beside it out of the record; and who asks for record 5.0
        # means a record as well.
        ids.extend(typed_number.ids_in([record_id]))
    return {names: sorted(set(ids)) for names, ids in grouped.items()}


def _cases(cr, found, model, ids):
    """The files these records belong to: from what the gate has learnt, else by one query."""
    known = dict(found.cases.get(model, ()))
    for (lens_model, *_viewer), lens in found.lenses.items():
        if lens_model == model:
            known.update(lens.cases)
    missing = [i for i in ids if i not in known]
    if missing:
        known.update(cases_of(cr, found.registry.get(model), missing))
    return sorted({known[i] for i in ids if known.get(i)})


def cases_of(cr, model_class, ids):
    """The files that records bound to a file belong to: {record id: id of the file}."""
    path = getattr(model_class, "_case_path", None)
    if path == "id":
        return {case_id: case_id for case_id in ids}
    if not path:
        return {}
    column, table = SQL.identifier(path), SQL.identifier(model_class._table)
    query = SQL("SELECT id, %s FROM %s WHERE id = ANY(%s)", column, table, list(ids))
    cr.execute(query)
    return dict(cr.fetchall())
