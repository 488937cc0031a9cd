# SPDX-License-Identifier: LGPL-3.0-or-later
from . import (
    res_company,
    res_config_settings,
    wlec_access_event,
    wlec_access_event_export,
    wlec_access_hiding,
    wlec_access_hiding_steps,
    wlec_access_history,
    wlec_access_history_known,
    wlec_access_history_words,
    wlec_breach_complaint,
    wlec_case,
    wlec_emergency_access,
)
