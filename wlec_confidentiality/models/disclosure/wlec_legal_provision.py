# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import api, fields, models

# What really obliges somebody to tell. Everything else permits, forbids or explains.
OBLIGING = ("duty", "must_comply", "ordered")


class WlecLegalProvision(models.Model):
    """One rule of law about telling or keeping silent. Facts the centre checks, not legal advice."""

    _name = "wlec.legal.provision"
    _description = "Legal provision"
    _order = "sequence, name, id"
    _rec_names_search = ["name", "reference", "former_names"]

    name = fields.Char(required=True, help="What people call it.")
    reference = fields.Char(required=True, help="Act and section.")
    sequence = fields.Integer(default=100)
    active = fields.Boolean(default=True)
    effect = fields.Selection(
        [
            ("duty", "Duty to tell"),
            ("must_comply", "Must comply when asked"),
            ("ordered", "Order of a court or tribunal"),
            ("gateway", "May tell (gateway)"),
            ("exemption", "Exemption: lifts a rule, obliges nobody"),
            ("offence", "Offence to disclose"),
            ("tipping_off", "Offence to warn (tipping off)"),
            ("right", "Right of the client"),
            ("restriction", "Restriction"),
            ("governance", "Governance"),
        ],
        required=True,
        default="gateway",
    )
    obliges = fields.Boolean(
        compute="_compute_obliges", help="Whether it can be the ground “required by law”."
    )
    summary = fields.Text(string="What it says, in short")
    agency_ids = fields.Many2many(
        "wlec.agency", "wlec_legal_provision_agency_rel", "provision_id", "agency_id", string="Recipients",
        help="Whom it speaks of. Empty: anybody, such as a court.",
    )  # fmt: skip
    tell_client = fields.Selection(
        [
            ("yes", "Yes"),
            ("unless_prejudice", "Yes, unless it would do harm"),
            ("no", "No"),
            ("ordered", "As the order says"),
            ("na", "Does not arise"),
        ],
        string="May the client be told?",
        required=True,
        default="yes",
    )
    binds_us = fields.Selection(
        [("yes", "Yes"), ("only_if", "Only if…"), ("no", "No")],
        string="Binds the centre",
        required=True,
        default="no",
    )
    binds_note = fields.Char(string="Only if…")
    needs_notice = fields.Boolean(string="Needs a written notice or order")
    reaches_excluded = fields.Boolean(
        string="Reaches excluded material", default=True,
        help="Whether it can oblige the centre to hand over records of counselling or assistance for personal welfare (Police"
        " and Criminal Evidence Act 1984, sections 11 and 12). Most powers of investigation cannot.",
    )  # fmt: skip
    shields_advice = fields.Boolean(
        string="Not against free advice",
        help="Cannot be used to learn about people from whoever gives them free advice on social security, housing or debt"
        " (Social Security Administration Act 1992, section 109H(7)).",
    )
    special_condition = fields.Boolean(
        string="Condition for special-category data",
        help="Can be relied on for UK GDPR Article 9.",
    )
    offence_condition = fields.Boolean(
        string="Condition for criminal-offence data",
        help="Can be relied on for UK GDPR Article 10: a condition in Part 1, 2 or 3 of Schedule 1 of the Data Protection Act 2018.",
    )
    deadline = fields.Char(string="Time limit")
    status = fields.Selection(
        [("in_force", "In force"), ("not_commenced", "Made, not yet in force"), ("repealed", "Repealed")],
        required=True,
        default="in_force",
    )
    former_names = fields.Char("Former names", help="What older policies call it; found by the search, too.")
    superseded_by_id = fields.Many2one(
        "wlec.legal.provision", string="Superseded by", ondelete="restrict", index="btree_not_null"
    )
    source = fields.Char(help="Where the text was read.")
    verified_on = fields.Date(
        "Verified on", help="When somebody read the source. Left empty, the entry counts as not verified."
    )
    verification = fields.Char(compute="_compute_verification", string="Verified")

    _reference_uniq = models.Constraint("UNIQUE(reference)", "There is already an entry with this reference.")

    @api.depends("effect")
    def _compute_obliges(self):
        for provision in self:
            provision.obliges = provision.effect in OBLIGING

    @api.depends("name", "reference", "status", "verified_on")
    def _compute_display_name(self):
        for provision in self:
            label = (
                f"{provision.name} ({provision.reference})" if provision.reference else provision.name or ""
            )
            if provision.status == "repealed":
                label = self.env._("%(label)s, repealed", label=label)
            elif not provision.verified_on:
                label = self.env._("%(label)s, not verified", label=label)
            provision.display_name = label

    @api.depends("verified_on")
    def _compute_verification(self):
        for provision in self:
            provision.verification = (
                f"{provision.verified_on:%d/%m/%Y}" if provision.verified_on else self.env._("Not verified")
            )
