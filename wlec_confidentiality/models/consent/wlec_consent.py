# SPDX-License-Identifier: LGPL-3.0-or-later
from dateutil.relativedelta import relativedelta

from odoo import api, fields, models

from odoo.addons.wlec_confidentiality.exceptions import TransitionError
from odoo.addons.wlec_confidentiality.models.access import references
from odoo.addons.wlec_confidentiality.models.access.wlec_workflow_mixin import Transition, permit
from odoo.addons.wlec_confidentiality.orm.sealed import ConfidentialBinary, ConfidentialChar, ConfidentialText
from odoo.addons.wlec_confidentiality.tools.texts import tidied

_CASEWORKER = ("wlec_confidentiality.group_caseworker",)
_USUAL_MONTHS = 12
_DECIDERS = ("wlec_confidentiality.group_line_manager", "wlec_confidentiality.group_officer")


class WlecConsent(models.Model):
    """The client's express permission to tell one named recipient certain things, for one purpose, until a day.

    It is the permission the centre's policy asks for; the lawful basis under the UK GDPR is another question.
    """

    _name = "wlec.consent"
    _description = "Consent"
    _inherit = ["wlec.workflow.mixin", "wlec.consent.open.mixin", "mail.thread", "mail.activity.mixin"]
    _order = "id desc"
    # The client has a page for it; what colleagues write and attach here is theirs.
    _wlec_staff_only = True

    _STATES = [
        ("requested", "Asked for"),
        ("given", "Given"),
        ("refused", "Refused"),
        ("withdrawn", "Withdrawn"),
        ("revoked", "Revoked"),
        ("expired", "Expired"),
        ("invalidated", "Invalid"),
    ]
    _METHODS = [
        ("written", "On paper, signed"),
        ("portal", "In the portal"),
        ("verbal", "By word of mouth, with a witness"),
    ]
    _TRANSITIONS = {
        ("requested", "give"): Transition("given", _CASEWORKER, "_guard_give"),
        ("requested", "ask"): Transition("requested", _CASEWORKER, "_guard_ask"),
        ("requested", "take_back"): Transition("requested", _CASEWORKER, "_guard_take_back"),
        ("requested", "accept"): Transition("given", (), "_guard_accept"),
        ("requested", "decline"): Transition("refused", (), "_guard_portal"),
        ("requested", "refuse"): Transition("refused", _CASEWORKER),
        ("requested", "invalidate"): Transition("invalidated", _CASEWORKER, "_guard_end_reason"),
        ("given", "confirm"): Transition("given", _CASEWORKER, "_guard_confirm"),
        ("given", "withdraw"): Transition("withdrawn"),
        ("given", "revoke"): Transition("revoked", _DECIDERS, "_guard_end_reason"),
        ("given", "invalidate"): Transition("invalidated", _CASEWORKER, "_guard_end_reason"),
        ("given", "expire"): Transition("expired", (), "_guard_expire"),
    }
    _WORKFLOW_FIELDS = {"name", "given_at", "given_by_id", "ended_at", "wording_hash", "confirmed_at"}
    # What the client agreed to. Once it is given it stays as it is: a mistake is invalidated and recorded anew.
    _FACTS = frozenset({
        "recipient_kind", "agency_id", "partner_id", "recipient_name", "purpose_id", "purpose", "category_ids",
        "document_ids", "valid_from", "valid_to", "method", "evidence", "evidence_filename", "witness_id", "confirm_by",
        "wording_id", "read_back", "until_case_closes",
    })  # fmt: skip

    name = fields.Char(string="Reference", readonly=True, copy=False)
    case_id = fields.Many2one("wlec.case", string="Case file", required=True, index=True, ondelete="restrict")
    client_id = fields.Many2one(related="case_id.partner_id", string="Client")
    state = fields.Selection(
        _STATES, string="Status", default="requested", required=True, readonly=True, copy=False, index=True
    )

    recipient_kind = fields.Selection(
        [("agency", "An agency"), ("partner", "Somebody in the address book"), ("person", "Somebody else, by name")],
        string="Who may be told", required=True, default="agency",
    )  # fmt: skip
    agency_id = fields.Many2one("wlec.agency", string="Agency", index="btree_not_null", ondelete="restrict")
    partner_id = fields.Many2one(
        "res.partner", string="Person or body", index="btree_not_null", ondelete="restrict"
    )
    recipient_name = ConfidentialChar(string="Name of the recipient")
    recipient_label = fields.Char(compute="_compute_recipient_label", string="Recipient")
    purpose_id = fields.Many2one(
        "wlec.consent.purpose", string="What for", index="btree_not_null", ondelete="restrict"
    )
    purpose = ConfidentialText(
        string="In the client's words", help="What the client wants the recipient to do with it."
    )
    category_ids = fields.Many2many("wlec.information.category", string="What may be told")
    document_ids = fields.Many2many(
        "wlec.case.document", string="Only these documents", domain="[('case_id', '=', case_id)]",
        help="Leave empty when the client agrees to any document of the kinds above.",
    )  # fmt: skip
    valid_from = fields.Date("Valid from", required=True, default=fields.Date.context_today)
    valid_to = fields.Date(string="Valid until", required=True, default=lambda self: self._default_valid_to())

    until_case_closes = fields.Boolean(
        string="Ends when the file is closed", default=True,
        help="The usual: a consent lasts as long as the centre works on the case, and not longer than its period.",
    )  # fmt: skip

    method = fields.Selection(_METHODS, string="How it is given", default="written", required=True)
    wording_id = fields.Many2one(
        "wlec.consent.wording", string="Wording shown", ondelete="restrict", index="btree_not_null",
        default=lambda self: self.env["wlec.consent.wording"].search([], limit=1),
    )  # fmt: skip
    wording_hash = fields.Char(string="Fingerprint of the wording", readonly=True, copy=False)
    evidence = ConfidentialBinary(string="Signed form")
    evidence_filename = ConfidentialChar(string="Name of the file")
    witness_id = fields.Many2one(
        "res.users", string="Witness", help="A colleague who heard it; not the person recording it."
    )
    read_back = fields.Boolean(
        string="Read out, and read back",
        help="The wording was read to the client, and what was written down was read back to them.",
    )
    confirm_by = fields.Date(string="To be confirmed in writing by")
    confirmation = ConfidentialBinary(string="Written confirmation")
    confirmation_filename = ConfidentialChar(string="Name of the confirmation file")
    confirmed_at = fields.Datetime(string="Confirmed in writing on", readonly=True, copy=False)

    given_at = fields.Datetime(string="Given on", readonly=True, copy=False)
    given_by_id = fields.Many2one("res.users", string="Recorded by", readonly=True, copy=False, index=True)
    ended_at = fields.Datetime(string="Ended on", readonly=True, copy=False)
    end_reason = ConfidentialText(
        string="Why it ended", help="A client never has to say why.", groups="base.group_user"
    )
    event_ids = fields.One2many("wlec.consent.event", "consent_id", string="What happened", readonly=True)
    missing_html = fields.Html(compute="_compute_missing_html", string="Still needed", sanitize=False)

    can_ask = fields.Boolean(compute="_compute_can")
    can_take_back = fields.Boolean(compute="_compute_can")
    can_give = fields.Boolean(compute="_compute_can")
    can_refuse = fields.Boolean(compute="_compute_can")
    can_confirm = fields.Boolean(compute="_compute_can")
    can_withdraw = fields.Boolean(compute="_compute_can")
    can_revoke = fields.Boolean(compute="_compute_can")
    can_invalidate = fields.Boolean(compute="_compute_can")

    _name_unique = models.Constraint("UNIQUE(name)", "This reference is taken.")
    _period = models.Constraint("CHECK(valid_to >= valid_from)", "A consent cannot end before it begins.")

    # ---- period
    @api.model
    def _default_valid_to(self):
        return fields.Date.context_today(self) + relativedelta(months=_USUAL_MONTHS)

    @api.model
    def _with_period(self, vals):
        """The values with the end of the period the agency allows, where none is given."""
        if vals.get("valid_to") or not vals.get("agency_id"):
            return vals
        months = self.env["wlec.agency"].browse(vals["agency_id"]).consent_months or _USUAL_MONTHS
        begin = fields.Date.to_date(vals.get("valid_from")) or fields.Date.context_today(self)
        return {**vals, "valid_to": begin + relativedelta(months=months)}

    @api.onchange("agency_id", "valid_from")
    def _onchange_agency_id(self):
        for consent in self.filtered("valid_from"):
            months = consent.agency_id.consent_months or _USUAL_MONTHS
            consent.valid_to = consent.valid_from + relativedelta(months=months)

    def _is_too_long(self):
        """Whether the period is longer than the agency accepts."""
        months = self.agency_id.consent_months if self.recipient_kind == "agency" else 0
        return bool(months) and self.valid_to > self.valid_from + relativedelta(months=months)

    @api.depends("recipient_kind", "agency_id", "partner_id")
    def _compute_recipient_label(self):
        for consent in self:
            known = {"agency": consent.agency_id, "partner": consent.partner_id}.get(consent.recipient_kind)
            # A name typed in is confidential: a list only says that there is one.
            person = consent.recipient_kind == "person"
            consent.recipient_label = self.env._("A named person") if person else known.display_name

    # ---- writing it down
    @api.model_create_multi
    def create(self, vals_list):
        consents = super().create([self._with_period(tidied(self, vals)) for vals in vals_list])
        with permit(consents, {"name"}):
            for consent, name in zip(consents, references.draw(self, "CONS", len(consents)), strict=True):
                consent.name = name
        consents._add_event("requested")
        return consents

    def write(self, vals):
        vals = tidied(self, vals)
        if self._facts_frozen() & vals.keys() and any(consent._is_settled() for consent in self):
            raise TransitionError(
                self.env._(
                    "What a client has agreed to, or is being asked, is not edited. Take the question back, or mark this"
                    " consent as invalid and record a new one."
                )
            )
        if {"confirmation", "confirmation_filename"} & vals.keys() and any(c.confirmed_at for c in self):
            raise TransitionError(self.env._("The written confirmation is already on record."))
        result = super().write(vals)
        self.invalidate_recordset(["missing_html"])
        return result

    def _facts_frozen(self):
        """What the client agreed to, and how."""
        return self._FACTS

    def _is_settled(self):
        return self.state != "requested"

    @api.ondelete(at_uninstall=False)
    def _unlink_except_recorded(self):
        raise TransitionError(self.env._("A consent is never deleted: mark it as invalid, with the reason."))

    @api.constrains("document_ids", "case_id")
    def _check_documents(self):
        for consent in self:
            if consent.document_ids.case_id - consent.case_id:
                raise TransitionError(self.env._("A consent can only name documents of its own file."))

    def _client_to_tell(self):
        """The client, never the recipient named in the consent."""
        return self.case_id.partner_id

    def _add_event(self, event):
        self.env["wlec.consent.event"]._add(self, event)
