# SPDX-License-Identifier: LGPL-3.0-or-later
import logging

from odoo.addons.wlec_confidentiality.exceptions import KeyRingError
from odoo.addons.wlec_confidentiality.orm import keys

_logger = logging.getLogger(__name__)


def post_init_hook(env):
    """Say at once, in the log, when confidential values cannot be sealed: not on the day the first client comes."""
    try:
        keys.ring()
    except KeyRingError as problem:
        _logger.warning("%s", problem)


def uninstall_hook(env):
    """The models and their rows go, as with every addon. The evidence stays: access records in the schema ``wlec_log`` and
    the data keys belong to whoever has to answer for the past, and are removed by hand, knowingly, or never."""
    env.cr.execute("DROP VIEW IF EXISTS wlec_access_event")
    keys.forget(env.cr.dbname)
