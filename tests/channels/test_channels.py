# SPDX-License-Identifier: LGPL-3.0-or-later
"""Every channel x every role: what left the server is exactly what the access record says."""

import base64
import json

import belongings
import breaches
import channels_attachments  # noqa: F401
import channels_breaches  # noqa: F401
import channels_buttons  # noqa: F401
import channels_calendar  # noqa: F401 - each of these adds its channels to the list
import channels_crm  # noqa: F401
import channels_doors  # noqa: F401
import channels_files  # noqa: F401
import channels_grouping  # noqa: F401
import channels_history  # noqa: F401
import channels_mail  # noqa: F401
import channels_models  # noqa: F401
import channels_portal  # noqa: F401
import channels_reading  # noqa: F401
import channels_routes  # noqa: F401
import pytest
from channels import CHANNELS, RAN
from person import Person
from record import Record
from world import World

from dev import sql

ROLES = ("alice", "bob", "sam", "carol", None)
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
    made.meeting(people["alice"], people["sam"])
    contact = centre.sql("SELECT partner_id FROM res_users WHERE login = 'carol'")[0][0]
    made.themselves("carol", contact, "Carol Byrne", "carol@example.org")
    made.event_token = centre.sql(
        "SELECT access_token FROM calendar_attendee WHERE event_id = %s ORDER BY id DESC LIMIT 1", made.event
    )[0][0]
    made.action, made.action_as = (_server_action(people["sam"], code) for code in (_READ_SU, _READ_AS))
    told, register = belongings.Complaints(made), breaches.Breaches()
    logins = [login for login in ROLES if login not in (None, "carol")]
    printed = centre.shell(
        _BY_HAND.format(logins=logins) + belongings.REPORTS + told.code + register.code + "env.cr.commit()\n"
    )
    printed = [line for line in printed.splitlines() if line.startswith(("KEY-", "MADE", "BREACH"))]
    found = dict(line.split("=", 1) for line in printed)
    made.keys = {login: found[f"KEY-{login}"] for login in logins}
    told.made(json.loads(found["MADE"]))
    register.made(json.loads(found["BREACH"]))
    register.into(made)
    mona = Person(centre.url, centre.db, "mona")
    mona.partner = mona.ask("res.users", "read", [mona.uid], ["partner_id"])[0]["partner_id"][0]
    made.furnish(people["alice"], mona, centre)
    return made


# What an administrator of a centre can do. Odoo's own right to export, which the demo centre gives to nobody: with it, the gate is
# all that is left.
_BY_HAND = """
from odoo import fields
alice = env['res.users'].search([('login', '=', 'alice')])
alice.group_ids |= env.ref('base.group_allow_export')
alice.notification_type = 'inbox'
env['ir.config_parameter'].set_param('web.json.enabled', '1')
until = fields.Datetime.add(fields.Datetime.now(), days=1)
for login in {logins}:
    user = env['res.users'].search([('login', '=', login)])
    print('KEY-' + login + '=' + env(user=user)['res.users.apikeys']._generate('rpc', 'test', until))
"""


def _server_action(sam, code):
    model = sam.ask("ir.model", "search", [["model", "=", "wlec.case"]])[0]
    return sam.ask(
        "ir.actions.server", "create", {"name": "Test", "model_id": model, "state": "code", "code": code}
    )


@pytest.fixture(scope="module")
def record(centre):
    with sql.connect(centre.db) as connection:
        yield Record(connection)


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
    # Odoo's own way of saying no to a record one may not see, to a made-up token, and to a text that is no picture.
    expect_log(r"ValueError: Expected singleton: (wlec\.case|crm\.lead)\(\)$")
    expect_log(r"KeyError: 'access_token'$|Model \S+ does not support token signature")
    expect_log(r"^WARNING odoo\.addons\.mail\.controllers\.mail: Invalid token in route")
    expect_log(r"^WARNING odoo\.addons\.web\.controllers\.report: Error while generating report \[\.\.\.\]")
    expect_log(r"KeyError: False$")  # the picture of a message that is not there
    expect_log(r"IndexError: list index out of range$")  # JSON-1, of a record that is not there
    expect_log(r"^WARNING odoo\.tools\.pdf: mimetype \(text/plain\) not recognized")


@pytest.mark.parametrize("role", ROLES, ids=str)
@pytest.mark.parametrize(
    "channel", sorted(CHANNELS, key=lambda channel: channel.changes), ids=lambda channel: channel.name
)
def test_channel(people, world, record, channel, role, expect_log):
    expect_provoked(expect_log)
    before = record.last()
    body = channel.knock(people[role], world)
    RAN.add(channel.name)
    left = world.left(body)
    others = [person.uid for other, person in people.items() if other not in (role, None)]
    recorded = {world.same.get(place, place) for place in record.opened(before, others)}
    granted = role == "alice"
    problems = []
    if left - recorded:
        problems.append(f"missed: {sorted(left - recorded)}")
    # One's own name may be opened for a page that in the end is not sent.
    over = recorded - left - world.own.get(role, set())
    if granted:
        over = {place for place in over if ".".join(place[:2]) not in channel.inside}
    if over:
        problems.append(f"over-recorded: {sorted(over)}")
    leaked = left - world.own.get(role, set())
    if leaked and not granted:
        problems.append(f"leaked: {sorted(leaked)}")
    if role == (channel.opens if isinstance(channel.opens, str) else channel.opens and "alice") and not left:
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


REFUSED = (
    "web_read of one file (the form)",
    "read",
    "/web/content of a document",
    "XML-RPC read",
    "JSON-2 with an API key",
)


@pytest.mark.parametrize("name", REFUSED)
@pytest.mark.parametrize("role", ["bob", "sam"])
def test_refusal_is_recorded(people, world, record, name, role, expect_log):
    """The ungranted one gets nothing, and that is in the record, with their name."""
    expect_provoked(expect_log)
    before = record.last()
    next(channel for channel in CHANNELS if channel.name == name).knock(people[role], world)
    assert record.refused(before) == {people[role].uid}


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
