# SPDX-License-Identifier: LGPL-3.0-or-later
"""Sealed attachments where they lie: in the filestore or in ``db_datas``.

These are functions of a module and no methods of a model: code typed into the back office cannot name them. Nothing here asks
about need to know; the gate (``ir_attachment_reading``) does, before it comes here.

A sealed file has a random name, so that neither its name nor the checksum tells what is in it or whether two are the same.
"""

import contextlib
import io
import logging
import os
import secrets
import shutil

from odoo.tools import SQL

from odoo.addons.wlec_confidentiality.exceptions import ConfidentialityError, SealError
from odoo.addons.wlec_confidentiality.orm import keys, unprotected
from odoo.addons.wlec_confidentiality.tools import chunked

from . import names, owner, remains
from .upload import Upload

_logger = logging.getLogger(__name__)

_ROW = (
    "store_fname",
    "db_datas",
    "file_size",
    "checksum",
    "index_content",
    "wlec_sealed_for",
    "wlec_key_id",
    "wlec_protected",
)


def place(attachment_id, sealed_for):
    """What a sealed file is bound to."""
    return f"ir.attachment|raw|{attachment_id}|{sealed_for}".encode()


# ---- sealing
def seal(attachment, content, sealed_for):
    """Put ``content`` (bytes, or a seekable stream) in the place of what the attachment holds, sealed for its owner.

    The row is written first: from then on the collector of garbage waits for the end of this transaction.
    """
    attachment = attachment.sudo()
    attachment.flush_recordset()
    cr, source = attachment.env.cr, _source(content)
    size = source.seek(0, io.SEEK_END)
    source.seek(0)
    before = _row(attachment)
    key = keys.for_writing(cr, owner.key_scope(attachment.env, sealed_for))
    name, in_database = secrets.token_hex(20), attachment._storage() == "db"
    path = None if in_database or not size else f"{name[:2]}/{name}"
    _update(attachment, path, size, name, sealed_for, key[0] if size else None)
    if path:
        attachment._mark_for_gc(path)
        _write_file(attachment, path, source, key, sealed_for)
    elif size:
        sink = io.BytesIO()
        _pour(source, chunked.Writer(sink, key[1], key[0], place(attachment.id, sealed_for)))
        cr.execute(
            SQL("UPDATE ir_attachment SET db_datas = %s WHERE id = %s", sink.getbuffer(), attachment.id)
        )
    remains.forget(attachment, before)


def _source(content):
    if isinstance(content, Upload):
        return content.stream
    return content if hasattr(content, "read") else io.BytesIO(content)


def _row(attachment):
    query = SQL("SELECT store_fname, wlec_sealed_for FROM ir_attachment WHERE id = %s", attachment.id)
    return attachment.env.execute_query(query)[0]


def _update(attachment, path, size, checksum, sealed_for, key_id):
    attachment.env.cr.execute(
        SQL(
            "UPDATE ir_attachment SET store_fname = %s, db_datas = NULL, file_size = %s, checksum = %s,"
            " index_content = NULL, wlec_sealed_for = %s, wlec_protected = %s, wlec_key_id = %s WHERE id = %s",
            path,
            size,
            checksum,
            sealed_for,
            bool(sealed_for) or None,
            key_id,
            attachment.id,
        )
    )
    unprotected.forget()
    attachment.invalidate_recordset([*_ROW, "raw", "datas"], flush=False)


def _write_file(attachment, path, source, key, sealed_for):
    full_path = attachment._full_path(path)
    try:
        os.makedirs(os.path.dirname(full_path), exist_ok=True)
        with open(full_path, "xb", buffering=0) as sink:
            _pour(source, chunked.Writer(_Whole(sink), key[1], key[0], place(attachment.id, sealed_for)))
            os.fsync(sink.fileno())  # the row is committed to the disk; what it names must be there as well
    except OSError as error:
        with contextlib.suppress(OSError):
            os.unlink(full_path)
        _logger.error("A sealed document could not be written: %s", error.strerror)
        message = attachment.env._(
            "The document could not be written to the disk of the server: nothing of it was kept. Please try again, and tell"
            " whoever looks after this system if it fails again."
        )
        raise ConfidentialityError(message) from None


