# SPDX-License-Identifier: LGPL-3.0-or-later
import base64

from odoo import api, fields, models
from odoo.tools import SQL, human_size

from odoo.addons.wlec_confidentiality.orm import actor, documents
from odoo.addons.wlec_confidentiality.orm.sealable import from_token

from . import owner, store
from .stream import SealedStream


class _Closed:
    """What the cache holds of a sealed document: nothing."""

    __slots__ = ()

    def __repr__(self):
        return "<sealed>"


_CLOSED = _Closed()


class DocumentBinary(fields.Binary):
    """The content of an attachment: of a sealed one, each record opens by itself, when it is really used."""

    def convert_to_record(self, value, record):
        if value is not _CLOSED:
            return super().convert_to_record(value, record)
        if record.env.context.get("bin_size") or record.env.context.get(f"bin_size_{self.name}"):
            return human_size(record.sudo().file_size).encode()
        content = record._read_sealed()
        return base64.b64encode(content) if self.name == "datas" and content else content


class IrAttachment(models.Model):
    _inherit = "ir.attachment"

    raw = DocumentBinary()
    datas = DocumentBinary()

    # ---- content
    @api.depends("store_fname", "db_datas", "wlec_sealed_for")
    def _compute_raw(self):
        sealed = self.filtered("wlec_sealed_for")
        sealed.raw = _CLOSED
        super(IrAttachment, self - sealed)._compute_raw()

    @api.depends("store_fname", "db_datas", "file_size", "wlec_sealed_for")
    @api.depends_context("bin_size")
    def _compute_datas(self):
        sealed = self.filtered("wlec_sealed_for")
        sealed.datas = _CLOSED
        super(IrAttachment, self - sealed)._compute_datas()

    def _read_sealed(self):
        """All of the document, through the gate. The picture of a contact shows as none to whoever may not see it: Odoo reads
        those together with everything else."""
        self.ensure_one()
        if self.sudo().res_field and not documents.is_open(self):
            return False
        self._pass_gate()
        return store.read(self)

    def _is_sealable(self, name):
        return super()._is_sealable(name) or isinstance(self._fields.get(name), DocumentBinary)

    def _pass_gate(self):
        documents.enter(self, "raw")

    def _to_http_stream(self):
        self.ensure_one()
        if not self.sudo().wlec_sealed_for:
            return super()._to_http_stream()
        documents.check(self)
        return SealedStream(self, self._open_stream)

    def _open_stream(self):
        """A stream of the document, through the gate."""
        self._pass_gate()
        return store.reader(self)

    def _set_plain_data(self, content):
        """Odoo's own way of keeping bytes, for a document that is sealed no more."""
        self._set_attachment_data(lambda attachment: content)

    # ---- need to know
    def _owners_of(self, ids):
        """{id: owner} of those of these attachments that are sealed."""
        self.env["ir.attachment"].flush_model(["wlec_sealed_for"])
        query = (
            "SELECT id, wlec_sealed_for FROM ir_attachment WHERE id = ANY(%s) AND wlec_sealed_for IS NOT NULL"
        )
        return dict(self.env.execute_query(SQL(query, list(ids))))

    def _open_to(self, uids):
        """The sealed documents that **all** these users may open: {id: id of the file, or ``None``}."""
        owners = self._owners_of(self.ids)
        allowed = owner.open_to(self.env, set(owners.values()), uids)
        return {number: allowed[of] for number, of in owners.items() if of in allowed}

    def _sealed_rows_open_to_actor(self, field):
        column = SQL.identifier(field.name, to_flush=field)
        query = (
            "SELECT id, %s, wlec_sealed_for FROM ir_attachment WHERE wlec_protected AND %s LIKE 'wlec1$%%'"
        )
        rows = self.env.execute_query(SQL(query, column, column))
        allowed = owner.open_to(self.env, {row[2] for row in rows}, actor.principals(self.env))
        return [(row[0], from_token(row[1])) for row in rows if row[2] in allowed]

    def _mask(self, name):
        return self.env._("Document %s", self.id) if name == "name" else False
