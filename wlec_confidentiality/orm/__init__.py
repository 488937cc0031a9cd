# SPDX-License-Identifier: LGPL-3.0-or-later
"""The core: sealed fields, the one gate, the access buffer. It knows no business model."""

from . import actor, audit, keys, gate, sealed, guards, arrays
