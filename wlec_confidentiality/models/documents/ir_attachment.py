# SPDX-License-Identifier: LGPL-3.0-or-later
import base64
import binascii

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools.mimetypes import MIMETYPE_HEAD_SIZE

from odoo.addons.wlec_confidentiality.exceptions import ConfidentialityError
from odoo.addons.wlec_confidentiality.orm import actor, audit
from odoo.addons.wlec_confidentiality.orm.sealable import SealableChar, SealableText

from . import change, owner, store, upload

_MARKS = frozenset(("wlec_protected", "wlec_sealed_for", "wlec_key_id"))
# What Odoo would keep of a document in clear, or open it by.
_TRACES = frozenset(("raw", "datas", "db_datas", "index_content", "public", "access_token"))
_LINK = frozenset(("res_model", "res_id"))


class IrAttachment(models.Model):
    """Attachments of protected records are sealed before anything of them reaches the disk or the database."""

    _name = "ir.attachment"
    _inherit = ["ir.attachment", "wlec.sealable.mixin"]

    name = SealableChar()
    description = SealableText()
    wlec_sealed_for = fields.Char("Sealed for", readonly=True, copy=False, index="btree_not_null")
    # With which data key: one that is in use here must not be destroyed. The file itself says it, too.
    wlec_key_id = fields.Integer("Data key", readonly=True, copy=False, index="btree_not_null")

    _wlec_sealed_is_not_public = models.Constraint(
        "CHECK (wlec_protected IS NOT TRUE OR public IS NOT TRUE)", "A sealed document cannot be made public."
    )

    def _key_scope(self):
        self.ensure_one()
        return owner.key_scope(self.env, self.sudo().wlec_sealed_for)

    # ---- adding
    @api.model_create_multi
    def create(self, vals_list):
        # A caller may send it; it only says whom the document belongs to.
        default = {n: value for n in _LINK if (value := self.env.context.get(f"default_{n}"))}
        vals_list = [{**default, **{k: v for k, v in vals.items() if k not in _MARKS}} for vals in vals_list]
        owners = owner.of_values(self.env, vals_list)
        contents = [
            self._take_content(vals, sealed_for) for vals, sealed_for in zip(vals_list, owners, strict=True)
        ]
        attachments = super().create(vals_list)
        for attachment, sealed_for, content in zip(attachments, owners, contents, strict=True):
            if sealed_for:
                store.seal(attachment, content, sealed_for)
        self._record_cases(attachments, "attach")
        return attachments

    @api.model
    def _take_content(self, vals, sealed_for):
        """Take the content of an attachment to be sealed out of the values: Odoo makes the row, and sees nothing of it."""
        content = vals.get("raw")
        if not sealed_for:
            if isinstance(content, upload.Upload):
                vals["raw"] = content.whole()
            return None
        if vals.get("type", "binary") != "binary" or vals.get("url"):
            raise ConfidentialityError(
                self.env._("Add the document itself: a link to it would not be sealed.")
            )
        content = self._content_of(vals)
        for name in _TRACES:
            vals.pop(name, None)
        head = (
            content.head(MIMETYPE_HEAD_SIZE)
            if isinstance(content, upload.Upload)
            else content[:MIMETYPE_HEAD_SIZE]
        )
        vals["mimetype"] = self._compute_mimetype({**vals, "raw": head})
        vals.update(wlec_protected=True, wlec_sealed_for=sealed_for)
        return content

    @api.model
    def _content_of(self, vals):
        raw = vals.get("raw")
        if raw:
            return raw.encode() if isinstance(raw, str) else raw
        try:
            return base64.b64decode(vals.get("datas") or b"")
        except (binascii.Error, ValueError):
            raise UserError(self.env._("The file did not arrive whole: please choose it again.")) from None

    @api.model
    def _from_request_file(self, file, *, mimetype, **vals):
        if owner.of_values(self.env, [vals])[0]:
            upload.hand_over(file)
        return super()._from_request_file(file, mimetype=mimetype, **vals)

    # ---- changing
    def write(self, vals):
        vals = {name: value for name, value in vals.items() if name not in _MARKS}
        sealed = self.browse(self.sudo().filtered("wlec_sealed_for").ids)
        if sealed and sealed != self:
            return (self - sealed).write(dict(vals)) and sealed.write(dict(vals))
        if sealed:
            self._refuse_clear(vals)
            vals = {
                name: value for name, value in vals.items() if name in ("raw", "datas") or name not in _TRACES
            }
        moves = self._moves(vals) if _LINK & vals.keys() else []
        result = super().write(vals)
        for attachment, sealed_for in moves:
            change.owner_of(attachment, sealed_for)
        return result

    def _refuse_clear(self, vals):
        if vals.get("type", "binary") != "binary" or vals.get("url") or vals.get("db_datas"):
            raise ConfidentialityError(self.env._("This document is sealed, and stays so."))

    def _moves(self, vals):
        """The attachments that get another owner by this, and which: [(attachment, owner or ``None``)].

        :raise ConfidentialityError: a document of a protected record would leave it
        """
        attachments = self.sudo()
        pairs = {
            a.id: (vals.get("res_model", a.res_model), owner.one_id(vals.get("res_id", a.res_id)))
            for a in attachments
        }
        owners, moves = owner.of_records(self.env, pairs.values()), []
        for attachment in self:
            before, new = attachment.sudo().wlec_sealed_for or None, owners.get(pairs[attachment.id])
            if before == new or (
                not new and before and not pairs[attachment.id][1] and attachment._is_waiting()
            ):
                continue
            if before and not attachment._is_waiting_for_actor():
                audit.denied(attachment, "write")
                raise ConfidentialityError(self.env._("A document stays with the record it was added to."))
            moves.append((attachment, new))
        return moves

    def _is_waiting(self):
        """Hangs on nothing yet."""
        return not self.sudo().res_id

    def _is_waiting_for_actor(self):
        """An upload that belongs to nobody but the one who made it, and who is at work now."""
        sealed_for = self.sudo().wlec_sealed_for
        return sealed_for == f"{owner.USERS},{actor.principals(self.env)[0]}"

    def _set_attachment_data(self, asbytes):
        sealed = self.filtered("wlec_sealed_for")
        for attachment in sealed:
            store.seal(attachment, asbytes(attachment), attachment.wlec_sealed_for)
        self._record_cases(sealed, "write")
        if clear := self - sealed:
            super(IrAttachment, clear)._set_attachment_data(asbytes)

    def _migrate(self):
        sealed = self.sudo().filtered("wlec_sealed_for")
        store.move(sealed)
        return super(IrAttachment, self - self.browse(sealed.ids))._migrate()

    # ---- copying, removing
    def copy_data(self, default=None):
        vals_list = super().copy_data(default)
        owners = owner.of_values(self.env, vals_list)
        for attachment, vals, new in zip(self, vals_list, owners, strict=True):
            if not (before := attachment.sudo().wlec_sealed_for):
                continue
            if before != new:
                audit.denied(attachment, "write")
                raise ConfidentialityError(self.env._("A document stays with the record it was added to."))
            for name in _TRACES - {"raw", "datas"}:
                vals.pop(name, None)
        return vals_list

    def unlink(self):
        if sealed := self.browse(self.sudo().filtered("wlec_sealed_for").ids):
            self.check_access("unlink")
            self._record_cases(sealed, "detach")
        return super().unlink()

    @api.model
    def _record_cases(self, attachments, action):
        """Write down what was done to these documents, with the files they belong to: a removed row cannot tell any more."""
        sealed_for = {a.id: a.wlec_sealed_for for a in attachments.sudo() if a.wlec_sealed_for}
        if not sealed_for:
            return
        cases = owner.cases(self.env, set(sealed_for.values()))
        known = {number: cases[of] for number, of in sealed_for.items() if of in cases}
        audit.note_cases(self.env.cr, self._name, known)
        audit.record(attachments.browse(sealed_for), action, fields=("raw",))
