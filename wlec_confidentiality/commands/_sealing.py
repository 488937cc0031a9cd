# SPDX-License-Identifier: LGPL-3.0-or-later
"""Sealing at the console: it may be refused, and then says why."""


def made(env, work):
    """What ``work``, which seals, came back with; ``None`` where it was refused, and the reason is printed."""
    from odoo.addons.wlec_confidentiality.models.records import sealer
    from odoo.addons.wlec_confidentiality.tools.consent_signing import SealKeyProblem
    from odoo.addons.wlec_confidentiality.tools.seal_state import StateProblem

    try:
        return work()
    except sealer.SealBusy:
        print("Somebody else is sealing at this moment: try again in a minute.")
    except (sealer.SealRefused, SealKeyProblem, StateProblem) as problem:
        print(env["wlec.access.seal"]._problem_text(problem))
    return None
