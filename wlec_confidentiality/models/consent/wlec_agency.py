# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import api, fields, models


class WlecAgency(models.Model):
    """A body that may ask for, or be sent, something from a file: how it must ask, and where to call it back."""

    _name = "wlec.agency"
    _description = "Agency"
    _order = "sequence, name, id"
    _rec_names_search = ["name", "code", "former_names"]

    name = fields.Char(required=True)
    code = fields.Char(required=True, help="Short code, as used in references and statistics.")
    kind = fields.Selection(
        [
            ("regulator", "Regulator"),
            ("law", "Law enforcement"),
            ("department", "Government department"),
            ("council", "Local authority"),
            ("safeguarding", "Safeguarding"),
            ("judicial", "Court, tribunal, inquest"),
            ("ombudsman", "Ombudsman"),
            ("health", "Health"),
            ("audit", "Funder or file audit"),
            ("representative", "Elected representative"),
            ("private", "Private"),
        ],
        required=True,
        default="regulator",
    )
    sequence = fields.Integer(default=100)
    active = fields.Boolean(default=True)
    former_names = fields.Char(
        "Former names", help="Names used in older policies and letters; they are found by the search, too."
    )
    successor_id = fields.Many2one(
        "wlec.agency", string="Succeeded by", ondelete="restrict", index="btree_not_null"
    )
    partner_id = fields.Many2one("res.partner", string="Address book entry", index="btree_not_null")
    power = fields.Text(
        string="Power and form", help="By what power it asks, and what form the request must take."
    )
    deadline = fields.Char(string="Usual time limit")
    default_handling = fields.Text(string="What we do")
    needs_written = fields.Boolean(string="Must ask in writing")
    needs_section_cited = fields.Boolean(string="Must name the section of the law")
    needs_rank = fields.Boolean(string="Must give rank, seal or countersignature")
    verify_by_callback = fields.Boolean(
        string="Identity checked by call-back", default=True,
        help="Ring the official number below, never the one in the request.",
    )  # fmt: skip
    official_contact = fields.Char(string="Official contact for the call-back")
    confers_compulsion = fields.Boolean(
        string="Can compel us", help="With the right paper it may oblige the centre."
    )
    handles_benefits = fields.Boolean(
        string="Pays benefits", help="A benefits appointee may decide what is told to it."
    )
    consent_months = fields.Integer(
        string="A consent lasts at most (months)",
        help="For agencies that accept a consent for so long only, such as six months for Universal Credit. 0: no limit of"
        " theirs; the centre's usual twelve months are proposed.",
    )
    source = fields.Char()
    verified_on = fields.Date(
        "Verified on", help="When somebody read the source. Left empty, the entry counts as not verified."
    )
    verification = fields.Char(compute="_compute_verification", string="Verified")

    _code_uniq = models.Constraint("UNIQUE(code)", "There is already an agency with this code.")

    @api.depends("name", "verified_on", "successor_id")
    def _compute_display_name(self):
        for agency in self:
            name = agency.name or ""
            if agency.successor_id:
                name = self.env._("%(name)s (dissolved)", name=name)
            elif not agency.verified_on:
                name = self.env._("%(name)s (not verified)", name=name)
            agency.display_name = name

    @api.depends("verified_on")
    def _compute_verification(self):
        for agency in self:
            agency.verification = (
                f"{agency.verified_on:%d/%m/%Y}" if agency.verified_on else self.env._("Not verified")
            )
