-- Hardened access records: run once by whoever administers PostgreSQL, in the database of the centre:
--     psql -d DATABASE -v odoo_role=ROLE -f harden.sql
-- Afterwards Odoo's own database role can add access records and read them, and nothing else: no UPDATE, DELETE, TRUNCATE,
-- DROP, no switched-off trigger, no forged number or time. Running it again changes nothing.
\set ON_ERROR_STOP on
BEGIN;
SELECT 'CREATE ROLE wlec_log_owner NOLOGIN' WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'wlec_log_owner') \gexec
-- Here too, for a centre that was hardened before it had seals.
CREATE TABLE IF NOT EXISTS wlec_log.seal (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, at timestamptz NOT NULL DEFAULT clock_timestamp(),
    turn int NOT NULL, size bigint NOT NULL, last_id bigint NOT NULL, gaps bigint NOT NULL, note text NOT NULL);
CREATE TABLE IF NOT EXISTS wlec_log.tile (turn int, number bigint, root bytea NOT NULL, PRIMARY KEY (turn, number));
CREATE TABLE IF NOT EXISTS wlec_log.purge (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, at timestamptz NOT NULL DEFAULT clock_timestamp(), number bigint NOT NULL,
    turn int NOT NULL, size bigint NOT NULL, last_id bigint NOT NULL, pending bytea NOT NULL);
CREATE OR REPLACE TRIGGER refuse_row BEFORE UPDATE OR DELETE ON wlec_log.purge FOR EACH ROW EXECUTE FUNCTION wlec_log.refuse();
CREATE OR REPLACE TRIGGER refuse_all BEFORE TRUNCATE ON wlec_log.purge EXECUTE FUNCTION wlec_log.refuse();
CREATE OR REPLACE TRIGGER refuse_row BEFORE UPDATE OR DELETE ON wlec_log.seal FOR EACH ROW EXECUTE FUNCTION wlec_log.refuse();
CREATE OR REPLACE TRIGGER refuse_all BEFORE TRUNCATE ON wlec_log.seal EXECUTE FUNCTION wlec_log.refuse();
CREATE OR REPLACE TRIGGER refuse_row BEFORE UPDATE OR DELETE ON wlec_log.tile FOR EACH ROW EXECUTE FUNCTION wlec_log.refuse();
CREATE OR REPLACE TRIGGER refuse_all BEFORE TRUNCATE ON wlec_log.tile EXECUTE FUNCTION wlec_log.refuse();
-- And for one that was hardened before its records were found by person and by day like this.
CREATE INDEX IF NOT EXISTS event_by_actor ON wlec_log.event (actor_id);
DROP INDEX IF EXISTS wlec_log.event_actor;
CREATE INDEX IF NOT EXISTS event_at ON wlec_log.event USING brin ((at AT TIME ZONE 'UTC')) WITH (autosummarize = on);
ALTER SCHEMA wlec_log OWNER TO wlec_log_owner;
SELECT format('ALTER TABLE %s OWNER TO wlec_log_owner', oid::regclass)
  FROM pg_class WHERE relnamespace = 'wlec_log'::regnamespace AND relkind IN ('r', 'p') \gexec
ALTER FUNCTION wlec_log.refuse() OWNER TO wlec_log_owner;
-- Partitions ahead are made in the owner's name, one at a time and only the next ones.
CREATE OR REPLACE FUNCTION wlec_log.add_partition(number bigint, size bigint) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
    name text := format('event_p%s', number);
    newest bigint;
    usual bigint;
BEGIN
    IF to_regclass('wlec_log.' || name) IS NOT NULL THEN RETURN false; END IF;
    IF number IS NULL OR size IS NULL OR size < 1 THEN RAISE EXCEPTION 'not the next partition'; END IF;
    SELECT last_value / size INTO newest FROM wlec_log.event_id_seq;
    -- As large as those there are.
    SELECT substring(bound FROM 'TO \(''(\d+)''\)')::bigint - substring(bound FROM 'FROM \(''(\d+)''\)')::bigint INTO usual
      FROM (SELECT pg_get_expr(relpartbound, pg_class.oid) AS bound FROM pg_class JOIN pg_inherits ON inhrelid = pg_class.oid
             WHERE inhparent = 'wlec_log.event'::regclass) part LIMIT 1;
    IF size IS DISTINCT FROM coalesce(usual, 1048576) OR number NOT BETWEEN newest AND newest + 3 THEN RAISE EXCEPTION 'not the next partition'; END IF;
    EXECUTE format('CREATE TABLE wlec_log.%I PARTITION OF wlec_log.event FOR VALUES FROM (%s) TO (%s)',
                   name, number * size, (number + 1) * size);
    EXECUTE format('CREATE TRIGGER refuse_row BEFORE UPDATE OR DELETE ON wlec_log.%I FOR EACH ROW EXECUTE FUNCTION wlec_log.refuse()', name);
    EXECUTE format('CREATE TRIGGER refuse_all BEFORE TRUNCATE ON wlec_log.%I EXECUTE FUNCTION wlec_log.refuse()', name);
    EXECUTE format('GRANT SELECT ON wlec_log.%I TO PUBLIC', name);
    RETURN true;
