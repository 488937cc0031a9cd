# SPDX-License-Identifier: LGPL-3.0-or-later
"""A CRM that has been in use for years, made by SQL in seconds; and what it held, row by row, to compare with afterwards.

Everything personal holds the word ``CANARY``. Texts are of the kinds that get lost: empty and null, spaces at the ends, quotes,
percent signs, several scripts, a text that looks sealed.
"""

import hashlib
import os
import signal
import subprocess
import sys
import time

from dev import sql
from tests.support import centre as centres

CANARY = "zqcanary"
# A share of the contacts are clients (the customers of enquiries), each with an address of their own.
_PARTNERS = """
    INSERT INTO res_partner (name, complete_name, email, email_normalized, phone, phone_sanitized, street, street2, zip, city,
            comment, type, active, is_company, lang, color, create_uid, write_uid, create_date, write_date, partner_share,
            employee, message_bounce, ref, website)
    SELECT n.name, n.name, CASE WHEN i %% 5 > 0 THEN n.mail END, CASE WHEN i %% 5 > 0 THEN n.mail END,
           CASE WHEN i %% 7 > 0 THEN '+44 7911 1' || lpad(i::text, 5, '0') END,
           CASE WHEN i %% 7 > 0 THEN '+4479111' || lpad(i::text, 5, '0') END,
           i || ' ' || '{canary} Street', CASE i %% 3 WHEN 0 THEN '' WHEN 1 THEN '  Flat “{canary}” 100%% ' END,
           'W5 ' || i %% 10 || 'AA', 'Ealing {canary}',
           CASE i %% 4 WHEN 0 THEN '<p>{canary} ' || repeat('Said in confidence: 私は. قال. ', 1 + i %% 40) || '</p>'
                       WHEN 1 THEN '<p>It''s a "note" &amp; {canary} \\ %%s ' || i || '</p>' END,
           'contact', i %% 50 > 0, i %% 40 = 0, 'en_US', i %% 12, 1, 1, now() - i * interval '1 minute',
           now() - i * interval '1 second', TRUE, FALSE, 0, 'R-' || i, NULL
      FROM generate_series(1, %(partners)s) AS i,
           LATERAL (SELECT CASE WHEN i %% 40 = 0 THEN 'Organisation ' || i
                                WHEN i %% 9 = 0 THEN 'Zoë {canary} O''Brien-' || i
                                WHEN i = 5 THEN 'wlec1$ {canary} looks sealed'
                                ELSE '{canary} Person ' || i END AS name,
                           'p' || i || '@{canary}.example' AS mail) AS n
     ORDER BY i
"""
_ADDRESSES = """
    INSERT INTO res_partner (name, complete_name, parent_id, street, city, type, active, is_company, color, create_uid,
            write_uid, create_date, write_date, partner_share, employee, message_bounce)
    SELECT NULL, p.name || ', Other', p.id, 'Refuge {canary} ' || p.id, 'Acton {canary}', 'other', TRUE, FALSE, 0,
           1, 1, p.create_date, p.write_date, TRUE, FALSE, 0
      FROM res_partner p WHERE p.ref LIKE 'R-%%' AND p.id %% 3 = 0 AND NOT p.is_company ORDER BY p.id LIMIT %(addresses)s
"""
_LEADS = """
    INSERT INTO crm_lead (name, type, partner_id, contact_name, partner_name, email_from, email_normalized, phone,
            phone_sanitized, street, city, zip, description, team_id, stage_id, user_id, active, priority, color, probability,
            automated_probability, company_id, create_uid, write_uid, create_date, write_date, referred, message_bounce,
            won_status, email_state, phone_state)
    SELECT '{canary} enquiry ' || i, CASE i %% 3 WHEN 0 THEN 'lead' ELSE 'opportunity' END, p.id,
           coalesce(p.name, '{canary} somebody'), CASE WHEN i %% 6 = 0 THEN '{canary} Limited' END, p.email,
           p.email_normalized, p.phone, p.phone_sanitized, p.street, p.city, p.zip,
           CASE i %% 3 WHEN 0 THEN NULL WHEN 1 THEN '<p>{canary} ' || repeat('dismissed, 50%% ', i %% 30) || '</p>'
                       ELSE '<p><br></p>' END,
           (SELECT min(id) FROM crm_team), (SELECT min(id) FROM crm_stage), NULL, i %% 25 > 0, '0', 0, 10, 10, 1, 1, 1,
           now() - i * interval '1 hour', now() - i * interval '1 minute', CASE WHEN i %% 8 = 0 THEN '{canary}' END, 0,
           'pending', 'correct', 'correct'
      FROM generate_series(1, %(leads)s) AS i
      LEFT JOIN res_partner p ON p.ref = 'R-' || (1 + (i * 3) %% %(partners)s) AND i %% 10 > 0 ORDER BY i
"""
_MEETINGS = """
    INSERT INTO calendar_event (name, description, location, start, stop, show_as, privacy, active, opportunity_id,
            res_model, res_id, user_id, create_uid, write_uid, create_date, write_date, allday, recurrency, duration)
    SELECT 'Talk with {canary} ' || l.id, '<p>{canary}</p>', 'Room of {canary}', l.create_date,
           l.create_date + interval '1 hour', 'busy', 'public', TRUE, l.id, 'crm.lead', l.id, 2, 1, 1, l.create_date,
           l.write_date, FALSE, FALSE, 1
      FROM crm_lead l WHERE l.id %% 10 = 3 ORDER BY l.id
"""
_GUESTS = """
    INSERT INTO calendar_event_res_partner_rel (calendar_event_id, res_partner_id)
    SELECT e.id, l.partner_id FROM calendar_event e JOIN crm_lead l ON l.id = e.opportunity_id WHERE l.partner_id IS NOT NULL
"""
_ATTENDEES = """
    INSERT INTO calendar_attendee (event_id, partner_id, common_name, state, access_token, create_uid, write_uid, create_date,
            write_date)
    SELECT r.calendar_event_id, p.id, coalesce(p.name, p.email), 'needsAction', md5(p.id::text), 1, 1, p.create_date,
           p.write_date
      FROM calendar_event_res_partner_rel r JOIN res_partner p ON p.id = r.res_partner_id WHERE p.ref LIKE 'R-%%'
"""
_MESSAGES = """
    INSERT INTO mail_message (model, res_id, body, subject, message_type, author_id, email_from, date, create_uid, write_uid,
            create_date, write_date, subtype_id, message_id)
    SELECT 'crm.lead', l.id, '<p>{canary} said ' || l.id || '</p>', CASE WHEN l.id %% 2 = 0 THEN '{canary}' END, 'comment',
           3, '"Administrator" <admin@example.com>', l.create_date, 1, 1, l.create_date, l.write_date,
           (SELECT res_id FROM ir_model_data WHERE module = 'mail' AND name = 'mt_note'), '<' || l.id || '@example.com>'
      FROM crm_lead l ORDER BY l.id
"""
_ACTIVITIES = """
    INSERT INTO mail_activity (res_name, res_model_id, res_model, res_id, activity_type_id, summary, note, user_id, date_deadline, active,
            create_uid, write_uid, create_date, write_date, automated)
    SELECT l.name, (SELECT id FROM ir_model WHERE model = 'crm.lead'), 'crm.lead', l.id,
           (SELECT min(id) FROM mail_activity_type), 'Call {canary}', '<p>{canary}</p>', 2, current_date, TRUE, 1, 1,
           l.create_date, l.write_date, FALSE
      FROM crm_lead l WHERE l.id %% 4 = 0 ORDER BY l.id
"""
_CHANGES = """
    INSERT INTO mail_tracking_value (field_id, old_value_char, new_value_char, mail_message_id, create_uid, write_uid,
            create_date, write_date)
    SELECT (SELECT id FROM ir_model_fields WHERE model = 'crm.lead' AND name = 'email_from'), '{canary} before',
           '{canary} after', m.id, 1, 1, m.create_date, m.write_date
      FROM mail_message m WHERE m.model = 'crm.lead' AND m.id %% 5 = 0 ORDER BY m.id
"""
_DOCUMENTS = """
    INSERT INTO ir_attachment (name, type, res_model, res_id, db_datas, file_size, mimetype, index_content, checksum, public,
            create_uid, write_uid, create_date, write_date, company_id)
    SELECT 'Letter of {canary} ' || l.id || '.txt', 'binary', 'crm.lead', l.id, d.content, length(d.content), 'text/plain',
           '{canary} letter ' || l.id, NULL, FALSE, 1, 1, l.create_date, l.write_date, 1
      FROM crm_lead l, LATERAL (SELECT convert_to('{canary} letter ' || l.id, 'UTF8') AS content) d
     WHERE l.id %% 10 = 0 ORDER BY l.id
"""
_IN_DATABASE = """
    INSERT INTO ir_config_parameter (key, value) VALUES ('ir_attachment.location', 'db') ON CONFLICT (key) DO NOTHING
"""
TABLES = (
    "res_partner", "crm_lead", "calendar_event", "mail_message", "mail_activity", "mail_tracking_value", "ir_attachment",
    "calendar_attendee",
    "res_users", "mail_followers",
)  # fmt: skip


