# SPDX-License-Identifier: LGPL-3.0-or-later
from . import (
    wlec_access_event,
    wlec_access_event_export,
    wlec_access_seal,
    wlec_access_seal_state,
    wlec_access_witness,
    wlec_access_check,
)
from . import wlec_seal_state, wlec_log_purge
from . import res_config_settings