class _Whole:
    """A raw file may take less than it is given: go on until it has taken all."""

    def __init__(self, file):
        self._file = file

    def write(self, data):
        view = memoryview(data)
        while view:
            view = view[self._file.write(view) :]


def _pour(source, writer):
    shutil.copyfileobj(source, writer, 4 * chunked.CHUNK)
    writer.finish()


# ---- opening
def reader(attachment):
    """The document, as a seekable stream. Who asks has passed the gate, or has no gate to pass (see above).

    :raise SealError: it does not authenticate, or its file or its key is gone
    """
    attachment.flush_recordset(_ROW)
    query = "SELECT store_fname, db_datas, wlec_sealed_for FROM ir_attachment WHERE id = %s"
    path, blob, sealed_for = attachment.env.execute_query(SQL(query, attachment.id))[0]
    if not path and not blob:
        return io.BytesIO()
    try:
        return _open(attachment, path, blob, place(attachment.id, sealed_for))
    except (chunked.Forged, OSError) as error:
        _logger.error(
            "The sealed document ir.attachment(%s) does not open: %s", attachment.id, type(error).__name__
        )
    raise damaged(attachment.env) from None


def damaged(env):
    return SealError(
        env._(
            "A sealed document does not authenticate: it was altered, or its file or its key is gone. It stays closed; please"
            " tell the confidentiality officer."
        )
    )


def _open(attachment, path, blob, bound_to):
    try:
        return _open_once(attachment, path, blob, bound_to)
    except chunked.Forged:
        keys.forget(attachment.env.cr.dbname)  # the key at hand may be one from before a restore
        return _open_once(attachment, path, blob, bound_to)


def _open_once(attachment, path, blob, bound_to):
    with contextlib.ExitStack() as stack:
        file = open(attachment._full_path(path), "rb", buffering=0) if path else io.BytesIO(blob)  # noqa: SIM115
        source = stack.enter_context(file)
        key_id = chunked.key_id_of(source.read(chunked.HEADER))
        opened = chunked.Reader(source, keys.for_reading(attachment.env.cr, [key_id]).get(key_id), bound_to)
        stack.pop_all()  # from here on it is closed by whoever reads it
        return opened


def read(attachment):
    """All of a document, in memory."""
    try:
        with reader(attachment) as source:
            return source.read()
    except chunked.Forged:
        raise damaged(attachment.env) from None


# ---- sealing again, giving back
def reseal(attachment, sealed_for=None):
    """Seal a document anew: under the current data key of its owner (rotation), or of the owner it comes to belong to."""
    attachment = attachment.sudo()
    try:
        with reader(attachment) as source:
            seal(attachment, source, sealed_for or attachment.wlec_sealed_for)
    except chunked.Forged:
        raise damaged(attachment.env) from None


def move(attachments):
    """Bring sealed files to where Odoo keeps files now (filestore or database), as they are: nothing is opened."""
    for attachment in attachments.sudo():
        attachment.flush_recordset(_ROW)
        cr = attachment.env.cr
        cr.execute(SQL("SELECT store_fname, db_datas FROM ir_attachment WHERE id = %s", attachment.id))
        path, blob = cr.fetchone()
        if attachment._storage() == "db" and path:
            with open(attachment._full_path(path), "rb") as file:
                query = "UPDATE ir_attachment SET store_fname = NULL, db_datas = %s WHERE id = %s"
                cr.execute(SQL(query, file.read(), attachment.id))
            attachment._file_delete(path)
        elif attachment._storage() != "db" and blob:
            name = secrets.token_hex(20)
            path = f"{name[:2]}/{name}"
            query = "UPDATE ir_attachment SET store_fname = %s, db_datas = NULL WHERE id = %s"
            cr.execute(SQL(query, path, attachment.id))
            attachment._mark_for_gc(path)
            os.makedirs(os.path.dirname(attachment._full_path(path)), exist_ok=True)
            with open(attachment._full_path(path), "xb") as file:
                file.write(blob)
        attachment.invalidate_recordset(_ROW, flush=False)


def unseal(attachment):
    """Write one document back in clear, as Odoo keeps it."""
    attachment = attachment.sudo()
    content, path = read(attachment), attachment.store_fname
    names.unseal(attachment)
    _update(attachment, None, 0, None, None, None)
    attachment._set_plain_data(content)
    if path:
        attachment._file_delete(path)
