# SPDX-License-Identifier: LGPL-3.0-or-later
"""What is taken out of a line before it goes into the server's log: words that are somebody's, e-mail addresses, the values in
SQL, what stands behind the question mark of an address."""

import re
import traceback

HIDDEN = "[...]"
LONGEST_WORD = 64  # what is longer is no word, but a document, a key, a token

# Python writes a line break in a text as a backslash and an "n", which is no letter of the word that follows.
_ESCAPE = r"\\(?:x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|[abfnrtv])"
_WORD = re.compile(r"\w+")
_WORD_OR_ESCAPE = re.compile(rf"{_ESCAPE}|\w+")
_ADDRESS = re.compile(r"""[^\s<>"'`,;:()\[\]{}]+@[^\s<>"'`,;:()\[\]{}]+""")
_SQL_TEXT = re.compile(r"""[eE]'(?:[^'\\]|\\.|'')*'?|'(?:[^']|'')*'?""", re.DOTALL)
_QUERY = re.compile(r"\?.*?(?= HTTP/\d|$)", re.DOTALL)
_PATH = re.compile(r"(?<= )/\S*(?= HTTP/\d)")
_CALLED = re.compile(r"#(\S+)(?= HTTP/\d)")
_END_OF_PATH = re.compile(r"(?= HTTP/\d)")


class Words:
    """The words of some texts, to find them again in a line.

    :param harmless: words that stay, in small letters: names of models and fields
    """

    def __init__(self, texts, harmless=frozenset()):
        found = {word for text in texts for word in _WORD.findall(text.casefold())}
        self._words = {word for word in found if word not in harmless and len(word) > 1}
        self._harmless = harmless
        # For pieces: a text is cut off somewhere, or an accent is written as a number.
        self._joined = "\n".join(word for word in self._words if len(word) <= LONGEST_WORD)

    def hidden_in(self, text):
        """``text`` without these words, without pieces of them of four signs or more, and without e-mail addresses."""
        return _WORD_OR_ESCAPE.sub(self._replacement, without_addresses(text)) if self._words else without_addresses(text)  # fmt: skip

    def _replacement(self, match):
        word = match[0].casefold()
        if word[0] == "\\" or word in self._harmless:
            return match[0]
        theirs = word in self._words or len(word) > LONGEST_WORD or (len(word) > 3 and word in self._joined)
        return HIDDEN if theirs else match[0]


def texts_in(value, most_bytes=1_000_000):
    """Every text in nested lists and dictionaries, keys included; uploaded files by their names."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, bytes):
        yield value[:most_bytes].decode(errors="replace")
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from texts_in(key)
            yield from texts_in(item)
    elif isinstance(value, list | tuple | set | frozenset):
        for item in value:
            yield from texts_in(item)
    elif isinstance(getattr(value, "filename", None), str):
        yield value.filename


def without_addresses(text):
    return _ADDRESS.sub(HIDDEN, text) if "@" in text else text


def without_sql_values(text):
    """A statement with its texts taken out, and the closing quotes of one that was cut off supplied."""
    return _SQL_TEXT.sub("'?'", text)


def method_called(line):
    """(model, method) behind the ``#`` of an address, if there are any."""
    found = _CALLED.search(line)
    return found and found[1].rpartition(".")[::2]


def without_query(line, route=None, keep_method=False):
    """A line of the web server. Search words and tokens stand behind the question mark, names of files in the path of some
    routes, which is then shown as ``route``; behind the ``#``, the method that was called."""
    called = keep_method and _CALLED.search(line)
    line = _QUERY.sub("", _CALLED.sub("", line))
    if route:
        line = _PATH.sub(lambda _found: route, line)
    return _END_OF_PATH.sub(lambda _found: called[0], line, count=1) if called else line


def told(exc, hide):
    """An exception and what led to it as ``logging`` writes it, each text passed through ``hide``."""
    parts, seen = [], set()
    while exc is not None and id(exc) not in seen:
        seen.add(id(exc))
        place = "".join(traceback.format_tb(exc.__traceback__))
        head = "Traceback (most recent call last):\n" if place else ""
        parts.append(f"{head}{place}{_name(exc)}: {hide(_text(exc))}".rstrip(": "))
        exc, why = _before(exc)
        if exc is not None:
            parts.append(why)
    return "\n\n".join(reversed(parts))


def _before(exc):
    if exc.__cause__ is not None:
        return exc.__cause__, "The above exception was the direct cause of the following exception:"
    if exc.__suppress_context__:
        return None, ""
    return exc.__context__, "During handling of the above exception, another exception occurred:"


def _name(exc):
    kind = type(exc)
    return kind.__qualname__ if kind.__module__ in ("builtins", "__main__") else f"{kind.__module__}.{kind.__qualname__}"  # fmt: skip


def _text(exc):
    try:
        return str(exc)
    except Exception:  # an exception that cannot say what it is about
        return HIDDEN
