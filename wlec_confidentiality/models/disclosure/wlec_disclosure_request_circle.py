# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from odoo.addons.wlec_confidentiality.models.access import need_to_know
from odoo.addons.wlec_confidentiality.models.access.wlec_workflow_mixin import permit


def outside_circle(alias, uid):
    """SQL condition: the request ``alias`` must not be known to user ``uid``."""
    return SQL(
        """%(request)s.restricted AND %(uid)s NOT IN (%(request)s.create_uid, %(request)s.requester_id) AND NOT EXISTS (SELECT 1 FROM wlec_disclosure_request_circle_rel k
            WHERE k.request_id = %(request)s.id AND k.user_id = %(uid)s)""",
        request=SQL.identifier(alias),
        uid=uid,
    )


def open_sql(open_file, alias, uid):
    """SQL condition: the request ``alias`` is open to user ``uid``, given the condition that its file is."""
    return SQL(
        "((%s AND NOT (%s)) OR %s.chair_id = %s)",
        open_file,
        outside_circle(alias, uid),
        SQL.identifier(alias),
        uid,
    )


class WlecDisclosureRequestCircle(models.Model):
    """Who knows of a request. Where warning somebody would be an offence ("tipping off"), that is only who takes part in it:
    nobody else on the file, and never the client, finds a trace."""

    _inherit = "wlec.disclosure.request"

    restricted = fields.Boolean(
        compute="_compute_restricted", store=True, copy=False,
        help="The law relied on forbids warning anybody. Only who takes part in this request knows of it.",
    )  # fmt: skip
    circle_ids = fields.Many2many(
        "res.users", "wlec_disclosure_request_circle_rel", "request_id", "user_id", string="Who knows of it", readonly=True,
        copy=False,
    )  # fmt: skip

    @api.depends("ground", "provision_id")
    def _compute_restricted(self):
        for request in self:
            silent = request.ground == "law" and request.provision_id.sudo().tell_client == "no"
            # Once it has been, it stays so: that another law was named later tells nobody that it may be spoken of.
            request.restricted = silent or request._origin.restricted

    def _into_circle(self, users):
        with permit(self, {"circle_ids"}):
            self.sudo().write({"circle_ids": [(4, user.id) for user in users]})

    def _workflow_fields(self):
        return super()._workflow_fields() | {"circle_ids", "chair_id"}

    # ---- need to know
    def _open_sql(self, alias, uid):
        self.flush_model(["restricted", "circle_ids", "chair_id"])
        return open_sql(super()._open_sql(alias, uid), alias, uid)

    def _files_open_to(self, uid):
        self.flush_model(["restricted", "circle_ids", "chair_id"])
        allowed = super()._files_open_to(uid)
        query = SQL(
            "SELECT t.id, t.case_id, t.chair_id = %s, %s FROM wlec_disclosure_request t WHERE t.id = ANY(%s)",
            uid,
            outside_circle("t", uid),
            list(self.ids),
        )
        return {
            request_id: case_id
            for request_id, case_id, chair, outside in self.env.execute_query(query)
            if chair or (request_id in allowed and not outside)
        }

    def _client_to_tell(self):
        """Nobody outside is told of news by itself: whether and when the client is told is decided, and may be forbidden."""
        return self.env["res.partner"].sudo()

    # ---- for the record rules: the same condition as the gate's, by one piece of SQL
    is_open_to_me = fields.Boolean(compute="_compute_is_open_to_me", search="_search_is_open_to_me")

    @api.depends_context("uid")
    @api.depends("restricted", "circle_ids", "chair_id", "case_id.is_granted")
    def _compute_is_open_to_me(self):
        open_ids = self._origin._files_open_to(self.env.uid)
        for request in self:
            # One that is not saved yet is its maker's, on a file of theirs.
            request.is_open_to_me = (
                request._origin.id in open_ids if request._origin else request.case_id.is_granted
            )

    @api.model
    def _search_is_open_to_me(self, operator, value):
        if operator != "in":
            return NotImplemented
        need_to_know.flush(self.env)
        uid = self.env.uid
        domain = Domain.custom(to_sql=lambda model, alias, query: model._open_sql(alias, uid))
        return domain if True in value else ~domain
