# SPDX-License-Identifier: LGPL-3.0-or-later
"""What is left of a document when it was sealed, or sealed anew: the file that was there before."""

import contextlib
import os

import psycopg2

from odoo.tools import SQL


def forget(attachment, before):
    """The file that was there before: a sealed one is collected with the garbage, one in clear goes as soon as may be."""
    path, was_sealed_for = before
    if not path:
        return
    attachment._file_delete(path)
    if not was_sealed_for:
        registry, full_path = attachment.env.registry, attachment._full_path(path)
        attachment.env.cr.postcommit.add(lambda: _remove_clear(registry, path, full_path))


def _remove_clear(registry, path, full_path):
    """Take a file in clear off the disk, unless another attachment has the same one. Odoo's own collector does the same once a
    day, under the same lock; it does this one too, should the lock not be had at once."""
    with registry.cursor() as cr:
        cr.execute("SET LOCAL lock_timeout TO '2s'")
        try:
            cr.execute("LOCK ir_attachment IN SHARE MODE")
        except psycopg2.errors.LockNotAvailable:
            return
        cr.execute(SQL("SELECT 1 FROM ir_attachment WHERE store_fname = %s LIMIT 1", path))
        if not cr.fetchone():
            with contextlib.suppress(OSError):
                os.unlink(full_path)
