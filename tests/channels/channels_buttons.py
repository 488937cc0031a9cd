# SPDX-License-Identifier: LGPL-3.0-or-later
"""Every button of the records of a file: pressed on it by everybody."""

from channels import channel

# What a step asks before it is taken, it has to open.
ASKED = {
    "wlec.consent": ("purpose", "evidence_filename", "end_reason", "recipient_name"),
    "wlec.disclosure.request": ("necessity", "asker_name", "proportionality", "why_not_consent"),
    "wlec.complaint.letter": ("body",),
}
BUTTONS = {
    ("wlec.case", "case"): (
        "action_view_notes", "action_view_parties", "action_view_documents", "action_open_consents",
        "action_open_disclosures", "action_open_complaints", "action_view_access_events", "action_open", "action_close",
        "action_reopen", "action_open_notices",
    ),
    ("wlec.case.note", "note"): ("action_sign",),
    ("wlec.case.document", "document"): ("action_remove",),
    ("wlec.consent", "consent"): (
        "action_give", "action_confirm", "action_withdraw", "action_revoke", "action_refuse", "action_invalidate",
        "action_let_run_out",
        "action_ask", "action_make_receipt", "action_take_back",
    ),
    ("wlec.disclosure.item", "item"): ("action_copy_as_pictures", "action_give_original", "action_redact"),
    ("wlec.disclosure.request", "request"): (
        "action_assess", "action_submit", "action_approve", "action_recommend_refusal", "action_refuse", "action_release",
        "action_repack", "action_cancel", "action_reopen", "action_ask_back", "action_ask_client", "action_reject",
        "action_cannot_act_letter", "action_justify", "action_release_emergency", "action_wall_off",
        "action_check_documents", "action_make_link", "action_withdraw_link", "action_record_delivery",
        "action_record_password", "action_refusal_letter", "action_tell",
    ),
    ("wlec.breach.complaint", "complaint"): (
        "action_acknowledge", "action_investigate", "action_give_outcome", "action_request_review", "action_close",
        "action_prepare_acknowledgement", "action_resume", "action_send_back", "action_view_evidence",
        "action_view_letters", "action_hand_over", "action_hand_on",
    ),
    ("wlec.complaint.desk", "complaint"): ("action_open", "action_assign"),
    ("wlec.complaint.letter", "letter"): ("action_print", "action_sent", "action_try_again"),
    ("wlec.access.grant", "grant"): ("action_revoke",),
    ("res.partner", "partner"): ("action_wlec_protect",),
    ("crm.lead", "lead"): ("action_open_wlec_case",),
}  # fmt: skip
# Of the centre's own affairs: nobody here may, and nothing of a file is in the answer.
ELSEWHERE = {
    "wlec.access.exclusion": ("action_lift",),
    "wlec.crm.protection": ("action_begin", "action_delete_sent_mails"),
    "wlec.key.rotation": ("action_start", "action_stop", "action_resume", "action_continue"),
    "wlec.policy": (
        "action_approve", "action_put_in_force", "action_new_version", "action_view_acknowledgements",
        "action_view_missing",
    ),
}  # fmt: skip


def _press(model, which, button):
    def knock(person, world):
        number = getattr(world, which) if which else 1
        return person.button(model, button, [number])

    inside = tuple(f"{model}.{name}" for name in ASKED.get(model, ()))
    channel(f"button {button} of {model}", opens=False, inside=inside, changes=True)(knock)


for (_model, _which), _buttons in BUTTONS.items():
    for _button in _buttons:
        _press(_model, _which, _button)
for _model, _buttons in ELSEWHERE.items():
    for _button in _buttons:
        _press(_model, None, _button)
