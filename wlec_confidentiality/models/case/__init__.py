# SPDX-License-Identifier: LGPL-3.0-or-later
from . import wlec_information_category
from . import wlec_case
from . import wlec_case_need_to_know
from . import wlec_case_item
from . import wlec_case_party
from . import wlec_case_note
from . import wlec_case_document
from . import wlec_access_grant
from . import wlec_access_exclusion
from . import wlec_access_event
from . import crm_lead
from . import res_users
