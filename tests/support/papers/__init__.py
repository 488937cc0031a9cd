# SPDX-License-Identifier: LGPL-3.0-or-later
"""Papers made for tests, good and bad, and the tools under test loaded without Odoo."""

from .. import pure_tools


def tool(name):
    """A module of tools/papers."""
    return pure_tools.tool(f"papers.{name}")
