# SPDX-License-Identifier: LGPL-3.0-or-later
from contextlib import nullcontext

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL

from odoo.addons.wlec_confidentiality.orm import gate, guards, unprotected
from odoo.addons.wlec_confidentiality.orm.gate import Purpose

# What is computed of a row and kept, sealed, in the same row: it goes nowhere, so it is not recorded as read. Who may not open
# the row does not compute it either.
_COMPUTE = Purpose(None, checked=True)


class WlecSealableMixin(models.AbstractModel):
    """How protected rows go through what the ORM does with every record: fetching, computing, forms, copies, tracking."""

    _inherit = "wlec.sealable.mixin"

    # Stored fields computed from sealable ones that stay in clear, because they tell nothing ("has an address: yes").
    _wlec_neutral = frozenset()

    # ---- the rule
    @api.depends_context("uid")
    @api.depends("wlec_protected")
    def _compute_wlec_is_open(self):
        protected = self.browse(
            [record._origin.id for record in self if record._origin.id and record._is_row_protected()]
        )
        may = protected._open_to((self.env.uid,)) if protected else {}
        for record in self:
            record.wlec_is_open = record._origin not in protected or record._origin.id in may

    @api.model
    def _search_wlec_is_open(self, operator, value):
        if operator != "in":
            return NotImplemented
        if unprotected.is_none(self):
            return Domain(True in value)
        uid = self.env.uid
        closed = self.env.user._confidentiality_obstacle()
        flag = self._fields["wlec_protected"]
        found = Domain.custom(
            to_sql=lambda model, alias, query: SQL(
                "(%s IS NOT TRUE OR %s)",
                SQL.identifier(alias, "wlec_protected", to_flush=flag),
                SQL("FALSE") if closed else model._open_sql(alias, uid),
            )
        )
        return found if True in value else ~found

    # ---- stored computes
    def _compute_field_value(self, field):
        fields = self.pool.field_computed.get(field, (field,))
        if not (
            field.store
            and any(self._ids)
            and any(hasattr(f, "_wlec_sealable") or f.name in self._wlec_neutral for f in fields)
        ):
            return super()._compute_field_value(field)
        protected = self.filtered(lambda record: record.id and record._is_row_protected())
        if rest := self - protected:
            super(WlecSealableMixin, rest)._compute_field_value(field)
        if computable := protected._computable(field):
            # Where the programme acts for a purpose of its own, it computes for that one.
            with nullcontext() if gate.has_purpose() else gate.purpose(self.env, _COMPUTE):
                super(WlecSealableMixin, computable)._compute_field_value(field)
                for other in fields:
                    computable._seal_in_cache(other)
        return None

    def _computable(self, field):
        """Those whose values may be computed anew: open to whoever is behind this, or made just now of values at hand. The
        others keep what they have."""
        open_ids = gate.open_ids(self)
        names = [
            name
            for name in self.pool.field_depends.get(field, ())
            if hasattr(self._fields.get(name), "_wlec_sealable")
        ]
        return self.filtered(lambda record: record.id in open_ids or record._has_at_hand(names))

    def _has_at_hand(self, names):
        caches = [self._fields[name]._get_cache(self.env) for name in names]
        return bool(caches) and all(
            self.id in cache and cache[self.id].__class__ is not gate.Sealed for cache in caches
        )

    def _seal_in_cache(self, field):
        """What was computed is not lying open in memory for whoever comes by in this transaction."""
        if not hasattr(field, "_wlec_sealable"):
            return
        cache = field._get_cache(self.env)
        for record_id in self._ids:
            value = cache.get(record_id)
            if value and value.__class__ is not gate.Sealed:
                cache[record_id] = gate.sealed_from_caller(value.encode(), self.env)

    # ---- forms
    def onchange(self, values, field_names, fields_spec):
        # The form asks for every field again: what nobody has touched, and nothing touched can change, is not opened.
        if self.ids and self._protected_ids():
            fields_spec = {
                name: sub
                for name, sub in fields_spec.items()
                if name in values or not self._is_sealable(name) or self._may_change(name, field_names)
            }
        return super().onchange(values, field_names, fields_spec)

    def _is_sealable(self, name):
        return hasattr(self._fields.get(name), "_wlec_sealable")

    def _may_change(self, name, field_names):
        field = self._fields[name]
        touched = [self._fields[changed] for changed in field_names if changed in self._fields]
        if any(changed.name in self._onchange_methods for changed in touched):
            return True
        return bool(field.compute) and any(
            field in self.pool.get_dependent_fields(changed) for changed in touched
        )

    # ---- copies, defaults, notes of what changed
    def copy_data(self, default=None):
        copies = super().copy_data(default)
        for record, values in zip(self, copies, strict=True):
            if record._is_row_protected():
                values["wlec_protected"] = True
        return copies

    def _track_prepare(self, fields_iter):
        """No line in the chatter says from what to what a sealed value was changed; the access record says that it was."""
        names = list(fields_iter)
        protected = self.filtered(lambda record: record.id and record._is_row_protected())
        super(WlecSealableMixin, self - protected)._track_prepare(names)
        if protected:
            told = [name for name in names if not self._tells(name)]
            super(WlecSealableMixin, protected)._track_prepare(told)

    def _tells(self, name):
        """Whether what the chatter would note of this field would be somebody's name, or a value that is sealed."""
        field = self._fields.get(name)
        if field is None or hasattr(field, "_wlec_sealable"):
            return True
        if field.relational and hasattr(self.env[field.comodel_name], "_open_sql"):
            return True
        return not field.store and field.type in ("char", "text", "html")

    def _register_hook(self):
        super()._register_hook()
        guards.refuse_copies(self.env.registry)
