# SPDX-License-Identifier: LGPL-3.0-or-later
"""Who is really asking, and by which door.

``sudo()``, ``with_user()``, tokens and server actions change the user of an environment; they do not change who logged in.
The actor is the user of the transaction's default environment (set by Odoo when it authenticates a request, a remote call or
a job). Where Odoo has put another user on the thread as well - a second cursor opened by code under somebody else's name -
both must have the need to know.
"""

import contextlib
import hashlib
import re
import threading
import uuid
from typing import NamedTuple

import odoo.http
from odoo.api import SUPERUSER_ID

_local = threading.local()
_TEXT_LIMIT = 200
# A part of an address as long as this is the secret of a link, not a name.
_SECRET = re.compile(r"[A-Za-z0-9_-]{43,}")


class Door(NamedTuple):
    """How a request came in; every text is cut to a fixed length and none holds a value."""

    origin: str
    route: str | None
    method: str | None
    ip: str | None
    session: str | None
    api_key_id: int | None
    request_id: str


def principals(env) -> tuple:
    """The users who must all have the need to know; the first is the actor."""
    default = env.transaction.default_env
    actor = default.uid if default is not None else env.uid
    if getattr(_local, "job", None):
        # Nobody has logged in, and an administrator chooses in whose name a job runs: that name opens nothing.
        return (actor, SUPERUSER_ID)
    on_thread = getattr(threading.current_thread(), "uid", None)
    if isinstance(on_thread, int) and on_thread and on_thread != actor:
        return (on_thread, actor)
    return (actor,)


def request_served():
    """The request this thread is serving, also while Odoo has put it out of sight; if there is none, None."""
    return odoo.http.request or getattr(_local, "lent", None)


def door() -> Door:
    """The door of the work this thread is doing now."""
    request = request_served()
    if not request:
        return _indoors()
    http = request.httprequest
    path = http.path
    # Set by the programme alone (what a caller sends has other names): the door of people who do not say who they are.
    is_nobody = http.environ.get("wlec.nobody", False)
    return Door(
        origin=_origin(path),
        # The name of a file in the path is a value, and so is the secret of a link.
        route=_writable(_SECRET.sub("…", http.environ.get("wlec.route", path))[:_TEXT_LIMIT]),
        method=_writable((_remote_method(path) or http.method)[:_TEXT_LIMIT]),
        ip=None if is_nobody else http.remote_addr,
        session=None if is_nobody else _fingerprint(getattr(request.session, "sid", None)),
        api_key_id=getattr(_local, "api_key", {}).get(id(http)),
        request_id=http.environ.setdefault("wlec.request_id", str(uuid.uuid4())),
    )


def _writable(text):
    """As a database can keep it: a sign in an address that none takes would keep the attempt out of the record."""
    return text.encode("utf-8", "replace").decode("utf-8").replace("\0", "?")


def _indoors():
    job = getattr(_local, "job", None)
    origin, request_id = ("cron", job[1]) if job else ("shell", _thread_id())
    return Door(origin, job and f"ir.cron/{job[0]}", _remote_method(), None, None, None, request_id)


def _thread_id():
    if not hasattr(_local, "id"):
        _local.id = str(uuid.uuid4())
    return _local.id


def _origin(path):
    if path.startswith("/json/2"):
        return "json2"
    return "rpc" if path.startswith(("/jsonrpc", "/xmlrpc")) else "http"


def _remote_method(path=""):
    if path.startswith("/json/2/"):  # the one door that leaves no note of it
        return ".".join(path.split("/")[3:5])
    return getattr(odoo.http.thread_local, "rpc_model_method", "") or None


def _fingerprint(session_id):
    return hashlib.sha256(session_id.encode()).hexdigest()[:16] if session_id else None


def rule():
    """What an administrator wrote that is being carried out on this thread now, such as ``ir.actions.server/12``."""
    return getattr(_local, "rule", None)


@contextlib.contextmanager
def carrying_out(name):
    """What is done in this block is done by that rule, whoever set it going."""
    before, _local.rule = rule(), name
    try:
        yield
    finally:
        _local.rule = before


@contextlib.contextmanager
def job(cron_id):
    """Everything in this block is done by the scheduled action ``cron_id``."""
    before = getattr(_local, "job", None)
    _local.job = (cron_id, str(uuid.uuid4()))
    try:
        yield
    finally:
        _local.job = before


def note_api_key(key_id):
    """The request being served was let in by this API key."""
    request = request_served()
    if request:
        _local.api_key = {id(request.httprequest): key_id}


def _keep_lent_request():
    """XML-RPC and JSON-RPC put the request out of sight while the model works: keep a handle on it for the record."""
    borrow = odoo.http.borrow_request
    if getattr(borrow, "_wlec", False):
        return

    @contextlib.contextmanager
    def borrow_request():
        with borrow() as request:
            _local.lent = request
            try:
                yield request
            finally:
                _local.lent = None

    borrow_request._wlec = True
    odoo.http.borrow_request = borrow_request


_keep_lent_request()
