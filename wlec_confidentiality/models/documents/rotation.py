# SPDX-License-Identifier: LGPL-3.0-or-later
"""The contents of sealed attachments, as a place where sealed values are kept (``orm.sealed_stores``)."""

from odoo import api
from odoo.tools import SQL

from odoo.addons.wlec_confidentiality.exceptions import ConfidentialityError
from odoo.addons.wlec_confidentiality.orm.rotation import BATCH, Step
from odoo.addons.wlec_confidentiality.orm.sealed_stores import MOST_BYTES, Store, register
from odoo.addons.wlec_confidentiality.tools import chunked

from . import store

_RETIRED = SQL(
    "FROM ir_attachment t JOIN wlec_data_key k ON k.id = t.wlec_key_id WHERE k.retired_at IS NOT NULL"
)


def _of(registry):
    return [Documents()] if "ir.attachment" in registry else []


register(_of)


class Documents(Store):
    name = "ir.attachment, content"

    def waiting(self, cr):
        cr.execute(SQL("SELECT count(*) %s", _RETIRED))
        return cr.fetchone()[0]

    def keys_in_use(self, cr):
        cr.execute(SQL("SELECT DISTINCT k.id %s", _RETIRED))
        return {row[0] for row in cr.fetchall()}

    def highest(self, cr):
        cr.execute("SELECT coalesce(max(id), 0) FROM ir_attachment WHERE wlec_key_id IS NOT NULL")
        return cr.fetchone()[0]

    def reseal(self, cr, pairs, after=0, limit=BATCH):
        query = "SELECT t.id, t.file_size %s AND t.id > %s ORDER BY t.id LIMIT %s FOR NO KEY UPDATE OF t SKIP LOCKED"
        cr.execute(SQL(query, _RETIRED, after, limit))
        done, problems, ids = 0, [], _some(cr.fetchall())
        for attachment in _attachments(cr, ids):
            try:
                store.reseal(attachment)
                done += 1
            except ConfidentialityError:
                problems.append(f"{_label(attachment)}: does not authenticate; it stays as it is")
        return Step(done, ids[-1] if ids else None, tuple(problems))

    def check(self, cr, after=0, limit=BATCH):
        cr.execute(
            "SELECT id, file_size FROM ir_attachment WHERE wlec_key_id IS NOT NULL AND id > %s ORDER BY id LIMIT %s",
            [after, limit],
        )
        done, problems, ids = 0, [], _some(cr.fetchall())
        for attachment in _attachments(cr, ids):
            try:
                with store.reader(attachment) as source:
                    while source.read(chunked.CHUNK):
                        pass
                done += 1
            except (ConfidentialityError, chunked.Forged):
                problems.append(f"{_label(attachment)}: does not authenticate, or its file is gone")
        return Step(done, ids[-1] if ids else None, tuple(problems))


def _label(attachment):
    return f"ir.attachment {attachment.id}, content"


def _some(rows):
    """The ids of as many as are worked on in one step: fewer where they are large."""
    taken, total = [], 0
    for record_id, size in rows:
        total += size or 0
        if taken and total > MOST_BYTES:
            break
        taken.append(record_id)
    return taken


def _attachments(cr, ids):
    return api.Environment(cr, api.SUPERUSER_ID, {})["ir.attachment"].browse(ids)
