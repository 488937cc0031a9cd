# SPDX-License-Identifier: LGPL-3.0-or-later
"""A day's work with words that occur nowhere else; then everything the server keeps is searched for them.

The server logs everything it can. What it keeps: the database (as a dump, and in PostgreSQL's own files, where removed rows, the
log of changes and the log of errors are), the filestore, sessions, its log, its temporary files. In each of these places a word
from a record that nobody protects is looked for as well, and must be found: the search is able to find something.
"""

import json
import os
import subprocess
import time
import xmlrpc.client

import pytest

from dev import postgres_programs
from dev.places import CLUSTERS, DATA, ROOT
from tests.support import centre as centres

from .canaries.control import Control
from .canaries.day import Day
from .canaries.doors import DOORS
from .canaries.words import Canaries
from .conftest import Doors, api_keys, harden

LOGGING = (
    "--log-level=debug_rpc_answer",
    *(f"--log-handler={name}:DEBUG" for name in ("", "odoo.sql_db", "odoo.http", "odoo.service.model", "werkzeug")),
)  # fmt: skip
SECONDS = 600  # for everything the people do in their day, and for the search of one place
# Made by the programme out of what was typed, as a canary too.
DERIVED = {
    "crm.lead.email_domain_criterion": "crm.lead.email_from",
    "crm.lead.email_normalized": "crm.lead.email_from",
    "crm.lead.phone_sanitized": "crm.lead.phone",
    "res.partner.commercial_company_name": "res.partner.company_name",
    "res.partner.complete_name": "res.partner.name",
    "res.partner.email_normalized": "res.partner.email",
    "res.partner.phone_sanitized": "res.partner.phone",
    "mail.message.email_from": "address of a sender",
    "mail.message.reply_to": "address of a sender",
    "mail.message.incoming_email_cc": "address of a copy",
    "mail.message.incoming_email_to": "address of a receiver",
    "mail.message.outgoing_email_to": "address of a receiver",
    "mail.compose.message.email_from": "sender of a draft",
    "mail.compose.message.reply_to": "sender of a draft",
    "mail.tracking.value.new_value_char": "a changed address of an enquiry",
    "mail.tracking.value.old_value_char": "crm.lead.email_from",
    "mail.tracking.value.new_value_text": "a changed address of an enquiry",
    "mail.tracking.value.old_value_text": "crm.lead.email_from",
    "base_import.import.file": "an imported name",
    "wlec.disclosure.request.cannot_act_letter": "wlec.disclosure.request.conflict_statement",
    "wlec.disclosure.request.refusal_letter": "wlec.disclosure.request.refusal_reason",
    "wlec.disclosure.request.letter": "an item that is given",
    "wlec.disclosure.notice.letter": "wlec.disclosure.notify.change",
    "wlec.complaint.letter.body": "wlec.complaint.notice.reason",
    "wlec.complaint.letter.file": "wlec.complaint.notice.reason",
    "wlec.breach.notice.pdf": "wlec.breach.notice.remark",
    "wlec.breach.person.pdf": "wlec.breach.person.letter",
    "wlec.disclosure.copy.file_name": "wlec.case.document.file_name",
    "wlec.disclosure.copy.content": "wlec.case.document.content",
    "wlec.consent.statement": "wlec.consent.purpose",
    "wlec.consent.statement_hash": "wlec.consent.purpose",
    "wlec.consent.receipt.record": "wlec.consent.purpose",
    # A hash of the receipt code.
    "wlec.breach.complaint.receipt_check": "a message without a login",
    # The client's own name, or it does not count as a signature.
    "wlec.consent.signature": "res.partner.name",
}
# Nothing is typed into these: a choice among fixed words, or places on a page.
NO_WORDS = {
    "wlec.consent.capacity",
    "wlec.consent.minor",
    "wlec.consent.parent_told",
    "wlec.consent.representative_kind",
    "wlec.consent.seen_alone",
    "wlec.disclosure.copy.areas",
    "wlec.disclosure.item.areas",
}
# A contact is anybody's until a file is opened for it; then it is sealed, and a copy of the disk has the row of before until
# PostgreSQL uses its place for something else.
BEFORE_THE_FILE = (
    "res.partner.",
    "a row of load",
    "a contact imported",
    "a comment imported",
    "an imported ",
)


