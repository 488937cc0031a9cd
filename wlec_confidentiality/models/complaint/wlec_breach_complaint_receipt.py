# SPDX-License-Identifier: LGPL-3.0-or-later
import hmac

from odoo import api, fields, models
from odoo.tools import SQL

from odoo.addons.wlec_confidentiality.orm import gate, second_lock
from odoo.addons.wlec_confidentiality.orm.sealed import ConfidentialChar
from odoo.addons.wlec_confidentiality.tools import brake, cipher, receipt_code

from . import receipt_rows

_HOLDER = gate.Purpose("read")  # recorded as read without anybody's name, at the door of the receipt
_CHECK = gate.Purpose(None)


class TooManyTries(Exception):
    """The brake is on. ``seconds`` is how long."""

    def __init__(self, seconds):
        super().__init__("too many tries")
        self.seconds = seconds


class WlecBreachComplaint(models.Model):
    """The door without a login: whoever has the receipt code has the complaint, and nobody asks who they are.

    Kept of a code are ``receipt_lookup``, a slow hash, and ``receipt_key``: the complaint's data key wrapped a second time with
    a key that only the code gives (``orm/second_lock``). ``receipt_check`` is the hash once more, sealed with that data key. So
    a hash put into a row by hand opens nothing. It does not keep handlers out: they open the complaint through the key ring.
    """

    _inherit = "wlec.breach.complaint"

    contact_by = fields.Selection(
        selection_add=[("receipt", "Only here: the client comes back with the receipt code")],
        ondelete={"receipt": "set default"},
    )
    receipt_lookup = fields.Char(groups=fields.NO_ACCESS, copy=False)
    receipt_key = fields.Char(groups=fields.NO_ACCESS, copy=False)
    receipt_check = ConfidentialChar("Check of the receipt", groups=fields.NO_ACCESS)

    _receipt_lookup_uniq = models.UniqueIndex("(receipt_lookup) WHERE receipt_lookup IS NOT NULL")

    def init(self):
        super().init()
        receipt_rows.create_tables(self.env.cr)

    # ---- handing in
    @api.model
    def _receive_by_receipt(self, code, told, documents=(), about_officer=False):
        """Take in a complaint under a code this server has drawn; sent twice, the first one's.

        :raise TooManyTries: very many were handed in within the hour
        """
        receipt = receipt_code.secrets_of(code, receipt_rows.salt(self.env.cr))
        if first := self._at(receipt):
            return first
        if seconds := receipt_rows.wait(self.env.cr, brake.FILINGS, [receipt_rows.FILING]):
            raise TooManyTries(seconds)
        receipt_rows.note(self.env.cr, [receipt_rows.FILING])
        complaint = self._receive(
            "receipt", told, documents=documents, about_officer=about_officer, receipt_lookup=receipt.lookup
        )
        complaint._lock_with(receipt)
        return complaint

    def _at(self, receipt):
        return self.sudo().search([("receipt_lookup", "=", receipt.lookup)], limit=1)

    def _lock_with(self, receipt):
        self.receipt_check = receipt.lookup
        self.flush_recordset()
        self.receipt_key = second_lock.wrap(self.env.cr, self._key_scope(), receipt.key)

    # ---- coming back
    @api.model
    def _of_receipt(self, code):
        """The complaint (as superuser), or none.

        :param code: as ``receipt_code.read`` gives it
        :raise TooManyTries: too many wrong codes; this one was not looked at
        """
        cr = self.env.cr
        drawers = receipt_rows.drawers(cr, code)
        if seconds := receipt_rows.wait(cr, brake.GUESSES, drawers):
            raise TooManyTries(seconds)
        receipt = receipt_code.secrets_of(code, receipt_rows.salt(cr))
        found = self._at(receipt)
        if found and found._is_locked_with(receipt):
            return found
        receipt_rows.note(cr, drawers)
        return self.sudo().browse()

    def _is_locked_with(self, receipt):
        """Whether the key of this code opens the complaint's own key, and that one what was sealed when it came in."""
        self.ensure_one()
        scope = self._key_scope()
        self.flush_recordset()
        query = SQL("SELECT receipt_check FROM wlec_breach_complaint WHERE id = %s", self.id)
        [[blob]] = self.env.execute_query(query)
        try:
            key_id, key_cipher = second_lock.unwrap(self.receipt_key, scope, receipt.key)
            if blob is None:
                return False
            if key_id == cipher.key_id_of(bytes(blob)):
                place = gate.place(self._fields["receipt_check"], self.id)
                return _same(cipher.unseal(key_cipher, place, bytes(blob)).decode(), receipt.lookup)
        except cipher.Forged:
            return False
        return self._has_new_key(receipt)

    def _has_new_key(self, receipt):
        """The data key was exchanged since: ask the ring, and wrap the new one."""
        with gate.purpose(self.env, _CHECK):
            right = _same(self.receipt_check or "", receipt.lookup)
        if right:
            self.receipt_key = second_lock.wrap(self.env.cr, self._key_scope(), receipt.key)
        return right

    def _for_holder(self):
        """Everything the page of a receipt shows, opened here and nowhere later."""
        self.ensure_one()
        with gate.purpose(self.env, _HOLDER):
            return {
                "name": self.name,
                "received_on": self.received_on,
                "acknowledge_target": self.acknowledge_target,
                **self._portal_values(),
                "told": [(label, self[name]) for name, label in self._told_labels() if self[name]],
                "messages": [
                    {
                        "mine": message.author_kind == "client",
                        "kind": message.kind,
                        "date": message.date,
                        "body": message.body,
                    }
                    for message in self.exchange_ids
                ],
                "documents": [
                    {
                        "id": document.id,
                        "mine": document.author_kind == "client",
                        "name": document.file_name,
                        "size": document.size_label,
                    }
                    for document in self.document_ids
                    if document.is_shared
                ],
            }

    def _document_for_holder(self, document_id):
        """(name, base64 content) of a document the holder may see, or ``None``."""
        self.ensure_one()
        document = self.document_ids.filtered(lambda one: one.id == document_id and one.is_shared)
        if not document:
            return None
        with gate.purpose(self.env, _HOLDER):
            return document.file_name, document.content

    @api.model
    def _cron_acknowledge(self):
        """Every half hour: what no brake counts any more is not kept for the night."""
        self._forget_tries()
        return super()._cron_acknowledge()

    @api.autovacuum
    def _forget_tries(self):
        receipt_rows.forget(self.env.cr, max(brake.GUESSES.seconds, brake.FILINGS.seconds))


def _same(one, other):
    return hmac.compare_digest(one.encode(), other.encode())
