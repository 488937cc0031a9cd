# SPDX-License-Identifier: LGPL-3.0-or-later
"""There is no switch: whatever somebody sends, writes or installs, what is opened is recorded, or it is refused."""

import json

import pytest

from .conftest import SECRETS, File, attempt

READ = "env['wlec.case'].sudo().browse({id}).narrative"
CODES = {
    "full rights": "raise UserError(str({read}))",
    "in somebody's name": "raise UserError(str(env['wlec.case'].with_user({alice}).browse({id}).narrative))",
    "in everybody's company": "raise UserError(str({read}))",
    "as a list": "raise UserError(str(env['wlec.case'].sudo().search_read([('id', '=', {id})], ['narrative'])))",
    "as an export": "raise UserError(str(env['wlec.case'].sudo().browse({id}).export_data(['narrative'])))",
    "as a copy": "raise UserError(str(env['wlec.case'].sudo().browse({id}).copy_data()))",
    "mapped": "raise UserError(str(env['wlec.case'].sudo().browse({id}).mapped('narrative')))",
    "through its notes": "raise UserError(str(env['wlec.case'].sudo().browse({id}).note_ids.mapped('body')))",
    "filtered": "raise UserError(str(len(env['wlec.case'].sudo().search([]).filtered(lambda c: '{word}' in (c.narrative or '')))))",
    "searched": "raise UserError(str(env['wlec.case'].sudo().search_count([('narrative', 'ilike', '{word}')])))",
    "sorted": "raise UserError(str(env['wlec.case'].sudo().search([], order='narrative').ids))",
    "context keys": "raise UserError(str(env['wlec.case'].sudo().with_context(bin_size=True, active_test=False, prefetch_fields=False,"
    " mail_notrack=True, tracking_disable=True).browse({id}).narrative))",
    "written into another field": "env['res.partner'].sudo().browse(1).write({{'comment': {read}}})",
    "posted as a message": "env['res.partner'].sudo().browse(1).message_post(body={read})",
    "sent as a mail": "env['mail.mail'].sudo().create({{'body_html': {read}, 'email_to': 'x@example.test'}})",
    "written into the log": "log({read})",
    "kept as a default": "env['ir.default'].sudo().set('wlec.case', 'narrative', '{word}')",
    "an attachment": "env['ir.attachment'].sudo().create({{'name': 'x', 'raw': str({read}).encode()}})",
    "a parameter": "env['ir.config_parameter'].sudo().set_param('x', {read})",
    "from the cache": "raise UserError(str(env['wlec.case'].sudo().browse({id})._cache.get('narrative')))",
    "by SQL": "env.cr.execute('SELECT narrative FROM wlec_case WHERE id = {id}')\nraise UserError(str(bytes(env.cr.fetchone()[0])))",
    "after a roll back": "try:\n    x = {read}\nexcept Exception:\n    x = 'nothing'\nraise UserError(str(x))",
    "another cursor": "raise UserError(str(env(su=True)['wlec.case'].browse({id}).narrative))",
    "with the hooks cleared": "env.cr.precommit.clear()\nenv.cr.postrollback.clear()\nraise UserError(str({read}))",
}  # fmt: skip


@pytest.fixture(autouse=True)
def actions_complain(expect_log):
    expect_log(r"ir_actions")
    expect_log(r"safe_eval")
    expect_log(r"odoo\.addons\.base\.models\.ir_cron")


def _run(centre, client, code, file, alice):
    text = code.replace("{read}", READ).format(id=file.id, alice=alice.uid, word=file.word)
    model = client.call("ir.model", "search", [["model", "=", "wlec.case"]])[0]
    values = {"name": "Attack", "model_id": model, "state": "code", "code": text}
    action = client.call("ir.actions.server", "create", values)
    action = action[0] if isinstance(action, list) else action
    context = {"active_model": "wlec.case", "active_id": file.id, "active_ids": [file.id]}
    return action, attempt(client.call, "ir.actions.server", "run", [action], context=context)


@pytest.mark.parametrize("name", CODES)
def test_an_administrators_action_opens_nothing(centre, people, name):
    """Every one of these is run by an administrator with no grant: no word comes out, nor is put anywhere in clear."""
    file, before = File(people["alice"]), centre.last_event()
    _, answer = _run(centre, people["sam"], CODES[name], file, people["alice"])
    assert file.word not in answer
    opened = [
        row
        for row in centre.events(before)
        if row["action"] == "read" and file.id in (row["record_ids"] or ())
    ]
    assert not opened, name
    for table, column in (("res_partner", "comment"), ("mail_message", "body"), ("mail_mail", "body_html"), ("ir_config_parameter", "value"), ("ir_logging", "message"), ("ir_default", "json_value")):  # fmt: skip
        found = centre.sql(f"SELECT count(*) FROM {table} WHERE {column}::text LIKE %s", f"%{file.word}%")
        assert not found[0][0], table


