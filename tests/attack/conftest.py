# SPDX-License-Identifier: LGPL-3.0-or-later
"""Files to attack, the doors to try, and a second centre that may be broken."""

import os
import secrets
import subprocess
import xmlrpc.client

import pytest
import requests

from dev.places import DATA
from tests.structure.reading import ADDON
from tests.support import centre as centres
from tests.support.client import PASSWORD, RpcError

from .chatting import HOSTILE
from .known import Known, far_numbers, one
from .naming import Own

HARDEN = ADDON / "data" / "access" / "harden.sql"
SECRETS = ("matter", "narrative", "risk_notes", "safe_contact")


class File:
    """A file of alice's. ``word`` occurs in each of its confidential values and nowhere else."""

    def __init__(self, owner, **values):
        self.word = f"canary{secrets.token_hex(8)}"
        texts = {name: f"{self.word} {name}" for name in SECRETS}
        partner = owner.call("res.partner", "create", {"name": "Client of a test"})
        self.partner = partner[0] if isinstance(partner, list) else partner
        self.id = one(
            owner.call(
                "wlec.case",
                "create",
                {"partner_id": self.partner, "caseworker_id": owner.uid, **texts, **values},
            )
        )
        self.note = one(owner.call("wlec.case.note", "create", {"case_id": self.id, "body": self.word}))
        self.party = one(
            owner.call("wlec.case.party", "create", {"case_id": self.id, "full_name": self.word})
        )
        content = "eHl6"  # “xyz”
        self.document = one(
            owner.call(
                "wlec.case.document",
                "create",
                {"case_id": self.id, "file_name": self.word, "content": content},
            )
        )


def attempt(run, *args, **kwargs):
    """What came back, whatever it was, as one text to look through."""
    try:
        return repr(run(*args, **kwargs))
    except RpcError as error:
        return repr(error.error)
    except xmlrpc.client.Fault as fault:
        return fault.faultString


class Doors:
    """The same call by the three doors for programs and by the web client's."""

    def __init__(self, centre, client, key=None):
        self.centre, self.client, self.key = centre, client, key

    def web(self, model, method, ids, context, **kwargs):
        return attempt(
            self.client.call, model, method, *([ids] if ids is not None else []), context=context, **kwargs
        )

    def xmlrpc(self, model, method, ids, context, **kwargs):
        proxy = xmlrpc.client.ServerProxy(f"{self.centre.url}/xmlrpc/2/object", allow_none=True)
        args = [ids] if ids is not None else []
        words = (
            self.centre.db,
            self.client.uid,
            PASSWORD,
            model,
            method,
            args,
            {**kwargs, "context": context},
        )
        return attempt(proxy.execute_kw, *words)

    def json2(self, model, method, ids, context, **kwargs):
        headers = {"Authorization": f"bearer {self.key}", "X-Odoo-Database": self.centre.db}
        body = {**kwargs, "context": context, **({"ids": ids} if ids is not None else {})}
        answer = requests.Session()
        answer.trust_env = False
        return answer.post(
            f"{self.centre.url}/json/2/{model}/{method}", json=body, headers=headers, timeout=60
        ).text

    def all(self):
        return (self.web, self.xmlrpc, *((self.json2,) if self.key else ()))


def api_keys(centre, *logins):
    """An API key of each of these people."""
    code = f"""
from datetime import timedelta
from odoo import fields
for login in {logins!r}:
    user = env['res.users'].search([('login', '=', login)])
    key = env['res.users.apikeys'].with_user(user)._generate('rpc', 'attack', fields.Datetime.now() + timedelta(hours=8))
    print('KEY', login, key)
env.cr.commit()
"""
    return dict(line.split()[1:] for line in centre.shell(code).splitlines() if line.startswith("KEY "))


def harden(database):
    """``./run`` does this in its own cluster; in a centre's own, whoever administers PostgreSQL does."""
    from dev import postgres_programs

    psql, role = postgres_programs.find(None).path("psql"), os.environ["PGUSER"]
    command = [psql, "-X", "-q", "-U", "postgres", "-d", database, "-v", f"odoo_role={role}", "-f", HARDEN]
    return subprocess.run([str(word) for word in command], capture_output=True, text=True)


@pytest.fixture(autouse=True)
def provoked(expect_log):
    """What attackers make Odoo say: old doors, methods that do not exist, names it no longer uses."""
    expect_log(r"^WARNING odoo\.addons\.rpc\.controllers\.xmlrpc: The /xmlrpc")
    expect_log(r"^ERROR odoo\.http: Exception during request handling")
    expect_log(r"^WARNING py\.warnings: .*Deprecat")
    expect_log(r"^ERROR odoo\.sql_db: bad query")  # also two at once: Odoo logs the one it runs again
    expect_log(r"^ERROR odoo\.addons\.web\.controllers\.binary: Fail to upload")


@pytest.fixture(scope="session")
def people(centre):
    """The cast, logged in."""
    logins = ("alice", "bob", "mona", "otto", "vera", "fred", "tara", "audrey", "carol", "chris", "sam", None)
    return {login: centre.login(login) for login in logins}


@pytest.fixture(scope="session")
def keys(centre):
    return api_keys(centre, "alice", "bob", "sam")


@pytest.fixture(scope="module")
def file(people):
    return File(people["alice"])


@pytest.fixture(scope="module")
def known(centre, people):
    """A client of alice's in the CRM, whom nobody else is to find."""
    far_numbers(centre)
    return Known(people["alice"], centre)


@pytest.fixture(scope="module")
def owns(centre, people):
    """What each of those who have no business there has themselves."""
    return {login: Own(people[login], centre) for login in HOSTILE if login}


@pytest.fixture(scope="session")
def spare(request):
    """A second centre, to be broken and mended; its server logs every statement."""
    name = f"{os.environ['WLEC_TEST_DATABASE']}_spare"
    with centres.database_from(os.environ["WLEC_TEST_CENTRE"], name):
        log = DATA / "log" / f"{name}.log"
        request.config.wlec_log.follow(log)
        with centres.opened(name, log, "--log-level=debug_sql") as opened:
            yield opened


@pytest.fixture(scope="module")
def spare_file(spare):
    return File(spare.login("alice"))
