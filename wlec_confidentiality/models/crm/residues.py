# SPDX-License-Identifier: LGPL-3.0-or-later
"""What else still holds in clear what a protected record said: notices on their way to browsers, files uploaded for an import,
e-mails sent long ago and kept, the server's log where it is kept in the database."""

from odoo.tools import SQL
from odoo.tools.sql import table_exists

# Nobody misses these: notices live for a day, files of an import for twelve hours.
_PASSING = ("bus_bus", "base_import_import")
# Tables beside those of the protected models whose removed rows stay on disk until they are rewritten.
TABLES = (
    *_PASSING,
    "mail_mail",
    "mail_message",
    "mail_tracking_value",
    "mail_activity",
    "ir_attachment",
    "ir_logging",
)


def forget_imports(env):
    """Files of an import under way, as they are kept without the addon, or with it: they are chosen again."""
    env.cr.execute("DELETE FROM base_import_import")


def clear(env):
    for table in _PASSING:
        if table_exists(env.cr, table):
            env.cr.execute(SQL("DELETE FROM %s", SQL.identifier(table)))
    env.invalidate_all()


def count_sent_mails(env):
    env.cr.execute("SELECT count(*) FROM mail_mail WHERE state = 'sent'")
    return env.cr.fetchone()[0]


def delete_sent_mails(env):
    """Delete the outbox's copies; the messages themselves, which the records show, stay. And lines of the server's log."""
    env["mail.mail"].flush_model()
    env.cr.execute("DELETE FROM mail_mail WHERE state = 'sent'")
    env.cr.execute("DELETE FROM ir_logging WHERE type = 'server'")
    env.invalidate_all()
