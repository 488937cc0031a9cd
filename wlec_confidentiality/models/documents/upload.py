# SPDX-License-Identifier: LGPL-3.0-or-later
"""Uploads on their way in: what is too large for the memory waits in a file that only the memory can read, and is handed to
``ir.attachment`` as a stream, not as bytes."""

import contextvars
import io
import threading
from contextlib import contextmanager

import odoo.http

from odoo.addons.wlec_confidentiality.tools.spool import Spool

_MOST_IN_MEMORY = 500_000
_awaited = contextvars.ContextVar("wlec_awaited_thread", default=None)
_patching = threading.Lock()


class Upload:
    """A file somebody sends, in place of its bytes in the values of an attachment. Made in this process only."""

    __slots__ = ("size", "stream")

    def __init__(self, stream):
        self.stream = stream
        self.size = stream.seek(0, io.SEEK_END)
        stream.seek(0)

    def __bool__(self):
        return self.size > 0

    def __repr__(self):
        return "<upload>"

    def head(self, size):
        self.stream.seek(0)
        return self.stream.read(size)

    def whole(self):
        return self.head(-1)


def hand_over(file):
    """Let whoever reads this uploaded file (werkzeug's) in one go get an ``Upload`` instead of its bytes."""
    stream = file.stream
    file.read = lambda size=-1: Upload(stream) if size is None or size < 0 else stream.read(size)


@contextmanager
def awaiting(model, res_id):
    """Uploads made in this block are for a message on this record, whatever they hang on until it is posted."""
    token = _awaited.set((model, res_id))
    try:
        yield
    finally:
        _awaited.reset(token)


def awaited_thread():
    return _awaited.get()


# ---- the temporary files of the form parser
def _file_stream(total_content_length, content_type, filename=None, content_length=None):
    """Where the form parser puts a file: nothing of it may reach the disk as it is."""
    size = content_length or total_content_length
    return io.BytesIO() if size is not None and size < _MOST_IN_MEMORY else Spool()


def _spool_uploads():
    """Of which route or record an upload is, is known only once all of it has come in: all wait sealed."""
    with _patching:
        original = odoo.http.HTTPRequest.__init__
        if getattr(original, "_wlec", False):
            return

        def __init__(self, environ):
            original(self, environ)
            self._HTTPRequest__wrapped._get_file_stream = _file_stream

        __init__._wlec = True
        odoo.http.HTTPRequest.__init__ = __init__


_spool_uploads()
