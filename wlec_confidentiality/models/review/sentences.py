# SPDX-License-Identifier: LGPL-3.0-or-later
"""What a rule saw, in words. Nothing of the file, and no reason that is somebody else's matter (why a file is closed to a person)."""


def of(env, rule, facts):
    """One sentence for a finding of this rule."""
    return _WORDS[rule](env._, facts) if rule in _WORDS else rule


def _tie(_, facts):
    words = {
        "household": _("the same address and surname"),
        "address": _("the same address"),
        "telephone": _("the same telephone number"),
        "rare_surname": _("the same surname, which few clients have"),
        "surname": _("the same surname"),
    }
    shared = ", ".join(words[kind] for kind in facts.get("ties", ()) if kind in words)
    return _("They and the client have %s.", shared)


def _relative(_, facts):
    return {
        "worked": _("Somebody of their household works, or worked, on this file."),
        "household": _("The client is near to somebody of their household."),
    }.get(facts.get("how"), _("The client is near to a colleague of theirs."))


def _out_of_hours(_, facts):
    return {
        "night": _("In the night."),
        "day_off": _("On a day on which the centre is closed."),
    }.get(facts.get("when"), _("Outside the centre's hours."))


def _burst(_, facts):
    return _(
        "%(files)s different files within an hour; on a busy day of theirs it is %(usual)s.",
        files=facts.get("files"),
        usual=facts.get("usual"),
    )


_WORDS = {
    "tie": _tie,
    "own_file": lambda _, facts: _("By all we know this is their own file."),
    "colleague": lambda _, facts: _("The client is a colleague."),
    "relative": _relative,
    "closed_file": lambda _, facts: _("The file had been closed for %s days.", facts.get("days")),
    "enumeration": lambda _, facts: _(
        "%s files within an hour, each looked for and opened.", facts.get("files")
    ),
    "initials": lambda _, facts: _(
        "%s searches within half an hour, for one or two letters.", facts.get("times")
    ),
    "out_of_hours": _out_of_hours,
    "burst": _burst,
    "idle_reading": lambda _, facts: _(
        "Read on %s days of a fortnight, and nothing done.", facts.get("days")
    ),
    "barred": lambda _, facts: _(
        "The file had not been theirs to open any more for %s days.", facts.get("days")
    ),
    "press": lambda _, facts: _("Outsiders are curious about this file."),
}
