# SPDX-License-Identifier: LGPL-3.0-or-later
from . import wlec_policy_acknowledge, wlec_policy_paper
from . import wlec_case_grant, wlec_case_exclude, wlec_case_close, wlec_case_document_remove
from . import wlec_client_lookup, wlec_enquiry_route
from . import wlec_complaint_word_mixin
from . import wlec_complaint_notice, wlec_complaint_summary
from . import wlec_complaint_assign, wlec_complaint_entry, wlec_complaint_entry_person, wlec_complaint_reply
from . import wlec_disclosure_notify, wlec_disclosure_wall, wlec_transparency_report
from . import wlec_disclosure_record
from . import wlec_breach_report
from . import wlec_history_print
from . import wlec_log_export
