# SPDX-License-Identifier: LGPL-3.0-or-later
"""Sub commands of `odoo wlec`, one a module; `cli/wlec.py` finds them by themselves.

A module has `NAME`, a docstring (its help), `add_arguments(parser)` and `run(env, args)`, which returns an exit code;
`check(args)` is optional and runs before the database is opened. The dispatcher loads these modules before Odoo has
loaded the addon, so at module level they import nothing of the addon. Names with a leading underscore are no commands.
A command that returns 0 is committed, any other is rolled back.
"""
