# SPDX-License-Identifier: LGPL-3.0-or-later
"""Exchange the seal key, as is due once a year: the old key signs a checkpoint that names the new one, which then takes its place.

People go on working. Killed at any moment, the same command (or the next seal) goes on. Where the key seals other databases too, run
it for each of them. What the old key signed is checked with the old public key for ever: keep it where it was printed. Afterwards
destroy the old key's file, and its copies in backups: then nobody can ever sign in its name again.
"""

NAME = "renew-seal-key"


def add_arguments(parser):
    """It takes none of its own."""


def run(env, args):
    # not at the top: see the note in __init__.py
    from odoo.addons.wlec_confidentiality.commands import _sealing
    from odoo.addons.wlec_confidentiality.models.access import seal_key
    from odoo.addons.wlec_confidentiality.models.records import sealer
    from odoo.addons.wlec_confidentiality.orm import audit

    def renew():
        old = sealer.renew(env.cr.dbname, sealer.name_of(env))
        sealer.seal(env.cr.dbname, sealer.name_of(env), always=True)
        return old

    seal = env["wlec.access.seal"]
    audit.record(seal, "configure", fields=("renew_seal_key",))
    env.cr.commit()
    old = _sealing.made(env, renew)
    if old is None:
        return 1
    print(f"The log began with the key      {seal._pinned_keys()[0]}")
    print(f"From now on it is signed with   {seal._log_key()}")
    print(f"Receipts of consents, likewise  {seal_key.signer().key}")
    print(
        f"The old key is in {old}. Destroy it (shred -u), and its copies, once every database that it sealed has been told."
    )
    return 0
