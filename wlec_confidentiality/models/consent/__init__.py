# SPDX-License-Identifier: LGPL-3.0-or-later
from . import (
    wlec_agency,
    wlec_case,
    wlec_consent,
    wlec_consent_event,
    wlec_consent_purpose,
    wlec_consent_steps,
    wlec_consent_wording,
)
