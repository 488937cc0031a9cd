# SPDX-License-Identifier: LGPL-3.0-or-later

from psycopg2 import IntegrityError

from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import new_test_user

from .common import ConfidentialityCase

PDF = b"%PDF-1.4\n%minimal\n"
SECRET = "Told to my neighbour: canary-7781"


class ComplaintCase(ConfidentialityCase):
    """A complaint of carol's, handled by otto unless a test says otherwise."""

    def setUp(self):
        super().setUp()
        self.Complaint = self.env["wlec.breach.complaint"]
        # Whatever a demo centre holds is not counted.
        self.before = self.Complaint.search([])
        # So that it is not the lack of this right that stops an export.
        staff = self.env["res.users"].search([("share", "=", False)])
        staff.write({"group_ids": [Command.link(self.env.ref("base.group_allow_export").id)]})

    def receive(self, client=None, documents=(), **told):
        client = client or self.carol
        options = {name: told.pop(name) for name in ("about_officer", "submission_key") if name in told}
        with self.acting(client) as env:
            complaint = env["wlec.breach.complaint"]._receive(
                "portal",
                {"description": SECRET, "contact_by": "email", **told},
                partner=client.partner_id,
                documents=documents,
                **options,
            )
        return self.Complaint.browse(complaint.id)

    def make_trustee(self, login):
        user = new_test_user(
            self.env,
            login,
            groups="base.group_user,wlec_confidentiality.group_committee",
            name=login.capitalize(),
        )
        self._acknowledge(user)
        return user

    def hand_on(self, env, complaint, user, reason="Holiday cover"):
        """Pressed by the user of ``env``."""
        wizard = env["wlec.complaint.assign"].create(
            {"desk_id": complaint.id, "user_id": user.id, "reason": reason}
        )
        return wizard.action_hand_on()

    def as_(self, complaint, user):
        return complaint.with_user(user).with_context({})

    def outcomes(self, user, call):
        """What ``call`` gives to ``user``: the value, or the type and text of the error."""
        with self.acting(user) as env:
            try:
                with env.cr.savepoint():
                    return call(env)
            except (UserError, IntegrityError) as error:
                return type(error), str(error)
