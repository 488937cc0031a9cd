# SPDX-License-Identifier: LGPL-3.0-or-later
"""The buttons of the breach register, pressed by those who must not know of it; the letter of somebody affected, in the portal."""

from channels import channel

BUTTONS = {
    ("wlec.breach", "breach"): (
        "action_assess", "action_reconsider", "action_not_notify", "action_close", "action_reopen", "action_prepare_notice",
        "action_prepare_charity", "action_prepare_insurer", "action_prepare_other", "action_prepare_letters", "action_review_policy",
        "action_open_management_actions", "action_hand_over",
    ),
    ("wlec.breach.person", "breach_person"): (
        "action_prepare", "action_print", "action_tell", "action_leave", "action_resume",
    ),
    ("wlec.breach.notice", "breach_notice"): ("action_make_pdf", "action_send", "action_withdraw"),
    ("wlec.management.action", "management_action"): ("action_finish", "action_cancel", "action_reopen"),
}  # fmt: skip


def _press(model, which, button):
    channel(f"button {button} of {model}", opens=False, changes=True)(
        lambda person, world: person.button(model, button, [getattr(world, which)])
    )


for (_model, _which), _buttons in BUTTONS.items():
    for _button in _buttons:
        _press(_model, _which, _button)


@channel("/my/breach-letters: what somebody was told of a breach", opens="carol")
def letters(person, world):
    return person.get("/my/breach-letters")


# What alice, who handles the complaint, puts into the register is hers no longer.
channel("button action_open_actions of wlec.breach.complaint", opens=False)(
    lambda person, world: person.button("wlec.breach.complaint", "action_open_actions", [world.complaint])
)
channel(
    "button action_record_breach of wlec.breach.complaint",
    opens=False,
    inside=("wlec.breach.complaint.description",),
    changes=True,
)(lambda person, world: person.button("wlec.breach.complaint", "action_record_breach", [world.complaint]))
