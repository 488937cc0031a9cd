# SPDX-License-Identifier: LGPL-3.0-or-later
"""Plain texts and e-mails."""

import email
import email.policy
import re
from collections.abc import Iterator
from email.message import EmailMessage

from lxml import etree, html

from . import kinds
from .findings import EMBEDDED, INVISIBLE_SIGNS, MAIL_HEADERS, UNREADABLE, Finding, PaperError

# Signs of no width, signs that turn the direction round, and the block in which whole texts can be written unseen.
_INVISIBLE = re.compile(
    "[\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\U000e0000-\U000e007f]|\x1b|\x08"
)
_SHOWN = ("From", "To", "Cc", "Date", "Subject")


def inspect_text(data: bytes) -> Iterator[Finding]:
    if found := _INVISIBLE.findall(kinds.decoded(data)):
        yield Finding(INVISIBLE_SIGNS, 0, len(found))


def inspect_email(data: bytes) -> Iterator[Finding]:
    """An e-mail saved as a file always carries more than its reader shows: its way, its senders' machines, its other forms."""
    yield Finding(MAIL_HEADERS)
    for part in _message(data).iter_attachments():
        if part is not None:
            yield Finding(EMBEDDED)


def _message(data) -> EmailMessage:
    try:
        return email.message_from_bytes(data, policy=email.policy.default)
    except (ValueError, TypeError, LookupError, AttributeError, IndexError):
        raise PaperError(UNREADABLE) from None


def readable(data: bytes, kind: str) -> str:
    """What a person reads of a text or an e-mail, and nothing else.

    :raise PaperError: it cannot be read
    """
    if kind == kinds.TEXT:
        return _INVISIBLE.sub("", kinds.decoded(data))
    message = _message(data)
    try:
        lines = [f"{name}: {message[name]}" for name in _SHOWN if message[name]]
        body = message.get_body(("plain", "html"))
        text = body.get_content() if body is not None else ""
        if body is not None and body.get_content_type() == "text/html":
            text = _plain(text)
    except (ValueError, TypeError, LookupError, AttributeError, IndexError):
        raise PaperError(UNREADABLE) from None
    return _INVISIBLE.sub("", "\n".join([*lines, "", text]))


def _plain(page):
    try:
        root = html.fromstring(page)
    except (etree.ParserError, ValueError):
        return ""
    for node in root.xpath("//script | //style | //head | //comment()"):
        node.drop_tree()
    for node in root.xpath("//br | //p | //div | //tr | //li"):
        node.tail = "\n" + (node.tail or "")
    return "\n".join(line.strip() for line in root.text_content().splitlines())


def texts(data: bytes, kind: str) -> Iterator[str]:
    """All the words there are, also of what is not shown."""
    yield kinds.decoded(data)
    if kind == kinds.EMAIL:
        for part in _message(data).walk():
            if part.get_content_maintype() == "text":
                try:
                    yield str(part.get_content())
                except (LookupError, ValueError, KeyError):
                    continue
            yield part.get_filename() or ""
        yield " ".join(str(value) for value in _message(data).values())
