# SPDX-License-Identifier: LGPL-3.0-or-later
"""Properties are true or not; how long an example takes on a busy machine does not matter."""

from hypothesis import HealthCheck, settings

settings.register_profile("here", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("here")
