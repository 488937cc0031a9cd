# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import api, fields, models

from odoo.addons.wlec_confidentiality.exceptions import TransitionError
from odoo.addons.wlec_confidentiality.models.access import unsealed
from odoo.addons.wlec_confidentiality.models.access.wlec_workflow_mixin import permit
from odoo.addons.wlec_confidentiality.models.consent.waiting import wait_for
from odoo.addons.wlec_confidentiality.orm import audit
from odoo.addons.wlec_confidentiality.orm.sealed import ConfidentialChar

PASSWORD_WAYS = [
    ("telephone", "By telephone, on an official number"),
    ("person", "In person"),
    ("post", "In a letter of its own"),
    ("text", "By text message to a number on record"),
]


class WlecDisclosureRequestDelivery(models.Model):
    """After the release: the package reaches its recipient, the password by another way, and both are on record."""

    _inherit = "wlec.disclosure.request"

    delivery_ids = fields.One2many(
        "wlec.disclosure.delivery", "request_id", string="Deliveries", readonly=True
    )
    password_way = fields.Selection(PASSWORD_WAYS, string="Password given", readonly=True, copy=False)
    password_to = ConfidentialChar(string="Password given to", readonly=True)
    password_given_at = fields.Datetime(string="Password given on", readonly=True, copy=False)
    password_given_by_id = fields.Many2one("res.users", string="Password given by", readonly=True, copy=False)
    has_package = fields.Boolean(compute="_compute_has_package")
    can_deliver = fields.Boolean(compute="_compute_can_deliver")
    delivery_state = fields.Selection(
        [("none", "Not delivered yet"), ("open", "Link waits to be used"), ("delivered", "Received")],
        compute="_compute_delivery_state", string="Delivery",
    )  # fmt: skip

    @api.depends("package_hash", "package_destroyed_at")
    def _compute_has_package(self):
        there = self.filtered_domain([("package", "!=", False)])
        for request in self:
            request.has_package = request in there

    @api.depends("state", "released_by_id", "approver_id", "second_approver_id")
    @api.depends_context("uid")
    def _compute_can_deliver(self):
        for request in self:
            request.can_deliver = request.state == "released" and not request._why_not_deliver()

    @api.depends("delivery_ids.state", "package_hash")
    def _compute_delivery_state(self):
        for request in self:
            current = request.delivery_ids.filtered(lambda d, r=request: d.package_hash == r.package_hash)
            states = set(current.mapped("state"))
            request.delivery_state = next(
                (state for state in ("delivered", "open") if state in states), "none"
            )

    # ---- by a link
    def action_make_link(self):
        """A one-time link for the recipient, shown this once. Whoever may hand over may make one, as long as it is lawful."""
        self.ensure_one()
        self._check_may_deliver()
        token = self.env["wlec.disclosure.delivery"]._start_link(self)
        self._run_clocks()
        return {
            "type": "ir.actions.client",
            "tag": "wlec_collect_link",
            "target": "new",
            "params": {
                "title": self.env._("The link for %s", self.recipient_label),
                "link": f"{self.get_base_url()}/disclosure/collect/{token}",
                "days": self.env.company.sudo().wlec_link_days,
            },
        }

    def action_withdraw_link(self):
        """The link leads nowhere any more, from now on."""
        self.check_access("write")
        self.delivery_ids._withdraw()
        return {"type": "ir.actions.client", "tag": "soft_reload"}

    def _check_may_deliver(self, lawful_now=True):
        """The same people as for the release; for a new link the same law as well, at this moment. Handing over is recorded when it
        has happened, and stays a fact whatever came after."""
        self.check_access("write")
        if lawful_now:
            self._lock_consent()
        self._lock_for_decision()
        self.invalidate_recordset(["state", "package_hash", "package"])
        if self.state != "released" or (lawful_now and not self._has_value("package")):
            raise TransitionError(
                self.env._("There is no package to deliver. Release it, or make a new one.")
            )
        if why := self._why_not_deliver() or (lawful_now and self._why_not_lawful_now()):
            raise TransitionError(why)

    def _why_not_deliver(self):
        """Whoever released it delivers it, or somebody else who could have released it."""
        return None if self.env.user == self.released_by_id else self._why_not_release()

    def _why_not_lawful_now(self):
        """An emergency is measured by what an emergency needs until it was reviewed, and not delivered once it was found wrong."""
        if self.is_emergency and self.review_state == "pending":
            return self._guard_emergency()
        if self.review_state == "not_justified":
            return self.env._("The review found that it was not justified.")
        return "\n".join(self._missing())

    def _after_transition(self, action):
        super()._after_transition(action)
        if action == "reject":  # what has not been collected yet does not leave any more
            waiting = self.sudo().delivery_ids.filtered(lambda delivery: delivery.state == "open")
            wait_for(waiting)
            waiting._withdraw()

    # ---- by hand
    def action_record_delivery(self):
        """It was handed over or posted: write down to whom, when and what shows it."""
        self.ensure_one()
        self.check_access("write")
        return self._open_record("delivery", self.env._("It was delivered"))

    def action_record_password(self):
        """The password was given: write down how and to whom. The password itself is written nowhere."""
        self.ensure_one()
        self.check_access("write")
        return self._open_record("password", self.env._("The password was given"))

    def _open_record(self, what, title):
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "wlec_confidentiality.wlec_disclosure_record_action"
        )
        return {**action, "name": title, "context": {"default_request_id": self.id, "default_what": what}}

    def _record_delivery(self, method, received_by, on, proof):
        self._check_may_deliver(lawful_now=False)
        self.delivery_ids._withdraw()
        delivery = self.env["wlec.disclosure.delivery"]._start(self, method)
        delivery._received(delivered_at=on, received_by=received_by, proof=proof)
        audit.record(self, "deliver", fields=("package",))
        self._note_delivery()

    def _record_password(self, way, to, on):
        self.check_access("write")
        if self.state != "released":
            raise TransitionError(self.env._("Nothing was released yet."))
        with permit(self, self._workflow_fields()):
            self.write({
                "password_way": way, "password_to": to, "password_given_at": on, "password_given_by_id": self.env.uid,
            })  # fmt: skip

    def _note_delivery(self):
        """A line without content: the recipient has it."""
        self._run_clocks()
        with unsealed.log_line():
            self.sudo()._message_log(
                body=self.env._("The package was received"), author_id=self.env.user.partner_id.id
            )

    # ---- new package, or none any more
    def action_repack(self):
        """A link to the package before this one would lead to something nobody has the password of."""
        self.check_access("write")
        result = super().action_repack()
        self.delivery_ids._withdraw()
        return result

    def _cron_destroy_packages(self):
        """Packages whose time is over are destroyed; schedule, letter, fingerprints and receipts stay."""
        today = fields.Date.context_today(self)
        domain = [
            ("package_until", "<", today),
            ("package_destroyed_at", "=", False),
            ("state", "=", "released"),
        ]
        self.search(domain, limit=1000)._destroy_packages()

    def _destroy_packages(self):
        self.delivery_ids._withdraw()
        with permit(self, {"package", "package_destroyed_at"}):
            self.write({"package": False, "package_destroyed_at": fields.Datetime.now()})
        audit.record(self, "unlink", fields=("package",))
