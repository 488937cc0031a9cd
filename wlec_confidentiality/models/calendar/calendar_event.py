# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import api, fields, models
from odoo.tools import SQL

from odoo.addons.wlec_confidentiality.models.access import need_to_know, protection
from odoo.addons.wlec_confidentiality.orm.sealable import SealableChar, SealableHtml

# What a meeting is about; whoever is put into one of these may make it a confidential one.
_LINKS = {"partner_ids", "attendee_ids", "res_id", "res_model_id", "res_model", "opportunity_id"}


class CalendarEvent(models.Model):
    """A meeting about a client, an enquiry or a file, or one a client comes to: sealed, and "Busy" for everybody else.

    It is open to the staff who come to it, to whoever arranged it, and to those who may open what it is about. Colleagues see
    in Odoo's own way of showing a private meeting that the time is taken, and neither why nor with whom.
    """

    _name = "calendar.event"
    _inherit = ["calendar.event", "wlec.sealable.mixin"]

    _wlec_walled = True
    name = SealableChar()
    description = SealableHtml()
    notes = SealableHtml()
    location = SealableChar(tracking=False)
    videocall_location = SealableChar()

    # ---- need to know
    def _open_sql(self, alias, uid):
        need_to_know.flush(self.env)
        self.env["calendar.event"].flush_model(
            ["user_id", "partner_ids", "res_id", "res_model", "opportunity_id"]
        )
        return SQL(
            """(EXISTS (SELECT 1 FROM res_users staff WHERE staff.id = %(uid)s AND staff.share IS NOT TRUE)
                AND NOT %(excluded)s
                AND (%(row)s.user_id = %(uid)s OR (%(row)s.create_uid = %(uid)s AND %(row)s.create_date >= %(now)s) OR %(invited)s OR %(about)s))""",
            uid=uid,
            row=SQL.identifier(alias),
            now=self.env.cr.now(),  # by whoever books it for a colleague: they typed it a moment ago, and see it as "Busy" from then on
            excluded=self._excluded_sql(alias, uid),
            invited=self._invited_sql(alias, uid),
            about=self._about_sql(alias, uid),
        )

    def _invited_sql(self, alias, uid):
        return SQL(
            """EXISTS (SELECT 1 FROM calendar_event_res_partner_rel invited
                  JOIN res_users u ON u.partner_id = invited.res_partner_id
                 WHERE invited.calendar_event_id = %s AND u.id = %s)""",
            SQL.identifier(alias, "id"),
            uid,
        )

    def _excluded_sql(self, alias, uid):
        """Kept out of the file: then they may be invited as often as anybody likes."""
        return SQL(
            "EXISTS (SELECT 1 FROM wlec_case kept WHERE %s AND %s)",
            self._file_sql(alias, SQL("kept")),
            need_to_know.excluded(SQL("kept.id"), uid),
        )

    def _file_sql(self, alias, case):
        """Condition: the row ``alias`` is about the file ``case``, or about the enquiry it was made of."""
        return SQL(
            """((%(row)s.res_model = 'wlec.case' AND %(row)s.res_id = %(case)s.id)
                OR %(row)s.opportunity_id = %(case)s.lead_id
                OR (%(row)s.res_model = 'crm.lead' AND %(row)s.res_id = %(case)s.lead_id))""",
            row=SQL.identifier(alias),
            case=case,
        )

    def _about_sql(self, alias, uid):
        """What the meeting is about, or a client who comes to it, is open to user ``uid``."""
        row = SQL.identifier(alias)
        partners, leads = self.env["res.partner"], self.env["crm.lead"]
        ways = [
            SQL(
                "EXISTS (SELECT 1 FROM wlec_case about WHERE %s AND %s)",
                self._file_sql(alias, SQL("about")),
                need_to_know.holds(self.env, SQL("about.id"), uid),
            ),
            SQL(
                """EXISTS (SELECT 1 FROM res_partner client WHERE client.wlec_protected AND %s AND (
                    (%s.res_model = 'res.partner' AND %s.res_id = client.id) OR client.id IN (
                        SELECT r.res_partner_id FROM calendar_event_res_partner_rel r WHERE r.calendar_event_id = %s.id)))""",
                partners._open_sql("client", uid),
                row,
                row,
                row,
            ),
        ]
        if hasattr(leads, "_open_sql"):
            ways.append(
                SQL(
                    """EXISTS (SELECT 1 FROM crm_lead enquiry WHERE enquiry.wlec_protected AND %s AND (
                        enquiry.id = %s.opportunity_id OR (%s.res_model = 'crm.lead' AND %s.res_id = enquiry.id)))""",
                    leads._open_sql("enquiry", uid),
                    row,
                    row,
                    row,
                )
            )
        return SQL("(%s)", SQL(" OR ").join(ways))

    def _protected_closed(self):
        """Colleagues see that the time is taken; clients see nothing of others' meetings."""
        return set() if self.env.user._is_internal() else super()._protected_closed()

    def _case_sql(self, alias):
        return SQL("(SELECT of.id FROM wlec_case of WHERE %s LIMIT 1)", self._file_sql(alias, SQL("of")))

    def _mask(self, name):
        return self._neutral_name() if name == "name" else False

    def _neutral_name(self):
        return self.env._("Busy")

    # ---- Odoo's own way of hiding a private meeting
    def _check_private_event_conditions(self):
        return not self.wlec_is_open or super()._check_private_event_conditions()

    @api.depends("wlec_protected")
    def _compute_display_name(self):
        protected = self.filtered(lambda event: event._is_row_protected())
        super(CalendarEvent, self - protected)._compute_display_name()
        for event in protected:  # shown with full rights wherever there is a label
            event.display_name = self.env._("Appointment") if event.wlec_is_open else event._neutral_name()

    def _mail_get_operation_for_mail_message_operation(self, message_operation):
        result = super()._mail_get_operation_for_mail_message_operation(message_operation)
        if message_operation == "read":  # a meeting shown as busy is readable; what was said about it is not
            result.update(dict.fromkeys(self.filtered(lambda event: not event.wlec_is_open), "write"))
        return result

    # ---- which meetings are confidential
    @api.model_create_multi
    def create(self, vals_list):
        defaults = self.default_get(["partner_ids", "res_model_id", "res_id", "opportunity_id"])
        marked = []
        for vals in vals_list:
            confidential = self._is_confidential_meeting({**defaults, **vals})
            marked.append(
                {**vals, **self._confidential_values({**defaults, **vals})} if confidential else vals
            )
        return super().create(marked)

    @api.model
    def _confidential_values(self, vals):
        """Marked as protected; and its task, which Odoo would make with the subject and the description, says neither."""
        marked = {"wlec_protected": True}
        kind = self.env["mail.activity.type"].search([("category", "=", "meeting")], limit=1)
        model = self.env["ir.model"].sudo().browse(vals.get("res_model_id") or ())
        if kind and model.is_mail_activity and vals.get("res_id") and not vals.get("activity_ids"):
            start = fields.Datetime.to_datetime(vals.get("start")) or self._default_start()
            task = {
                "res_model_id": model.id,
                "res_id": vals["res_id"],
                "activity_type_id": kind.id,
                "date_deadline": self._get_activity_deadline_from_start(start, vals.get("allday")),
                "user_id": vals.get("user_id") or self.env.uid,
            }
            marked["activity_ids"] = [(0, 0, task)]
        return marked

    def _sync_activities(self, fields):
        confidential = self.filtered(lambda event: event._is_row_protected())
        super(CalendarEvent, self - confidential)._sync_activities(fields)
        super(CalendarEvent, confidential)._sync_activities(set(fields) - {"name", "description"})

    def write(self, vals):
        changed = _LINKS & vals.keys()
        result = super().write(vals)
        if changed:
            self._protect_if_needed()
        return result

    def _protect_if_needed(self):
        """A client was invited, or a file named, in a meeting that was nobody's secret until now."""
        found = self.exists().filtered(
            lambda event: not event._is_row_protected() and event.sudo()._is_about_a_client()
        )
        if found:
            found._protect()

    def _is_about_a_client(self):
        return self._is_confidential_meeting(
            {
                "partner_ids": [(6, 0, (self.partner_ids | self.attendee_ids.partner_id).ids)],
                "res_model": self.res_model,
                "res_id": self.res_id,
                "opportunity_id": self.opportunity_id.id,
            }
        )

    @api.model
    def _is_confidential_meeting(self, vals):
        model = vals.get("res_model")
        if vals.get("res_model_id"):
            model = self.env["ir.model"].sudo().browse(vals["res_model_id"]).model
        about = [(model, vals.get("res_id")), ("crm.lead", vals.get("opportunity_id"))]
        return any(
            res_id and protection.is_protected(self.env, name, res_id) for name, res_id in about
        ) or bool(protection.protected_ids(self.env, "res.partner", self._invited(vals)))

    @api.model
    def _invited(self, vals):
        """The partners named in commands for ``partner_ids`` and ``attendee_ids``."""
        found = set()
        for command in vals.get("partner_ids") or ():
            if isinstance(command, int):
                found.add(command)
            elif command[0] == 4:
                found.add(command[1])
            elif command[0] == 6:
                found.update(command[2])
        for command in vals.get("attendee_ids") or ():
            if command[0] in (0, 1) and command[2].get("partner_id"):
                found.add(command[2]["partner_id"])
        return found

    def _key_scope(self):
        self.ensure_one()
        event = self.sudo()
        if event.res_model == "wlec.case" and event.res_id:
            return f"wlec.case,{event.res_id}"  # goes with the file when its key is destroyed
        return super()._key_scope()
