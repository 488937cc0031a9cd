# SPDX-License-Identifier: LGPL-3.0-or-later
"""What a registry must not contain: a column that would hold a copy of a confidential value in clear."""

from odoo.tools.translate import LazyTranslate

from ..exceptions import ConfidentialityError

_lt = LazyTranslate(__name__, default_lang="en_US")


def confidential_fields(model):
    """The confidential fields of a model (class or record)."""
    return [field for field in model._fields.values() if getattr(field, "_wlec_confidential", False)]


def tainted(registry):
    """Stored fields computed from, or related to, a confidential one: [(confidential field, stored field)]."""
    found = []
    for model_class in registry.values():
        for field in confidential_fields(model_class):
            found += [
                (field, other)
                for other in registry.get_dependent_fields(field)
                if other.store and other != field
            ]
    return found


def refuse_tainted(registry):
    """:raise ConfidentialityError: some stored field would keep a confidential value in clear"""
    if found := tainted(registry):
        pairs = "; ".join(f"{copy} ← {source}" for source, copy in found)
        raise ConfidentialityError(
            _lt("These fields would keep confidential values in clear, and are refused: %s", pairs)
        )
