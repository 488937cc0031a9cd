# SPDX-License-Identifier: LGPL-3.0-or-later
"""The tools of the breach register by their path: importing them through their package would import Odoo."""

from .pure_tools import tool

severity = tool("severity")
breach_clock = tool("breach_clock")
