# SPDX-License-Identifier: LGPL-3.0-or-later
from . import orm, models, controllers, reports, wizards
from .hooks import post_init_hook, uninstall_hook
