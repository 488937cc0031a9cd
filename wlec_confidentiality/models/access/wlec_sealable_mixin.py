# SPDX-License-Identifier: LGPL-3.0-or-later
from itertools import islice

from psycopg2.extras import execute_values

from odoo import fields, models
from odoo.tools import SQL
from odoo.tools.constants import PREFETCH_MAX

from odoo.addons.wlec_confidentiality.exceptions import ConfidentialityError
from odoo.addons.wlec_confidentiality.orm import actor, audit, gate, guards, keys, unprotected
from odoo.addons.wlec_confidentiality.orm import rows as sealed_rows
from odoo.addons.wlec_confidentiality.orm.sealable import from_token, to_token


class WlecSealableMixin(models.AbstractModel):
    """One of Odoo's own models, some rows of which are protected: their sealable fields are sealed, and the rows exist only
    for those who have a need to know. The model says who that is, in ``_open_sql``."""

    _name = "wlec.sealable.mixin"
    _inherit = ["wlec.hidden.mixin"]
    _description = "Holder of sealable values"

    wlec_protected = fields.Boolean(
        "Protected",
        readonly=True,
        copy=False,
        index=True,
        help="Sealed, and open only to those with a need to know. It cannot be undone for one record.",
    )
    wlec_is_open = fields.Boolean(
        "Open to me", compute="_compute_wlec_is_open", search="_search_wlec_is_open"
    )

    # ---- what the model says
    def _open_sql(self, alias, uid):
        """SQL condition: the protected row ``alias`` is open to user ``uid`` now."""
        return SQL("FALSE")

    def _case_sql(self, alias):
        """SQL of the id of the file a row belongs to, for the access record; NULL when there is none."""
        return SQL("NULL::int4")

    def _mask(self, name):
        """What stands for a sealed value before those who may not open it."""
        return False

    def _new_is_protected(self, vals):
        """Whether the row about to be made of these values will be protected."""
        return bool(vals.get("wlec_protected"))

    def _key_scope(self):
        self.ensure_one()
        return f"{self._name},{self.id}"

    # ---- need to know
    def _is_row_protected(self):
        if len(self) != 1 or not self.id:
            return self.sudo().wlec_protected
        if unprotected.is_none(self):
            return False
        flags = self._fields["wlec_protected"]._get_cache(self.env)
        if self.id not in flags:
            batch = {self.id, *islice((i for i in self._prefetch_ids if isinstance(i, int)), PREFETCH_MAX)}
            self.browse(sorted(batch))._flags()
        return bool(flags[self.id]) if self.id in flags else self.sudo().wlec_protected

    def _protected_ids(self):
        """Those of these records that are protected, by one query at most; and those there are none of, where any can be."""
        if unprotected.is_none(self):
            return set()
        flags = self._flags()
        return {record_id for record_id in self.ids if flags.get(record_id, True)}

    def _flags(self):
        """{id: whether it is protected}, by one query for those this transaction does not know yet. Nothing else of them is
        fetched: read with full rights into the cache, it would lie there for whoever Odoo's own rules keep out."""
        field, ids = self._fields["wlec_protected"], self.ids
        cache = field._get_cache(self.env)
        if unknown := [record_id for record_id in ids if record_id not in cache]:
            query = SQL(
                "SELECT id, COALESCE(%s, FALSE) FROM %s WHERE id = ANY(%s)",
                SQL.identifier("wlec_protected", to_flush=field),
                SQL.identifier(self._table),
                unknown,
            )
            rows = dict(self.env.execute_query(query))
            field._insert_cache(self.browse(rows), rows.values())
        return {record_id: bool(cache[record_id]) for record_id in ids if record_id in cache}

    def _open_to(self, uids):
        """The protected records that **all** these users may open: {id: id of the file, or ``None``}."""
        if any(self.env["res.users"].browse(uid)._confidentiality_obstacle() for uid in uids):
            return {}
        may = SQL(" AND ").join(self._open_sql("t", uid) for uid in uids)
        query = SQL(
            "SELECT t.id, %s FROM %s t WHERE t.id = ANY(%s) AND t.wlec_protected AND %s",
            self._case_sql("t"),
            SQL.identifier(self._table),
            list(self.ids),
            may,
        )
        return dict(self.env.execute_query(query))

    def _sealed_rows_open_to_actor(self, field):
        """[(id, sealed value)] of the rows of ``field`` open to everybody who is really behind this request; all of them,
        where the programme looks for a purpose of its own."""
        if (may := self._open_to_actor_sql("t")) is None:
            return []
        column = SQL.identifier("t", field.name, to_flush=field)
        query = SQL(
            "SELECT t.id, %s FROM %s t WHERE t.wlec_protected AND %s LIKE 'wlec1$%%' AND %s",
            column,
            SQL.identifier(self._table),
            column,
            may,
        )
        return [(record_id, from_token(text)) for record_id, text in self.env.execute_query(query)]

    def _open_to_actor_sql(self, alias):
        if gate.has_purpose():
            return SQL("TRUE")
        uids = actor.principals(self.env)
        if any(self.env["res.users"].browse(uid)._confidentiality_obstacle() for uid in uids):
            return None
        return SQL(" AND ").join(self._open_sql(alias, uid) for uid in uids)

    # ---- the ORM
    def _fetch_query(self, query, fields):
        names = [field.name for field in fields if hasattr(field, "_wlec_sealable")]
        if not names:
            return super()._fetch_query(query, fields)
        with gate.fetching(names):
            return super()._fetch_query(query, fields)

    def _create(self, data_list):
        if any(data["stored"].get("wlec_protected") for data in data_list):
            unprotected.forget()
        records = super()._create(data_list)
        protected = records.filtered(lambda record: record._is_row_protected())
        if not protected:
            return records
        audit.buffer(self.env.cr).created.update((self._name, record_id) for record_id in protected.ids)
        for data, record in zip(data_list, records, strict=True):
            if record not in protected:
                continue
            for field in guards.sealable_fields(self):
                if data["stored"].get(field.name):
                    value = field.convert_to_cache(data["stored"][field.name], record)
                    field._update_cache(record, value, dirty=True)
        audit.record(protected, "create")
        protected._prepare_keys()
        return records

    def _prepare_keys(self):
        keys.prepare(self.env.cr, [record._key_scope() for record in self])

    def write(self, vals):
        if "wlec_protected" in vals and any(
            record._is_row_protected() != bool(vals["wlec_protected"]) for record in self
        ):
            raise ConfidentialityError(self.env._("A record is protected by its own button, and stays so."))
        return super().write(vals)

    def unlink(self):
        if self.ids and (protected := self._protected_ids()):
            self.check_access("unlink")  # refused: not done, and recorded as that
            audit.record(self.browse(sorted(protected)), "unlink")
            self.flush_recordset()
        return super().unlink()

    # ---- protecting rows that are there, and giving them back
    def _protect(self):
        """Seal these rows where they stand. Rows that are protected already are left alone; nothing is opened."""
        self.flush_model()
        columns = [field.name for field in guards.sealable_fields(self)]
        todo = self._rows_for_sealing(columns)
        records = self.browse([row[0] for row in todo])
        keys.prepare(self.env.cr, [record._key_scope() for record in records])
        rows = [
            (
                record.id,
                *(self._sealed_text(record, name, text) for name, text in zip(columns, row[1:], strict=True)),
            )
            for record, row in zip(records, todo, strict=True)
        ]
        self._write_texts(columns, rows, protected=True)
        records.invalidate_recordset()
        audit.forget_lenses(self.env.cr)
        audit.record(records, "configure", fields=("wlec_protected",))
        records._after_protect()
        return records

    def _after_protect(self):
        """For what else must change when rows become protected."""

    def _rows_for_sealing(self, columns):
        query = SQL(
            "SELECT id, %s FROM %s WHERE id = ANY(%s) AND wlec_protected IS NOT TRUE ORDER BY id FOR NO KEY UPDATE",
            SQL(", ").join(map(SQL.identifier, columns)),
            SQL.identifier(self._table),
            list(self.ids),
        )
        return self.env.execute_query(query)

    def _sealed_text(self, record, name, text):
        if not text:
            return text
        # Also what looks like a token: the row was not protected, so somebody typed it before the addon came.
        key_id, key_cipher = keys.for_writing(self.env.cr, record._key_scope())
        return to_token(sealed_rows.sealed_text(self._fields[name], record.id, text, key_id, key_cipher))

    def _write_texts(self, columns, rows, protected):
        if not rows:
            return
        unprotected.forget()
        names = [f'"{name}"' for name in columns]
        statement = (
            f'UPDATE "{self._table}" t SET wlec_protected = {"TRUE" if protected else "NULL"}, '  # noqa: S608 - names of our own
            + ", ".join(f"{name} = v.{name}" for name in names)
            + f" FROM (VALUES %s) AS v (id, {', '.join(names)}) WHERE t.id = v.id"
        )
        template = "(%s, " + ", ".join(f"%s::{self._fields[name].column_type[0]}" for name in columns) + ")"
        execute_values(self.env.cr._obj, statement, rows, template=template, page_size=500)
