# SPDX-License-Identifier: LGPL-3.0-or-later
"""Words that occur nowhere else, the doors they are brought in by, and the places they are looked for in afterwards."""