def test_an_administrators_refusal_is_recorded_with_the_action(centre, people):
    file, before = File(people["alice"]), centre.last_event()
    action, _ = _run(centre, people["sam"], CODES["full rights"], file, people["alice"])
    denied = [
        row for row in centre.events(before) if row["outcome"] == "denied" and row["model"] == "wlec.case"
    ]
    assert {(row["actor_id"], row["method"]) for row in denied} == {
        (people["sam"].uid, f"ir.actions.server/{action}")
    }


def test_the_superuser_mode_of_administrators(centre, people):
    file = File(people["alice"])
    sam = centre.login("sam")
    sam.get("/web/become")
    assert file.word not in attempt(sam.call, "wlec.case", "read", [file.id], [*SECRETS])
    assert file.word not in attempt(sam.call, "wlec.case", "search_read", [["id", "=", file.id]], [*SECRETS])


def test_the_shell(centre, people):
    file, before = File(people["alice"]), centre.last_event()
    text = centre.shell(
        f"case = env['wlec.case'].browse({file.id})\n"
        "for way in (lambda: case.narrative, lambda: case.sudo().narrative, lambda: case.read(), lambda: case.with_user(2).matter,\n"
        f"            lambda: case.with_user({people['alice'].uid}).matter):\n"
        "    try:\n        print(way())\n    except Exception as error:\n        print(type(error).__name__)\n"
    )
    assert file.word not in text
    rows = [row for row in centre.events(before) if file.id in (row["record_ids"] or ())]
    assert rows
    assert {(row["outcome"], row["origin"]) for row in rows} == {("denied", "shell")}


def test_a_scheduled_job(centre, people):
    file, before = File(people["alice"]), centre.last_event()
    text = centre.shell(
        f"action = env['ir.actions.server'].create({{'name': 'x', 'model_id': env['ir.model']._get_id('wlec.case'),\n"
        f"    'state': 'code', 'code': \"env['ir.config_parameter'].sudo().set_param('wlec.attack', "
        f"env['wlec.case'].sudo().browse({file.id}).narrative)\"}})\n"
        f"cron = env['ir.cron'].create({{'ir_actions_server_id': action.id, 'cron_name': 'x', 'user_id': {people['alice'].uid}}})\n"
        "env.cr.commit()\n"
        "try:\n    cron.method_direct_trigger()\nexcept Exception as error:\n    print(type(error).__name__)\n"
        "env.cr.commit()\nprint(env['ir.config_parameter'].sudo().get_param('wlec.attack'))\n"
    )
    assert file.word not in text
    assert not [
        row
        for row in centre.events(before)
        if row["action"] == "read" and file.id in (row["record_ids"] or ())
    ]


IMPORTS = (
    ("load", [["id", "narrative"], [["x", "{word}"]]]),
    ("load", [[".id", "narrative"], [["{id}", "taken over"]]]),
)


@pytest.mark.parametrize("login", ["bob", "sam"])
@pytest.mark.parametrize("way", range(len(IMPORTS)))
def test_import(centre, people, login, way):
    file = File(people["alice"])
    method, args = IMPORTS[way]
    args = json.loads(json.dumps(args).replace("{id}", str(file.id)).replace("{word}", "typed"))
    before = centre.sql("SELECT t::text FROM wlec_case t WHERE id = %s", file.id)
    attempt(people[login].call, "wlec.case", method, *args)
    assert centre.sql("SELECT t::text FROM wlec_case t WHERE id = %s", file.id) == before


def test_translations_are_no_way_round(centre, people):
    file, before = File(people["alice"]), centre.last_event()
    for login in ("alice", "bob", "sam"):
        client = people[login]
        for method, args in (
            ("web_override_translations", [{"narrative": "x"}]),
            ("update_field_translations", ["narrative", {"en_US": {"x": "y"}}]),
            ("get_field_translations", ["narrative"]),
        ):
            assert file.word not in attempt(client.call, "wlec.case", method, [file.id], *args), method
    (row,) = people["alice"].call("wlec.case", "read", [file.id], ["narrative"])
    assert file.word in row["narrative"]
    assert centre.events(before)
