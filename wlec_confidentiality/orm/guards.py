# SPDX-License-Identifier: LGPL-3.0-or-later
"""What a registry must not contain: a column that would hold a copy of a confidential value in clear."""

import logging

from odoo.tools.translate import LazyTranslate

from ..exceptions import ConfidentialityError

_lt = LazyTranslate(__name__, default_lang="en_US")
_logger = logging.getLogger(__name__)


def confidential_fields(model):
    """The confidential fields of a model (class or record)."""
    return [field for field in model._fields.values() if getattr(field, "_wlec_confidential", False)]


def sealable_fields(model):
    """The fields of a model (class or record) that are sealed in its protected rows."""
    return [field for field in model._fields.values() if hasattr(field, "_wlec_sealable") and field.store]


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


def copies(registry):
    """Stored fields that would keep, in clear, something computed from a sealable field: [(sealable field, stored field)].
    Those a model has declared to tell nothing (``_wlec_neutral``) are left out."""
    found = []
    for model_class in registry.values():
        for field in sealable_fields(model_class):
            found += [
                (field, other)
                for other in registry.get_dependent_fields(field)
                if other.store
                and other != field
                and not hasattr(other, "_wlec_sealable")
                and other.name not in getattr(registry[other.model_name], "_wlec_neutral", ())
            ]
    return found


def refuse_copies(registry):
    """A field of this addon that would keep a sealed value in clear is refused; of other modules the log names it.

    :raise ConfidentialityError: there is one in this addon
    """
    if getattr(registry, "_wlec_copies_told", False):
        return
    registry._wlec_copies_told = True
    names = {}
    for source, copy in copies(registry):
        names.setdefault(copy, set()).add(str(source))
    ours = [
        copy for copy in names if "wlec_confidentiality" in copy._modules or copy.name.startswith("wlec_")
    ]
    if ours:
        raise ConfidentialityError(
            _lt(
                "These fields would keep sealed values in clear, and are refused: %s",
                "; ".join(map(str, ours)),
            )
        )
    for copy, sources in names.items():
        _logger.warning("%s keeps in clear what it computes from %s", copy, ", ".join(sorted(sources)))
