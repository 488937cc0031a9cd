# SPDX-License-Identifier: LGPL-3.0-or-later
"""What people type, made fit to be asked "is there anything in it?" without being read."""


def says_something(text) -> bool:
    """Whether a text holds at least one letter or digit of any script: spaces, dots and invisible signs say nothing."""
    return any(sign.isalnum() for sign in text or "")


def tidied(model, vals: dict) -> dict:
    """``vals`` with confidential texts that say nothing turned into "not filled in".

    Whether a confidential field is filled in can then be asked of the database without opening it.
    """
    blank = {
        name: False
        for name, value in vals.items()
        if isinstance(value, str)
        and (field := model._fields.get(name))
        and getattr(field, "_wlec_confidential", False)
        and field.type in ("char", "text")
        and not says_something(value)
    }
    return {**vals, **blank}
