# SPDX-License-Identifier: LGPL-3.0-or-later
import base64

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import SQL

from odoo.addons.wlec_confidentiality.exceptions import ConfidentialityError
from odoo.addons.wlec_confidentiality.orm.sealed import ConfidentialBinary, ConfidentialChar
from odoo.addons.wlec_confidentiality.tools import upload


class WlecComplaintDocument(models.Model):
    """A document handed in with, or added to, a complaint. It is kept as it came, sealed, and is only ever handed out as a
    download: no server or browser is asked to show it."""

    _name = "wlec.complaint.document"
    _description = "Document of a complaint"
    _inherit = ["wlec.complaint.blind.mixin", "wlec.confidential.mixin"]
    _order = "date, id"

    name = fields.Char(compute="_compute_name")
    complaint_id = fields.Many2one(
        "wlec.breach.complaint", "Complaint", required=True, ondelete="restrict", index=True
    )
    author_kind = fields.Selection(
        [("client", "Client"), ("centre", "Centre")], "From", required=True, readonly=True
    )
    user_id = fields.Many2one("res.users", "Added by", readonly=True, groups="base.group_user")
    date = fields.Datetime("Added on", required=True, readonly=True, default=fields.Datetime.now)
    is_shared = fields.Boolean(
        "Client can see it", help="Documents of the client's own are always theirs to see."
    )
    file_name = ConfidentialChar("File name")
    content = ConfidentialBinary("File")
    mimetype = fields.Char("Type", readonly=True)
    size = fields.Integer("Size in bytes", readonly=True)
    sending = fields.Char(groups=fields.NO_ACCESS, copy=False)
    size_label = fields.Char("Size", compute="_compute_name")

    _sending_uniq = models.UniqueIndex("(complaint_id, sending) WHERE sending IS NOT NULL")

    _CHANGEABLE = frozenset(("is_shared",))

    @api.depends("mimetype", "size")
    def _compute_name(self):
        """A name that gives nothing away, for lists and messages; the real one is confidential."""
        kinds = dict(upload.TYPES.values())
        for document in self:
            kind = kinds.get(document.mimetype, "")
            document.name = self.env._(
                "Document %(number)s %(kind)s", number=document.id or "", kind=kind and f"({kind})"
            ).strip()
            document.size_label = _size_label(document.size)

    def _need_to_know(self, uid):
        rows = self.env.execute_query(
            SQL(
                "SELECT id, complaint_id, is_shared FROM wlec_complaint_document WHERE id = ANY(%s)",
                list(self.ids),
            )
        )
        open_ = self.env["wlec.breach.complaint"]._complaints_open_to(list({row[1] for row in rows}), uid)
        return {
            id_ for id_, complaint, shared in rows if complaint in open_ and (shared or not open_[complaint])
        }

    def _key_scope(self):
        return self.sudo().complaint_id._key_scope()

    # ---- rows
    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            self.env["wlec.breach.complaint"]._check_reachable(vals_list)
        clean = [self._checked(dict(vals)) for vals in vals_list]
        complaints = self.env["wlec.breach.complaint"].browse({vals["complaint_id"] for vals in clean})
        complaints.sudo().lock_for_update()
        documents = super().create(clean)
        self._check_number(complaints)
        return documents

    def _checked(self, vals):
        """The values with everything about the file taken from the file, not from the caller."""
        try:
            found = upload.check(vals.get("file_name"), upload.decoded(vals.get("content")))
        except upload.UploadRefused as refused:
            raise ValidationError(self._refusal(refused.reason)) from None
        vals.update(file_name=found.name, mimetype=found.mimetype, size=found.size)
        if not self.env.su:
            vals.update(author_kind="centre", user_id=self.env.uid, date=fields.Datetime.now())
        return vals

    @api.model
    def _check_number(self, complaints):
        rows = self.sudo()._read_group(
            [("complaint_id", "in", complaints.ids)], ["complaint_id", "author_kind"], ["__count"]
        )
        if any(count > upload.MAX_FILES for _complaint, _author, count in rows):
            raise ValidationError(self._refusal("too_many"))

    @api.model
    def _refusal(self, reason):
        """Why a file is not taken in, in words for the person who chose it."""
        return {
            upload.EMPTY: self.env._("The file is empty. Please choose it again."),
            upload.TOO_BIG: self.env._(
                "The file is larger than 10 MB. Please send a smaller version, or ask us for help."
            ),
            upload.MISMATCH: self.env._(
                "The content of the file does not match its name. Please save it again, for instance as PDF."
            ),
            upload.MACROS: self.env._(
                "The document contains a program (a macro). Please save it as PDF and send that."
            ),
            "too_many": self.env._(
                "There can be 10 documents at most. Please put several pages into one PDF, or ask us for help."
            ),
        }.get(
            reason,
            self.env._(
                "We cannot take this kind of file. Please send a PDF, a picture, a Word or text document, or a recording."
            ),
        )

    @api.model
    def _add(self, complaint, found, author_kind, sending=None):
        """Add a checked ``tools.upload.Upload``; the caller has made sure that this person may hand it in."""
        return self.sudo().create(
            {
                "complaint_id": complaint.id,
                "author_kind": author_kind,
                "user_id": self.env.uid,
                "is_shared": author_kind == "client",
                "file_name": found.name,
                "content": base64.b64encode(found.content),
                "sending": sending,
            }
        )

    def write(self, vals):
        if vals.keys() - self._CHANGEABLE:
            raise ConfidentialityError(self.env._("A document is kept as it came: add another one."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_never(self):
        raise ConfidentialityError(self.env._("Documents of a complaint are kept."))


def _size_label(size):
    size = size or 0
    return f"{size / 1024 / 1024:.1f} MB" if size >= 1024 * 1024 else f"{max(1, round(size / 1024))} kB"
