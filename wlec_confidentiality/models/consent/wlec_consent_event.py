# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import SUPERUSER_ID, api, fields, models

from odoo.addons.wlec_confidentiality.exceptions import ConfidentialityError

# Steps the client takes, wherever their word is recorded.
_CLIENTS = ("given", "refused", "withdrawn", "confirmed")
# The database refuses as well, whoever asks it.
_APPEND_ONLY = """
    CREATE OR REPLACE FUNCTION wlec_consent_event_stays() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        RAISE EXCEPTION 'the history of a consent is neither changed nor deleted' USING ERRCODE = 'restrict_violation';
    END $$;
    DROP TRIGGER IF EXISTS wlec_consent_event_stays ON wlec_consent_event;
    CREATE TRIGGER wlec_consent_event_stays BEFORE UPDATE OR DELETE ON wlec_consent_event
        FOR EACH ROW EXECUTE FUNCTION wlec_consent_event_stays();
    DROP TRIGGER IF EXISTS wlec_consent_event_not_emptied ON wlec_consent_event;
    CREATE TRIGGER wlec_consent_event_not_emptied BEFORE TRUNCATE ON wlec_consent_event
        FOR EACH STATEMENT EXECUTE FUNCTION wlec_consent_event_stays();
"""


class WlecConsentEvent(models.Model):
    """One step in the life of a consent. Written by the steps themselves; never changed, never deleted."""

    _name = "wlec.consent.event"
    _description = "Consent history"
    _order = "id desc"
    _rec_name = "event"

    consent_id = fields.Many2one(
        "wlec.consent", required=True, readonly=True, index=True, ondelete="restrict"
    )
    case_id = fields.Many2one("wlec.case", required=True, readonly=True, index=True, ondelete="restrict")
    at = fields.Datetime(string="When", required=True, readonly=True, default=fields.Datetime.now)
    user_id = fields.Many2one("res.users", string="Recorded by", required=True, readonly=True, index=True)
    event = fields.Selection(selection="_event_selection", string="What", required=True, readonly=True)
    by_role = fields.Selection(
        [
            ("client", "The client"),
            ("representative", "Somebody with authority for the client"),
            ("centre", "The centre"),
            ("programme", "The programme"),
        ],
        string="Who",
        readonly=True,
    )
    channel = fields.Selection(
        [("office", "At the centre"), ("portal", "In the portal"), ("programme", "By itself")],
        string="Where",
        readonly=True,
    )
    method = fields.Selection(selection="_method_selection", string="How", readonly=True)
    wording_id = fields.Many2one(
        "wlec.consent.wording", readonly=True, index="btree_not_null", ondelete="restrict"
    )
    wording_version = fields.Integer(string="Version of the wording", readonly=True)
    wording_hash = fields.Char(string="Fingerprint of the wording", readonly=True)

    @api.model
    def _event_selection(self):
        _ = self.env._
        names = {
            **dict(self.env["wlec.consent"]._fields["state"]._description_selection(self.env)),
            "requested": _("Prepared"),
            "asked": _("Asked for in the portal"),
            "taken_back": _("Question taken back"),
            "confirmed": _("Confirmed in writing"),
        }
        return list(names.items())

    @api.model
    def _method_selection(self):
        _ = self.env._
        ways = self.env["wlec.consent"]._fields["method"]._description_selection(self.env)
        return [*ways, ("told", _("Told to a colleague"))]

    def init(self):
        super().init()
        self.env.cr.execute(_APPEND_ONLY)

    @api.model
    def _add(self, consents, event):
        """Note a step of each of these consents: who takes it, where and how is seen from who is logged in."""
        user, now = self.env.user, fields.Datetime.now()
        outside = user.sudo().share
        channel = "programme" if user.id == SUPERUSER_ID else "portal" if outside else "office"
        self.sudo().create([
            {
                "consent_id": consent.id, "case_id": consent.case_id.id, "at": now, "user_id": user.id, "event": event,
                "by_role": self._role(consent, event), "channel": channel, "method": self._how(consent, event, channel),
                "wording_id": consent.wording_id.id, "wording_version": consent.wording_id.version,
                "wording_hash": consent.wording_hash or consent.wording_id.text_hash,
            }
            for consent in consents.sudo()
        ])  # fmt: skip

    @api.model
    def _role(self, consent, event):
        user = self.env.user
        if user.id == SUPERUSER_ID:
            return "programme"
        if user.sudo().share:
            return "client" if user.partner_id == consent.case_id.partner_id else "representative"
        return "client" if event in _CLIENTS else "centre"

    @api.model
    def _how(self, consent, event, channel):
        if event == "confirmed":
            return "written"
        if event == "given":
            return consent.method
        if event in ("refused", "withdrawn"):
            return "portal" if channel == "portal" else "told"
        return False

    def write(self, vals):
        raise ConfidentialityError(self.env._("The history of a consent is not changed."))

    @api.ondelete(at_uninstall=False)
    def _unlink_except_never(self):
        raise ConfidentialityError(self.env._("The history of a consent is not deleted."))

    # ---- for the client
    def _is_for_client(self):
        return self.event not in ("requested", "taken_back")

    def _portal_line(self):
        labels = dict(self._fields["event"]._description_selection(self.env))
        mine = self.sudo().user_id == self.env.user
        return {
            "label": labels.get(self.event, ""),
            "at": self.at,
            "where": self.channel,
            "mine": mine,
            "who": self.by_role,
        }
