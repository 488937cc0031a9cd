# SPDX-License-Identifier: LGPL-3.0-or-later
"""What an inspection can find. Codes, pages and numbers only: a finding never holds a word of the paper."""

from typing import NamedTuple


class Finding(NamedTuple):
    """One kind of thing found on one page (``page`` 0: in the file as a whole), ``count`` times."""

    code: str
    page: int = 0
    count: int = 1


# ---- a paper that cannot be looked through at all
UNKNOWN_KIND = "unknown_kind"
WRONG_NAME = "wrong_name"
UNREADABLE = "unreadable"
LOCKED = "locked"
TOO_BIG = "too_big"
# ---- on a page
HIDDEN_TEXT = "hidden_text"
SEE_THROUGH = "see_through"
UNDER_COVER = "under_cover"
OUTSIDE = "outside"
CROPPED = "cropped"
# ---- in the file
ANNOTATION = "annotation"
FORM = "form"
LAYER = "layer"
EMBEDDED = "embedded"
SCRIPT = "script"
METADATA = "metadata"
HISTORY = "history"
BOOKMARK = "bookmark"
# ---- in office documents, e-mails and texts
COMMENT = "comment"
TRACKED = "tracked"
HIDDEN_CELLS = "hidden_cells"
HIDDEN_PART = "hidden_part"
MACRO = "macro"
LINKED_DATA = "linked_data"
MAIL_HEADERS = "mail_headers"
INVISIBLE_SIGNS = "invisible_signs"
# ---- a kind of file on whose pages the recipient's name cannot be laid
OFFICE = "office"
# ---- what the caseworker said must not appear
WORD = "word"
# ---- not a fault: nobody but a person can look at these
PICTURE_PAGE = "picture_page"

NOTES = frozenset({PICTURE_PAGE})
# Left out of the copy that is given, without anybody having to ask: nothing of it is ever seen on a page.
AUTOMATIC = frozenset({METADATA, HISTORY, SCRIPT, BOOKMARK})
# For these a copy made of pictures of the pages is the cure; for the rest it is not possible, or does not help.
CURED_BY_PICTURES = frozenset({
    HIDDEN_TEXT, SEE_THROUGH, UNDER_COVER, OUTSIDE, CROPPED, ANNOTATION, FORM, LAYER, EMBEDDED, MAIL_HEADERS,
    INVISIBLE_SIGNS, METADATA, SCRIPT, HISTORY, BOOKMARK,
})  # fmt: skip


class PaperError(Exception):
    """A paper that cannot be worked with; ``code`` is one of the words above."""

    def __init__(self, code: str):
        super().__init__(code)
        self.code = code


def blocking(found: list[Finding]) -> list[Finding]:
    """Those that keep a paper from leaving."""
    return [finding for finding in found if finding.code not in NOTES and finding.code not in AUTOMATIC]


def summed(found: list[Finding]) -> list[Finding]:
    """Each kind once for each page, with how many there were."""
    counts: dict[tuple[str, int], int] = {}
    for finding in found:
        key = finding.code, finding.page
        counts[key] = counts.get(key, 0) + finding.count
    return [Finding(code, page, count) for (code, page), count in counts.items()]
