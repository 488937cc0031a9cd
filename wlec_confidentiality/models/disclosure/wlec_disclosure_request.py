# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import api, fields, models

from odoo.addons.wlec_confidentiality.exceptions import ConfidentialityError, TransitionError
from odoo.addons.wlec_confidentiality.models.access import references
from odoo.addons.wlec_confidentiality.models.access.wlec_workflow_mixin import permit
from odoo.addons.wlec_confidentiality.orm.sealed import ConfidentialBinary, ConfidentialChar, ConfidentialText
from odoo.addons.wlec_confidentiality.tools.package import same_number
from odoo.addons.wlec_confidentiality.tools.texts import tidied


class WlecDisclosureRequest(models.Model):
    """A request to tell somebody outside something from a file: who asks, by what power, what is asked and what is given.

    What it says (this file), what is missing (``_gate``), who may act (``_people``), the steps (``_steps``) and the package that
    leaves (``_release``) are apart.
    """

    _name = "wlec.disclosure.request"
    _description = "Disclosure request"
    _inherit = ["wlec.workflow.mixin", "wlec.confidential.mixin", "mail.thread", "mail.activity.mixin"]
    _case_path = "case_id"
    _order = "id desc"

    name = fields.Char(string="Reference", readonly=True, copy=False)
    case_id = fields.Many2one("wlec.case", string="Case file", required=True, index=True, ondelete="restrict")
    client_id = fields.Many2one(related="case_id.partner_id", string="Client")
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("assessed", "Assessed"),
            ("submitted", "Awaits decision"),
            ("approved", "Approved"),
            ("released", "Released"),
            ("refused", "Refused"),
            ("cancelled", "Cancelled"),
        ],
        string="Status", default="draft", required=True, readonly=True, copy=False, index=True,
    )  # fmt: skip
    ground = fields.Selection(
        [
            ("consent", "The client consents"),
            ("danger", "Danger to the client or to others"),
            ("law", "Required by law"),
            ("conflict", "Conflict of interest: we cannot act"),
        ],
        string="Why it is lawful",
    )  # fmt: skip

    # ---- to whom, and who asks
    recipient_kind = fields.Selection(
        [("agency", "An agency"), ("partner", "Somebody in the address book"), ("person", "Somebody else, by name")],
        string="Kind of recipient", required=True, default="agency",
    )  # fmt: skip
    agency_id = fields.Many2one("wlec.agency", string="Agency", index="btree_not_null", ondelete="restrict")
    partner_id = fields.Many2one(
        "res.partner", string="Person or body", index="btree_not_null", ondelete="restrict"
    )
    recipient_name = ConfidentialChar(string="Name of the recipient")
    recipient_label = fields.Char(compute="_compute_recipient_label", string="Recipient")
    origin = fields.Selection(
        [
            ("recipient", "They ask us"),
            ("client", "The client wants it sent"),
            ("centre", "We report it ourselves"),
        ],
        string="How it came up", required=True, default="recipient",
    )  # fmt: skip
    asker_name = ConfidentialChar(string="Who asks")
    asker_rank = ConfidentialChar(string="Rank or post")
    asker_contact = ConfidentialText(string="Contact given in the request")
    received_on = fields.Date(string="Received on", default=fields.Date.context_today)
    answer_by = fields.Date(
        string="To be answered by", help="The time limit in the notice, when there is one."
    )
    callback_needed = fields.Boolean(compute="_compute_callback_needed")
    official_contact = fields.Char(related="agency_id.official_contact", string="Official number on record")
    excluded_material = fields.Boolean(related="case_id.possible_excluded_material")
    callback_by_id = fields.Many2one("res.users", string="Called back by", index="btree_not_null")
    callback_at = fields.Datetime(string="Called back on")
    callback_number = ConfidentialChar(
        string="Number called", help="An official number, never the one in the request."
    )

    # ---- what, and why
    purpose_id = fields.Many2one(
        "wlec.consent.purpose", string="What for", index="btree_not_null", ondelete="restrict"
    )
    item_ids = fields.One2many("wlec.disclosure.item", "request_id", string="Asked and given")
    asked_count = fields.Integer(string="Items asked for", compute="_compute_counts", store=True)
    given_count = fields.Integer(string="Items given", compute="_compute_counts", store=True)
    necessity = ConfidentialText(string="Why is it needed?", help="What could they not do without it?")
    proportionality = ConfidentialText(
        string="Why not less?", help="What is left out, and what harm is weighed."
    )

    # ---- evidence for each ground
    consent_id = fields.Many2one(
        "wlec.consent",
        string="Consent",
        index="btree_not_null",
        ondelete="restrict",
        domain="[('case_id', '=', case_id)]",
    )
    danger_who = ConfidentialText(string="Who is in danger?")
    danger_what = ConfidentialText(string="What may happen to them?")
    danger_imminence = fields.Selection(
        [("now", "Now"), ("days", "Within days"), ("later", "Later, but likely")], string="How soon?"
    )
    why_not_consent = ConfidentialText(string="Why is the client not asked, or not heeded?")
    provision_id = fields.Many2one(
        "wlec.legal.provision", string="Power claimed", index="btree_not_null", ondelete="restrict"
    )
    notice_reference = ConfidentialChar(string="Reference of the notice")
    notice_document = ConfidentialBinary(string="Notice or order")
    notice_filename = ConfidentialChar(string="Name of the notice file")
    binds_checked = fields.Boolean(string="We have checked that it binds this centre")
    conflict_statement = ConfidentialText(
        string="What the conflict is",
        help="For the file only. The recipient is told the bare fact that we cannot act.",
    )
    condition_id = fields.Many2one(
        "wlec.legal.provision", string="Condition for special-category data", ondelete="restrict", index="btree_not_null",
        domain=[("special_condition", "=", True)],
        help="UK GDPR Article 9: needed when an item given is of a special category, such as health, ethnic origin or religion.",
    )  # fmt: skip
    offence_condition_id = fields.Many2one(
        "wlec.legal.provision", string="Condition for criminal-offence data", ondelete="restrict", index="btree_not_null",
        domain=[("offence_condition", "=", True)],
        help="UK GDPR Article 10 and Data Protection Act 2018, section 10(5): needed when an item given is about crime. Where an item is"
        " of a special category and another about crime, both conditions are.",
    )  # fmt: skip

    # ---- telling the client
    tell_client = fields.Selection(
        [("now", "Yes, now"), ("delayed", "Later"), ("not", "Not until reviewed")],
        string="Is the client told?",
        default="now",
    )
    tell_date = fields.Date(string="On / reviewed on")
    tell_reason = ConfidentialText(string="Why not now")

    _name_unique = models.Constraint("UNIQUE(name)", "This reference is taken.")

    @api.depends("recipient_kind", "agency_id", "partner_id")
    def _compute_recipient_label(self):
        for request in self:
            known = {"agency": request.agency_id, "partner": request.partner_id}.get(request.recipient_kind)
            # A name typed in is confidential: a list only says that there is one.
            person = request.recipient_kind == "person"
            request.recipient_label = self.env._("A named person") if person else known.display_name

    @api.depends("origin", "recipient_kind", "agency_id.verify_by_callback")
    def _compute_callback_needed(self):
        for request in self:
            strict = request.recipient_kind != "agency" or request.agency_id.verify_by_callback
            request.callback_needed = request.origin == "recipient" and strict

    @api.depends("item_ids.asked", "item_ids.given")
    def _compute_counts(self):
        for request in self:
            request.asked_count = len(request.item_ids.filtered("asked"))
            request.given_count = len(request.item_ids.filtered("given"))

    # ---- writing it down
    _FACTS = frozenset({
        "ground", "recipient_kind", "agency_id", "partner_id", "recipient_name", "origin", "asker_name", "asker_rank",
        "asker_contact", "received_on", "answer_by", "callback_by_id", "callback_at", "callback_number", "purpose_id",
        "item_ids", "necessity", "proportionality", "consent_id", "danger_who", "danger_what", "danger_imminence",
        "why_not_consent", "provision_id", "notice_reference", "notice_document", "notice_filename", "binds_checked",
        "conflict_statement", "condition_id", "offence_condition_id", "tell_client", "tell_date", "tell_reason",
    })  # fmt: skip
    _OPEN = ("draft", "assessed")

    @api.model_create_multi
    def create(self, vals_list):
        requests = super().create([tidied(self, vals) for vals in vals_list])
        with permit(requests, {"name"}):
            for request, name in zip(requests, references.draw(self, "DISC", len(requests)), strict=True):
                request.name = name
        requests._check_callback_number(set().union(*vals_list))
        return requests

    def write(self, vals):
        if (self._FACTS & vals.keys()) - self._still_open(vals):
            self._check_open_for_edits()
        vals = tidied(self, vals)
        result = super().write(vals)
        self._check_callback_number(vals.keys())
        self.invalidate_recordset(["missing_html", "summary_html"], flush=False)
        return result

    def _still_open(self, vals):
        """Which of these facts may be changed whatever the state; for models above."""
        return frozenset()

    def _check_open_for_edits(self):
        if any(request.state not in self._OPEN for request in self):
            raise TransitionError(
                self.env._(
                    "This request has been submitted, so its facts stay as they are. Bring it back to draft first."
                )
            )

    def _check_callback_number(self, changed):
        """A swindler answers the number in his own letter: the call-back must go to another."""
        if {"callback_number", "asker_contact"}.isdisjoint(changed):
            return
        for request in self:
            both = request._filled("callback_number") and request._filled("asker_contact")
            if both and same_number(request.callback_number, request.asker_contact):
                raise ConfidentialityError(
                    self.env._(
                        "The number called is the one in the request. Call an official number you found yourself."
                    )
                )

    @api.constrains("consent_id", "case_id")
    def _check_consent(self):
        for request in self:
            if request.consent_id and request.consent_id.case_id != request.case_id:
                raise ConfidentialityError(self.env._("The consent belongs to another file."))

    @api.ondelete(at_uninstall=False)
    def _unlink_except_recorded(self):
        raise TransitionError(self.env._("A disclosure request is never deleted: cancel it."))

    @api.onchange("ground", "consent_id")
    def _onchange_ground(self):
        """What a consent says already need not be chosen again."""
        for request in self.filtered(lambda r: r.ground == "consent" and r.consent_id):
            consent = request.consent_id
            request.recipient_kind = consent.recipient_kind
            request.agency_id, request.partner_id = consent.agency_id, consent.partner_id
            request.purpose_id = consent.purpose_id
