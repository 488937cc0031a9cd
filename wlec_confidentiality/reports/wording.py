# SPDX-License-Identifier: LGPL-3.0-or-later
"""In which language a letter is written: the reader's, where the centre has written it in that; else English. And whom it goes to."""

from odoo.addons.wlec_confidentiality.exceptions import ConfidentialityError
from odoo.addons.wlec_confidentiality.tools import window


def language(record, name, wanted):
    """
    :param name: a translated field of ``record``: the wording
    :param wanted: the reader's language, as a code of Odoo's
    :return: the code of the language in which there is a wording
    """
    installed = dict(record.env["res.lang"].get_installed())
    written = record._fields[name]._get_stored_translations(record) or {}
    ours = record.env.company.sudo().partner_id.lang
    for code in (wanted, ours):
        if code in installed and (code in written or code.startswith("en_")):
            return code
    return "en_US"


def page(env, lang):
    """What every page says of its language, and who writes."""
    company = env.company.sudo()
    return {
        "lang": (lang or "en_GB").replace("_", "-"),
        "direction": env["res.lang"]._get_data(code=lang).direction or "ltr",
        "centre": company.name,
        "sender": sender(company),
    }


def sender(company):
    """How to reach the centre, line by line."""
    address = company.sudo().partner_id._display_address(without_company=True)
    lines = [line.strip() for line in (address or "").split("\n") if line.strip()]
    return [*lines, *filter(None, (company.sudo().phone, company.sudo().email))]


def in_window(env, address):
    """What is seen through the window of the envelope, line by line.

    :raise ConfidentialityError: a line would not be seen whole
    """
    if window.is_too_wide(address):
        raise ConfidentialityError(
            env._(
                "A line of the address is too long for the window of an envelope: please put it on two lines."
            )
        )
    return window.lines(address)
