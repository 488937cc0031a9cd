# SPDX-License-Identifier: LGPL-3.0-or-later
"""What a reviewer says of what somebody opened."""

from tests.support import access_reviews

from .day import door

MODEL = "wlec.access.review"


@door
def access_reviewed(day):
    review = access_reviews.made(day.centre, "vera", day.case)
    day.save(day.otto, MODEL, [review], day.words(MODEL, "reason"))
    day.otto.button(MODEL, "action_talk", [review])
