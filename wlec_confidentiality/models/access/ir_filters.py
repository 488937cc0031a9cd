# SPDX-License-Identifier: LGPL-3.0-or-later
import ast

from odoo import api, models
from odoo.exceptions import UserError

from odoo.addons.wlec_confidentiality.orm import guards


class IrFilters(models.Model):
    """Favourite searches are kept in clear: one for a client's name would be a record of it beside the sealed one."""

    _inherit = "ir.filters"

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._refuse_words(vals.get("model_id"), vals.get("domain"))
        return super().create(vals_list)

    def write(self, vals):
        # Before anything is written: a row that is rolled back is on the disk for a while.
        if {"domain", "model_id"} & vals.keys():
            for one in self:
                self._refuse_words(vals.get("model_id", one.model_id), vals.get("domain", one.domain))
        return super().write(vals)

    def _refuse_words(self, model_name, domain):
        model = self.env.get(model_name)
        if model is not None and any(_looks_for_words(model, path) for path in _searched_by_words(domain)):
            raise UserError(
                self.env._(
                    "A search for somebody's name, address or other words is not kept as a favourite, because favourites are"
                    " not sealed. Take the words out and save it again, or just search anew each time."
                )
            )


def _searched_by_words(domain):
    """Paths of fields that a domain, written as Python, compares with a text."""
    try:
        tree = ast.parse(str(domain or "[]"), mode="eval")
    except (SyntaxError, ValueError):  # Odoo says what is wrong with it, to whoever uses it
        return
    for node in ast.walk(tree):
        if isinstance(node, ast.Tuple | ast.List) and len(node.elts) == 3:
            path, _operator, value = node.elts
            texts = (part.value for part in ast.walk(value) if isinstance(part, ast.Constant))
            if isinstance(path, ast.Constant) and any(isinstance(text, str) and text for text in texts):
                yield str(path.value)


def _looks_for_words(model, path):
    """Whether a text compared with this path may be that of a sealed value: in its field, in the name of a record it leads to, or
    in what is computed from such fields."""
    name, _dot, rest = path.partition(".")
    field = model._fields.get(name)
    if field is None:
        return False
    if field.comodel_name:
        target = model.env[field.comodel_name]
        return _looks_for_words(target, rest) if rest else _holds_words(target)
    if field in guards.confidential_fields(model) or hasattr(field, "_wlec_sealable"):
        return True
    return field.type in ("char", "text", "html") and not field.store and _holds_words(model)


def _holds_words(model):
    return bool(guards.confidential_fields(model) or guards.sealable_fields(model))
