# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import api, models
from odoo.tools import SQL

from odoo.addons.wlec_confidentiality.exceptions import ConfidentialityError
from odoo.addons.wlec_confidentiality.orm import audit, binary_copy, gate, guards, unprotected

from . import need_to_know

# From this many records on, sealed columns are fetched apart.
_WORTH_COPYING = 8


def _is_need_to_know(domain):
    """Whether a rule says “the file is open to the user”, and nothing else."""
    field, operator, value = (getattr(domain, part, None) for part in ("field_expr", "operator", "value"))
    return field == "is_granted" and operator == "in" and set(value) == {True}


class WlecConfidentialMixin(models.AbstractModel):
    """A model that holds confidential fields.

    Bound to a file (``_case_path`` names the many2one to it, or is ``"id"`` for the file itself): who may see the file may see
    the record. Not bound: the model says itself who may, in ``_need_to_know``.
    """

    _name = "wlec.confidential.mixin"
    _inherit = ["wlec.walled.mixin"]
    _description = "Holder of confidential values"

    _case_path = None

    # ---- need to know
    def _need_to_know(self, uid):
        """The ids among ``self.ids`` that user ``uid`` may open, as a set, by one query. For models not bound to a file."""
        return set()

    def _open_sql(self, alias, uid):
        """SQL condition: the record ``alias`` is open to user ``uid`` now. Models not bound to a file say it themselves."""
        if not self._case_path:
            return SQL("FALSE")
        path = SQL.identifier(alias, self._case_path, to_flush=self._fields[self._case_path])
        return need_to_know.holds(self.env, path, uid)

    def _open_to(self, uids):
        """The records that **all** these users may open: {id: id of the file, or ``None``}."""
        result = dict.fromkeys(self.ids)
        for uid in uids:
            if obstacle := self.env["res.users"].browse(uid)._confidentiality_obstacle():
                raise obstacle
            allowed = self._files_open_to(uid) if self._case_path else dict.fromkeys(self._need_to_know(uid))
            result = {record_id: allowed[record_id] for record_id in result if record_id in allowed}
        return result

    def _files_open_to(self, uid):
        if self._case_path == "id":
            return {case_id: case_id for case_id in need_to_know.open_files(self.env, uid, self.ids)}
        need_to_know.flush(self.env)
        path = SQL.identifier("t", self._case_path)
        self.env.cr.execute(
            SQL(
                "SELECT t.id, %s FROM %s t WHERE t.id = ANY(%s) AND %s",
                path,
                SQL.identifier(self._table),
                list(self.ids),
                need_to_know.holds(self.env, path, uid),
            )
        )
        return dict(self.env.cr.fetchall())

    def _key_scope(self):
        """What shares one data key: everything of one file; else every record has its own."""
        self.ensure_one()
        if self._case_path and self._case_path != "id":
            return f"wlec.case,{self.sudo()[self._case_path].id}"
        return f"{self._name},{self.id}"

    # ---- the gate's hooks in the ORM
    def _check_access(self, operation):
        if not self.env.su and (obstacle := self.env.user._confidentiality_obstacle()):
            return self, lambda: obstacle
        if self._is_open_by_need_to_know_alone(operation):
            return None
        return super()._check_access(operation)

    def _is_open_by_need_to_know_alone(self, operation):
        """Where the one rule is need to know, files are asked about as a set: Odoo would compute a field on each of them.

        Only ever says yes; any doubt - another rule, a file that is closed, no right on the model - is Odoo's to decide.
        """
        return bool(
            self._ids
            and self._is_ruled_by_need_to_know(operation)
            and all(isinstance(record_id, int) for record_id in self._ids)
            and self.env["ir.model.access"].check(self._name, operation, raise_exception=False)
            and len(need_to_know.open_files(self.env, self.env.uid, self._ids)) == len(set(self._ids))
        )

    def _is_ruled_by_need_to_know(self, operation):
        """Whether the record rules let the present user have the files that are open to them, and all of these."""
        return (
            self._case_path == "id"
            and not self.env.su
            and _is_need_to_know(self.env["ir.rule"]._compute_domain(self._name, operation))
        )

    def _fetch_query(self, query, fields):
        sealed = [field for field in fields if getattr(field, "_wlec_confidential", False)]
        if not sealed:
            return super()._fetch_query(query, fields)
        copied = []
        # One statement more is soon made up for by not sending sealed values as text; for a form it is not.
        if (len(self) or query.limit or _WORTH_COPYING) >= _WORTH_COPYING:
            copied = [field for field in sealed if field.type != "binary"]  # of those a size may be wanted
        with gate.fetching([field.name for field in sealed if field not in copied]):
            found = super()._fetch_query(query, [field for field in fields if field not in copied])
        self._copy_sealed(found, copied)
        return found

    def _copy_sealed(self, found, sealed):
        if found and sealed:
            names = [field.name for field in sealed]
            ids, values = binary_copy.fetch(self.env.cr, self._table, names, found._ids)
            there = self.browse(ids)
            for field, column in zip(sealed, values, strict=True):
                field._insert_cache(there, column)

    def _create(self, data_list):
        unprotected.forget()
        records = super()._create(data_list)
        audit.buffer(self.env.cr).created.update((self._name, record_id) for record_id in records.ids)
        for field in guards.confidential_fields(self):
            for data, record in zip(data_list, records, strict=True):
                if data["stored"].get(field.name):
                    value = field.convert_to_cache(data["stored"][field.name], record)
                    field._update_cache(record.with_context(bin_size=False), value, dirty=value is not None)
        audit.record(records, "create")
        return records

    @api.model
    def default_get(self, fields):
        # A default would come from a stored setting or from the caller's context, both kept in clear.
        return super().default_get([name for name in fields if not self._is_confidential(name)])

    def onchange(self, values, field_names, fields_spec):
        # The form asks for every field again: leave out the sealed ones nobody has touched, so that none is opened.
        spec = {
            name: sub
            for name, sub in fields_spec.items()
            if not self._is_confidential(name) or name in values
        }
        return super().onchange(values, field_names, spec)

    def _has_value(self, name):
        """Whether a confidential field is filled in; nothing is opened, so nothing is recorded."""
        self.ensure_one()
        return not self._fields[name]._is_empty(self)

    def _is_confidential(self, name):
        return getattr(self._fields.get(name), "_wlec_confidential", False)

    def write(self, vals):
        if self._case_path in vals and self._case_path != "id" and any(self.ids):
            raise ConfidentialityError(self.env._("A record stays in the file it was made in."))
        return super().write(vals)

    def unlink(self):
        self.check_access("unlink")  # refused: not done, and recorded as that
        audit.record(self, "unlink")
        self.flush_recordset()
        return super().unlink()

    def _register_hook(self):
        super()._register_hook()
        guards.refuse_tainted(self.env.registry)

    def action_view_access_events(self):
        """Who has seen this file, or this record's file: the access records, newest first."""
        self.ensure_one()
        self.check_access("read")
        file_id = (
            self.id if self._case_path == "id" else self[self._case_path].id if self._case_path else False
        )
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "wlec_confidentiality.wlec_access_event_action"
        )
        return {
            **action,
            "name": self.env._("Who has seen this"),
            "domain": [("file_id", "in", [file_id])],
            "context": {},
        }
