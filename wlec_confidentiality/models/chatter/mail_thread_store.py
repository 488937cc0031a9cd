# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import models

from odoo.addons.mail.tools.discuss import Store
from odoo.addons.wlec_confidentiality.models.access import protection

from . import owners


class MailThread(models.AbstractModel):
    """What the chatter of a protected record is told about itself, so that it offers nobody who would be refused."""

    _inherit = "mail.thread"

    # Staff talk here among themselves: in notes, read by nobody outside the house, and followed by nobody.
    _wlec_staff_only = False

    def _thread_to_store(self, store, fields, *, request_list=None):
        super()._thread_to_store(store, fields, request_list=request_list)
        if request_list is None or not store.target.is_current_user(self.env):
            return
        protected = protection.protected_ids(self.env, self._name, self.ids)
        for thread in self.sudo(False).browse(sorted(protected))._filtered_access("read")._threads_told_of():
            told = {"wlec_protected": True, "wlec_staff_only": self._wlec_staff_only}
            if "wlec_people" in request_list:
                told["wlec_people"] = Store.Many(thread._people_let_in())
            store.add(thread, told, as_thread=True)

    def _threads_told_of(self):
        """Those of these, all of which the user may read, whose chatter says that they are protected."""
        return self

    def _people_let_in(self):
        """The contacts of the colleagues who may open this record: who can be mentioned, and written to."""
        staff = self.env["res.users"].sudo().search([("share", "=", False)])
        people = owners.users_let_in(self.env, self._name, self.id, staff).partner_id
        return people.sudo(self.env.su)

    def _message_get_suggested_recipients_batch(self, reply_discussion=False, reply_message=None, **kwargs):
        """Of a protected record nobody outside the house is suggested: they would be told that there is news, and could read
        none. Whoever is answered is, while they may read the answer."""
        protected = self.browse(sorted(protection.protected_ids(self.env, self._name, self.ids)))
        suggested = super(MailThread, self - protected)._message_get_suggested_recipients_batch(
            reply_discussion=reply_discussion, reply_message=reply_message, **kwargs
        )
        author = reply_message.sudo().author_id if reply_message else self.env["res.partner"]
        for record in protected:
            people = author & record._people_let_in().sudo() - self.env.user.partner_id if author else author
            suggested[record.id] = [
                {"partner_id": person.id, "name": person.name, "email": person.email, "create_values": {}}
                for person in people
            ]
        return suggested
