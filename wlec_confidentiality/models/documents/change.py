# SPDX-License-Identifier: LGPL-3.0-or-later
"""What becomes of a document when whom it belongs to changes. Functions, and no methods, as in ``store``: to whom a document is
sealed is not for code typed into the back office to say."""

from odoo.tools import SQL

from odoo.addons.wlec_confidentiality.exceptions import ConfidentialityError

from . import names, store


def owner_of(attachment, sealed_for):
    """The attachment was linked to another record: what it holds follows.

    :param sealed_for: the protected owner, or ``None``
    """
    if not attachment.sudo().wlec_sealed_for:
        seal_in_place(attachment, sealed_for)
    elif sealed_for:
        store.reseal(attachment, sealed_for)
        names.seal(attachment, sealed_for)
    else:
        attachment._pass_gate()  # it leaves the seal
        store.unseal(attachment)
        return
    attachment._record_cases(attachment, "attach")


def seal_in_place(attachment, sealed_for):
    """Seal what is there in clear. The file in clear goes when this transaction is committed."""
    attachment = attachment.sudo()
    env = attachment.env
    if attachment.type != "binary":
        raise ConfidentialityError(env._("Add the document itself: a link to it would not be sealed."))
    attachment.flush_recordset()
    query = "UPDATE ir_attachment SET public = FALSE, access_token = NULL WHERE id = %s"
    env.cr.execute(SQL(query, attachment.id))
    attachment.invalidate_recordset(["public", "access_token"], flush=False)
    if attachment.store_fname:
        with open(attachment._full_path(attachment.store_fname), "rb") as source:
            store.seal(attachment, source, sealed_for)
    else:
        store.seal(attachment, attachment.db_datas or b"", sealed_for)
    names.seal(attachment, sealed_for)
