# SPDX-License-Identifier: LGPL-3.0-or-later
from . import wlec_access_seal, wlec_access_witness, wlec_access_check, wlec_access_event
from . import res_config_settings
