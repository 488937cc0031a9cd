# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import api, fields, models

from odoo.addons.wlec_confidentiality.exceptions import ConfidentialityError
from odoo.addons.wlec_confidentiality.models.access import held, references
from odoo.addons.wlec_confidentiality.orm.sealed import ConfidentialText

CAUSES = [
    ("email", "E-mail to the wrong person"),
    ("post", "Letter or parcel to the wrong person"),
    ("spoken", "Said to, or overheard by, somebody"),
    ("paper", "Papers lost or stolen"),
    ("device", "Computer, telephone or stick lost or stolen"),
    ("access", "Looked at, or used, without a reason"),
    ("disclosure", "Disclosed without a lawful ground, or not reviewed in time"),
    ("attack", "Attack on our computers"),
    ("lost", "Data altered, destroyed or out of reach"),
    ("other", "Something else"),
]


class WlecBreach(models.Model):
    """One breach of confidentiality, or the suspicion of one: the register of UK GDPR, Article 33(5).

    It is seen by the confidentiality officers, by whoever deals with it, by the line managers of the people involved and by the
    chair once it is serious; never by a person it is about, whatever their role, and no longer by whoever reported it. It comes
    in by one door (``_report_breach``).
    """

    _name = "wlec.breach"
    _description = "Breach of confidentiality"
    _inherit = ["wlec.breach.thread.mixin", "wlec.independent.mixin", "wlec.confidential.mixin"]
    _order = "aware_at desc, id desc"

    name = fields.Char("Reference", required=True, readonly=True, copy=False, default="New")
    source = fields.Selection(
        [
            ("staff", "Reported by staff"),
            ("complaint", "A complaint"),
            ("disclosure", "An emergency disclosure"),
            ("emergency", "Emergency access"),
            ("review", "A review of access records"),
        ],
        "Came up in",
        required=True,
        default="staff",
        readonly=True,
    )
    state = fields.Selection(
        [
            ("suspected", "Suspected"),
            ("assessed", "Assessed"),
            ("notified", "Regulator told"),
            ("not_notifiable", "Not to be notified"),
            ("closed", "Closed"),
        ],
        required=True,
        default="suspected",
        readonly=True,
        copy=False,
        index=True,
    )
    handler_id = fields.Many2one("res.users", "Dealt with by", ondelete="set null", index="btree_not_null")
    reporter_id = fields.Many2one("res.users", "Reported by", ondelete="set null", readonly=True)
    subject_user_ids = fields.Many2many(
        "res.users",
        "wlec_breach_subject_rel",
        "breach_id",
        "user_id",
        "Staff involved",
        help="They find no trace of it, whatever their role.",
    )
    complaint_id = fields.Many2one("wlec.breach.complaint", "Complaint", ondelete="restrict", readonly=True)
    disclosure_id = fields.Many2one(
        "wlec.disclosure.request", "Disclosure", ondelete="restrict", readonly=True
    )

    # ---- the facts
    facts = ConfidentialText("What happened")
    involved = ConfidentialText("Who was involved, in the reporter's words")
    discovery = ConfidentialText("How it was noticed")
    happened_at = fields.Datetime("When it happened", help="As near as it is known; empty if it is not.")
    cause = fields.Selection(CAUSES)
    consequences = ConfidentialText("What may come of it for the people affected")
    measures_before = ConfidentialText("What was in place to prevent it")
    containment = ConfidentialText("What was done to contain it")
    lessons = ConfidentialText("What we change, so that it does not happen again")
    training = fields.Selection(
        [("yes", "Yes"), ("no", "No"), ("unknown", "Not known yet")],
        "Trained in data protection in the last two years",
        help="The staff involved. The regulator asks.",
    )

    # ---- whom and what it concerns
    people_count = fields.Integer("People affected", help="About how many.")
    records_count = fields.Integer("Records affected", help="About how many files, letters, lines of a list.")
    people_ids = fields.One2many("wlec.breach.person", "breach_id", "People we know of")
    affects_clients = fields.Boolean("Clients", default=True)
    affects_children = fields.Boolean("Children, or people at particular risk")
    affects_staff = fields.Boolean("Staff and volunteers")
    affects_others = fields.Boolean("Others (witnesses, relatives, other parties)")
    category_ids = fields.Many2many("wlec.information.category", string="Kinds of information")
    is_special = fields.Boolean(
        "Special category or criminal offences",
        compute="_compute_is_special",
        store=True,
        help="UK GDPR, Articles 9 and 10; by the kinds of information.",
    )
    notice_ids = fields.One2many("wlec.breach.notice", "breach_id", "Notices")
    action_ids = fields.One2many("wlec.management.action", "breach_id", "What line management does")

    _name_uniq = models.Constraint("UNIQUE (name)", "There is a breach with this reference already.")
    _counts_not_negative = models.Constraint(
        "CHECK (people_count >= 0 AND records_count >= 0)", "A number of people or records is not negative."
    )
    # One complaint, one disclosure, one breach: a second press of the button finds the first one's.
    _complaint_uniq = models.UniqueIndex(
        "(complaint_id) WHERE complaint_id IS NOT NULL",
        "It is in the register already: please reload the page.",
    )
    _disclosure_uniq = models.UniqueIndex(
        "(disclosure_id) WHERE disclosure_id IS NOT NULL",
        "It is in the register already: please reload the page.",
    )

    def init(self):
        super().init()
        for name in ("handler_id", "chair_id"):
            held.follow(self.env.cr, self._table, name)

    @api.depends("category_ids.regime")
    def _compute_is_special(self):
        for breach in self:
            breach.is_special = any(
                category.regime in ("special", "criminal") for category in breach.category_ids
            )

    @api.model_create_multi
    def create(self, vals_list):
        for vals, name in zip(vals_list, references.draw(self, "BR", len(vals_list)), strict=True):
            vals["name"] = name
        return super().create(vals_list)

    def write(self, vals):
        if "name" in vals or (not self.env.su and {"source", "reporter_id"} & vals.keys()):
            raise ConfidentialityError(self.env._("How a breach came to us stays as it was."))
        if any(breach.state == "closed" for breach in self) and self._SUBSTANCE & vals.keys():
            raise ConfidentialityError(self.env._("This breach is closed: reopen it to change anything."))
        return super().write(vals)

    # What a closed breach keeps as it was.
    _SUBSTANCE = frozenset({
        "facts", "involved", "discovery", "happened_at", "cause", "consequences", "measures_before", "containment", "lessons",
        "training", "people_count", "records_count", "people_ids", "category_ids", "affects_clients", "affects_children",
        "affects_staff", "affects_others", "complaint_id", "disclosure_id", "noticed_at", "aware_at", "risk_decision",
        "risk_reason", "late_reason", "not_notified_reason", "notice_ids",
    })  # fmt: skip