class Programs(Doors):
    def common(self):
        return xmlrpc.client.ServerProxy(f"{self.centre.url}/xmlrpc/2/common", allow_none=True)


class Kept:
    """Where the server of one centre keeps what: [(name, bytes)]."""

    def __init__(self, centre, temporary):
        self.centre, self.temporary = centre, temporary

    def dump(self):
        program = postgres_programs.find(None).path("pg_dump")
        path = os.pathsep.join([str(program.parent), os.environ["PATH"]])
        command = ["pg_dump", "--inserts", "--no-owner", self.centre.db]
        done = subprocess.run(command, capture_output=True, env={**os.environ, "PATH": path}, timeout=SECONDS)
        assert not done.returncode, done.stderr
        yield "dump", done.stdout

    def filestore(self):
        yield from _files(*(root / "filestore" / self.centre.db for root in _DATA))

    def sessions(self):
        yield from _files(*(root / "sessions" for root in _DATA))

    def log(self):
        yield "log", self.centre.log.read_bytes()

    def temporary_files(self):
        yield from _files(self.temporary)

    def postgresql(self):
        yield from _files(CLUSTERS)


_DATA = (DATA / "test" / "odoo", DATA / "odoo")


def _files(*roots):
    for path in (path for root in roots if root.exists() for path in root.rglob("*")):
        try:
            if path.is_file():
                yield str(path), path.read_bytes()
        except FileNotFoundError:  # PostgreSQL is at work there
            continue


@pytest.fixture(scope="module")
def temporary(tmp_path_factory):
    return tmp_path_factory.mktemp("temporary")


@pytest.fixture(scope="module")
def logging_centre(request, temporary):
    name = f"{os.environ['WLEC_TEST_DATABASE']}_canaries"
    log = DATA / "log" / f"{name}.log"
    with centres.database_from(os.environ["WLEC_TEST_CENTRE"], name), pytest.MonkeyPatch.context() as patch:
        done = harden(name)
        assert not done.returncode, done.stderr
        patch.setenv("TMPDIR", str(temporary))
        with centres.opened(name, log, *LOGGING) as opened:
            opened.shell(
                "env['ir.config_parameter'].set_param('ir_attachment.location', 'file'); env.cr.commit()"
            )
            yield opened


@pytest.fixture(scope="module")
def control(logging_centre, temporary):
    return Control(logging_centre, temporary)


@pytest.fixture(scope="module")
def day(logging_centre, control):
    """Everything has been typed; no longer than it may take."""
    centre, until = logging_centre, time.monotonic() + SECONDS
    people = {
        login: centre.login(login)
        for login in ("alice", "bob", "mona", "otto", "fred", "tara", "carol", "chris", "sam")
    }
    people["nobody"] = centre.login(None)
    keys = Programs(centre, people["alice"], api_keys(centre, "alice")["alice"])
    day = Day(centre, people, keys, Canaries())
    day.first_event = centre.last_event()
    for door in DOORS:
        assert time.monotonic() < until, f"too slow to come to {door.__name__}"
        door(day)
    return day


def test_one_of_every_kind(logging_centre, day):
    """No confidential or sealable field that nobody typed a canary into."""
    typed = day.canaries.labels_typed()
    printed = logging_centre.shell(
        """
for model in env.registry.values():
    for field in model._fields.values():
        if field.store and (getattr(field, "_wlec_confidential", False) or hasattr(field, "_wlec_sealable")):
            print("FIELD", f"{model._name}.{field.name}")
"""
    )
    fields = {line.split()[1] for line in printed.splitlines() if line.startswith("FIELD ")}
    assert len(fields) > 100
    assert fields - typed - DERIVED.keys() - NO_WORDS == set()
    assert fields >= NO_WORDS
    assert {source for source in DERIVED.values() if source not in typed} == set()
    assert len(typed) > 200


