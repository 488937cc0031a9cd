# SPDX-License-Identifier: LGPL-3.0-or-later
"""The core: sealed fields, the one gate, the access buffer. It knows no business model."""

from . import (
    actor,
    quiet_log,
    buffers,
    event_rows,
    cursor_hooks,
    audit,
    binary_copy,
    keys,
    gate,
    rows,
    sealed,
    sealable,
    guards,
    arrays,
    rotation,
    sealed_stores,
    sealed_columns,
)
