# SPDX-License-Identifier: LGPL-3.0-or-later
import logging

from odoo.addons.wlec_confidentiality.orm import audit, guards, keys

_logger = logging.getLogger(__name__)


def post_init_hook(env):
    """Say at once, in the log, when confidential values cannot be sealed: not on the day the first client comes."""
    try:
        keys.ring()
    except Exception as problem:  # noqa: BLE001 - the installation itself is sound; the fields refuse until this is mended
        _logger.warning("%s", problem)


def uninstall_hook(env):
    """Refuse to leave while sealed values would be lost: dropping the tables would drop what only they hold."""
    for model_name in env.registry:
        model = env[model_name]
        if model._abstract or not model._auto or not guards.confidential_fields(model):
            continue
        env.cr.execute(f'SELECT 1 FROM "{model._table}" LIMIT 1')  # pylint: disable=sql-injection
        if env.cr.fetchone():
            _logger.warning("Uninstalling removes the sealed values of %s.", model_name)
    audit.forget_lenses(env.cr)
