# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import api, models
from odoo.tools import SQL

from odoo.addons.wlec_confidentiality.models.access import held, protection
from odoo.addons.wlec_confidentiality.orm import audit
from odoo.addons.wlec_confidentiality.orm.sealable import SealableChar, SealableHtml

from . import client_sql, protection_switch, sealed_phone

# Who may see an enquiry follows from these.
_DECIDES = {"user_id", "partner_id", "wlec_protected"}


class CrmLead(models.Model):
    """An enquiry: sealed, and there only for whom it is given to; until then for those who take and give out enquiries."""

    _name = "crm.lead"
    _inherit = ["wlec.sealable.mixin", "crm.lead"]

    _wlec_walled = True
    _wlec_neutral = frozenset(
        (
            "email_state", "phone_state", "probability", "automated_probability", "prorated_revenue",
            "recurring_revenue_monthly_prorated", "recurring_revenue_prorated", "won_status",
        )
    )  # fmt: skip

    name = SealableChar()
    contact_name = SealableChar()
    partner_name = SealableChar()
    email_from = SealableChar()
    email_normalized = SealableChar()
    email_domain_criterion = SealableChar()
    email_cc = SealableChar()
    phone = SealableChar()
    phone_sanitized = SealableChar()
    function = SealableChar()
    website = SealableChar()
    street = SealableChar()
    street2 = SealableChar()
    zip = SealableChar()
    city = SealableChar()
    referred = SealableChar()
    description = SealableHtml()

    def init(self):
        super().init()
        held.follow(self.env.cr, self._table, "user_id")

    # ---- need to know
    def _open_sql(self, alias, uid):
        return client_sql.lead_is_open(self.env, alias, uid)

    def _case_sql(self, alias):
        return SQL("(SELECT max(c.id) FROM wlec_case c WHERE c.lead_id = %s)", SQL.identifier(alias, "id"))

    # ---- what others see
    def _mask(self, name):
        return self._neutral_name() if name == "name" else False

    def _neutral_name(self):
        return self.env._("Enquiry %s", self._origin.id)

    def _compute_potential_lead_duplicates(self):
        """Odoo counts with all rights; whoever looks is told of those they may see."""
        super()._compute_potential_lead_duplicates()
        for lead in self:
            found = lead.duplicate_lead_ids.filtered(lambda other: other.wlec_is_open)
            if found != lead.duplicate_lead_ids:
                lead.duplicate_lead_ids = found
                lead.duplicate_lead_count = len(found - lead._origin)

    def action_show_potential_duplicates(self):
        self._check_there("read")
        return super().action_show_potential_duplicates()

    @api.model
    def _search_phone_mobile_search(self, operator, value):
        return sealed_phone.found(self, super()._search_phone_mobile_search(operator, value), operator, value)

    # ---- every new one is protected
    @api.model_create_multi
    def create(self, vals_list):
        if not protection_switch.is_on(self.env):
            return super().create(vals_list)
        self._customers(vals_list)._require_open()
        leads = super().create([{**vals, "wlec_protected": True} for vals in vals_list])
        # What the enquiry takes over from the contact is taken while the contact is still open to whoever enters it.
        leads.flush_recordset()
        leads.partner_id._protect_as_clients()
        return leads

    def write(self, vals):
        if not _DECIDES & vals.keys():
            return super().write(vals)
        self._require_open()
        customers = self._customers([vals])
        customers._require_open()
        result = super().write(vals)
        if customers:
            self._protect_with_customers(customers)
        audit.forget_lenses(self.env.cr)
        if "user_id" in vals and (protected := self._protected_ids()):
            given = (
                self.browse(sorted(protected)).sudo().exists().with_env(self.env)
            )  # closed to whoever gave it
            audit.record(given, "grant", fields=("user_id",))
        return result

    def _protect_with_customers(self, customers):
        if not (customers._protected_ids() or protection_switch.is_on(self.env)):
            return
        self.flush_recordset()
        customers._protect_as_clients()
        if customers._is_row_protected():
            self.filtered(lambda lead: not lead._is_row_protected())._protect()

    @api.model
    def _customers(self, vals_list):
        return protection.named(self, "partner_id", vals_list)

    def _prepare_customer_values(self, partner_name, is_company=False, parent_id=False):
        """The contact made of an enquiry is a client's from the first moment."""
        values = super()._prepare_customer_values(partner_name, is_company=is_company, parent_id=parent_id)
        if self._is_row_protected() and not is_company:
            values["wlec_protected"] = True
        return values

    @api.model
    def default_get(self, fields):
        """Who takes enquiries for others does not keep them."""
        values = super().default_get(fields)
        user = self.env.user
        if (
            values.get("user_id") == user.id
            and protection_switch.is_on(self.env)
            and user.has_group("wlec_confidentiality.group_front_desk")
            and not user.has_group("wlec_confidentiality.group_caseworker")
        ):
            values["user_id"] = False
        return values
