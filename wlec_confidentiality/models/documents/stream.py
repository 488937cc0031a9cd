# SPDX-License-Identifier: LGPL-3.0-or-later
"""A sealed document on its way out: opened chunk by chunk while it is sent, in ranges if asked, kept by nobody."""

import contextlib
import logging

from werkzeug.wsgi import FileWrapper

from odoo.http import Response, Stream, request
from odoo.tools._vendor.send_file import send_file

from odoo.addons.wlec_confidentiality.tools import chunked

from . import store

_logger = logging.getLogger(__name__)

_BUFFER = chunked.CHUNK


class SealedStream(Stream):
    """Looks like a stream of data, never like one of a path: neither Odoo nor a web server in front of it gets at the file."""

    type = "data"
    conditional = False
    etag = False

    def __init__(self, attachment, opener):
        """
        :param opener: passes the gate, and gives a seekable stream
        """
        self._opener, self._data, self._number = opener, None, attachment.id
        self._attachment, self._name = attachment, None
        super().__init__(mimetype=attachment.mimetype, size=attachment.file_size)

    @property
    def download_name(self):
        """The document's own name, opened when it is asked for: the address may have given another."""
        if self._name is None:
            self._name = self._attachment.name
        return self._name

    @download_name.setter
    def download_name(self, value):
        self._name = value

    @property
    def data(self):
        if self._data is None:
            try:
                with self._opener() as source:
                    self._data = source.read()
            except chunked.Forged:
                raise store.damaged(request.env) from None
        return self._data

    @data.setter
    def data(self, value):
        self._data = value

    def get_response(
        self,
        as_attachment=None,
        immutable=None,
        content_security_policy="default-src 'none'",
        **_what_caches_are_told,
    ):
        self.public = False
        if self._data is None:
            response = self._respond(as_attachment)
        else:  # opened already, to make a smaller picture of it
            response = super().get_response(
                as_attachment=as_attachment,
                immutable=False,
                content_security_policy=None,
                conditional=False,
                etag=False,
                last_modified=None,
                max_age=None,
            )
        response.headers["X-Content-Type-Options"] = "nosniff"
        if content_security_policy:
            response.headers["Content-Security-Policy"] = content_security_policy
        response.headers["Cache-Control"] = "no-store"
        for header in ("ETag", "Last-Modified", "Expires"):
            response.headers.pop(header, None)
        return response

    def _respond(self, as_attachment):
        environ = request.httprequest.environ
        with contextlib.ExitStack() as stack:  # of a range that cannot be had nobody reads the file
            source = stack.enter_context(self._opener())
            response = send_file(
                source,
                environ,
                mimetype=self.mimetype,
                as_attachment=self.as_attachment if as_attachment is None else as_attachment,
                download_name=self.download_name,
                conditional=False,
                etag=False,
                max_age=None,
                response_class=Response,
            )
            size = getattr(source, "size", self.size)
            response.response = _Body(source, self._number)
            response.content_length = size
            response.make_conditional(environ, accept_ranges=True, complete_length=size)
            stack.pop_all()
        return response


class _Body(FileWrapper):
    """Sends a document; one that was altered ends right there, short of the length it was announced with."""

    def __init__(self, source, number):
        super().__init__(source, _BUFFER)
        self._number = number

    def __next__(self):
        try:
            return super().__next__()
        except chunked.Forged:
            _logger.error(
                "The sealed document ir.attachment(%s) was altered: it is sent no further", self._number
            )
        raise ConnectionAbortedError from None
