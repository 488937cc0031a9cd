# SPDX-License-Identifier: LGPL-3.0-or-later
"""The system administrator, with everything Odoo gives one: code, fields, defaults, jobs, templates, reports."""

import pytest

from .conftest import attempt
from .known import one

CODES = {
    "sudo": "raise UserError(str(env['wlec.case'].sudo().search([]).mapped('narrative')))",
    "another's name": "raise UserError(str(env['wlec.case'].with_user(%(alice)s).search([]).mapped('narrative')))",
    "another's cursor": (
        "cr = env.registry.cursor()\n"
        "text = env(cr=cr, user=%(alice)s)['wlec.case'].search([]).mapped('narrative')\n"
        "cr.close()\nraise UserError(str(text))"
    ),
    "another's cursor, with full rights": (
        "cr = env.registry.cursor()\n"
        "text = env(cr=cr, user=%(alice)s, su=True)['wlec.case'].browse(%(case)s).read(['narrative'])\n"
        "cr.close()\nraise UserError(str(text))"
    ),
    "cleared transaction": "env.transaction.clear()\nenv.transaction.reset()\nraise UserError(str(env['wlec.case'].sudo().browse(%(case)s).narrative))",
    "closed buffer": (
        "env.cr.precommit.clear()\nenv.cr.postcommit.clear()\nenv.cr.cache.clear()\n"
        "raise UserError(str(env['wlec.case'].sudo().browse(%(case)s).narrative))"
    ),
    "commit": "env.cr.commit()\nraise UserError(str(env['wlec.case'].sudo().browse(%(case)s).narrative))",
    "after the commit": (
        "env.cr.postcommit.add(lambda: env['ir.logging'].sudo().create({'name': str(env['wlec.case'].sudo().browse(%(case)s).narrative),"
        " 'type': 'server', 'path': 'x', 'func': 'x', 'line': '1', 'message': 'x'}))"
    ),
    "SQL": "env.cr.execute('SELECT narrative, matter FROM wlec_case')\nraise UserError(str([bytes(v) for row in env.cr.fetchall() for v in row if v]))",
    "keys by SQL": "env.cr.execute('SELECT wrapped FROM wlec_data_key')\nraise UserError(str([bytes(row[0]) for row in env.cr.fetchall()]))",
    "the cache": "c = env['wlec.case'].sudo().browse(%(case)s)\nc.fetch(['narrative'])\nraise UserError('{0} {0._Sealed__plain}'.format(c._cache['narrative']))",
    "a copy in another row": (
        "c = env['wlec.case'].sudo().browse(%(case)s)\nc.fetch(['narrative'])\n"
        "raise UserError(str(env['wlec.case'].new({'narrative': c._cache['narrative']}).narrative))"
    ),
    "swallowed refusal": (
        "try:\n  text = env['wlec.case'].sudo().browse(%(case)s).narrative\nexcept Exception as e:\n  text = str(e)\nraise UserError(text)"
    ),
    "render": "raise UserError(str(env['mail.render.mixin'].sudo()._render_template('<p t-out=\"object.narrative\"/>', 'wlec.case', [%(case)s], engine='qweb')))",
    "export": "raise UserError(str(env['wlec.case'].sudo().browse(%(case)s)._export_rows([['narrative']])))",
}  # fmt: skip


@pytest.fixture(scope="module")
def sam(spare):
    return spare.login("sam")


@pytest.fixture(scope="module")
def alice(spare):
    return spare.login("alice")


def _model(client, name):
    return client.call("ir.model", "search", [["model", "=", name]])[0]


@pytest.mark.parametrize("way", CODES)
def test_code(spare, sam, alice, spare_file, way, expect_log):
    expect_log(r"^(WARNING|ERROR) ")
    code = CODES[way] % {"alice": alice.uid, "case": spare_file.id}
    since = spare.last_event()
    values = {"name": way, "model_id": _model(sam, "res.partner"), "state": "code", "code": code}
    action = one(sam.call("ir.actions.server", "create", values))
    context = {"active_model": "res.partner", "active_id": 1, "active_ids": [1]}
    answer = attempt(sam.call, "ir.actions.server", "run", [action], context=context)
    assert spare_file.word not in answer
    assert not spare.sql("SELECT id FROM ir_logging l WHERE l::text LIKE %s", f"%{spare_file.word}%")
    opened = [row for row in spare.events(since) if row["action"] == "read" and row["model"] == "wlec.case"]
    assert not opened


def test_scheduled_action_in_the_caseworkers_name(spare, sam, alice, spare_file, expect_log):
    """Run by a real cron worker of Odoo's, in alice's name, keeping what it read."""
    expect_log(r"^(WARNING|ERROR) ")
    code = "env['ir.config_parameter'].sudo().set_param('stolen', str(env['wlec.case'].sudo().search([]).mapped('narrative')))"
    values = {"name": "Steals", "model_id": _model(sam, "res.partner"), "state": "code", "code": code, "user_id": alice.uid,
              "interval_number": 1, "interval_type": "days"}  # fmt: skip
    job = one(sam.call("ir.cron", "create", values))
    attempt(sam.call, "ir.cron", "method_direct_trigger", [job])
    spare.shell(
        f"""
from odoo.api import Environment
job = env['ir.cron'].browse({job})
try:
    job.with_user({alice.uid})._callback(job.cron_name, job.ir_actions_server_id.id)
except Exception as error:
    print(error)
env.cr.commit()
"""
    )
    assert not spare.sql(
        "SELECT id FROM ir_config_parameter WHERE key = 'stolen' AND value LIKE %s", f"%{spare_file.word}%"
    )


