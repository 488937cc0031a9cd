# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import models


class WlecDisclosureRequestSentences(models.Model):
    """The gate's answers in plain words."""

    _inherit = "wlec.disclosure.request"

    def _sentence(self, gap):
        """One gap as a sentence that says what to do.

        :param gap: a ``tools.disclosure_gate.Gap``
        """
        words = {**self._sentences_of_request(), **self._sentences_of_ground(), **self._sentences_of_items()}
        return words[gap.code] % {"what": self._name_of(gap)}

    def _name_of(self, gap):
        if gap.code == "consent_state":
            return self.consent_id._state_label()
        if gap.code == "lawful_basis_ground":
            return self._basis_label()
        if gap.code == "consent_category":
            return self.env["wlec.information.category"].browse(gap.what).display_name
        return gap.what

    def _sentences_of_request(self):
        _ = self.env._
        return {
            "recipient": _("Say who would receive it."),
            "recipient_dissolved": _("This agency no longer exists: choose its successor."),
            "asker": _("Write down the name of the person who asks."),
            "asker_rank": _(
                "Write down their rank or post: this agency must give a rank, seal or countersignature."
            ),
            "written": _("Add the paper in which they ask: this agency must ask in writing."),
            "callback": _(
                "Check who is asking: call back on an official number, and note who called, when and which number."
            ),
            "purpose": _("Say what it will be used for."),
            "necessity": _("Explain why it is needed."),
            "proportionality": _("Explain why less would not do."),
            "ground": _("Choose why it would be lawful."),
            "lawful_basis": _("Choose the lawful basis under the UK GDPR."),
            "lawful_basis_ground": _(
                "“%(what)s” is not the lawful basis of a disclosure on this ground: choose the one that is."
            ),
            "tell_client": _("Decide whether and when the client is told."),
            "tell_date": _("Set the day on which the client is told, or on which the silence is reviewed."),
            "tell_date_past": _(
                "The day for telling the client, or for reviewing the silence, is past: tell them, or set another."
            ),
            "tell_reason": _("Explain why the client is not told now."),
            "tipping_off": _(
                "The law relied on forbids telling the client now: choose “Later” or “Not until reviewed”."
            ),
        }

    def _sentences_of_ground(self):
        _ = self.env._
        return {
            "consent": _("Choose the consent it rests on, or ask the client for one."),
            "consent_state": _("The consent chosen does not hold: %(what)s."),
            "consent_recipient": _("The consent names another recipient."),
            "consent_purpose": _("The consent is for another purpose."),
            "consent_early": _("The consent has not begun yet."),
            "consent_late": _("The consent has run out: ask the client again."),
            "consent_unconfirmed": _("The spoken consent was not confirmed in writing in time."),
            "consent_category": _("The consent does not cover “%(what)s”."),
            "consent_document": _("The consent names certain documents, and that of item %(what)s is not among them."),
            "danger_who": _("Say who is in danger."),
            "danger_what": _("Say what may happen to them."),
            "danger_imminence": _("Say how soon."),
            "why_not_consent": _("Explain why the client is not asked first, or why their “no” cannot stand."),
            "safeguarding": _("Say who can avert the danger: what is given goes to them."),
            "emergency_ground": _("Only danger to the client or to others lets it go without approval."),
            "emergency_now": _("Only danger that is there now lets it go without approval: otherwise submit it for decision."),
            "provision": _("Name the law that requires it."),
            "provision_repealed": _("The law named is repealed: choose its successor."),
            "provision_future": _("The law named is not in force yet."),
            "provision_permits": _("The law named permits, but obliges nobody: it is not “required by law”. Ask for consent or an order."),
            "provision_not_us": _("The law named does not bind this centre."),
            "provision_recipient": _("The law named does not speak of this recipient."),
            "notice_reference": _("Write down the reference of the notice or order."),
            "notice_document": _("Add the notice or order itself: a letter that mentions one is not enough."),
            "binds_checked": _("Confirm that somebody has checked that it binds this centre."),
            "excluded_material": _("This file may be excluded material, which the law named does not reach: refuse, unless the confidentiality officer takes the mark off the file."),
            "advice_shield_unanswered": _("Say what we advise this client on, and whether that advice is free to them: the law named may not reach it."),
            "advice_shield": _("The law named cannot be used to learn about people who get free advice on this from us: refuse."),
            "conflict_statement": _("Write down, for the file, what the conflict is."),
        }  # fmt: skip

    def _sentences_of_items(self):
        _ = self.env._
        return {
            "conflict_only_fact": _("For a conflict of interest only the fact that we cannot act is told: give no item."),
            "nothing_given": _("List at least one item that is given."),
            "item_protected": _("Item %(what)s tells of somebody's gender history (Gender Recognition Act, section 22): take it out."),
            "item_privileged": _("Item %(what)s is legally privileged: take it out, or add the client's signed waiver."),
            "item_category": _("Choose the kind of information of item %(what)s."),
            "item_empty": _("Describe item %(what)s or choose its document."),
            "item_elsewhere": _("The document of item %(what)s is not on this file."),
            "item_refused_reason": _("Explain why item %(what)s is asked for and not given."),
            "item_extra_reason": _("Explain why item %(what)s is given though nobody asked for it."),
            "special_condition": _("Choose the condition that allows special-category data (UK GDPR Article 9) to be given."),
            "offence_condition": _("Choose the condition that allows data about crime (UK GDPR Article 10) to be given."),
        }  # fmt: skip
