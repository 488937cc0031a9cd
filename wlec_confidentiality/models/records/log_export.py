# SPDX-License-Identifier: LGPL-3.0-or-later
"""The access records and their seals as one file for outsiders (``tools/log_bundle``)."""

import os

from odoo.addons.wlec_confidentiality.orm import audit
from odoo.addons.wlec_confidentiality.tools import log_bundle

from . import log_reading, sealer


def write(env, path):
    """Write a bundle; that it was exported is recorded first.

    :return: how many records are in it
    :raise FileExistsError: there is such a file
    """
    seals = env["wlec.access.seal"]
    audit.record(seals, "export", fields=("log",))
    env.cr.commit()
    env.cr.execute("SELECT note FROM wlec_log.seal ORDER BY id")
    notes = [note for (note,) in env.cr.fetchall()]
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        bundle = log_bundle.Writer(file, sealer.name_of(env), seals._log_key())
        log_reading.copy(env.cr, None, None, lambda _number, entry: bundle.add(entry))
        bundle.close(notes)
    return bundle.count
