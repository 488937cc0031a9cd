# SPDX-License-Identifier: LGPL-3.0-or-later
"""HTML of our own into PDF. Nothing is fetched: a document made from a file never makes the server call anybody."""

import logging

from odoo import _
from odoo.addons.wlec_confidentiality.exceptions import ConfidentialityError

# The makers of the PDF log every font and table they meet.
for _name in ("weasyprint", "fontTools"):
    logging.getLogger(_name).setLevel(logging.ERROR)


def _refuse(url, *args, **kwargs):
    raise ValueError("a document is made without fetching anything")


def render(html) -> bytes:
    """The PDF of a complete HTML page; its language and title are taken from the page."""
    try:
        from weasyprint import HTML  # slow to load, and needed only here
    except ImportError:
        raise ConfidentialityError(
            _(
                "Documents cannot be made: the program “WeasyPrint” is not installed on the server. Nothing was released."
            )
        ) from None
    return HTML(string=str(html), url_fetcher=_refuse).write_pdf(pdf_identifier=None)
