# SPDX-License-Identifier: LGPL-3.0-or-later
"""The centre's seal key: a file outside the database, named by ``wlec_seal_key`` in odoo.conf or by ``WLEC_SEAL_KEY``."""

import os

from odoo.tools import config

from odoo.addons.wlec_confidentiality.tools import consent_signing


def path():
    """The name of the file, or nothing."""
    return os.environ.get("WLEC_SEAL_KEY") or config.get("wlec_seal_key")


def signer():
    """The key that signs receipts.

    :raise SealKeyProblem: it cannot serve; the message says why
    """
    return consent_signing.load(path())
