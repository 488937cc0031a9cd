# SPDX-License-Identifier: LGPL-3.0-or-later
"""The access records as a file, for auditors. Odoo's rules say whose choice it is; what is written, and that it is recorded, is
said in ``models/records/log_export``."""

import os
import tempfile

from werkzeug.wsgi import wrap_file

from odoo.http import Controller, Response, content_disposition, request, route

from .portal import MOST_ID


class LogExport(Controller):
    @route("/wlec/access-records/export/<int:choice_id>", type="http", auth="user", methods=["GET"])
    def log_export(self, choice_id, **_parameters):
        choice = request.env["wlec.log.export"].browse(choice_id if choice_id <= MOST_ID else 0).exists()
        if not choice._filtered_access("read"):
            raise request.not_found()
        file = tempfile.TemporaryFile()  # noqa: SIM115 - closed with the answer
        choice._write(file)  # whole before its first byte leaves
        size = file.seek(0, os.SEEK_END)
        file.seek(0)
        return Response(
            wrap_file(request.httprequest.environ, file),
            headers=[
                ("Content-Type", "application/octet-stream"),
                ("Content-Length", str(size)),
                ("Content-Disposition", content_disposition(choice._file_name())),
                ("Cache-Control", "no-store"),
                ("X-Content-Type-Options", "nosniff"),
            ],
            direct_passthrough=True,
        )