END $$;
-- The oldest records go for good, a whole partition at a time: only what is older than six years, full and sealed. What is kept of them
-- is written in the same moment; that it fits the seals is for everybody to check.
CREATE OR REPLACE FUNCTION wlec_log.purge(which bigint, in_turn int, leaves bigint, last bigint, hashes bytea) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
    name text;
    low bigint;
    high bigint;
    newest timestamptz;
BEGIN
    SELECT relname, substring(bound FROM 'FROM \(''(\d+)''\)')::bigint, substring(bound FROM 'TO \(''(\d+)''\)')::bigint
      INTO name, low, high
      FROM (SELECT relname, pg_get_expr(relpartbound, pg_class.oid) AS bound FROM pg_class JOIN pg_inherits ON inhrelid = pg_class.oid
             WHERE inhparent = 'wlec_log.event'::regclass) part ORDER BY 2 LIMIT 1;
    SELECT max(at) INTO newest FROM wlec_log.event WHERE id >= low AND id < high;
    IF name IS DISTINCT FROM format('event_p%s', which) OR last IS DISTINCT FROM high - 1
       OR newest IS NULL OR newest > clock_timestamp() - interval '6 years'
       OR NOT EXISTS (SELECT FROM wlec_log.seal WHERE last_id >= high) THEN
        RAISE EXCEPTION 'only the oldest records are purged, after six years, when they are full and sealed';
    END IF;
    -- What could not be what is kept of them: without it the rest of the log would not verify any more.
    IF in_turn IS DISTINCT FROM (SELECT max(turn) FROM wlec_log.seal)
       OR leaves IS NULL OR leaves NOT BETWEEN 1 AND (SELECT max(size) FROM wlec_log.seal WHERE turn = in_turn)
       OR hashes IS NULL OR length(hashes) % 32 <> 0 OR length(hashes) > 32 * 65536 THEN
        RAISE EXCEPTION 'this is not what has to be kept of them';
    END IF;
    INSERT INTO wlec_log.purge (number, turn, size, last_id, pending) VALUES (which, in_turn, leaves, last, hashes);
    EXECUTE format('DROP TABLE wlec_log.%I', name);
END $$;
ALTER FUNCTION wlec_log.purge(bigint, int, bigint, bigint, bytea) OWNER TO wlec_log_owner;
REVOKE ALL ON FUNCTION wlec_log.purge(bigint, int, bigint, bigint, bytea) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION wlec_log.purge(bigint, int, bigint, bigint, bytea) TO :"odoo_role";
ALTER FUNCTION wlec_log.add_partition(bigint, bigint) OWNER TO wlec_log_owner;
REVOKE ALL ON FUNCTION wlec_log.add_partition(bigint, bigint) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION wlec_log.add_partition(bigint, bigint) TO :"odoo_role";
REVOKE ALL ON SCHEMA wlec_log FROM PUBLIC, :"odoo_role";
REVOKE ALL ON ALL TABLES IN SCHEMA wlec_log FROM PUBLIC, :"odoo_role";
GRANT USAGE ON SCHEMA wlec_log TO :"odoo_role";
GRANT SELECT ON ALL TABLES IN SCHEMA wlec_log TO :"odoo_role";
GRANT SELECT ON ALL SEQUENCES IN SCHEMA wlec_log TO :"odoo_role";
GRANT INSERT (version, action, model, record_ids, field_names, case_ids, user_id, actor_id, su, origin, route, method, ip,
              session, api_key_id, request_id, outcome) ON wlec_log.event TO :"odoo_role";
GRANT INSERT (turn, size, last_id, gaps, note) ON wlec_log.seal TO :"odoo_role";
GRANT INSERT ON wlec_log.tile TO :"odoo_role";
-- PostgreSQL writes a statement that fails, or is slow, into its own log, with what somebody searched for in it. Odoo's log names
-- the statement without that. Only an administrator of PostgreSQL can set these, and set them back.
SELECT format('ALTER ROLE %I IN DATABASE %I SET %s = %L', :'odoo_role', current_database(), name, value)
  FROM (VALUES ('log_min_messages', 'fatal'), ('log_min_error_statement', 'panic'), ('log_statement', 'none'),
               ('log_min_duration_statement', '-1')) AS quiet (name, value) \gexec
-- Who may see what is asked in one long condition; PostgreSQL would compile it for longer than it takes to answer.
SELECT format('ALTER ROLE %I IN DATABASE %I SET jit = off', :'odoo_role', current_database()) \gexec
COMMIT;
