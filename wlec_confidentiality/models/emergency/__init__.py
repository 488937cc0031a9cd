# SPDX-License-Identifier: LGPL-3.0-or-later
from . import wlec_emergency_access, wlec_emergency_access_steps, wlec_emergency_access_telling
from . import wlec_emergency_review, wlec_emergency_drill, wlec_emergency_drill_line
from . import ir_rule, wlec_access_event
