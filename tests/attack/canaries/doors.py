# SPDX-License-Identifier: LGPL-3.0-or-later
"""All doors, in the order of the day: a file comes before what is done in it, and what goes wrong after what goes well."""

from . import (
    breaches,
    day,
    doors_case,
    doors_chatter,
    doors_complaint,
    doors_consent,
    doors_crm,
    doors_disclosure,
    doors_errors,
    doors_outside,
    doors_search,
    emergency,
    history,
    review,
)

ORDER = (
    doors_case,
    doors_chatter,
    doors_crm,
    doors_consent,
    doors_disclosure,
    doors_complaint,
    doors_search,
    doors_errors,
    doors_outside,
    breaches,
    emergency,
    history,
    review,
)
DOORS = [door for module in ORDER for door in day.DOORS[module.__name__]]
