# SPDX-License-Identifier: LGPL-3.0-or-later
"""Articles 9 and 10 of the UK GDPR have a condition each since this version. The register of provisions belongs to the centre and is not
loaded anew, so the provisions that came with the addon are marked here; and what a request rests on for data about crime moves to the
field for it."""

# Schedule 1 of the Data Protection Act 2018: which of ours allow data about crime, and which of them nothing else.
_ABOUT_CRIME_ALONE = ("legal_provision_dpa_s1_29", "legal_provision_dpa_s1_33")
_ABOUT_CRIME = (
    "legal_provision_dpa_s1_6", "legal_provision_dpa_s1_10", "legal_provision_dpa_s1_17", "legal_provision_dpa_s1_18",
    *_ABOUT_CRIME_ALONE,
)  # fmt: skip

_MARK = """
    UPDATE wlec_legal_provision p
       SET offence_condition = TRUE, special_condition = p.special_condition AND d.name <> ALL(%s)
      FROM ir_model_data d
     WHERE d.module = 'wlec_confidentiality' AND d.model = 'wlec.legal.provision' AND d.res_id = p.id AND d.name = ANY(%s)
"""
_MOVE = """
    UPDATE wlec_disclosure_request r
       SET offence_condition_id = p.id, condition_id = CASE WHEN p.special_condition THEN p.id END
      FROM wlec_legal_provision p
     WHERE p.id = r.condition_id AND p.offence_condition AND r.offence_condition_id IS NULL
       AND (p.special_condition IS NOT TRUE OR EXISTS (
            SELECT 1 FROM wlec_disclosure_item i JOIN wlec_information_category c ON c.id = i.category_id
             WHERE i.request_id = r.id AND c.regime = 'criminal'))
"""


def migrate(cr, version):
    if not version:
        return
    cr.execute(_MARK, [list(_ABOUT_CRIME_ALONE), list(_ABOUT_CRIME)])
    cr.execute(_MOVE)
