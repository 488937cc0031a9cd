# SPDX-License-Identifier: LGPL-3.0-or-later
"""Every channel x every role: what left the server is exactly what the access record says."""

import base64

import pytest
from channels import CHANNELS
from person import Person
from world import World

ROLES = ("alice", "bob", "sam", "carol", None)
READING = ("read", "export", "print", "download")
table = []

_READ_SU = "raise UserError(str(env['wlec.case'].sudo().browse(env.context['active_id']).matter))"
_READ_AS = (
    "case = env['wlec.case'].with_user(env.context['as_user']).browse(env.context['active_id'])\n"
    "raise UserError(str(case.matter))"
)


@pytest.fixture(scope="module")
def people(centre):
    return {login: Person(centre.url, centre.db, login) for login in ROLES}


@pytest.fixture(scope="module")
def world(centre, people):
    made = World(people)
    made.alice_id = people["alice"].uid
    made.action, made.action_as = (_server_action(people["sam"], code) for code in (_READ_SU, _READ_AS))
    _may_export(centre, "alice")
    made.keys = {login: _api_key(centre, login) for login in ROLES if login not in (None, "carol")}
    return made


def _server_action(sam, code):
    model = sam.ask("ir.model", "search", [["model", "=", "wlec.case"]])[0]
    return sam.ask(
        "ir.actions.server", "create", {"name": "Test", "model_id": model, "state": "code", "code": code}
    )


def _may_export(centre, login):
    """Odoo's own right to export, which the demo centre gives to nobody: with it, the gate is all that is left."""
    centre.shell(
        f"env['res.users'].search([('login', '=', '{login}')]).group_ids |= env.ref('base.group_allow_export')\n"
        "env.cr.commit()"
    )


def _api_key(centre, login):
    code = (
        f"u = env['res.users'].search([('login', '=', '{login}')])\n"
        "from odoo import fields\n"
        "until = fields.Datetime.add(fields.Datetime.now(), days=1)\n"
        "print('KEY=' + env(user=u)['res.users.apikeys']._generate('rpc', 'test', until))\n"
        "env.cr.commit()"
    )
    return centre.shell(code).rpartition("KEY=")[2].split()[0]


@pytest.fixture(scope="module", autouse=True)
def printed(request):
    yield
    capture = request.config.pluginmanager.getplugin("capturemanager")
    with capture.global_and_fixture_disabled():
        print("\n" + _as_text())


def _as_text():
    lines = [f"{'channel':<75} {'role':<9} {'left':>4} {'rec.':>4}  verdict"]
    lines += [
        f"{name[:74]:<75} {role:<9} {left:>4} {recorded:>4}  {verdict}"
        for name, role, left, recorded, verdict in table
    ]
    count = {word: sum(word in row[4] for row in table) for word in ("missed", "over", "leaked")}
    summary = ", ".join(f"{number} {word}" for word, number in count.items())
    return "\n".join([*lines, f"{len(CHANNELS)} channels x {len(ROLES)} roles: {summary}"])


def expect_provoked(expect_log):
    """What these knocks make Odoo write into its log."""
    expect_log(r"endpoints are deprecated in Odoo 19")
    expect_log(r"^ERROR odoo\.addons\.web\.controllers\.export: ")  # refused: no right to export
    expect_log(r"^WARNING odoo\.addons\.base\.models\.ir_actions: Forbidden server action")


@pytest.mark.parametrize("role", ROLES, ids=str)
@pytest.mark.parametrize("channel", CHANNELS, ids=lambda channel: channel.name)
def test_channel(centre, people, world, channel, role, expect_log):
    expect_provoked(expect_log)
    before = _last_event(centre)
    body = channel.knock(people[role], world)
    left = world.left(body)
    recorded = _recorded(centre, before)
    granted = role == "alice"
    problems = []
    if left - recorded:
        problems.append(f"missed: {sorted(left - recorded)}")
    if recorded - left:
        problems.append(f"over-recorded: {sorted(recorded - left)}")
    if left and not granted:
        problems.append(f"leaked: {sorted(left)}")
    if granted and channel.opens and not left:
        problems.append(f"opened nothing: {body[:600]!r}")
    table.append(
        (
            channel.name,
            str(role or "stranger"),
            len(left),
            len(recorded),
            "; ".join(p.split(":")[0] for p in problems) or "ok",
        )
    )
    assert not problems, "\n".join(problems)


def _last_event(centre):
    return centre.sql("SELECT coalesce(max(id), 0) FROM wlec_access_event")[0][0]


def _recorded(centre, before):
    rows = centre.sql(
        "SELECT model, field_names, record_ids FROM wlec_access_event WHERE id > %s AND action = ANY(%s) AND model LIKE 'wlec.case%%'"
        " AND outcome <> 'denied'",
        before,
        list(READING),
    )
    return {
        (model, field, record) for model, fields, records in rows for field in fields for record in records
    }


REFUSED = (
    "web_read of one file (the form)",
    "read",
    "/web/content of a document",
    "XML-RPC read",
    "JSON-2 with an API key",
)


@pytest.mark.parametrize("name", REFUSED)
@pytest.mark.parametrize("role", ["bob", "sam"])
def test_refusal_is_recorded(centre, people, world, name, role, expect_log):
    """The ungranted one gets nothing, and that is in the record, with their name."""
    expect_provoked(expect_log)
    before = _last_event(centre)
    next(channel for channel in CHANNELS if channel.name == name).knock(people[role], world)
    rows = centre.sql(
        "SELECT actor_id FROM wlec_access_event WHERE id > %s AND outcome = 'denied' AND model LIKE 'wlec.case%%'",
        before,
    )
    assert {row[0] for row in rows} == {people[role].uid}


def test_nothing_on_disk_in_clear(centre, world):
    """No word of a file in any table of the database."""
    tables = centre.sql(
        "SELECT quote_ident(schemaname) || '.' || quote_ident(tablename) FROM pg_tables"
        " WHERE schemaname NOT IN ('pg_catalog', 'information_schema')"
    )
    for (name,) in tables:
        found = centre.sql(
            f"SELECT count(*) FROM {name} t WHERE t::text LIKE ANY(%s)",
            [
                "%qzcanary%",
                f"%{b'qzcanary'.hex()}%",
                "%" + base64.b64encode(b"qzcanary")[:10].decode() + "%",
            ],  # as text, in a bytea column, in base64
        )
        assert found[0][0] == 0, name
