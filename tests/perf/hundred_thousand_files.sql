-- A centre far beyond any that is known of: 100,000 files, 200,000 grants, 2,000 exclusions. Alice holds 3,000 grants, Bob 40,
-- Mona 50,000; the others share the rest.
SELECT setseed(0.5);
CREATE TEMP TABLE other AS SELECT g AS number, nextval('res_users_id_seq')::int AS id FROM generate_series(0, 59) g;
INSERT INTO res_users (id, company_id, partner_id, login, notification_type, active)
    SELECT id, (SELECT min(id) FROM res_company), (SELECT min(id) FROM res_partner), 'grantee' || number, 'email', FALSE FROM other;
CREATE TEMP TABLE file AS SELECT g AS number, nextval('wlec_case_id_seq')::int AS id FROM generate_series(0, 99999) g;
INSERT INTO wlec_case (id, partner_id, caseworker_id, name, state, opened_on)
    SELECT id, (SELECT min(id) FROM res_partner), (SELECT id FROM res_users WHERE login = 'mona'), 'LARGE-' || number,
           (ARRAY['enquiry', 'open', 'open', 'closed'])[1 + number % 4], CURRENT_DATE - (random() * 3650)::int
      FROM file;
CREATE TEMP TABLE held AS
    SELECT 'alice' AS login, 3000 AS grants UNION ALL SELECT 'bob', 40 UNION ALL SELECT 'mona', 50000;
INSERT INTO wlec_access_grant (case_id, user_id, granted_by, reason, source, valid_from, valid_to)
    SELECT file.id, who.id, who.id, 'Part of a measurement', 'team', now() - interval '1 year',
           CASE WHEN file.number % 3 = 0 THEN now() + interval '1 year' END
      FROM held JOIN res_users who USING (login)
      CROSS JOIN LATERAL (SELECT * FROM file WHERE held.grants > 0 ORDER BY random() LIMIT held.grants) file;
INSERT INTO wlec_access_grant (case_id, user_id, granted_by, reason, source, valid_from, revoked_at)
    SELECT file.id, other.id, other.id, 'Part of a measurement', 'team', now() - interval '1 year',
           CASE WHEN g % 10 = 0 THEN now() - interval '1 month' END
      FROM generate_series(1, 200000 - (SELECT sum(grants)::int FROM held)) g
      JOIN other ON other.number = g % 60 JOIN file ON file.number = (g::bigint * 7919) % 100000;
INSERT INTO wlec_access_exclusion (case_id, user_id, excluded_by, source)
    SELECT DISTINCT ON (case_id, user_id) case_id, user_id, user_id, 'client' FROM wlec_access_grant WHERE id % 100 = 0;
ANALYZE res_users, wlec_case, wlec_access_grant, wlec_access_exclusion;