@pytest.mark.parametrize("place", ["dump", "filestore", "sessions", "log", "temporary_files"])
def test_not_one_is_kept(logging_centre, day, control, temporary, place):
    controls, hits = set(), []
    for name, data in getattr(Kept(logging_centre, temporary), place)():
        controls |= {label for label, _spelling, _around in control.canaries.found_in(data)}
        hits += [(name, *hit) for hit in day.canaries.found_in(data)]
    assert control.of(place) - controls == set(), "this search would find nothing"
    assert hits == []


@pytest.mark.parametrize("table", ["bus_bus", "mail_mail", "mail_message"])
def test_not_one_in_what_is_on_its_way(logging_centre, day, control, table):
    rows = "\n".join(row[0] for row in logging_centre.sql(f"SELECT t::text FROM {table} t")).encode()
    assert {label for label, *_rest in control.canaries.found_in(rows)} & control.of("dump"), (
        "this search would find nothing"
    )
    assert day.canaries.found_in(rows) == []


def test_not_one_in_the_files_of_postgresql(logging_centre, day, control, temporary):
    controls, hits = set(), set()
    for _name, data in Kept(logging_centre, temporary).postgresql():
        controls |= control.canaries.stem_in(data)
        hits |= day.canaries.stem_in(data)
    assert control.of("dump") - controls == set(), "this search would find nothing"
    assert {hit for hit in hits if not hit.startswith(BEFORE_THE_FILE)} == set()


def test_the_log_is_still_of_use(logging_centre, day):
    text = logging_centre.log_text()
    for expected in (
        r"odoo.service.model: call wlec.case(",
        "wlec.case.web_save HTTP/1.1",
        'UPDATE "wlec_case"',
        "Login failed for login:[...] from 127.0.0.1",
        "ValueError: ",
        "bad query: ",
    ):
        assert expected in text, expected


def _explained(centre, since):
    code = f"from tests.attack import explained_in_process\nexplained_in_process.run(env, {since})"
    printed = centre.shell(f"import sys\nsys.path.insert(0, {str(ROOT)!r})\n{code}")
    line = next(line for line in printed.splitlines() if line.startswith("EXPLAINED "))
    return json.loads(line.removeprefix("EXPLAINED "))


def test_what_people_did_that_day_is_explained(logging_centre, day, capsys):
    """By the centre's own data; what is left is printed, to be looked at."""
    found = _explained(logging_centre, day.first_event)
    done, left = sum(found["kinds"].values()), found["kinds"].get("unexplained", 0)
    with capsys.disabled():
        print(
            f"\n{done} access records of a day, {100 * (1 - left / done):.1f} % explained: {found['kinds']}"
        )
        for row in found["left"]:
            print("   unexplained:", *row)
    assert done > 300, "this looks in the wrong place"
    assert left <= 0.05 * done


# What the log would say if the gate had a hole: people who have nothing to do with a file read it.
SNOOPS = """
    INSERT INTO wlec_log.event
        (version, action, model, record_ids, field_names, case_ids, user_id, actor_id, su, origin, route, outcome)
    SELECT 1, 'read', 'wlec.case', ARRAY[c.id], '{matter}', ARRAY[c.id], u.id, u.id, FALSE, 'http', '/web', 'ok'
      FROM wlec_case c CROSS JOIN res_users u
     WHERE u.login IN ('fred', 'vera', 'sam', 'chris', 'audrey', 'admin') AND c.partner_id <> u.partner_id
       AND NOT EXISTS (SELECT 1 FROM wlec_access_grant g WHERE g.case_id = c.id AND g.user_id = u.id)
    RETURNING id"""


def test_snoops_are_not_explained_away(logging_centre, day):
    last = logging_centre.last_event()
    snoops = len(logging_centre.sql(SNOOPS))
    assert snoops > 30
    found = _explained(logging_centre, last)
    assert found["kinds"] == {"unexplained": snoops}
