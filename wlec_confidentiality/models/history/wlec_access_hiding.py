# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain
from odoo.tools import SQL

from odoo.addons.wlec_confidentiality.exceptions import ConfidentialityError
from odoo.addons.wlec_confidentiality.models.access import need_to_know, people, references
from odoo.addons.wlec_confidentiality.orm.sealed import ConfidentialText
from odoo.addons.wlec_confidentiality.tools import history

_FIXED = frozenset(
    ("case_id", "event_id", "person_id", "since", "until", "provision_id", "reason", "ends_at")
)
_DECIDED = ("approved", "ended", "lifted")
# What the law may say about telling the client, for it to be a reason.
FORBIDS = ("no", "unless_prejudice", "ordered")


class WlecAccessHiding(models.Model):
    """Something in a client's access history is not shown to them for a time, because a law says that they may not be told.

    Two people approve it, neither of them who asked and one of them the officer. It ends by itself at a fixed moment; then the client
    finds it in its place, with the reason in law and how long it was hidden. Until then nothing shows that there is anything.
    """

    _name = "wlec.access.hiding"
    _description = "Access hidden from the client"
    _inherit = ["wlec.breach.thread.mixin", "wlec.confidential.mixin"]
    _order = "id desc"

    name = fields.Char("Reference", readonly=True, copy=False, default="New")
    case_id = fields.Many2one("wlec.case", "Case file", required=True, ondelete="restrict", index=True)
    # One access record, or all that somebody did, or a period. No row of another table can hang on an access record.
    event_id = fields.Many2one("wlec.access.event", "One access record", readonly=True)
    person_id = fields.Many2one(
        "res.users", "Only what this person did", domain=[("share", "=", False)], ondelete="restrict"
    )
    since = fields.Datetime("From", help="What happened from this moment on. Empty: from the beginning.")
    until = fields.Datetime(
        "Up to", help="What happened before this moment. Empty: also what is still to happen."
    )
    hides = fields.Char("What is hidden", compute="_compute_hides")
    provision_id = fields.Many2one(
        "wlec.legal.provision",
        "Law that says so",
        required=True,
        ondelete="restrict",
        domain=[("tell_client", "in", FORBIDS), ("status", "=", "in_force")],
        help="The client reads it afterwards. Only a law in force that keeps the client from being told can be chosen.",
    )
    reason = ConfidentialText(
        "Why it applies here",
        help="At least 20 characters, for whoever decides. The client does not read it.",
    )
    ends_at = fields.Datetime(
        "Hidden until",
        required=True,
        help="Then the client sees it, with the law and the dates. At most a year from now.",
    )
    requester_id = fields.Many2one(
        "res.users", "Asked by", required=True, readonly=True, copy=False, default=lambda self: self.env.uid
    )
    state = fields.Selection(
        [
            ("draft", "Not asked yet"),
            ("asked", "Two decide"),
            ("seconded", "One more decides"),
            ("approved", "Hidden"),
            ("ended", "Shown again"),
            ("refused", "Refused"),
            ("lifted", "Lifted"),
        ],
        required=True,
        default="draft",
        readonly=True,
        copy=False,
        index=True,
    )
    first_approver_id = fields.Many2one("res.users", "Approved by", readonly=True, copy=False)
    second_approver_id = fields.Many2one("res.users", "And by", readonly=True, copy=False)
    approved_at = fields.Datetime("Hidden from", readonly=True, copy=False)
    lifted_at = fields.Datetime("Lifted on", readonly=True, copy=False)
    refuser_id = fields.Many2one("res.users", "Refused by", readonly=True, copy=False)
    is_hidden_now = fields.Boolean(
        "Hidden now", compute="_compute_is_hidden_now", search="_search_is_hidden_now"
    )

    _name_uniq = models.Constraint("UNIQUE (name)", "There is a decision with this reference already.")
    _period = models.Constraint(
        "CHECK (until IS NULL OR since IS NULL OR until > since)", "A period ends after it begins."
    )

    # ---- what
    @api.depends("event_id", "person_id", "since", "until")
    def _compute_hides(self):
        for hiding in self:
            hiding.hides = hiding._hides_text()

    def _hides_text(self):
        if event := self.sudo().event_id:
            return self.env._(
                "%(when)s: %(who)s, %(what)s",
                when=self._day(event.at),
                who=event.actor_id.name or self.env._("the computer"),
                what=event.what,
            )
        who = self.sudo().person_id.name or self.env._("everybody")
        begin = self._day(self.since) if self.since else self.env._("the beginning")
        return self.env._(
            "What %(who)s did, from %(begin)s to %(end)s",
            who=who,
            begin=begin,
            end=self._day(self.until) if self.until else self.env._("the end of the hiding"),
        )

    def _day(self, moment):
        return self.env["wlec.access.history"]._moment(moment)

    @api.depends("state", "approved_at", "ends_at")
    def _compute_is_hidden_now(self):
        now = fields.Datetime.now()
        for hiding in self:
            hiding.is_hidden_now = hiding.state == "approved" and hiding.ends_at > now

    @api.model
    def _search_is_hidden_now(self, operator, value):
        if operator != "in":
            return NotImplemented
        now = Domain("state", "=", "approved") & Domain("ends_at", ">", fields.Datetime.now())
        return now if True in value else ~now

    @api.model
    def _of_files(self, cases):
        """Every decision on these files that hides something, or did: what the history asks."""
        decided = self.search(
            [("case_id", "in", cases.ids), ("state", "in", _DECIDED), ("approved_at", "!=", False)]
        )
        return [one._as_told() for one in decided]

    def _as_told(self):
        provision = self.provision_id
        end = min(self.lifted_at, self.ends_at) if self.lifted_at else self.ends_at
        return history.Hiding(
            self.event_id.id or None, self.person_id.id or None, self.since or None, self.until or None, self.approved_at,
            end, f"{provision.name} ({provision.reference})",
            frozenset((self.first_approver_id | self.second_approver_id).ids),
        )  # fmt: skip

    # ---- to whom it is open
    def _open_sql(self, alias, uid):
        """To whoever asked; once it is asked for, to the officers and to line managers who may see the file; never to somebody who
        is kept out of it."""
        user = self.env["res.users"].sudo().browse(uid)
        self.flush_model(["requester_id", "case_id", "state"])
        case = SQL.identifier(alias, "case_id")
        return SQL(
            "(%(asked)s = %(uid)s OR %(state)s <> 'draft' AND (%(officer)s OR %(manager)s AND %(holds)s))"
            " AND %(internal)s AND NOT %(excluded)s",
            asked=SQL.identifier(alias, "requester_id"),
            uid=uid,
            state=SQL.identifier(alias, "state"),
            officer=user.has_group(people.OFFICER),
            manager=user.has_group(people.MANAGER),
            holds=need_to_know.holds(self.env, case, uid),
            internal=user._is_internal(),
            excluded=need_to_know.excluded(case, uid),
        )

    # ---- rows
    @api.model_create_multi
    def create(self, vals_list):
        for vals, name in zip(vals_list, references.draw(self, "HIDE", len(vals_list)), strict=True):
            vals |= {"name": name, "requester_id": self.env.uid}
        return super().create(vals_list)

    def write(self, vals):
        if {"name", "requester_id"} & vals.keys():
            raise ConfidentialityError(self.env._("Who asked for it does not change."))
        if _FIXED & vals.keys() and any(hiding.state != "draft" for hiding in self):
            raise ConfidentialityError(
                self.env._("What was asked for stays as it is: lift it, and ask for another.")
            )
        return super().write(vals)

    @api.constrains("event_id", "case_id", "person_id", "since")
    def _check_what(self):
        for hiding in self:
            event = hiding.sudo().event_id
            if event and hiding.case_id.id not in event.case_ids:
                raise ValidationError(self.env._("This access record is not one of this file."))
            if not (event or hiding.person_id or hiding.since):
                raise ValidationError(
                    self.env._(
                        "Say what is to be hidden: one access, a person, or a period with its beginning."
                    )
                )

    @api.constrains("provision_id")
    def _check_provision(self):
        for hiding in self:
            if why := hiding._provision_obstacle():
                raise ValidationError(why)

    def _provision_obstacle(self):
        provision = self.provision_id.sudo()
        if provision.status != "in_force" or provision.tell_client not in FORBIDS:
            return self.env._("%s does not say that a client may not be told.", provision.name)
        return None
