# SPDX-License-Identifier: LGPL-3.0-or-later
from . import (
    calendar,
    home,
    mail,
    portal,
    complaint,
    complaint_receipt,
    attachment,
    disclosure,
    consent,
    redaction,
    disclosure_collect,
    mailbox,
    breach,
    emergency,
    log_export,
)