def fill(database, partners, leads):
    """Fill a copy of the core. Ids of rows that were there are left alone."""
    sizes = {"partners": partners - partners // 4, "addresses": partners // 4, "leads": leads}
    statements = (
        _PARTNERS,
        _ADDRESSES,
        _LEADS,
        _MEETINGS,
        _GUESTS,
        _ATTENDEES,
        _MESSAGES,
        _ACTIVITIES,
        _CHANGES,
        _DOCUMENTS,
    )
    finish = "UPDATE res_partner SET commercial_partner_id = coalesce(parent_id, id) WHERE commercial_partner_id IS NULL"
    with sql.connect(database) as connection, connection.cursor() as cursor:
        for statement in (*statements, finish, _IN_DATABASE):
            cursor.execute(statement.replace("{canary}", CANARY), sizes)
        cursor.execute(
            "SELECT id, db_datas FROM ir_attachment WHERE checksum IS NULL AND db_datas IS NOT NULL"
        )
        sums = [(hashlib.sha1(bytes(content)).hexdigest(), row) for row, content in cursor.fetchall()]
        cursor.executemany("UPDATE ir_attachment SET checksum = %s WHERE id = %s", sums)
        cursor.execute("ANALYZE")


def snapshot(database):
    """{table: {id: row}} of everything."""
    return {
        table: dict(sql.execute([(f"SELECT id, to_jsonb(t) FROM {table} t", None)], database))
        for table in TABLES
    }


def shape(database):
    """{table: names of its indexes}, and columns with their types."""
    found = {}
    for table in TABLES:
        names = sql.execute([("SELECT indexdef FROM pg_indexes WHERE tablename = %s", [table])], database)
        columns = sql.execute(
            [
                (
                    "SELECT column_name, data_type, is_nullable FROM information_schema.columns WHERE table_name = %s",
                    [table],
                )
            ],
            database,
        )
        found[table] = ({name for (name,) in names}, set(columns))
    return found


def differences(before, after):
    """What is not as it was: lines for people, at most some dozens."""
    lines = []
    for table, rows in before.items():
        now = after[table]
        lines += [f"{table} {row_id}: gone" for row_id in sorted(rows.keys() - now.keys())]
        for row_id in rows.keys() & now.keys():
            old, new = rows[row_id], now[row_id]
            changed = sorted(name for name in old.keys() | new.keys() if old.get(name) != new.get(name))
            lines += [
                f"{table} {row_id}.{name}: {_short(old.get(name))} -> {_short(new.get(name))}"
                for name in changed
            ]
    return lines[:60]


def _short(value):
    return repr(value) if len(repr(value)) < 80 else f"{value!r:.60}…"


# ---- the addon comes, protects, is killed, goes again
ADDON = "wlec_confidentiality"
_DONE = "SELECT coalesce(sum(done), 0), coalesce(sum(total), 0) FROM wlec_crm_protection_line"
_UNINSTALL = f"""
env["ir.module.module"].search([("name", "=", "{ADDON}")]).button_immediate_uninstall()
print("UNINSTALLED")
"""


def install(database):
    words = ("--skip-auto-install", "--without-demo=1", "--stop-after-init", "--no-http", "--log-level=warn")
    centres.odoo("server", "-d", database, "-i", ADDON, *words)


def protecting(database, *words):
    """The command as a process of its own."""
    command = [
        sys.executable,
        str(centres.LAUNCHER),
        "wlec",
        "-d",
        database,
        "protect-crm",
        *map(str, words),
        "--log-level=warn",
    ]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def protect(database, *words):
    """Run it to its end: (exit code, what it printed)."""
    process = protecting(database, *words)
    output, errors = process.communicate(timeout=900)
    return process.returncode, output + errors


def done(database):
    """(records protected, records known so far to be protected)"""
    return tuple(int(number) for number in sql.execute([(_DONE, None)], database)[0])


def _marked_tables(database):
    query = "SELECT table_name FROM information_schema.columns WHERE column_name = 'wlec_protected' AND table_schema = 'public'"
    return [table for (table,) in sql.execute([(query, None)], database)]


def protected(database):
    """{model: rows marked as protected}, for the tables that know the mark. Of messages only in the end: they are protected
    with the enquiry they hang on, and counted when their own turn comes."""
    hanging = ("mail_message", "mail_activity", "mail_tracking_value")
    return {
        table.replace("_", "."): int(
            sql.execute([(f"SELECT count(*) FROM {table} WHERE wlec_protected", None)], database)[0][0]
        )
        for table in _marked_tables(database)
        if table not in hanging or state(database) == "on"
    }


def counted(database):
    """{model: rows the job has counted}, for the same tables."""
    lines = dict(
        sql.execute([("SELECT model, coalesce(done, 0) FROM wlec_crm_protection_line", None)], database)
    )
    return {model: lines.get(model, 0) for model in protected(database)}


def left_in_clear(database):
    """[(table, how many rows)] with personal words in them: protected contacts, and everything about enquiries."""
    found = []
    for table in TABLES:
        which = "wlec_protected" if table == "res_partner" else "TRUE"
        query = f"SELECT count(*) FROM {table} t WHERE {which} AND to_jsonb(t)::text LIKE %s"
        number = sql.execute([(query, [f"%{CANARY}%"])], database)[0][0]
        found += [(table, number)] if number else []
    return found


def state(database):
    return sql.execute([("SELECT state FROM wlec_crm_protection", None)], database)[0][0]


def kill_at(database, number, *words):
    """Begin, or go on, and end the process without warning when at least ``number`` records are protected."""
    process = protecting(database, *words)
    deadline = time.monotonic() + 300
    try:
        while done(database)[0] < number:
            assert process.poll() is None, process.communicate()
            assert time.monotonic() < deadline
            time.sleep(0.01)
    finally:
        process.send_signal(signal.SIGKILL)
        process.wait()
    return done(database)[0]


def uninstall(database, allowed=True):
    """(whether it is gone, what was printed)"""
    environment = {**os.environ, **({"WLEC_ALLOW_UNINSTALL": "1"} if allowed else {})}
    command = [
        sys.executable,
        str(centres.LAUNCHER),
        "shell",
        "-d",
        database,
        "--no-http",
        "--log-level=warn",
    ]
    ended = subprocess.run(
        command, input=_UNINSTALL, capture_output=True, text=True, env=environment, timeout=900
    )
    return "UNINSTALLED" in ended.stdout, ended.stdout + ended.stderr
