# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from odoo.addons.wlec_confidentiality.exceptions import ConfidentialityError
from odoo.addons.wlec_confidentiality.orm import arrays, audit, keys

from . import compiling, event_table, held, need_to_know

_FILES_SHOWN = 2
_AUDITOR = "wlec_confidentiality.group_auditor"
# What stands on a file because of somebody else: its client does not learn of it.
_OF_OTHERS = {
    "wlec.access.grant": ("complaint", "conflict"),
    "wlec.access.exclusion": ("wall", "subject"),
}
# What a programmer's word means.
_PLAINLY = {"unlink": "Delete", "transition": "Step", "inspect": "Look through", "denied": "Refused"}


class WlecAccessEvent(models.Model):
    """One access record: somebody did something to some records, through this door, and it went so.

    Rows are written by the access buffer only (``orm/audit``). There is no value in them, ever.
    """

    _name = "wlec.access.event"
    _description = "Access record"
    _auto = False
    _order = "id desc"
    _log_access = False
    _rec_name = "id"
    # What points at one shows when, who and what: only at one that its writer finds can be pointed.
    _wlec_walled = True

    version = fields.Integer("Format", readonly=True, aggregator=None)
    at = fields.Datetime("When", readonly=True)
    action = fields.Selection(
        [(name, _PLAINLY.get(name) or name.capitalize()) for name in audit.ACTIONS], readonly=True
    )
    model = fields.Char(readonly=True)
    record_ids = arrays.IntegerArray("Record numbers", readonly=True, groups=_AUDITOR)
    field_names = arrays.TextArray("Fields", readonly=True)
    case_ids = arrays.IntegerArray("Files", readonly=True, groups=_AUDITOR)
    user_id = fields.Many2one("res.users", "Acting as", readonly=True)
    actor_id = fields.Many2one("res.users", "Who", readonly=True)
    su = fields.Boolean("With full rights", readonly=True)
    origin = fields.Selection(
        [
            ("http", "Browser"),
            ("rpc", "Remote call"),
            ("json2", "JSON-2"),
            ("cron", "Scheduled job"),
            ("shell", "Console"),
        ],
        "Door",
        readonly=True,
    )
    route = fields.Char("Address", readonly=True, groups=_AUDITOR)
    method = fields.Char(readonly=True, groups=_AUDITOR)
    ip = fields.Char("Network address", readonly=True, groups=_AUDITOR)
    session = fields.Char("Session (hashed)", readonly=True, groups=_AUDITOR)
    api_key_id = fields.Integer("API key", readonly=True, groups=_AUDITOR, aggregator=None)
    request_id = fields.Char("Request", readonly=True, groups=_AUDITOR)
    outcome = fields.Selection(
        [("ok", "Done"), ("rolled_back", "Undone"), ("denied", "Refused")], readonly=True
    )

    what = fields.Char(compute="_compute_what")
    files = fields.Char("Case files", compute="_compute_files")
    is_mine = fields.Boolean("On my files", compute="_compute_is_mine", search="_search_is_mine")
    file_id = fields.Many2one("wlec.case", "File", store=False, search="_search_file_id")

    def init(self):
        event_table.create(self.env.cr)
        held.follow(self.env.cr, "res_groups_users_rel", "uid", thing="gid")
        held.follow(self.env.cr, "res_groups_implied_rel", "gid", thing="hid")
        keys.create_table(self.env.cr)

    def _register_hook(self):
        super()._register_hook()
        compiling.switch_off(self.env.cr)

    # ---- in words
    @api.depends("action", "model", "field_names")
    def _compute_what(self):
        names = {
            model: self.env[model]._description for model in set(self.mapped("model")) if model in self.env
        }
        for event in self:
            fields_ = ", ".join(_labels(self.env, event))
            thing = names.get(event.model, event.model)
            event.what = f"{thing}: {fields_}" if fields_ else thing

    @api.depends_context("uid")
    @api.depends("case_ids")
    def _compute_files(self):
        """Their references; to whoever is no auditor, only of files open to them."""
        cases = dict(
            self.env.execute_query(
                SQL("SELECT id, case_ids FROM wlec_access_event WHERE id = ANY(%s)", self.ids)
            )
        )
        ids = {case_id for found in cases.values() for case_id in found or ()}
        if not self.env.user.has_group(_AUDITOR):
            ids = need_to_know.open_files(self.env, self.env.uid, sorted(ids))
        names = {case.id: case.name for case in self.env["wlec.case"].sudo().browse(sorted(ids))}
        for event in self:
            shown = [names[case_id] for case_id in cases.get(event.id) or () if case_id in names]
            event.files = ", ".join(shown[:_FILES_SHOWN])
            if (more := len(shown) - _FILES_SHOWN) > 0:
                event.files += self.env._(" and %s more", more)

    def _protected_closed(self):
        """Those the user does not find, and those there are none of: nothing is fetched, so nothing is on record."""
        if not self.has_access("read"):
            return set(self.ids)
        return set(self.ids) - set(self._search([("id", "in", self.ids)]).get_result_ids())

    # ---- whose files
    def _compute_is_mine(self):
        mine = self.search([("id", "in", self.ids), ("is_mine", "=", True)]) if self.ids else self
        for event in self:
            event.is_mine = event in mine

    def _search_is_mine(self, operator, value):
        if operator != "in":
            return NotImplemented
        uid, hidden = self.env.uid, self._hidden_records()
        need_to_know.flush(self.env)

        def to_sql(model, alias, query):
            mine = SQL(
                "SELECT c.id FROM wlec_case c WHERE %s",
                need_to_know.holds(self.env, SQL.identifier("c", "id"), uid),
            )
            shown = [SQL("%s && ARRAY(%s)", SQL.identifier(alias, "case_ids"), mine)]
            for model_name, ids in hidden.items():
                hides = SQL("%s = %s", SQL.identifier(alias, "model"), model_name)
                hides = SQL("%s AND %s && %s::int[]", hides, SQL.identifier(alias, "record_ids"), ids)
                shown.append(SQL("NOT (%s)", hides))
            return SQL(" AND ").join(shown)

        domain = Domain.custom(to_sql=to_sql)
        return domain if True in value else ~domain

    @api.model
    def _hidden_records(self):
        """What even people on a file must not know of: {name of a model: ids}. Rooms above extend it."""
        return {}

    @api.model
    def _untold(self, cases):
        """Traces on these files that their client is not shown, as they belong to another person's matter, or may not be spoken of
        yet: {name of a model: ids}. Rooms above extend it."""
        found = {}
        for model, sources in _OF_OTHERS.items():
            held = self.env[model].sudo().search([("case_id", "in", cases.ids), ("source", "in", sources)])
            found[model] = set(held.ids)
        return found

    def _search_file_id(self, operator, value):
        """Events on these files; of files the user may not see, none."""
        if operator != "in":
            return NotImplemented
        ids = [v for v in value if isinstance(v, int) and v]
        if not self.env.user.has_group(_AUDITOR):
            ids = self.env["wlec.case"].browse(ids)._filtered_access("read").ids
        return Domain.custom(
            to_sql=lambda model, alias, query: SQL("%s && %s::int[]", SQL.identifier(alias, "case_ids"), ids)
        )

    # ---- nobody writes here but the buffer
    @api.model_create_multi
    def create(self, vals_list):
        if not vals_list:
            return self.browse()
        raise ConfidentialityError(self.env._("Access records are written by the system alone."))

    def write(self, vals):
        raise ConfidentialityError(self.env._("Access records are never changed."))

    @api.ondelete(at_uninstall=True)
    def _unlink_except_never(self):
        raise ConfidentialityError(self.env._("Access records are never removed."))

    def _fetch_query(self, query, fields):
        records = super()._fetch_query(query, fields)
        if records:  # who reads the log is in the log
            audit.record(records, "read")
        return records

    def _cron_partitions(self):
        event_table.add_partitions(self.env.cr)


def _labels(env, event):
    known = env[event.model]._fields if event.model in env else {}
    for name in event.field_names:
        # For a step of a workflow, its name stands where the fields do.
        yield known[name]._description_string(env) if name in known else name.replace("_", " ")
