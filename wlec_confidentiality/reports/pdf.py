# SPDX-License-Identifier: LGPL-3.0-or-later
"""HTML of our own into PDF. Nothing is fetched: a document made from a file never makes the server call anybody."""

import logging
import re

from markupsafe import Markup

from odoo import _
from odoo.tools.translate import LazyTranslate

from odoo.addons.wlec_confidentiality.exceptions import ConfidentialityError
from odoo.addons.wlec_confidentiality.tools import unprintable

# The makers of the PDF log every font and table they meet.
for _name in ("weasyprint", "fontTools"):
    logging.getLogger(_name).setLevel(logging.CRITICAL)

_lt = LazyTranslate(__name__, default_lang="en_US")
_END, _LANG = "</body>", re.compile(r"<html[^>]* lang=[\"']([\w-]+)")
_NOTE = Markup('<p style="font-size: 8.5pt; border: .6pt solid #999; padding: 2mm">%s</p>')


def render(html, to_be_read=False) -> bytes:
    """The PDF of a complete HTML page; its language and title are taken from the page.

    :param to_be_read: it goes to somebody who has nothing but this paper: not made at all where the server has no font for it. Else
        the paper says that letters are missing.
    """
    data, missing = _made(str(html))
    if not missing:
        return data
    html = unprintable.spelled_out(str(html), missing)
    data, missing = _made(html)
    scripts = ", ".join(unprintable.scripts(missing))
    if scripts and to_be_read:
        raise ConfidentialityError(
            _lt(
                "This cannot be printed: the server has no font for these letters: %s. Whoever looks after the server installs one"
                " (on Debian: fonts-noto-core, and for Chinese fonts-noto-cjk).",
                scripts,
            )
        )
    return _with_note(html, scripts) if scripts and _END in html else data


def _with_note(html, scripts):
    """It is said in the language of the page, whoever prints it."""
    words = _lt(
        "Boxes stand here for letters that our printer does not have (%s). Ask us what they say.", scripts
    )
    lang = _LANG.search(html)
    note = _NOTE % words._translate(lang[1].replace("-", "_") if lang else "en_US")
    before, end, after = html.rpartition(_END)
    return _made(before + str(note) + end + after)[0]


def _made(html):
    """:return: the PDF, and the characters for which there was no font"""
    try:
        from weasyprint import HTML  # slow to load, and needed only here
        from weasyprint.urls import URLFetcher
    except ImportError:
        raise ConfidentialityError(
            _(
                "Documents cannot be made: the program “WeasyPrint” is not installed on the server. Nothing was released."
            )
        ) from None
    nothing = URLFetcher(allowed_protocols=(), allow_redirects=False)
    document = HTML(string=html, url_fetcher=nothing).render()
    data = document.write_pdf(pdf_identifier=None)
    return data, {chr(code) for font in document.fonts.values() for code in font.missing}
