# SPDX-License-Identifier: LGPL-3.0-or-later
"""Write all access records and their seals into one file that can be checked without Odoo (verify_log.py).

There is no confidential value in it, but it says who opened which file when: keep it as closely as the files.
"""

from pathlib import Path

NAME = "export-log"


def add_arguments(parser):
    parser.add_argument("file", type=Path, help="the ZIP file to make; it must not exist")


def run(env, args):
    # not at the top: see the note in __init__.py
    from odoo.addons.wlec_confidentiality.models.records import log_export

    try:
        count = log_export.write(env, args.file)
    except FileExistsError:
        print(f"{args.file} exists already.")
        return 1
    print(f"{count} records written to {args.file}. Key of the log: {env['wlec.access.seal']._log_key()}")
    return 0
