# SPDX-License-Identifier: LGPL-3.0-or-later
"""Ways to become somebody else: the secret of a client's sign-up, the name of a client's login, mail in another's name."""

import pytest

from .conftest import attempt

STAFF = ["bob", "vera", "fred", "otto", "sam"]
MAIL = """From: Mona <mona@example.com>
To: files@example.com
Subject: forged
Message-Id: <forged@example.com>

forged words
"""


@pytest.fixture(scope="module")
def anybody_may_sign_up(centre):
    """The centre lets people make logins of their own: only then does Odoo give out a secret."""
    setting = "env['ir.config_parameter'].set_param('auth_signup.invitation_scope', '{}'); env.cr.commit()"
    centre.shell(setting.format("b2c"))
    yield
    centre.shell(setting.format("b2b"))


def asked(person, number):
    return attempt(person.call, "res.partner", "signup_get_auth_param", [number])


@pytest.mark.parametrize("login", [*STAFF, "alice"])
def test_no_secret_of_a_client(people, centre, file, anybody_may_sign_up, login):
    with_login = centre.sql("SELECT partner_id FROM res_users WHERE login = 'carol'")[0][0]
    for number in (file.partner, with_login):
        answer = asked(people[login], number)
        assert "auth_signup_token" not in answer and "auth_login" not in answer, answer
    assert centre.sql("SELECT signup_type FROM res_partner WHERE id = %s", file.partner) == [(None,)]


def test_of_others_it_is_told_as_ever(people, centre, anybody_may_sign_up):
    """So that the test above can fail: an agency is no client."""
    (number,) = people["alice"].call("res.partner", "create", [{"name": "An agency", "is_company": True}])
    assert "auth_signup_token" in asked(people["alice"], number)


@pytest.mark.parametrize("login", ["bob", "vera", "fred", "otto", "alice", "carol"])
def test_no_mail_in_anybodys_name(people, centre, file, login):
    count = "SELECT count(*) FROM mail_message WHERE model = 'wlec.case' AND res_id = %s"
    before = centre.sql(count, file.id)
    for words in (
        ["wlec.case", MAIL, None, False, False, file.id],
        [False, MAIL.replace("Message-Id", f"References: <1.1-openerp-{file.id}-wlec.case@x>\nMessage-Id")],
    ):
        answer = attempt(people[login].call, "mail.thread", "message_process", *words)
        assert "AccessError" in answer, answer
    assert centre.sql(count, file.id) == before
