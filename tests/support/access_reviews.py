# SPDX-License-Identifier: LGPL-3.0-or-later
"""Something to review: an access record as the server writes it, and the nightly job over it."""

_ACCESS = """
INSERT INTO wlec_log.event (version, at, action, model, record_ids, field_names, case_ids, user_id, actor_id, su, origin, route, method,
                            outcome)
SELECT 1, now() - interval '1 hour', 'read', 'wlec.case', ARRAY[%s], ARRAY['matter'], ARRAY[%s], id, id, false, 'http', '/web', 'web_read',
       'ok' FROM res_users WHERE login = %s
"""
_NIGHT = """
env['wlec.access.tie']._renew()
while env['wlec.access.review']._look_at_next() is not None:
    pass
env.cr.commit()
"""


def opened(centre, login, case):
    """``login`` opened this file an hour ago."""
    centre.sql(_ACCESS, case, case, login)


def night(centre):
    """What is to be looked at is found."""
    centre.shell(_NIGHT)


def of(centre, login, case):
    """The newest review of this person and file."""
    query = "SELECT max(r.id) FROM wlec_access_review r JOIN res_users u ON u.id = r.person_id WHERE u.login = %s AND r.case_id = %s"
    return centre.sql(query, login, case)[0][0]


def far_away(centre):
    """Numbers that are nowhere else, so that a number taken out of an answer is taken out of nothing else."""
    centre.far_numbers("wlec_access_review", "wlec_access_review_finding")


def made(centre, login, case):
    """A review as the night makes one, where nothing can be written into the access records from beside: they are hardened."""
    centre.shell(
        f"person = env['res.users'].search([('login', '=', {login!r})])\n"
        f"env['wlec.access.review'].create({{'person_id': person.id, 'case_id': {case}, 'day': '2026-01-05'}})\n"
        "env.cr.commit()\n"
    )
    return of(centre, login, case)
