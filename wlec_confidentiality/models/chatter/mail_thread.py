# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import models

from odoo.addons.wlec_confidentiality.exceptions import ConfidentialityError
from odoo.addons.wlec_confidentiality.models.access import protection, unsealed

from . import owners


class MailThread(models.AbstractModel):
    """The chatter of a protected record: what is said there is sealed; who may not open the record is not told."""

    _inherit = "mail.thread"

    def _is_protected_thread(self):
        return len(self) == 1 and protection.is_protected(self.env, self._name, self.id)

    # ---- what is said
    def message_post(self, **kwargs):
        if self._is_protected_thread():
            kwargs = self._only_whom_it_concerns(kwargs)
        return super().message_post(**kwargs)

    def message_notify(self, **kwargs):
        # Odoo asks nobody here whether they may: whoever tells somebody of a record must be able to open it.
        model = kwargs.get("model") or self._name
        ids = [kwargs["res_id"]] if kwargs.get("res_id") else self.ids
        if protected := protection.protected_ids(self.env, model, ids):
            self.env[model].browse(sorted(protected)).check_access("read")
        return super().message_notify(**kwargs)

    def _message_auto_subscribe_notify(self, partner_ids, template):
        # Whoever passes a record on to somebody may be out of it by then; the one it is passed on to is told.
        return super(MailThread, self.sudo())._message_auto_subscribe_notify(partner_ids, template)

    def _only_whom_it_concerns(self, kwargs):
        """Addresses and people outside the file are refused, so that nobody thinks they were told. An incoming mail is kept
        whoever else it went to."""
        is_incoming = kwargs.get("message_type") == "email"
        partners = self.env["res.partner"].sudo().browse(kwargs.get("partner_ids") or ())
        free = owners.partners_let_in(self.env, self._name, self.id, partners)
        if not is_incoming:
            self._refuse_to_tell(partners - free)
            if kwargs.get("outgoing_email_to"):
                raise ConfidentialityError(
                    self.env._("Nothing of this record is sent to an address: choose people who work on it.")
                )
        return {**kwargs, "partner_ids": (partners & free).ids}

    def _refuse_to_tell(self, partners):
        if partners:
            raise ConfidentialityError(
                self.env._(
                    "%(people)s cannot be told: they have no access to %(record)s. Grant access first, or leave them out.",
                    people=", ".join(partners.mapped("display_name")),
                    record=protection.reference(self.env, self._name, self.id),
                )
            )

    def _message_log_batch(self, bodies, **kwargs):
        """“Created” says nothing, and stays in clear; everything else that is logged is sealed."""
        says_more = {"subject", "attachment_ids", "tracking_value_ids", "partner_ids"} & {
            name for name, value in kwargs.items() if value
        }
        if says_more or any(bodies.get(record.id) != record._creation_message() for record in self):
            return super()._message_log_batch(bodies, **kwargs)
        with unsealed.log_line():
            return super()._message_log_batch(bodies, **kwargs)

    # ---- who follows
    def message_subscribe(self, partner_ids=None, subtype_ids=None):
        if partner_ids and not self.env.su:
            partners = self.env["res.partner"].sudo().browse(partner_ids)
            for res_id in protection.protected_ids(self.env, self._name, self.ids):
                record = self.browse(res_id)
                record._refuse_to_tell(
                    partners - owners.partners_let_in(self.env, self._name, res_id, partners)
                )
        return super().message_subscribe(partner_ids, subtype_ids)

    # ---- who is told, and how much
    def _notify_get_recipients(self, message, msg_vals=False, **kwargs):
        told = super()._notify_get_recipients(message, msg_vals=msg_vals, **kwargs)
        if not told or not message._is_row_protected():
            return told
        partners = self.env["res.partner"].browse(one["id"] for one in told if one["id"])
        free = owners.partners_let_in(self.env, *message._owner(), partners).ids
        return [one for one in told if one["id"] in free]

    def _notify_thread_with_out_of_office(self, message, recipients_data, msg_vals=False, **kwargs):
        if message._is_row_protected():
            return self.env["mail.message"]  # it would repeat what it answers
        return super()._notify_thread_with_out_of_office(
            message, recipients_data, msg_vals=msg_vals, **kwargs
        )

    def _notify_by_web_push_prepare_payload(self, message, msg_vals=False, force_record_name=False):
        if not message._is_row_protected():
            return super()._notify_by_web_push_prepare_payload(message, msg_vals, force_record_name)
        return message._push_notice()

    def _notify_thread_by_email(self, message, recipients_data, **kwargs):
        if not message._is_row_protected():
            return super()._notify_thread_by_email(message, recipients_data, **kwargs)
        message._send_notices([one for one in recipients_data if one["notif"] == "email"])
        return True
