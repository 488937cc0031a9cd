# SPDX-License-Identifier: LGPL-3.0-or-later
import base64
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import LockError

from odoo.addons.wlec_confidentiality.exceptions import TransitionError
from odoo.addons.wlec_confidentiality.models.access.wlec_workflow_mixin import Transition, permit
from odoo.addons.wlec_confidentiality.orm import audit, gate
from odoo.addons.wlec_confidentiality.orm.sealed import ConfidentialChar
from odoo.addons.wlec_confidentiality.tools import link

# The recipient has no login: whoever holds the link gets the encrypted package, once, and that is on record.
_COLLECT = gate.Purpose("deliver")


class WlecDisclosureDelivery(models.Model):
    """How a package reached its recipient: who got it, when, how, and what shows it."""

    _name = "wlec.disclosure.delivery"
    _description = "Delivery of a disclosure"
    _inherit = ["wlec.workflow.mixin", "wlec.disclosure.part.mixin"]
    _order = "id desc"
    _rec_name = "method"

    _TRANSITIONS = {
        ("open", "collect"): Transition("delivered"),
        ("open", "expire"): Transition("expired"),
        ("open", "withdraw"): Transition("withdrawn"),
    }
    _WORKFLOW_FIELDS = frozenset(
        ("token_digest", "expires_at", "delivered_at", "address", "received_by", "proof")
    )

    method = fields.Selection(
        [
            ("link", "One-time link"),
            ("hand", "Handed over in person"),
            ("post", "By tracked post"),
            ("secure", "By the recipient's own secure system"),
        ],
        string="How", required=True, readonly=True, default="link",
    )  # fmt: skip
    state = fields.Selection(
        [
            ("open", "Waits to be collected"),
            ("delivered", "Received"),
            ("expired", "Never collected"),
            ("withdrawn", "Withdrawn"),
        ],
        string="Status", default="open", required=True, readonly=True, copy=False, index=True,
    )  # fmt: skip
    package_hash = fields.Char(string="Fingerprint of the package (SHA-256)", readonly=True, copy=False)
    expires_at = fields.Datetime(string="Link valid until", readonly=True, copy=False)
    delivered_at = fields.Datetime(string="Received on", readonly=True, copy=False)
    received_by = ConfidentialChar(string="Received by", readonly=True)
    proof = ConfidentialChar(string="What shows it", readonly=True)
    address = fields.Char(string="Network address", readonly=True, copy=False)
    recorded_by_id = fields.Many2one("res.users", string="Recorded by", readonly=True, copy=False)
    token_digest = fields.Char(readonly=True, copy=False, index=True, groups=fields.NO_ACCESS)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_ever(self):
        raise TransitionError(self.env._("How a disclosure was delivered stays on record."))

    # ---- written by the programme alone: nobody has a right to create or write here
    @api.model
    def _start(self, request, method, **values):
        """A delivery of the present package of ``request``, by whoever acts."""
        delivery = self.sudo().create({
            "request_id": request.id, "case_id": request.case_id.id, "method": method,
            "package_hash": request.package_hash, "recorded_by_id": self.env.uid,
        })  # fmt: skip
        with permit(delivery, values.keys()):
            delivery.write(values)
        return delivery

    @api.model
    def _start_link(self, request):
        """A one-time link, valid for some days; an older one that waits is withdrawn.

        :return: the secret part of the link, kept nowhere
        """
        request.delivery_ids._withdraw()
        token = link.new_token()
        until = fields.Datetime.now() + timedelta(days=self.env.company.sudo().wlec_link_days)
        self._start(request, "link", token_digest=link.digest(token), expires_at=until)
        return token

    def _received(self, **values):
        """The package has arrived: who has it, when, and what shows it."""
        self.sudo()._transition("collect", token_digest=False, **values)

    def _withdraw(self):
        """Whatever waits is not to be had any more; a link in somebody's hands leads nowhere from this moment."""
        waiting = self.sudo().filtered(lambda delivery: delivery.state == "open")
        if waiting:
            waiting._transition("withdraw", token_digest=False)

    # ---- the door of the recipient
    @api.model
    def _of_token(self, token):
        """The delivery this link leads to now; none for a link that is wrong, used, too old or withdrawn."""
        digest = link.digest(token)
        now = fields.Datetime.now()
        domain = [("token_digest", "=", digest), ("state", "=", "open"), ("expires_at", ">", now)]
        return self.sudo().search(domain, limit=1) if digest else self.sudo().browse()

    def _collect(self, address):
        """Hand out the package, this once. Two at one moment: one gets it, the other finds the link used.

        :return: its content and its name, or nothing when there is nothing to hand out
        """
        self.ensure_one()
        try:
            self.lock_for_update()
        except LockError:
            return None
        self.invalidate_recordset(["state", "token_digest", "expires_at"])
        self.request_id.invalidate_recordset(["package", "package_hash", "state"])
        request = self.request_id
        current = self.package_hash == request.package_hash and request.state == "released"
        if self.state != "open" or self.expires_at <= fields.Datetime.now() or not current:
            return None
        with gate.purpose(self.env, _COLLECT):
            content = base64.b64decode(request.package or b"")
        if not content:
            return None
        self._received(delivered_at=fields.Datetime.now(), address=address)
        audit.record(request, "deliver", fields=("package",))
        request._note_delivery()
        return content, request.package_filename

    # ---- by the clock
    @api.model
    def _cron_expire(self):
        """Links nobody used end, and the releaser is told, so that somebody rings the recipient."""
        late = self.search([("state", "=", "open"), ("expires_at", "<=", fields.Datetime.now())], limit=500)
        if late:
            late._transition("expire", token_digest=False)
            for request in late.request_id:
                request._plan(
                    request.released_by_id, self.env._("A disclosure was not collected: ring the recipient")
                )
