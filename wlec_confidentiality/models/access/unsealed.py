# SPDX-License-Identifier: LGPL-3.0-or-later
"""Places of Odoo that keep what is typed there in clear: nothing of a protected record goes into them.

What the programme itself says there is neutral ("Open → Closed"); it comes by ``_message_log`` or with full rights, and a
caller from outside has neither.
"""

from odoo.addons.wlec_confidentiality.exceptions import ConfidentialityError
from odoo.addons.wlec_confidentiality.tools.switch import Switch

# The programme is writing a neutral line.
log_line = Switch()


def is_protected(env, model_name):
    """Whether records of this model are protected."""
    return bool(model_name) and model_name in env and hasattr(env[model_name], "_case_path")


def is_logging():
    return log_line.on


def refusal(env):
    return ConfidentialityError(
        env._(
            "Text and files here would not be sealed: write a note in the file, or add the document under “Documents”."
        )
    )


def refuse_values(records, vals_list, model_field):
    """:raise ConfidentialityError: one of these values would hang on a protected record"""
    default = records.env.context.get(
        f"default_{model_field}"
    )  # a caller may send it: it only makes this stricter
    for model in {vals.get(model_field, default) for vals in vals_list}:
        if is_protected(records.env, model):
            raise refusal(records.env)


def refuse_made(records, model_field):
    """:raise ConfidentialityError: one of these records, however its values came about, hangs on a protected record"""
    if any(is_protected(records.env, model) for model in records.sudo().mapped(model_field)):
        raise refusal(records.env)
