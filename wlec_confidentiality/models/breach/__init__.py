# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo.addons.wlec_confidentiality.models.access import people

from . import (
    wlec_breach_open_mixin,
    wlec_breach_thread_mixin,
    wlec_breach,
    wlec_breach_clock,
    wlec_breach_severity,
    wlec_breach_steps,
    wlec_breach_independence,
    wlec_breach_reporting,
    wlec_breach_telling,
    wlec_breach_learning,
    wlec_breach_heading,
    wlec_breach_notice,
    wlec_breach_notice_answers,
    wlec_breach_answer,
    wlec_breach_person,
    wlec_breach_person_letter,
    wlec_management_action,
    wlec_management_action_above,
    wlec_breach_complaint,
    wlec_disclosure_request,
    wlec_policy,
    wlec_access_event,
    res_company,
    res_config_settings,
)
