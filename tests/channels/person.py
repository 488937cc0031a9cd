# SPDX-License-Identifier: LGPL-3.0-or-later
"""Somebody at a door of the server: a browser session, an API key, a remote call, or nobody at all."""

import json
import re
import xmlrpc.client
from urllib.parse import urlsplit

import requests

PASSWORD = "demo"


def _whole(answer):
    """Body and headers: a file's name leaves the server, too."""
    return answer.content + b"\n" + "\n".join(answer.headers.values()).encode("latin-1", "replace")


class Person:
    """One of the cast, or ``None`` for a stranger; every call returns all the bytes that left the server.

    ``knocked``: every (HTTP method, path) somebody knocked at; ``called``: every (model, method).
    """

    knocked, called = set(), set()

    def __init__(self, url, database, login):
        self.url, self.database, self.login = url, database, login
        self.http, self.keyed = self._session(), self._session()  # with a login's cookie; with a key
        self.uid = self._token = None
        if login:
            answer = self._rpc(
                "/web/session/authenticate", db=database, login=login, password=PASSWORD
            ).json()
            self.uid = answer["result"]["uid"]
        self._form_token()  # from a page of its own, before anything is counted

    def _session(self):
        session = requests.Session()
        session.trust_env = False
        session.hooks["response"].append(self._note)
        return session

    def _note(self, answer, **_options):
        self.knocked.add((answer.request.method, urlsplit(answer.request.url).path))

    def __repr__(self):
        return self.login or "stranger"

    def _rpc(self, path, **params):
        return self.http.post(self.url + path, json={"jsonrpc": "2.0", "id": 1, "params": params}, timeout=60)

    def call(self, model, method, *args, **kwargs):
        """As the web client calls: the whole answer, whatever it says."""
        self.called.add((model, method))
        path = f"/web/dataset/call_kw/{model}/{method}"
        return self._rpc(path, model=model, method=method, args=args, kwargs=kwargs).content

    def ask(self, model, method, *args, **kwargs):
        """The result of a call that must succeed."""
        answer = json.loads(self.call(model, method, *args, **kwargs))
        if "error" in answer:
            raise AssertionError(f"{self} {model}.{method}: {answer['error']['data']['message']}")
        return answer["result"]

    def json(self, path, **params):
        """A JSON route by its own name."""
        return self._rpc(path, **params).content

    def post(self, path, data=None, **options):
        """A form, with the token Odoo's pages put into theirs."""
        form = {**(data or {}), "csrf_token": self._form_token()}
        return _whole(self.http.post(self.url + path, data=form, timeout=60, **options))

    def button(self, model, method, *args, **kwargs):
        self.called.add((model, method))
        return self._rpc(
            "/web/dataset/call_button", model=model, method=method, args=args, kwargs=kwargs
        ).content

    def get(self, path, **params):
        return _whole(self.http.get(self.url + path, params=params, timeout=60))

    def export(self, kind, data):
        return self.post(f"/web/export/{kind}", {"data": json.dumps(data)})

    def _form_token(self):
        """The token Odoo's own pages put into their forms."""
        if self._token is not None:
            return self._token
        found = re.search(r'csrf_token:\s*"([^"]+)"', self.http.get(f"{self.url}/my", timeout=60).text)
        self._token = found[1] if found else ""
        return self._token

    def json2(self, key, model, method, **body):
        headers = {"Authorization": f"bearer {key or 'none'}", "X-Odoo-Database": self.database}
        path = f"{self.url}/json/2/{model}/{method}"
        return self.keyed.post(path, json=body, headers=headers, timeout=60).content

    def get_with_key(self, key, path, **params):
        """A page for programs: an API key instead of a login."""
        headers = {"Authorization": f"bearer {key or 'none'}", "X-Odoo-Database": self.database}
        return _whole(self.keyed.get(self.url + path, params=params, headers=headers, timeout=60))

    def xmlrpc(self, model, method, args, kwargs, path="/xmlrpc/2/object"):
        body = xmlrpc.client.dumps(
            (self.database, self.uid or 0, PASSWORD, model, method, args, kwargs),
            "execute_kw",
            allow_none=True,
        )
        return self.http.post(self.url + path, data=body.encode(), timeout=60).content

    def jsonrpc(self, model, method, args, kwargs):
        words = [self.database, self.uid or 0, PASSWORD, model, method, args, kwargs]
        return self._rpc("/jsonrpc", service="object", method="execute_kw", args=words).content