@pytest.mark.parametrize(
    "values",
    [
        {"related": "narrative", "store": True},
        {"depends": "narrative", "compute": "for r in self: r['x_copy'] = r.narrative", "store": True},
        {"depends": "note_ids.body", "compute": "for r in self: r['x_copy'] = '1'", "store": True},
    ],
)
def test_fields_that_keep_a_copy(spare, sam, alice, spare_file, values, expect_log):
    expect_log(r"^(WARNING|ERROR) ")
    answer = attempt(
        sam.call,
        "ir.model.fields",
        "create",
        {"name": "x_copy", "model_id": _model(sam, "wlec.case"), "ttype": "text", **values},
    )
    assert "refused" in answer
    assert not spare.sql(
        "SELECT 1 FROM information_schema.columns WHERE table_name = 'wlec_case' AND column_name = 'x_copy'"
    )
    # The server goes on as if nothing had happened.
    assert "x_copy" not in alice.call("wlec.case", "fields_get", [])
    assert spare_file.word in alice.call("wlec.case", "read", [spare_file.id], ["narrative"])[0]["narrative"]
    assert alice.call("wlec.case", "create", {"partner_id": spare_file.partner, "caseworker_id": alice.uid})


def test_defaults_are_refused(spare, sam):
    attempt(sam.call, "ir.default", "set", "wlec.case", "narrative", "canary-default")
    field = sam.call("ir.model.fields", "search", [["model", "=", "wlec.case"], ["name", "=", "narrative"]])[
        0
    ]
    attempt(sam.call, "ir.default", "create", {"field_id": field, "json_value": '"canary-default"'})
    assert not spare.sql("SELECT id FROM ir_default d WHERE d::text LIKE '%%canary-default%%'")


def test_becoming_root(spare, sam, spare_file):
    root = spare.login("sam")
    root.get("/web/become")
    assert spare_file.word not in attempt(root.call, "wlec.case", "read", [spare_file.id], ["narrative"])
    assert spare_file.word not in attempt(root.call, "wlec.case", "search_read", [], ["narrative"])


def test_rights_given_to_oneself_open_nothing_and_are_on_record(spare, sam, spare_file):
    since = spare.last_event()
    model = _model(sam, "wlec.case")
    right = one(
        sam.call(
            "ir.model.access",
            "create",
            {"name": "x", "model_id": model, "perm_read": True, "perm_write": True},
        )
    )
    try:
        assert spare_file.word not in attempt(sam.call, "wlec.case", "search_read", [], ["narrative"])
        assert spare_file.word not in attempt(sam.call, "wlec.case", "read", [spare_file.id], ["narrative"])
        rules = sam.call("ir.rule", "search", [["model_id", "=", model]])
        sam.call("ir.rule", "write", rules, {"active": False})
        try:
            assert spare_file.word not in attempt(sam.call, "wlec.case", "search_read", [], ["narrative"])
            assert spare_file.word not in attempt(
                sam.call, "wlec.case", "read", [spare_file.id], ["narrative"]
            )
        finally:
            sam.call("ir.rule", "write", rules, {"active": True})
    finally:
        sam.call("ir.model.access", "unlink", [right])
    assert [row for row in spare.events(since) if row["outcome"] == "denied" and row["actor_id"] == sam.uid]


def test_records_are_not_removed_by_the_administrators_code(spare, sam, expect_log):
    expect_log(r"^(WARNING|ERROR) ")
    count = spare.sql("SELECT count(*) FROM wlec_log.event")[0][0]
    for statement in (
        "DELETE FROM wlec_access_event",
        "UPDATE wlec_access_event SET actor_id = 1",
        "TRUNCATE wlec_log.event_p0",
    ):
        values = {
            "name": "x",
            "model_id": _model(sam, "res.partner"),
            "state": "code",
            "code": f"env.cr.execute({statement!r})",
        }
        attempt(sam.call, "ir.actions.server", "run", [one(sam.call("ir.actions.server", "create", values))])
    assert spare.sql("SELECT count(*) FROM wlec_log.event")[0][0] >= count


def test_records_are_not_led_elsewhere(spare, sam, alice, spare_file, expect_log):
    """Another table put in front of the records by code: they still go where they belong."""
    expect_log(r"^(WARNING|ERROR) ")
    code = "env.cr.execute('CREATE TEMP TABLE wlec_access_event AS SELECT * FROM wlec_log.event LIMIT 0')"
    values = {"name": "x", "model_id": _model(sam, "res.partner"), "state": "code", "code": code}
    action = one(sam.call("ir.actions.server", "create", values))
    for _ in range(4):
        attempt(sam.call, "ir.actions.server", "run", [action])
    for _ in range(6):
        since = spare.sql("SELECT max(id) FROM wlec_log.event")[0][0]
        if spare_file.word in attempt(alice.call, "wlec.case", "read", [spare_file.id], ["matter"]):
            rows = spare.sql("SELECT record_ids FROM wlec_log.event WHERE id > %s AND action = 'read'", since)
            assert [list(row[0]) for row in rows] == [[spare_file.id]]
