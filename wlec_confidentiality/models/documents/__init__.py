# SPDX-License-Identifier: LGPL-3.0-or-later
from . import owner, upload, names, remains, store, change, stream, rotation
from . import ir_attachment
from . import ir_attachment_reading
from . import ir_attachment_walls
from . import ir_attachment_rows
from . import mail_message
