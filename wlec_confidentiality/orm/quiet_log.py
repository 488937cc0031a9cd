# SPDX-License-Identifier: LGPL-3.0-or-later
"""The server's log says what was done, not with whose words.

A log is read by people who hold no grant, is copied to other machines, and is kept for years. So every line is looked through
where it comes into being, before any handler has it, whatever the level, whoever writes it:

* what the request being served has brought along, and what this thread has opened, is taken out word by word, from texts and
  from exceptions; e-mail addresses always are;
* who is known to print other people's texts (``_WITHOUT_VALUES``) prints none; SQL is printed without its values, the addresses
  of pages without what was searched for;
* at the level for debugging, which prints arguments, no argument is printed that is not a number or a record's id.

Nothing that a caller, a setting or a server option says has to do with it.
"""

import collections
import datetime
import functools
import html
import logging
import numbers
import sys
import threading
import types

from odoo.models import BaseModel
from odoo.modules.registry import Registry

from ..tools import log_lines
from ..tools.log_lines import HIDDEN
from . import actor

_LONGEST_TEXT = 100_000  # longer ones are documents, which no exception quotes
_PLAIN_KINDS = (numbers.Number, type, types.NoneType, types.ModuleType, types.FunctionType, datetime.date, datetime.timedelta)  # fmt: skip

# What these print are letters, forms and tables of other people, which no request has brought along: no text of theirs.
_WITHOUT_VALUES = (
    "odoo.addons.mail.models.mail_thread",  # the mail gateway
    "odoo.addons.mail.models.fetchmail",
    "odoo.addons.mail.models.mail_render_mixin",
    "odoo.addons.base.models.ir_mail_server",
    "odoo.addons.base_import",
)
# What these print when debugging is about the machine; or what somebody wrote into a server action to be printed, as at any
# other level: what it has opened is known here, and taken out.
_OF_THE_MACHINE = (
    "odoo.modules", "odoo.registry", "odoo.orm.registry", "odoo.service.server", "odoo.tools", "odoo.netsvc", "odoo.init",
    "odoo.addons.base.models.ir_cron", "odoo.cli", "odoo.sql_db", "asyncio", "odoo.addons.base.models.ir_actions.server_action_safe_eval",
)  # fmt: skip
# The first so many arguments are names from the code: the model and its ids, and the method.
_SERVICES = {"object", "common"}
_NAMES_FIRST = {"odoo.service.model": 2}


class Told(Exception):
    """What a line of the log says of an exception, without anybody's words; it stands for that exception."""


class _Heard(threading.local):
    """What this thread has opened for the request or the job it serves, and how the address of its page is shown."""

    def __init__(self):
        self.texts = collections.deque(maxlen=2000)
        self.count = 0
        self.route = None
        self.words = (None, None)


_heard = _Heard()


def begin(rule=None, args=()):
    """A new piece of work on this thread.

    :param rule: the route that was matched
    :param args: its arguments by name
    :return: the route, if its path holds what is no name from the code: the name of a file, of a person; else None
    """
    _heard.texts.clear()
    _heard.count, _heard.words = 0, (None, None)
    texts = [str(value) for value in dict(args).values() if not isinstance(value, int)]
    _heard.route = rule.rule if texts and not _is_code(*texts) else None
    return _heard.route


def _is_code(*texts):
    """Whether these are names of models, of their methods and fields, or of Odoo's services, with slashes between them."""
    registry = Registry.registries.get(getattr(threading.current_thread(), "dbname", None), {})
    parts = [part for text in texts for part in text.split("/") if part not in _SERVICES]
    models = [registry[part] for part in parts if part in registry]
    return all(part in registry or any(hasattr(model, part) for model in models) for part in parts)


def opened(plain):
    """A confidential value was opened on this thread."""
    if len(plain) <= _LONGEST_TEXT:
        _heard.texts.append(plain)
        _heard.count += 1


# ---- whose words
def _harmless(request):
    """The words of the names of models and fields."""
    registry = getattr(request, "registry", None)
    if registry is None or not registry.ready:
        return frozenset()
    if not hasattr(registry, "_wlec_harmless_words"):
        names = {*registry.models, *(name for model in registry.values() for name in model._fields)}
        registry._wlec_harmless_words = frozenset(
            part for name in names for part in name.casefold().split(".")
        )
    return registry._wlec_harmless_words


