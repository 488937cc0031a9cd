# SPDX-License-Identifier: LGPL-3.0-or-later
"""What the installed server offers a caller, asked of itself: every route it has, every method of ours that can be called."""

import json
import re

from werkzeug.exceptions import HTTPException
from werkzeug.routing import Map, Rule

# Printed twice: as it is, and after somebody has put in a route and a method.
_CODE = """
import json
from odoo import http
from odoo.exceptions import AccessError
from odoo.service.model import get_public_method
OURS = 'odoo.addons.wlec_confidentiality.'

def definers(model, name):
    return sorted({c._name for c in type(model).mro() if c.__module__.startswith(OURS) and name in vars(c)})

def inventory():
    env.registry.clear_cache('routing')
    rules = env['ir.http'].routing_map().iter_rules()
    routes = sorted({(rule.rule, ' '.join(sorted(set(rule.methods or ()) - {'HEAD', 'OPTIONS'})) or '*') for rule in rules})
    methods = {}
    for name, model in env.items():
        of_ours = {n for c in type(model).mro() if c.__module__.startswith(OURS) for n in vars(c)}
        for method in of_ours:
            try:
                get_public_method(model, method)
            except (AccessError, AttributeError):
                continue
            methods.setdefault(name, {})[method] = definers(model, method)
    return json.dumps({'routes': routes, 'methods': methods})

print('INVENTORY=' + inventory())

class Invented(http.Controller):
    __module__ = OURS + 'controllers.invented'

    @http.route('/invented/<int:number>', type='http', auth='public', methods=['GET'])
    def invented(self, number):
        return ''

ours = next(c for c in type(env['wlec.case']).mro() if c.__module__.startswith(OURS))
ours.invented = lambda self: self.sudo().mapped('matter')
print('INVENTED=' + inventory())
env.cr.rollback()
"""


class Inventory:
    """``routes``: {(path, methods)}; ``methods``: {(model, method): the models of ours that define it}."""

    def __init__(self, found):
        self.routes = {tuple(route) for route in found["routes"]}
        self.methods = {
            (model, method): definers
            for model, methods in found["methods"].items()
            for method, definers in methods.items()
        }
        self._map = Map(
            [
                Rule(
                    _plain(path),
                    endpoint=(path, methods),
                    methods=None if methods == "*" else methods.split(),
                )
                for path, methods in sorted(self.routes)
            ],
            strict_slashes=False,
            merge_slashes=False,
        )

    def defined(self):
        """{(model of ours, method)}"""
        return {
            (definer, method) for (_model, method), definers in self.methods.items() for definer in definers
        }

    def called(self, calls):
        """Of calls of (model, method): those definitions of ours that they reached."""
        return {(definer, call[1]) for call in calls for definer in self.methods.get(call, ())}

    def reached(self, knocks):
        """Of knocks at (HTTP method, path): the routes that answered."""
        found = set()
        for method, path in knocks:
            try:
                found.add(self._map.bind("localhost").match(path, method=method)[0])
            except HTTPException:
                continue  # no such address
        return found


def _plain(path):
    """Without the converters that need Odoo."""
    return re.sub(r"<model\([^)]*\):", "<int:", path)


def taken(centre):
    """(what there is, what there would be with a route and a method more)"""
    printed = centre.shell(_CODE)
    found = dict(line.split("=", 1) for line in printed.splitlines() if line.startswith("INVENT"))
    return tuple(Inventory(json.loads(found[name])) for name in ("INVENTORY", "INVENTED"))
