# SPDX-License-Identifier: LGPL-3.0-or-later
from collections import defaultdict

from odoo import SUPERUSER_ID, api, models
from odoo.tools import SQL

from odoo.addons.wlec_confidentiality.tools import explanation

from . import explaining_sql, need_to_know

AUDITOR = "wlec_confidentiality.group_auditor"
CASEWORKER = "wlec_confidentiality.group_caseworker"
# Always told to whoever is shown the access record: that it was by a grant, and by which kind of it, is what the record is for.
_PLAIN = (None, "wlec.access.grant")


class WlecAccessEvent(models.Model):
    """Why somebody looked, from the centre's own data.

    The sources are pieces of SQL over the access records in question; they are asked all together, by one statement, however many
    records there are. Rooms above extend ``_explaining`` and ``_duties``, and say in ``_explanations_told`` what a reader may not
    learn of.
    """

    _inherit = "wlec.access.event"

    # ---- the contract
    @api.private
    def _explanations(self, reader=None):
        """{id of the access record: what explains it, the strongest first}; an empty list where nothing does.

        :param reader: who is told (default: the user; full rights change nothing). They learn of no file and of no record that
            is closed to them, and then it is as if it were not there. The superuser is told everything.
        """
        reader = reader or self.env.user
        if not self.ids:
            return {}
        subjects, found = self._explanation_rows_told(reader)
        return {
            event_id: explanation.explain(subjects[event_id], found.get(event_id, ()))
            if event_id in subjects
            else []
            for event_id in self.ids
        }

    def _explanation_rows_told(self, reader):
        """``_explanation_rows``, without what the reader may not learn of."""
        if not self.ids:
            return {}, {}
        subjects, found = self._explanation_rows(reader)
        told = self._told(reader, {(why.model, why.res_id) for rows in found.values() for _of, why in rows})
        return subjects, {
            event_id: [(of, why) for of, why in rows if (why.model, why.res_id) in told]
            for event_id, rows in found.items()
        }

    def _explanation_rows(self, reader):
        """({event id: what is to be explained}, {event id: [(subject or ``None``, explanation)]})"""
        seen = explaining_sql.seen(SQL("e.id = ANY(%s)", self.ids))
        subjects, files = {}, defaultdict(set)
        rows = self.env.execute_query(SQL("%s SELECT id, case_ids, record_ids FROM seen", seen))
        every = {case_id for _id, case_ids, _records in rows for case_id in case_ids}
        told = self._files_told(reader, every)
        for event_id, case_ids, record_ids in rows:
            files[event_id] = told.intersection(case_ids)
            if not case_ids or files[event_id]:
                subjects[event_id] = files[event_id] or set(record_ids)
        found = defaultdict(list)
        for event_id, kind, model, res_ids, of in self.env.execute_query(
            explaining_sql.asked(seen, self._explaining())
        ):
            for res_id, subject in zip(res_ids, of, strict=True):
                found[event_id].append(
                    (subject, explanation.Explanation(kind, model if res_id else None, res_id))
                )
        return subjects, found

    # ---- what a reader may learn
    @api.model
    def _is_told_of_all_files(self, reader):
        return reader.id == SUPERUSER_ID or reader.has_group(AUDITOR)

    @api.model
    def _files_told(self, reader, ids):
        """Those of these files of which the reader may learn why somebody opened them."""
        if self._is_told_of_all_files(reader):
            return set(ids)
        return need_to_know.open_files(self.env, reader.id, sorted(ids)) if ids else set()

    def _told(self, reader, behind):
        """Those of these (model, id) the reader may learn of."""
        told, by_model = set(), defaultdict(set)
        for model, res_id in behind:
            by_model[model].add(res_id)
        for model, ids in by_model.items():
            if model not in _PLAIN and reader.id != SUPERUSER_ID:
                ids = self._explanations_told(model, ids, reader)
            told.update((model, res_id) for res_id in ids)
        return told

    @api.model
    def _explanations_told(self, model_name, ids, reader):
        """Those of these records the reader may learn of: the ones they find; the auditor is told of all."""
        if reader.has_group(AUDITOR):
            return ids
        return self._explanations_found(model_name, ids, reader)

    @api.model
    def _explanations_found(self, model_name, ids, reader):
        """Those of these records the reader finds, by the model's own rules: nothing of them is fetched."""
        records = self.env[model_name].with_user(reader).with_context(active_test=False)
        if not records.has_access("read"):
            return set()
        domain = [("id", "in", sorted(ids))]
        if "wlec_is_open" in records._fields:
            domain.append(("wlec_is_open", "=", True))  # a meeting shown as "Busy" is found, and says nothing
        return set(records._search(domain).get_result_ids())

    # ---- the sources
    @api.model
    def _explaining(self):
        """The sources, each SQL of rows (access record, file or record explained or NULL for all of it, kind, model and id of what
        is behind it), over ``seen e``: the access records in question; ``filed e``: one row for each of their files (``id``,
        ``case_id``, ``actor_id``, ``at``); and ``thing``: what those that are to no file were to
        (``event``, ``record``: the record in the access record, ``owner_model``, ``owner``: what it hangs on)."""
        self.env["wlec.access.grant"].flush_model()
        number = self.env[
            "ir.model.data"
        ]._xmlid_to_res_id  # kept in memory: ``ref`` would ask whether each is still there
        return [
            explaining_sql.ON_THE_FILE,
            explaining_sql.dialogs([name for name, model in self.env.registry.items() if model._transient]),
            explaining_sql.OF_THE_SYSTEM,
            explaining_sql.REFUSED,
            explaining_sql.ENTERED,
            explaining_sql.ONESELF,
            explaining_sql.duties(
                [(kind, number(group), model) for kind, group, names in self._duties() for model in names]
            ),
        ]

    @api.model
    def _duties(self):
        """What goes with an office: [(kind, group, names of models)]. It explains what is done to no file."""
        officer = "wlec_confidentiality.group_officer"
        return [
            ("sample", AUDITOR, ("wlec.access.event",)),
            ("sample", CASEWORKER, ("wlec.access.event",)),
            ("sample", officer, ("wlec.access.event",)),
            ("sample", "wlec_confidentiality.group_committee", ("wlec.access.event",)),
            ("duty", officer, ("wlec.key.rotation", "res.users")),
            ("duty", "base.group_system", ("res.users", "res.groups")),
        ]