def _words():
    request = actor.request_served()
    params = getattr(request, "params", None)
    key = (id(params), _heard.count)  # Odoo makes the parameters anew on its way to the page
    if _heard.words[0] != key:
        texts = [*(text.decode(errors="replace") for text in _heard.texts), *_brought(request, params)]
        _heard.words = key, log_lines.Words(texts, _harmless(request))
    return _heard.words[1]


def _brought(request, params):
    if not request:
        return
    yield from log_lines.texts_in(params)
    yield from log_lines.texts_in(list(request.httprequest.args.values()))
    if request.httprequest.path.startswith("/xmlrpc"):
        yield html.unescape(request.httprequest.get_data(as_text=True))


def cleaned(text):
    """A text for a log without anybody's words."""
    return _words().hidden_in(str(text))


# ---- lines
def _quieten(record):
    if record.name == "werkzeug":
        _say(record, _line_of_page(record.getMessage()))
        return
    hide = _hide_all if _is_without_values(record) else _words().hidden_in
    if record.name == "odoo.sql_db":
        _say(record, hide(log_lines.without_sql_values(_clear_message(record))))
    else:
        _clean_message(record, hide)
    if record.exc_info and record.exc_info[1] is not None:
        # The exception itself does not go along: other handlers write out whatever hangs on it. But whoever runs a job by hand
        # is shown by Odoo, from its line, why it failed.
        record.exc_text = log_lines.told(record.exc_info[1], hide)
        record.exc_info = (Told, Told(record.exc_text), None)


def _is_without_values(record):
    if record.name.startswith(_WITHOUT_VALUES):
        return True
    return record.levelno <= logging.DEBUG and not record.name.startswith(_OF_THE_MACHINE)


def _hide_all(_text):
    return HIDDEN


def _as_it_is(text):
    return text


def _say(record, text):
    record.msg, record.args = text, ()


def _line_of_page(line):
    """A line of the web server. Odoo adds the method that was called to the address, by the name the caller gave."""
    route, _heard.route = _heard.route, None
    called = log_lines.method_called(line)
    return log_lines.without_query(line, route, bool(called) and _is_code(*called))


def _clear_message(record):
    """The message of a line that may hold a statement as bytes."""
    args = record.args
    if isinstance(args, tuple):
        args = tuple(arg.decode(errors="replace") if isinstance(arg, bytes) else arg for arg in args)
    return str(record.msg) % args if args else str(record.msg)


def _clean_message(record, hide):
    args = record.args
    if isinstance(args, dict):
        record.args = {name: _clean(value, hide) for name, value in args.items()}
    elif args:
        names = _NAMES_FIRST.get(record.name, 0)
        hides = [_as_it_is] * names + [hide] * len(args)
        record.args = tuple(map(_clean, args, hides))
    elif not _stands_in_code(record):  # put together beforehand, or an exception
        _say(record, _clean(record.msg, hide))


def _clean(value, hide):
    if isinstance(value, BaseModel):
        # What a caller says are ids need not be numbers.
        return value if all(isinstance(number, int) for number in value._ids) else f"{value._name}({HIDDEN})"
    if isinstance(value, _PLAIN_KINDS):
        return value
    text = value.decode(errors="replace") if isinstance(value, bytes) else str(value)
    hidden = hide(text)
    return value if hidden == text else hidden


def _stands_in_code(record):
    """Whether the whole message is a text of the programme's own."""
    frame = sys._getframe(1)
    while frame is not None:
        if frame.f_lineno == record.lineno and frame.f_code.co_filename == record.pathname:
            return isinstance(record.msg, str) and record.msg in frame.f_code.co_consts
        frame = frame.f_back
    return False


def _install():
    """Every logger makes its lines here; set once for the process, when the addon is loaded."""
    original = logging.Logger.makeRecord
    if hasattr(original, "_wlec"):
        return

    @functools.wraps(original)
    def make_record(logger, *args, **kwargs):
        record = original(logger, *args, **kwargs)
        try:
            _quieten(record)
        except Exception as error:  # a line that cannot be looked through is not written
            record.exc_info = record.exc_text = None
            _say(record, f"{HIDDEN} ({type(error).__name__} in looking through this line)")
        return record

    make_record._wlec = True
    logging.Logger.makeRecord = make_record


_install()
