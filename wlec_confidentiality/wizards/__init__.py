# SPDX-License-Identifier: LGPL-3.0-or-later
from . import wlec_policy_acknowledge, wlec_policy_paper
from . import wlec_case_grant, wlec_case_exclude, wlec_case_close, wlec_case_document_remove
from . import wlec_complaint_entry, wlec_complaint_reply
