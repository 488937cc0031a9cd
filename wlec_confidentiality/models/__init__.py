# SPDX-License-Identifier: LGPL-3.0-or-later
# Reading order: each room may use the ones above it, never one below.
from . import access, records, documents, chatter, case, crm, calendar, policy, consent, disclosure
from . import complaint, breach, emergency, history, review
