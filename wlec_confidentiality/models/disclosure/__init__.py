# SPDX-License-Identifier: LGPL-3.0-or-later
from . import (
    wlec_agency,
    wlec_case,
    wlec_consent,
    wlec_disclosure_item,
    wlec_disclosure_request,
    wlec_disclosure_request_gate,
    wlec_disclosure_request_people,
    wlec_disclosure_request_release,
    wlec_disclosure_request_sentences,
    wlec_disclosure_request_steps,
    wlec_legal_provision,
)
