# SPDX-License-Identifier: LGPL-3.0-or-later
from . import test_complaint
from . import test_complaint_client
from . import test_complaint_independence
from . import test_independence_watch
from . import test_complaint_messages
from . import test_complaint_steps
from . import test_complaint_people
from . import test_complaint_letters
from . import test_complaint_clocks
from . import test_complaint_numbers
from . import test_complaint_receipt
from . import test_complaint_person
from . import test_portal
from . import test_portal_complaint
from . import test_portal_draft
from . import test_access_event
from . import test_event_table
from . import test_access_event_kept
from . import test_need_to_know
from . import test_who_gives_grants
from . import test_refusals
from . import test_sealed
from . import test_sealable
from . import test_fetching
from . import test_attachments
from . import test_attachments_tampering
from . import test_attachments_http
from . import test_import_register
from . import test_data_keys
from . import test_key_rotation
from . import test_key_check
from . import test_consent
from . import test_consent_ends
from . import test_consent_logins
from . import test_consent_people
from . import test_consent_portal
from . import test_consent_receipt
from . import test_disclosure
from . import test_disclosure_package
from . import test_disclosure_steps
from . import test_disclosure_gate
from . import test_disclosure_cover
from . import test_disclosure_silent
from . import test_disclosure_emergency
from . import test_disclosure_conflict
from . import test_disclosure_exhaustive
from . import test_disclosure_accounting
from . import test_disclosure_gate_items
from . import test_disclosure_basis
from . import test_clocks
from . import test_disclosure_papers
from . import test_disclosure_delivery
from . import test_policy
from . import test_calendar
from . import test_case
from . import test_client_lookup
from . import test_crm_lead
from . import test_crm_partner
from . import test_case_items
from . import test_chatter
from . import test_chatter_mail
from . import test_chatter_people
from . import test_grants
from . import test_history
from . import test_log_purge
from . import test_history_hiding
from . import test_history_others
from . import test_recipients
from . import test_sign_up
from . import test_references
from . import test_translation
from . import test_rules_on_record
from . import test_crm_protection
from . import test_translations
from . import test_unprotected
from . import test_walls
from . import test_why, test_why_found, test_why_then
from . import test_walls_paging
from . import test_quiet_log
from . import test_compiling
from . import test_workflow
from . import test_favourites
from . import (
    test_breach,
    test_breach_export,
    test_breach_independence,
    test_breach_letters,
    test_management_action,
)
from . import test_complaint_desk
from . import test_access_review
from . import test_review_bookmark
from . import test_seal_state
from . import test_consent_representative
from . import test_closed_people, test_migrations
from . import test_papers_fonts
from . import test_first_steps
