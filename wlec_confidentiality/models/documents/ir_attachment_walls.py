# SPDX-License-Identifier: LGPL-3.0-or-later
from collections import defaultdict
from functools import partial

from odoo import api, models
from odoo.exceptions import AccessError
from odoo.fields import Domain
from odoo.tools import SQL

from odoo.addons.base.models.ir_attachment import SECURITY_FIELDS
from odoo.addons.wlec_confidentiality.orm import audit, unprotected

from . import owner


class IrAttachment(models.Model):
    _inherit = "ir.attachment"

    _wlec_walled = True

    def _protected_closed(self):
        if unprotected.is_none(self):
            return set()
        self.env["ir.attachment"].flush_model(["wlec_sealed_for"])
        query = SQL("SELECT id, wlec_sealed_for FROM ir_attachment WHERE id = ANY(%s)", list(self.ids))
        rows = dict(self.env.execute_query(query))
        sealed_for = {number: of for number, of in rows.items() if of}
        return (set(self.ids) - rows.keys()) | self._closed(sealed_for, "read")

    def _check_access(self, operation):
        """Neither a public flag, nor having made it, nor being an administrator gives access to a document of a record that is
        closed to the user."""
        if self.env.su or not self.ids:
            return super()._check_access(operation)
        if hidden := self._hidden():
            result = (self - hidden)._check_access(operation)
            hidden |= result[0] if result else self.browse()
            return hidden, partial(self.env["ir.rule"]._make_access_error, operation, hidden)
        sealed = self.sudo()
        sealed.fetch([*SECURITY_FIELDS, "wlec_sealed_for"])  # Odoo fetches most of these here itself
        sealed_for = {a.id: a.wlec_sealed_for for a in sealed if a.wlec_sealed_for}
        result = super()._check_access(operation)
        if not sealed_for:
            return result
        forbidden = result[0] if result else self.browse()
        closed = self.browse(self._closed(sealed_for, operation)) - forbidden
        if not closed and not result:
            return None
        forbidden |= closed
        denied = forbidden.filtered(lambda a: a.id in sealed_for)
        return forbidden, (lambda: self._make_denial(denied, operation)) if denied else result[1]

    def _closed(self, sealed_for, operation):
        """Of these sealed documents, the ids of those the user may not have to do with."""
        by_model, closed = defaultdict(set), set()
        for number, of in sealed_for.items():
            model, res_id = owner.split(of)
            if model != owner.USERS:
                by_model[model].add(res_id)
            elif res_id != self.env.uid:
                closed.add(number)
        operation = "read" if operation == "read" else "write"
        inaccessible = {f"{m},{i}" for m, i in self._inaccessible_comodel_records(by_model, operation)}
        return closed | {number for number, of in sealed_for.items() if of in inaccessible}

    def write(self, vals):
        self._check_there("write")
        return super().write(vals)

    def register_as_main_attachment(self, force=True):
        self._check_there("read")
        return super().register_as_main_attachment(force=force)

    def _to_http_stream(self):
        self._check_there("read")
        return super()._to_http_stream()

    def _make_denial(self, denied, operation):
        if denied._hidden():
            return self.env["ir.rule"]._make_access_error(operation, denied)
        audit.denied(denied, operation)
        return AccessError(self.env._("There is no such record, or you have no need to know its content."))

    @api.model
    def _search(self, domain, *args, bypass_access=False, **kwargs):
        if not (self.env.su or bypass_access or unprotected.is_none(self)):
            # Uploads of others that wait sealed are nobody's business, not even an administrator's.
            waiting = Domain("wlec_sealed_for", "!=", False) & Domain("res_id", "in", [False, 0])
            domain = Domain(domain) & (~waiting | Domain("create_uid", "=", self.env.uid))
        return super()._search(domain, *args, bypass_access=bypass_access, **kwargs)
