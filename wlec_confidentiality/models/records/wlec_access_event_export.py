# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import models

from odoo.addons.wlec_confidentiality.tools import explanation
from odoo.addons.wlec_confidentiality.tools.export_facts import Facts

_ROLES = (
    "group_front_desk", "group_caseworker", "group_line_manager", "group_officer", "group_auditor", "group_committee",
)  # fmt: skip


class WlecAccessEvent(models.Model):
    _inherit = "wlec.access.event"

    def _export_facts(self, rows, only=None):
        """What an export says about these records (rows as ``tools/event_entry`` reads them): {number: Facts}.

        :param only: the number of the only file that is asked for
        """
        details, roles = (
            self._export_details(rows, only),
            self._export_roles({row["actor_id"] for row in rows}),
        )
        return {
            row["id"]: Facts(roles=roles.get(row["actor_id"], ()), **details.get(row["id"], {}))
            for row in rows
        }

    def _export_details(self, rows, only=None):
        """{number: {what ``Facts`` takes}}. Rooms above extend it."""
        subjects, found = self.browse([row["id"] for row in rows])._explanation_rows_told(self.env.user)
        labels = dict(self._explanation_labels())

        def named(row, of):
            whys = explanation.explain(of, found.get(row["id"], ()))
            return tuple((kind, labels[kind]) for kind in dict.fromkeys(why.kind for why in whys))

        return {
            row["id"]: {
                "purposes": named(row, subjects[row["id"]]) if row["id"] in subjects else (),
                # What explains one file of a list is not what explains another.
                "of_file": {case: named(row, {case}) for case in row["case_ids"][1:] and row["case_ids"]},
            }
            for row in rows
        }

    def _export_roles(self, user_ids):
        """The roles that people have today: {number of a user: (role, ...)}."""
        groups = [self.env.ref(f"wlec_confidentiality.{name}") for name in _ROLES]
        groups.append(self.env.ref("base.group_portal"))
        found = {user_id: [] for user_id in user_ids if user_id}
        for group in groups:
            for user_id in found.keys() & set(group.sudo().with_context(active_test=False).all_user_ids.ids):
                found[user_id].append(group.name)
        return {user_id: tuple(names) for user_id, names in found.items()}
