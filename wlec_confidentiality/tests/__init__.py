# SPDX-License-Identifier: LGPL-3.0-or-later
from . import test_complaint
from . import test_portal
from . import test_access_event
from . import test_need_to_know
from . import test_refusals
from . import test_sealed
from . import test_consent
from . import test_disclosure
from . import test_disclosure_gate
from . import test_policy
from . import test_case
from . import test_case_items
from . import test_grants
from . import test_workflow
