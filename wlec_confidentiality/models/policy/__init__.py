# SPDX-License-Identifier: LGPL-3.0-or-later
from . import wlec_policy, wlec_policy_people, wlec_policy_acknowledgement, res_users, wlec_access_event
from . import res_config_settings
