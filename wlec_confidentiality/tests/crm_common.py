# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo.addons.wlec_confidentiality.models.crm import protection_switch

from .common import ConfidentialityCase

CANARY = {
    "name": "Zenobia Quillfeather",
    "email": "zenobia@quillfeather.example",
    "phone": "+44 20 7946 0777",
    "street": "7 Kestrel Passage",
    "zip": "W13 0ZZ",
    "comment": "<p>Sleeps at her sister's</p>",
    "function": "Trapeze artist",
    "ref": "QF-1",
}


class CrmCase(ConfidentialityCase):
    """The cast with Odoo's sales rights, in a centre where the protection of the CRM has begun."""

    _BEGUN = True

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        staff = cls.alice | cls.bob | cls.mona | cls.fred | cls.sam
        for group in ("sales_team.group_sale_salesman_all_leads", "base.group_partner_manager"):
            staff.write({"group_ids": [(4, cls.env.ref(group).id)]})
        if not cls._BEGUN:
            return
        protection_switch.begin(cls.env)
        with cls.acting(cls, cls.alice) as env:
            client = env["res.partner"].create({**CANARY, "wlec_protected": True})
        cls.client = client.with_env(cls.env)

    def row(self, table, record, *columns):
        """What the column holds."""
        self.env.flush_all()
        self.env.cr.execute(f"SELECT {', '.join(columns)} FROM {table} WHERE id = %s", [record.id])
        return self.env.cr.fetchone()

    def reads(self, model):
        """{field: ids} of what has been recorded as read of a model."""
        found = {}
        for event in self.events(action="read", model=model):
            for name in event["field_names"]:
                found.setdefault(name, set()).update(event["record_ids"])
        return found
