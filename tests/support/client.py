# SPDX-License-Identifier: LGPL-3.0-or-later
"""A person with a browser session, as the web client sees the server."""

import re

import requests

PASSWORD = "demo"


class RpcError(Exception):
    """The server refused or failed: `name` is the exception's class, `debug` the traceback it sent (if any)."""

    def __init__(self, error: dict):
        data = error.get("data") or {}
        self.name = data.get("name") or error.get("message") or "unknown"
        self.message = data.get("message") or error.get("message") or ""
        self.debug = data.get("debug") or ""
        self.error = error
        super().__init__(f"{self.name}: {self.message}")


class Client:
    """Somebody who is logged in, or nobody when `login` is None. `http` is the requests.Session beneath."""

    def __init__(self, url: str, database: str, login: str | None, password: str = PASSWORD):
        self.url, self.database, self.login = url, database, login
        self.http = requests.Session()
        self.http.trust_env = False  # no proxy between a test and its own server
        self.uid = None
        if login:
            answer = self.json("/web/session/authenticate", db=database, login=login, password=password)
            self.uid = answer["uid"]

    def __repr__(self):
        return f"<Client {self.login or 'nobody'}>"

    def json(self, path: str, /, **params):
        """Call a JSON-RPC route."""
        body = {"jsonrpc": "2.0", "method": "call", "id": 1, "params": params}
        answer = self.http.post(self.url + path, json=body, timeout=120)
        answer.raise_for_status()
        answer = answer.json()
        if "error" in answer:
            raise RpcError(answer["error"])
        return answer.get("result")

    def call(self, model: str, method: str, /, *args, **kwargs):
        """Call a model's method as the web client does."""
        path = f"/web/dataset/call_kw/{model}/{method}"
        return self.json(path, model=model, method=method, args=list(args), kwargs=kwargs)

    def button(self, model: str, method: str, ids: list[int], **kwargs):
        """Press a button of a form."""
        path = f"/web/dataset/call_button/{model}/{method}"
        return self.json(path, model=model, method=method, args=[ids], kwargs=kwargs)

    def get(self, path: str, **options) -> requests.Response:
        return self.http.get(self.url + path, timeout=120, **options)

    def post(self, path: str, data: dict | None = None, csrf: bool = True, **options) -> requests.Response:
        """Send a form, with the token Odoo's pages put in theirs."""
        data = dict(data or {})
        if csrf:
            data.setdefault("csrf_token", self.csrf_token())
        return self.http.post(self.url + path, data=data, timeout=120, **options)

    def csrf_token(self) -> str:
        page = self.get("/web/login" if not self.login else "/my").text
        found = re.search(r'csrf_token:\s*"([^"]+)"', page) or re.search(
            r'name="csrf_token" value="([^"]+)"', page
        )
        return found[1] if found else ""
