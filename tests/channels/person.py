# SPDX-License-Identifier: LGPL-3.0-or-later
"""Somebody at a door of the server: a browser session, an API key, a remote call, or nobody at all."""

import json
import re
import xmlrpc.client

import requests

PASSWORD = "demo"


def _whole(answer):
    """Body and headers: a file's name leaves the server, too."""
    return answer.content + b"\n" + "\n".join(answer.headers.values()).encode("latin-1", "replace")


class Person:
    """One of the cast, or ``None`` for a stranger; every call returns all the bytes that left the server."""

    def __init__(self, url, database, login):
        self.url, self.database, self.login = url, database, login
        self.http = requests.Session()
        self.http.trust_env = False
        self.uid = None
        if login:
            answer = self._rpc(
                "/web/session/authenticate", db=database, login=login, password=PASSWORD
            ).json()
            self.uid = answer["result"]["uid"]

    def __repr__(self):
        return self.login or "stranger"

    def _rpc(self, path, **params):
        return self.http.post(self.url + path, json={"jsonrpc": "2.0", "id": 1, "params": params}, timeout=60)

    def call(self, model, method, *args, **kwargs):
        """As the web client calls: the whole answer, whatever it says."""
        path = f"/web/dataset/call_kw/{model}/{method}"
        return self._rpc(path, model=model, method=method, args=args, kwargs=kwargs).content

    def ask(self, model, method, *args, **kwargs):
        """The result of a call that must succeed."""
        answer = json.loads(self.call(model, method, *args, **kwargs))
        if "error" in answer:
            raise AssertionError(f"{self} {model}.{method}: {answer['error']['data']['message']}")
        return answer["result"]

    def button(self, model, method, *args, **kwargs):
        return self._rpc(
            "/web/dataset/call_button", model=model, method=method, args=args, kwargs=kwargs
        ).content

    def get(self, path, **params):
        return _whole(self.http.get(self.url + path, params=params, timeout=60))

    def export(self, kind, data):
        form = {"data": json.dumps(data), "csrf_token": self._form_token()}
        return _whole(self.http.post(f"{self.url}/web/export/{kind}", data=form, timeout=60))

    def _form_token(self):
        """The token Odoo's own pages put into their forms."""
        found = re.search(r'csrf_token:\s*"([^"]+)"', self.http.get(f"{self.url}/my", timeout=60).text)
        return found[1] if found else ""

    def json2(self, key, model, method, **body):
        headers = {"Authorization": f"bearer {key or 'none'}", "X-Odoo-Database": self.database}
        return requests.post(
            f"{self.url}/json/2/{model}/{method}",
            json=body,
            headers=headers,
            timeout=60,
            proxies={"http": None},
        ).content

    def xmlrpc(self, model, method, args, kwargs):
        body = xmlrpc.client.dumps(
            (self.database, self.uid or 0, PASSWORD, model, method, args, kwargs),
            "execute_kw",
            allow_none=True,
        )
        return self.http.post(f"{self.url}/xmlrpc/2/object", data=body.encode(), timeout=60).content

    def jsonrpc(self, model, method, args, kwargs):
        words = [self.database, self.uid or 0, PASSWORD, model, method, args, kwargs]
        return self._rpc("/jsonrpc", service="object", method="execute_kw", args=words).content
