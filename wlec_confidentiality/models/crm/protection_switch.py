# SPDX-License-Identifier: LGPL-3.0-or-later
"""Whether the protection of the CRM has begun. Until then everything is as it was without this addon."""


def is_on(env):
    return env["wlec.crm.protection"]._is_on()


def begin(env):
    """From now on what comes in is protected."""
    if not is_on(env):
        env["wlec.crm.protection"]._begin()
