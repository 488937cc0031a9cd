# SPDX-License-Identifier: LGPL-3.0-or-later
"""Prove that a backup can be opened: back up, restore beside, open with a copy of the key ring.

Makes a backup of this database, restores it into a scratch database, and tries every sealed value there: with the copy of the
ring (all must open), without a ring and with another ring (none may). Nothing is left behind, and the database itself is only
read. Give it the copy that you keep in the second place: --ring PATH.

Exit code: 0 proven; 1 not.
"""

from pathlib import Path

NAME = "key-drill"


def add_arguments(parser):
    parser.add_argument(
        "--ring",
        type=Path,
        metavar="PATH",
        help="the copy of the key ring to try (default: a copy of the one in use)",
    )


def run(env, args):
    # not at the top: see the note in __init__.py
    from odoo.addons.wlec_confidentiality.commands._key_drill import Drill

    env.cr.rollback()
    return Drill(env, args.ring).run()
