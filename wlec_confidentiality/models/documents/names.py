# SPDX-License-Identifier: LGPL-3.0-or-later
"""What an attachment is called is content too. Its name and description, where they stand, when an attachment comes to belong to
a protected record, goes from one data key to another, or is given back in clear."""

from odoo.tools import SQL

from odoo.addons.wlec_confidentiality.orm import keys, rows
from odoo.addons.wlec_confidentiality.orm.sealable import from_token, is_token, to_token

from . import owner

_NAMES = ("name", "description")


def _clear(attachment):
    """{field: text in clear}, of those that are filled in."""
    attachment.flush_recordset(_NAMES)
    query = SQL("SELECT name, description FROM ir_attachment WHERE id = %s", attachment.id)
    found = dict(zip(_NAMES, attachment.env.execute_query(query)[0], strict=True))
    for name, text in found.items():
        if is_token(text):
            field, sealed = attachment._fields[name], [(attachment.id, from_token(text))]
            found[name] = rows.clear_texts(field, sealed, attachment)[attachment.id]
    return {name: text for name, text in found.items() if text}


def _write(attachment, texts):
    for name, text in texts.items():
        query = "UPDATE ir_attachment SET %s = %s WHERE id = %s"
        attachment.env.cr.execute(SQL(query, SQL.identifier(name), text, attachment.id))
    attachment.invalidate_recordset(_NAMES, flush=False)


def seal(attachment, sealed_for):
    """Seal them under the data key of this owner, whatever they are now."""
    attachment = attachment.sudo()
    key_id, key = keys.for_writing(attachment.env.cr, owner.key_scope(attachment.env, sealed_for))
    fields = attachment._fields
    _write(
        attachment,
        {
            name: to_token(rows.sealed_text(fields[name], attachment.id, text, key_id, key))
            for name, text in _clear(attachment).items()
        },
    )


def unseal(attachment):
    attachment = attachment.sudo()
    _write(attachment, _clear(attachment))
