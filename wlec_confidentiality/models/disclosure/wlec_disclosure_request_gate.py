# SPDX-License-Identifier: LGPL-3.0-or-later
from contextlib import nullcontext

from markupsafe import Markup

from odoo import api, fields, models

from odoo.addons.wlec_confidentiality.orm import gate as gate_of_values
from odoo.addons.wlec_confidentiality.tools import disclosure_gate as gate

# For the chair only whether two names are the same is found out; neither is shown.
_COMPARE = gate_of_values.Purpose(None)


class WlecDisclosureRequestGate(models.Model):
    """The gate: from the request to sentences that say what is missing. An empty list: lawful."""

    _inherit = "wlec.disclosure.request"

    missing_html = fields.Html(compute="_compute_missing_html", string="Still missing", sanitize=False)
    missing_count = fields.Integer(compute="_compute_missing_html")
    summary_html = fields.Html(compute="_compute_summary_html", string="At a glance", sanitize=False)

    def _filled(self, field_name):
        """Whether a confidential field holds something, asked without opening it."""
        return bool(self.filtered_domain([(field_name, "!=", False)]))

    def _missing(self):
        """Plain sentences, in the order a person would ask; empty when nothing stands in the way."""
        self.ensure_one()
        # The chair, to whom it was passed on, sees no file and no consent: whether they hold is the programme's to find out.
        request = self.sudo() if self.env.user == self.chair_id else self
        return [request._sentence(gap) for gap in gate.missing(request._facts())]

    # ---- facts
    def _facts(self):
        self.ensure_one()
        filled = self._filled
        return gate.Facts(
            today=fields.Date.context_today(self),
            ground=self.ground or None,
            recipient=self._has_recipient(),
            recipient_dissolved=bool(self.recipient_kind == "agency" and self.agency_id.successor_id),
            purpose=self.purpose_id.id or None,
            asked_by_recipient=self.origin == "recipient",
            asker=filled("asker_name"),
            rank_needed=self._agency_asks().needs_rank,
            asker_rank=filled("asker_rank"),
            written_needed=self._agency_asks().needs_written,
            callback_needed=self.callback_needed,
            callback_done=bool(self.callback_by_id and self.callback_at) and filled("callback_number"),
            necessity=filled("necessity"),
            proportionality=filled("proportionality"),
            items=tuple(self._item_facts()),
            consent=self._consent_facts(),
            danger_who=filled("danger_who"),
            danger_what=filled("danger_what"),
            danger_imminence=bool(self.danger_imminence),
            danger_now=self.danger_imminence == "now",
            why_not_consent=filled("why_not_consent"),
            safeguarding=bool(self.safeguarding_route),
            provision=self._provision_facts(),
            notice_reference=filled("notice_reference"),
            notice_document=filled("notice_document"),
            binds_checked=self.binds_checked,
            excluded_material=self.excluded_material,
            advice_head=self.advice_head or None,
            advice_free=self.advice_free == "yes" if self.advice_free else None,
            privilege_waiver=filled("privilege_waiver"),
            conflict_statement=filled("conflict_statement"),
            lawful_basis=self.lawful_basis or None,
            special_condition=self.condition_id.special_condition and self.condition_id.status == "in_force",
            offence_condition=self.offence_condition_id.offence_condition
            and self.offence_condition_id.status == "in_force",
            tell_client=self.tell_client or None,
            tell_date=self.tell_date or None,
            tell_reason=filled("tell_reason"),
        )

    def _has_recipient(self):
        if self.recipient_kind == "person":
            return self._filled("recipient_name")
        return bool(self.agency_id if self.recipient_kind == "agency" else self.partner_id)

    def _agency_asks(self):
        """The agency whose entry in the register says what it must show; none when somebody else is the recipient."""
        return self.agency_id if self.recipient_kind == "agency" else self.env["wlec.agency"]

    def _item_facts(self):
        items = self.item_ids
        items.fetch(["description", "reason"])  # sealed, for all of them by one query
        described = items.filtered_domain([("description", "!=", False)])
        explained = items.filtered_domain([("reason", "!=", False)])
        for number, item in enumerate(items, 1):
            category = item.category_id
            yield gate.Item(
                number=number,
                asked=item.asked,
                given=item.given,
                category=category.id or None,
                described=item in described,
                document=item.document_id.id or None,
                on_file=item._is_on_file(),
                reason=item in explained,
                special=item.category_id.regime == "special",
                criminal=item.category_id.regime == "criminal",
                protected=item.gra_protected or item._category_is_blocked(),
                privileged=item.privileged,
            )

    def _consent_facts(self):
        consent = self.consent_id
        if not consent:
            return None
        return gate.Consent(
            state=consent.state,
            recipient=consent.case_id == self.case_id and self._consent_names_recipient(),
            purpose=consent.purpose_id.id or None,
            categories=frozenset(consent.category_ids.ids),
            documents=frozenset(consent.document_ids.ids),
            valid_from=consent.valid_from or None,
            valid_to=consent.valid_to or None,
            confirm_by=consent.confirm_by
            if consent.method == "verbal" and not consent.confirmed_at
            else None,
        )

    def _consent_names_recipient(self):
        consent = self.consent_id
        if consent.recipient_kind != self.recipient_kind:
            return False
        if self.recipient_kind == "agency":
            return bool(self.agency_id) and consent.agency_id == self.agency_id
        if self.recipient_kind == "partner":
            return bool(self.partner_id) and consent.partner_id == self.partner_id
        # Two names typed by hand can only be compared by reading them, and that is recorded like any reading.
        with gate_of_values.purpose(self.env, _COMPARE) if self.env.user == self.chair_id else nullcontext():
            names = [(name or "").split() for name in (consent.recipient_name, self.recipient_name)]
        return bool(names[0]) and " ".join(names[0]).casefold() == " ".join(names[1]).casefold()

    def _provision_facts(self):
        provision = self.provision_id
        if not provision:
            return None
        named = provision.agency_ids
        return gate.Provision(
            status=provision.status,
            obliges=provision.obliges,
            binds_us=provision.binds_us,
            recipient=not named or (self.recipient_kind == "agency" and self.agency_id in named),
            needs_notice=provision.needs_notice,
            forbids_telling=provision.tell_client == "no",
            reaches_excluded=provision.reaches_excluded,
            shields_advice=provision.shields_advice,
        )

    # ---- on the form
    @api.depends(
        "state", "review_state", "ground", "recipient_kind", "agency_id.needs_rank", "agency_id.needs_written", "partner_id", "origin", "lawful_basis", "callback_by_id", "callback_at", "purpose_id",
        "item_ids.asked", "item_ids.given", "item_ids.category_id", "item_ids.document_id", "item_ids.gra_protected",
        "item_ids.privileged", "safeguarding_route", "advice_head", "advice_free", "consent_id.state", "consent_id.category_ids", "danger_imminence", "provision_id", "binds_checked", "condition_id", "offence_condition_id",
        "tell_client", "tell_date",
    )  # fmt: skip
    def _compute_missing_html(self):
        for request in self:
            saved = request._origin
            open_states = ("draft", "assessed", "submitted", "approved")
            still_counts = request.state in open_states or request.review_state == "pending"
            sentences = saved._missing() if saved and still_counts else []
            request.missing_count = len(sentences)
            items = Markup().join(Markup("<li>%s</li>") % sentence for sentence in sentences)
            request.missing_html = items and Markup('<ul class="mb-0">%s</ul>') % items

    @api.depends("recipient_kind", "agency_id", "partner_id", "ground", "provision_id", "consent_id", "tell_client",
                 "tell_date", "item_ids.given", "item_ids.asked", "item_ids.category_id", "purpose_id", "lawful_basis", "condition_id", "offence_condition_id")  # fmt: skip
    def _compute_summary_html(self):
        for request in self:
            rows = [
                (self.env._("What"), request._what_in_short()),
                (self.env._("To whom"), request.recipient_label or "-"),
                (self.env._("What for"), request.purpose_id.name or "-"),
                (self.env._("Ground"), request._why_in_short()),
                (self.env._("Lawful basis"), request._basis_in_short()),
                (self.env._("Client told"), request._telling_in_short()),
            ]
            cells = Markup().join(
                Markup('<tr><th class="pe-3 text-nowrap text-muted fw-normal">%s</th><td>%s</td></tr>') % row
                for row in rows
            )
            request.summary_html = (
                Markup('<table class="table table-sm table-borderless mb-0">%s</table>') % cells
            )

    def _what_in_short(self):
        if self.ground == "conflict":
            return self.env._("Only that the centre cannot act")
        if not self.item_ids:
            return "-"
        kinds = ", ".join(dict.fromkeys(self.item_ids.filtered("given").category_id.mapped("name"))) or "-"
        return self.env._(
            "%(given)s of %(asked)s items asked for: %(kinds)s",
            given=self.given_count,
            asked=self.asked_count,
            kinds=kinds,
        )

    def _why_in_short(self):
        label = dict(self._fields["ground"]._description_selection(self.env)).get(self.ground, "-")
        basis = {"consent": self.consent_id, "law": self.provision_id}.get(self.ground)
        return f"{label}: {basis.display_name}" if basis else label

    def _basis_in_short(self):
        """The basis under the UK GDPR and, for sensitive data, the condition: apart from what the client allows."""
        if self.ground == "conflict":
            return "-"
        label = self._basis_label() or "-"
        conditions = (self.condition_id | self.offence_condition_id).mapped("display_name")
        return "; ".join([label, *conditions])

    def _telling_in_short(self):
        label = dict(self._fields["tell_client"]._description_selection(self.env)).get(self.tell_client, "-")
        return (
            f"{label} ({self.tell_date:%d/%m/%Y})" if self.tell_date and self.tell_client != "now" else label
        )
