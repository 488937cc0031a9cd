# SPDX-License-Identifier: LGPL-3.0-or-later
"""Begin the seals over the access records anew, with what the database holds now.

For the day after a backup was put back, or the sealer's memory (the file beside the seal key) was lost: until then nothing is
sealed, because it would not continue what was sealed before. The reason goes into the access records and the break can be seen
in the checkpoints for ever; whoever keeps checkpoints outside should be told.
"""

NAME = "seal-anew"
_SHORTEST = 10


def add_arguments(parser):
    parser.add_argument(
        "--reason", required=True, help="why, in a sentence; it is kept in the access records"
    )


def check(args):
    if len(args.reason.strip()) < _SHORTEST:
        raise SystemExit("Please give a reason of at least ten characters.")


def run(env, args):
    # not at the top: see the note in __init__.py
    from odoo.addons.wlec_confidentiality.commands import _sealing
    from odoo.addons.wlec_confidentiality.models.records import sealer
    from odoo.addons.wlec_confidentiality.orm import audit

    audit.record(env["wlec.access.seal"], "configure", fields=("seal_anew", args.reason.strip()[:200]))
    env.cr.commit()
    note = _sealing.made(env, lambda: sealer.seal(env.cr.dbname, sealer.name_of(env), anew=True))
    if note is None:
        return 1
    print("The seals were begun anew. Tell whoever keeps checkpoints outside; this is the new one:\n")
    print(note)
    return 0
