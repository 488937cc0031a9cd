# SPDX-License-Identifier: LGPL-3.0-or-later
"""Check the key ring, the data keys and the sealed values, without showing any.

Lists the keys of the ring and how many data keys need each, unwraps every data key, and tries sealed values: a sample of each
kind, or all of them. What does not open is listed by model, number and field.

Exit code: 0 all in order; 3 problems are listed; 1 the ring cannot serve, or the check was stopped.
"""

NAME = "check-keys"


def add_arguments(parser):
    parser.add_argument("--all", action="store_true", help="try every value, not only a sample")


def run(env, args):
    # not at the top: see the note in __init__.py
    from odoo.addons.wlec_confidentiality.commands._key_work import STOPPED, KeyWork
    from odoo.addons.wlec_confidentiality.exceptions import KeyRingError

    work = KeyWork(env)
    try:
        work.show_needs()
    except KeyRingError as problem:
        work.screen.say(str(problem))
        return STOPPED
    return work.do("check", is_complete=args.all)
