# SPDX-License-Identifier: LGPL-3.0-or-later
"""HTML of our own into PDF. Nothing is fetched: a document made from a file never makes the server call anybody."""

import logging

from odoo import _

from odoo.addons.wlec_confidentiality.exceptions import ConfidentialityError

# The makers of the PDF log every font and table they meet.
for _name in ("weasyprint", "fontTools"):
    logging.getLogger(_name).setLevel(logging.CRITICAL)


def render(html) -> bytes:
    """The PDF of a complete HTML page; its language and title are taken from the page."""
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
    return HTML(string=str(html), url_fetcher=nothing).write_pdf(pdf_identifier=None)
