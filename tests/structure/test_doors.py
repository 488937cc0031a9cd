# SPDX-License-Identifier: LGPL-3.0-or-later
"""No door is opened unseen: a new route or a new method that a remote caller can name is in a list first."""

import ast

import pytest

from . import doors

_INVENTED = """
class Invented(Controller):
    @http.route(["/invented", "/invented/<int:number>"], type="http", auth="public", methods=["GET", "OPTIONS"])
    def invented(self, number=0):
        return request.env["wlec.case"].sudo().browse(number).matter

    @route("/invented/post", auth="user")
    def invented_post(self):
        return ""

    @http.route()
    def logout(self):
        return super().logout()


class WlecCase(models.Model):
    def invented(self):
        return self.matter

    @api.model
    def action_invented(self):
        return self.sudo().matter

    invented_too = _invented

    @api.private
    def fetch(self):
        return None

    def _invented(self):
        return None
"""


def test_every_route_of_ours_is_listed():
    found = doors.routes_of_ours()
    assert len(found) > 5
    new = [door for door in found if door not in doors.listed_routes()]
    assert not new, "a new route: add it to routes.csv, and knock at it in tests/channels"


def test_every_public_method_of_ours_is_listed():
    new, gone = doors.new_and_gone(doors.methods_of_ours(), doors.listed_methods())
    assert not new, (
        "anybody who is logged in can call these from outside, on any record: name them _so, or add them to"
        " methods.csv and call them in tests/channels, or say there why not"
    )
    assert not gone, "these are there no more: take them out of methods.csv"


def test_an_invented_route_is_found():
    found = doors.routes_in(ast.parse(_INVENTED))
    assert found == {("/invented", "GET"), ("/invented/<int:number>", "GET"), ("/invented/post", "*")}
    new, _gone = doors.new_and_gone(found, doors.listed_routes())
    assert set(new) == found


def test_an_invented_method_is_found():
    found = doors.methods_in("wlec.case", ast.parse(_INVENTED).body[1])
    assert found == {("wlec.case", name) for name in ("invented", "action_invented", "invented_too")}
    new, _gone = doors.new_and_gone(found, doors.listed_methods())
    assert set(new) == found


@pytest.mark.parametrize("listed", [doors.listed_routes(), doors.listed_methods()], ids=["routes", "methods"])
def test_reasons_say_something(listed):
    assert not [door for door, reason in listed.items() if reason and len(reason.split()) < 4]
    assert sum(not reason for reason in listed.values()) > 40  # what is knocked at


def test_nothing_is_listed_twice():
    assert not doors.doubles("routes.csv", "route", "methods")
    assert not doors.doubles("methods.csv", "model", "method")
