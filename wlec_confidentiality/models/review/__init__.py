# SPDX-License-Identifier: LGPL-3.0-or-later
from . import (
    wlec_access_rule,
    former_contacts,
    wlec_access_tie,
    wlec_access_review,
    wlec_access_review_people,
    wlec_access_review_steps,
)
from . import (
    wlec_access_review_finding,
    wlec_access_review_seen,
    wlec_access_review_job,
    wlec_access_review_day,
)
from . import (
    wlec_access_event,
    wlec_case,
    wlec_management_action,
    res_company,
    res_config_settings,
    res_users,
)
