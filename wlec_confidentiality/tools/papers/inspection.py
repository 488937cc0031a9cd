# SPDX-License-Identifier: LGPL-3.0-or-later
"""Looking through a paper before it leaves: everything that is in it and is not meant to be.

:func:`inspect` takes a paper of any kind and says what it found; an empty list, but for :data:`findings.NOTES`, means that
nothing was found. A kind of file it cannot look through is itself a finding.
"""

from collections.abc import Iterable

from . import (
    inspection_image,
    inspection_office,
    inspection_sight,
    inspection_structure,
    inspection_text,
    kinds,
)
from . import sight as sights
from . import words as wordlists
from .findings import TOO_BIG, UNKNOWN_KIND, WORD, WRONG_NAME, Finding, PaperError, summed


def inspect(
    data: bytes, name: str | None = None, words: Iterable[str] = (), sight: bool = True
) -> list[Finding]:
    """What is wrong with this paper.

    :param name: its file name, whose ending must say what the content is
    :param words: what must not appear, as :func:`words.wanted` gives it
    :param sight: whether each page of a PDF is looked at; not wanted where only the file around the pages has changed
    :return: findings, each kind once for each page; never raises for a bad paper, that is a finding too
    """
    kind = kinds.kind_of(data, name)
    if kind == kinds.UNKNOWN:
        return [Finding(UNKNOWN_KIND)]
    if len(data) > kinds.MOST_BYTES:
        return [Finding(TOO_BIG)]
    found = [] if kinds.fits_name(kind, name) else [Finding(WRONG_NAME)]
    try:
        found += _by_kind(kind, data, sight)
        found += _words(kind, data, list(words))
    except PaperError as error:
        found.append(Finding(error.code))
    return summed(found)


def _by_kind(kind, data, sight):
    if kind == kinds.PDF:
        found = list(inspection_structure.inspect_structure(data))
        return found + (_pages(data) if sight else [])
    look = {
        kinds.IMAGE: inspection_image.inspect_image,
        kinds.OOXML: inspection_office.inspect_office,
        kinds.ODF: inspection_office.inspect_office,
        kinds.TEXT: inspection_text.inspect_text,
        kinds.EMAIL: inspection_text.inspect_email,
    }[kind]
    return list(look(data))


def _pages(data):
    document = sights.opened(data)
    return [
        finding
        for index in range(len(document))
        for finding in inspection_sight.inspect_page(document[index], index + 1)
    ]


def _words(kind, data, words):
    if not words:
        return []
    if kind == kinds.PDF:
        return [*_words_on_pages(data, words), *_words_in(inspection_structure.texts(data), words)]
    if kind in (kinds.OOXML, kinds.ODF):
        return _words_in(inspection_office.texts(data), words)
    if kind in (kinds.TEXT, kinds.EMAIL):
        return _words_in(inspection_text.texts(data, kind), words)
    return []


def _words_on_pages(data, words):
    document = sights.opened(data)
    for index in range(len(document)):
        text = document[index].get_textpage().get_text_range()
        if count := wordlists.present(words, text):
            yield Finding(WORD, index + 1, count)


def _words_in(texts, words):
    count = max((wordlists.present(words, text) for text in texts), default=0)
    return [Finding(WORD, 0, count)] if count else []
