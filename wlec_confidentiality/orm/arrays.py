# SPDX-License-Identifier: LGPL-3.0-or-later
"""Arrays of PostgreSQL: the columns of the access record, as lists; and numbers on their way into a statement."""

from odoo import fields
from odoo.tools import SQL


def literal(ids) -> str:
    """An array of numbers as PostgreSQL writes it: psycopg2 would turn each of them into SQL by itself, which takes longer
    than asking the question."""
    return f"{{{','.join(map(str, ids))}}}"


class _Array(fields.Field):
    """A PostgreSQL array that reads as a list; ``in`` asks whether it shares an element with the value."""

    type = "json"
    aggregator = None
    _element = None

    def convert_to_cache(self, value, record, validate=True):
        return tuple(value) if value else None

    def convert_to_record(self, value, record):
        return list(value or ())

    def convert_to_read(self, value, record, use_display_name=True):
        return value

    def convert_to_export(self, value, record):
        return ", ".join(map(str, value))

    def condition_to_sql(self, field_expr, operator, value, model, alias, query):
        if operator not in ("in", "not in"):
            raise ValueError(f"{self} can only be searched with 'in' and 'not in'")
        elements = [self._element(v) for v in value if v is not False and v is not None]
        shares = SQL(
            "%s && %s::%s", model._field_to_sql(alias, self.name, query), elements, SQL(self.column_type[1])
        )
        return shares if operator == "in" else SQL("NOT (%s)", shares)

    def _description_sortable(self, env):
        return False

    def _description_groupable(self, env):
        return False


class IntegerArray(_Array):
    """``int[]``: record ids."""

    _column_type = ("_int4", "int4[]")
    _element = int


class TextArray(_Array):
    """``text[]``: field names."""

    _column_type = ("_text", "text[]")
    _element = str
