# SPDX-License-Identifier: LGPL-3.0-or-later
from . import (
    ir_rule,
    wlec_complaint_blind_mixin,
    wlec_breach_complaint,
    wlec_breach_complaint_steps,
    wlec_breach_complaint_independence,
    wlec_breach_complaint_notice,
    wlec_breach_complaint_portal,
    wlec_complaint_message,
    wlec_complaint_document,
    mail_message,
    mail_mail,
    mail_activity,
    res_company,
    res_config_settings,
    wlec_case,
)
