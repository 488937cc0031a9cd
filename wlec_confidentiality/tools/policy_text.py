# SPDX-License-Identifier: LGPL-3.0-or-later
"""The canonical text of a document: what a person reads, without its dress.

Two renderings of the same words have the same canonical text, so a hash of it can be checked years later, from a print as
well as from a database. Anything that would be read differently - a word, a paragraph, a list mark - changes it.
"""

import hashlib
import re
import unicodedata

from lxml import html

_BLOCKS = {
    "address", "article", "blockquote", "dd", "div", "dl", "dt", "figure", "footer", "h1", "h2", "h3", "h4", "h5", "h6",
    "header", "hr", "li", "main", "ol", "p", "pre", "section", "table", "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip
_SPACES = re.compile(r"\s+")


def canonical(markup) -> str:
    """One line for each paragraph, list items marked with ``- ``, spaces collapsed, Unicode in form NFC."""
    if not (markup or "").strip():
        return ""
    lines = [[]]
    _walk(html.fragment_fromstring(str(markup), create_parent="div"), lines)
    texts = (_SPACES.sub(" ", "".join(line)).strip() for line in lines)
    return unicodedata.normalize("NFC", "\n".join(text for text in texts if text not in ("", "-")))


def _walk(node, lines):
    if not isinstance(node.tag, str):  # a comment: nobody reads it
        return
    block = node.tag in _BLOCKS
    if block or node.tag == "br":
        lines.append(["- "] if node.tag == "li" else [])
    lines[-1].append(node.text or "")
    for child in node:
        _walk(child, lines)
        lines[-1].append(child.tail or "")
    if block:
        lines.append([])


def fingerprint(text) -> str:
    """SHA-256 of a canonical text, in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


def same_name(typed, name) -> bool:
    """Whether somebody typed this name: capitals and spaces do not matter, letters do."""
    return bool(_folded(typed)) and _folded(typed) == _folded(name)


def _folded(text):
    return _SPACES.sub("", unicodedata.normalize("NFKC", text or "")).casefold()
