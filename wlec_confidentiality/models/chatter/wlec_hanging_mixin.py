# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL

from odoo.addons.wlec_confidentiality.exceptions import ConfidentialityError
from odoo.addons.wlec_confidentiality.models.access import protection, unsealed
from odoo.addons.wlec_confidentiality.orm import actor, audit, guards

from . import owners


class WlecHangingMixin(models.AbstractModel):
    """What hangs on a record of any model, by the name of the model and an id: protected when that record is, sealed under its
    key, and there only for those who may open it. Lines the programme writes itself say nothing and stay in clear."""

    _name = "wlec.hanging.mixin"
    _inherit = "wlec.sealable.mixin"
    _description = "What hangs on a protected record"

    _wlec_hanging = True
    _wlec_walled = True
    _owner_fields = ("model", "res_id")

    # ---- the record it hangs on
    def _owner(self):
        self.ensure_one()
        row = self.sudo()
        model, res_id = self._owner_fields
        return row[model], row[res_id]

    def _owners(self):
        """{id of the row: (model, id)} of the protected rows among these, by one query."""
        return self._owners_where(SQL("wlec_protected"))

    def _owners_where(self, condition):
        model, res_id = (SQL.identifier(name, to_flush=self._fields[name]) for name in self._owner_fields)
        query = SQL(
            "SELECT id, %s, %s FROM %s WHERE id = ANY(%s) AND %s",
            model,
            res_id,
            SQL.identifier(self._table),
            list(self.ids),
            condition,
        )
        return {row[0]: (row[1], row[2]) for row in self.env.execute_query(query)}

    def _owners_of_values(self, vals_list):
        """The record each of these rows, about to be made, will hang on."""
        model, res_id = self._owner_fields
        return [(vals.get(model), vals.get(res_id)) for vals in vals_list]

    def _key_scope(self):
        return protection.key_scope(self.env, *self._owner())

    # ---- protecting what is there already (the job over a filled CRM)
    def _rows_to_protect(self, alias):
        model, res_id = (SQL.identifier(alias, name) for name in self._owner_fields)
        return SQL(
            "%s IS NOT TRUE AND %s",
            SQL.identifier(alias, "wlec_protected"),
            owners.protected_rows_sql(self.env, model, res_id),
        )

    # ---- need to know
    def _open_sql(self, alias, uid):
        return self._open_sql_among(alias, uid, None)

    def _open_sql_among(self, alias, uid, among):
        model, res_id = (
            SQL.identifier(alias, name, to_flush=self._fields[name]) for name in self._owner_fields
        )
        return owners.open_sql(self.env, model, res_id, uid, among)

    def _on_protected_sql(self, alias, among):
        """Condition: the row hangs on a protected record. The programme's own lines there are in clear, and closed like the
        others: counted by the database first and left out afterwards, they would leave a page of a list short."""
        model, res_id = (
            SQL.identifier(alias, name, to_flush=self._fields[name]) for name in self._owner_fields
        )
        return owners.on_protected_sql(self.env, model, res_id, among)

    def _open_to(self, uids):
        of_rows = self._owners()
        may = owners.open_pairs(self.env, set(of_rows.values()), uids) if of_rows else {}
        return {row_id: may[pair] for row_id, pair in of_rows.items() if pair in may}

    def _closed(self):
        """Those of these rows that the user of this environment has no need to know of, and those there are none of."""
        protected = self._protected_rows()
        of_rows = protected._owners() if protected else {}
        may = owners.open_pairs(self.env, set(of_rows.values()), (self.env.uid,)) if of_rows else {}
        return protected.browse(row_id for row_id in protected._ids if of_rows.get(row_id) not in may)

    def _protected_closed(self):
        """Also what the programme noted in clear: that there is a line tells that there is a record."""
        if owners.is_none_protected(self.env):
            return set()
        of_rows = self._owners_where(SQL("TRUE"))
        protected = owners.protected_pairs(self.env, set(of_rows.values()))
        may = owners.open_pairs(self.env, protected, (self.env.uid,)) if protected else {}
        closed = protected - may.keys()
        return set(self.ids) - {row_id for row_id, pair in of_rows.items() if pair not in closed}

    def _protected_rows(self):
        protected = self._protected_ids()
        return self.filtered(lambda row: row._origin.id in protected)

    def _without_closed(self, result, operation):
        """Extend what ``_check_access`` answers by the rows that are closed to the user."""
        if not (closed := (self - result[0] if result else self)._closed()):
            return result
        forbidden = (result[0] | closed) if result else closed
        return forbidden, lambda: forbidden._make_access_error(operation)

    @api.model
    def _search(self, domain, offset=0, limit=None, order=None, *, bypass_access=False, **kwargs):
        if not (self.env.su or bypass_access):
            domain = Domain(domain) & self._open_domain(Domain(domain))
        return super()._search(domain, offset, limit, order, bypass_access=bypass_access, **kwargs)

    @api.model
    def _open_domain(self, domain):
        """What is open to the user; where the domain names the models in question, only those are asked about."""
        among = _models_named(domain, self._owner_fields[0])
        if among is not None:
            among = [name for name in among if name in self.env and hasattr(self.env[name], "_open_to")]
            if not among:
                return Domain.TRUE
        if owners.is_none_protected(self.env):
            return Domain.TRUE
        uid = self.env.uid
        is_kept_out = self.env.user._confidentiality_obstacle()
        return Domain.custom(
            to_sql=lambda model, alias, query: SQL(
                "((%s IS NOT TRUE AND NOT %s) OR %s)",
                SQL.identifier(alias, "wlec_protected"),
                model._on_protected_sql(alias, among),
                SQL("FALSE") if is_kept_out else model._open_sql_among(alias, uid, among),
            )
        )

    # ---- the ORM
    def _create(self, data_list):
        of_rows = self._owners_of_values([data["stored"] for data in data_list])
        protected = set() if unsealed.is_logging() else owners.protected_pairs(self.env, set(of_rows))
        for data, (model, res_id) in zip(data_list, of_rows, strict=True):
            # Whatever the caller says of it: the record it hangs on decides.
            data["stored"]["wlec_protected"] = (model, res_id or 0) in protected or None
        records = super()._create(data_list)
        records._note_cases()
        return records

    def write(self, vals):
        texts = {field.name for field in guards.sealable_fields(self)} & vals.keys()
        moved = {*self._owner_fields, *self._owner_aliases()} & vals.keys()
        if moved:
            return self._moved(vals)
        if texts and not unsealed.is_logging():
            clear = self.sudo().filtered(lambda row: row.id and not row._is_row_protected())
            if owners.protected_pairs(self.env, {row._owner() for row in clear}):
                clear._before_own_words_are_written()
        self._note_cases()
        return super().write(vals)

    def _owner_aliases(self):
        """Further fields that say what it hangs on."""
        return ()

    def _before_own_words_are_written(self):
        """Somebody writes into rows that are in clear on a protected record: the programme's own lines."""
        raise ConfidentialityError(self.env._("What the system itself has noted is not rewritten."))

    def _moved(self, vals):
        """To another record: its protection and its key change with it, and nothing leaves a protected record for one that
        is not."""
        was_protected = self._protected_rows().sudo()
        texts = [field.name for field in guards.sealable_fields(self) if field.name not in vals]
        may = was_protected._open_to(actor.principals(self.env)) if was_protected else {}
        if len(may) < len(was_protected):
            raise ConfidentialityError(self.env._("What belongs to a protected record stays there."))
        opened = {row: {name: row[name] for name in texts} for row in was_protected}
        result = super().write(vals)
        now = owners.protected_pairs(self.env, {row._owner() for row in self})
        if not (now or was_protected):
            return result
        self.flush_recordset()
        if any((row._owner()[0], row._owner()[1] or 0) not in now for row in was_protected):
            raise ConfidentialityError(self.env._("What belongs to a protected record stays there."))
        for row, values in opened.items():
            super(WlecHangingMixin, row).write(values)  # under the key of the record it hangs on now
        if now:
            self.filtered(lambda row: (row._owner()[0], row._owner()[1] or 0) in now)._protect()
        return result

    def unlink(self):
        self._note_cases()
        return super().unlink()

    def _note_cases(self):
        """For the access record: a row like this does not say itself to which file it belongs."""
        protected = self._protected_rows()
        if not protected:
            return
        of_rows = protected._owners()
        cases = owners.cases(self.env, set(of_rows.values()))
        audit.note_cases(
            self.env.cr, self._name, {row: cases[pair] for row, pair in of_rows.items() if pair in cases}
        )


def _models_named(domain, field):
    """The models a domain is restricted to, if it says so at its top level; else ``None``."""
    for part in getattr(domain, "children", (domain,)) if getattr(domain, "OPERATOR", "&") == "&" else ():
        if getattr(part, "field_expr", None) != field:
            continue
        if part.operator == "=" and isinstance(part.value, str):
            return [part.value]
        if part.operator == "in" and all(isinstance(value, str) for value in part.value):
            return list(part.value)
    return None
