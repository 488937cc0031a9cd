# SPDX-License-Identifier: LGPL-3.0-or-later
import logging

from odoo.addons.wlec_confidentiality.exceptions import KeyRingError
from odoo.addons.wlec_confidentiality.models.access import compiling, giving_back, held
from odoo.addons.wlec_confidentiality.models.crm import residues
from odoo.addons.wlec_confidentiality.models.review import former_contacts
from odoo.addons.wlec_confidentiality.orm import audit, cursor_hooks, event_rows, keys

_logger = logging.getLogger(__name__)


def post_init_hook(env):
    """A CRM that is in use is protected from now on; its records, by the scheduled job. Say at once, in the log, when
    confidential values cannot be sealed: not on the day the first client comes."""
    residues.forget_imports(env)
    try:
        keys.ring()
    except KeyRingError as problem:
        _logger.warning("%s", problem)
    if env["crm.lead"].with_context(active_test=False).search_count([], limit=1):
        env["wlec.crm.protection"]._begin()


def uninstall_hook(env):
    """What is Odoo's own is given back in clear, whole or not at all. Our models and their rows go, as with every addon. The
    evidence stays: access records in the schema ``wlec_log`` and the data keys belong to whoever has to answer for the past,
    and are removed by hand, knowingly, or never."""
    env["ir.module.module"]._refuse_to_lose_files()
    giving_back.give_back(env)
    residues.forget_imports(env)
    env.flush_all()
    _write_records(env.cr)  # while the tables are there that say which file a record belongs to
    env.cr.execute("DROP VIEW IF EXISTS wlec_access_event, wlec_access_seal")
    env.cr.execute(
        "DROP FUNCTION IF EXISTS wlec_consent_event_stays() CASCADE"
    )  # their table goes as a whole
    env.cr.execute(
        "DROP TABLE IF EXISTS wlec_receipt_salt, wlec_receipt_try, wlec_access_tie, wlec_review_bookmark"
    )
    former_contacts.forget(env.cr)
    held.forget(env.cr)
    compiling.leave(env.cr)
    keys.forget(env.cr.dbname)


def _write_records(cr):
    found = audit.buffer(cr)
    cursor_hooks.write(cr, list(event_rows.rows(cr, found)))
    audit.forget_lenses(cr)
    found.entries.clear()
    found.registry = {}  # for what is still to come: there is no table left to ask
