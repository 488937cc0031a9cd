# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import SQL

STAFF = "base.group_user"


class WlecConsentRepresentative(models.Model):
    """Somebody with authority who has a login to the portal of their own, and answers there for the client.

    What they see is the one permission, and that only as long as their authority is on file and has not ended.
    """

    _inherit = "wlec.consent"

    representative_user_id = fields.Many2one(
        "res.users", string="Their login to the portal", ondelete="restrict", index="btree_not_null", copy=False,
        domain="[('share', '=', True)]", groups=STAFF,
        help="Whoever speaks for the client answers in the portal with a login of their own. Leave it empty when they sign on paper.",
    )  # fmt: skip
    authority_until = fields.Date(
        string="Their authority ends on", copy=False, groups=STAFF,
        help="The last day of it; empty while no end is known. From the day after they see nothing of this permission any more.",
    )  # fmt: skip

    def _facts_frozen(self):
        return super()._facts_frozen() | {"representative_user_id"}

    # ---- who they are
    @api.constrains("representative_user_id", "case_id")
    def _check_representative_user(self):
        for consent in self.sudo():
            user = consent.representative_user_id
            if user and (not user.share or user.partner_id == consent.case_id.partner_id):
                raise ValidationError(
                    self.env._(
                        "Choose the representative's own login to the portal: not the client's, nor a colleague's."
                    )
                )

    def _authority_holds(self):
        """Whether the paper that gives them authority is in the file, and the authority has not ended."""
        document = self.sudo().authority_document_id
        kept = bool(document) and document.case_id == self.sudo().case_id and document.state == "kept"
        until = self.sudo().authority_until
        return kept and (not until or until >= fields.Date.context_today(self))

    def _speaks_for_client(self):
        """Whether the person logged in is the representative, with authority today."""
        user = self.env.user.sudo()
        return user.share and user == self.sudo().representative_user_id and self._authority_holds()

    def _may_answer(self):
        return self._is_client() or self._speaks_for_client()

    # ---- who sees it
    @api.model
    def _representative_sql(self, alias, uid):
        """SQL condition: ``uid`` speaks for the client in the consent ``alias`` today, and the client does not keep them out."""
        self.flush_model(
            ["representative_user_id", "authority_until", "authority_document_id", "state", "asked_at"]
        )
        self.env["wlec.case.document"].flush_model(["case_id", "state"])
        self.env["wlec.access.exclusion"].flush_model(["case_id", "user_id", "lifted_at"])
        return SQL(
            """(%(t)s.representative_user_id = %(uid)s AND %(shown)s
                AND (%(t)s.authority_until IS NULL OR %(t)s.authority_until >= %(today)s)
                AND EXISTS (SELECT 1 FROM wlec_case_document d
                    WHERE d.id = %(t)s.authority_document_id AND d.case_id = %(t)s.case_id AND d.state = 'kept')
                AND NOT EXISTS (SELECT 1 FROM wlec_access_exclusion x
                    WHERE x.case_id = %(t)s.case_id AND x.user_id = %(uid)s AND x.lifted_at IS NULL))""",
            t=SQL.identifier(alias),
            uid=uid,
            shown=self._shown_sql(alias),
            today=fields.Date.context_today(self),
        )

    def _own_sql(self, alias, uid):
        own = super()._own_sql(alias, uid)
        return own and SQL("(%s OR %s)", own, self._representative_sql(alias, uid))

    # ---- what the law asks
    def _people_facts(self):
        facts = super()._people_facts()
        return facts._replace(
            authority=facts.authority and self._authority_holds(),
            portal=facts.portal and not self.representative_user_id,
        )

    def _people_sentences(self):
        sentences = super()._people_sentences()
        if self.representative_user_id and not self._filled("representative_kind"):
            sentences.append(self.env._("Say what authority the person has who answers in the portal."))
        return sentences

    # ---- asking them, and their answer
    def _portal_logins(self):
        return self.sudo().representative_user_id or super()._portal_logins()

    def _send_news(self):
        """The mail goes to the client's own address: not when it is somebody else who is asked."""
        return None if self.sudo().representative_user_id else super()._send_news()

    def _guard_accept(self):
        if self.sudo().representative_user_id and not self._speaks_for_client():
            return self.env._("Somebody with authority was asked to answer this for the client.")
        return super()._guard_accept()

    def _after_transition(self, action):
        super()._after_transition(action)
        summaries = {
            "accept": self.env._("Whoever speaks for the client has consented in the portal"),
            "decline": self.env._("Whoever speaks for the client has said no in the portal"),
            "withdraw": self.env._("Whoever speaks for the client has withdrawn a consent in the portal"),
        }
        for consent in self if action in summaries else ():
            if consent._speaks_for_client():
                consent._tell_caseworker(summaries[action])

    def _portal_values(self):
        """For the client, who sees it as well: the answer is not theirs to give when somebody else was asked for it."""
        values = super()._portal_values()
        speaks = self._speaks_for_client()
        waits = bool(self.sudo().representative_user_id) and not speaks
        return {
            **values,
            "speaks_for_client": speaks,
            "can_accept": values["can_decide"] and not waits,
            "is_for_others": values["can_decide"] and waits,
            "was_for_others": not speaks and values["can_withdraw"] and self._answered_by() != "client",
            # The reference is on our letters, and says nothing: whoever speaks for two clients must know which one it is.
            "file": self.sudo().case_id.name if speaks else "",
        }

    def _answered_by(self):
        """Who took the step by which the permission came to be what it is."""
        consent = self.sudo()
        steps = consent.event_ids.filtered(lambda step: step.event == consent.state).sorted("id")[-1:]
        on_paper = (
            steps.channel == "office" and consent.state == "given" and consent._filled("representative_kind")
        )
        return "representative" if on_paper else steps.by_role or "client"

    def _portal_state_label(self):
        """Nobody reads that they said what somebody else has said."""
        _ = self.env._
        if self.state == "requested" and self.sudo().representative_user_id and not self._speaks_for_client():
            return _("Somebody who speaks for you is asked")
        speaks, by = self._speaks_for_client(), self._answered_by()
        if by == ("representative" if speaks else "client"):
            return super()._portal_state_label()
        others = {"given": _("The client said yes"), "refused": _("The client said no"), "withdrawn": _("The client took it back")} if speaks else {
            "given": _("Yes was said for you"), "refused": _("No was said for you"), "withdrawn": _("It was taken back for you"),
        }  # fmt: skip
        return others.get(self.state) or super()._portal_state_label()
