# SPDX-License-Identifier: LGPL-3.0-or-later
"""Which key signs next, and an exchange of the seal key that was interrupted."""

from odoo.addons.wlec_confidentiality.models.access import seal_key
from odoo.addons.wlec_confidentiality.tools import checkpoint, seal_key_files, seal_state


class SealRefused(Exception):
    """Nothing is sealed: it would not continue what was sealed before. The text says what is wrong."""


def go_on(state_file, name):
    """Finish an exchange that was interrupted after the old key had signed."""
    state, signer = seal_state.load(state_file), seal_key.signer()
    if not state or follows(state.note, name, signer):
        return
    if "successor" in checkpoint.read_unsigned(state.note).more:
        with seal_key_files.locked(seal_key.path()):
            finish(seal_key.path(), name, seal_key.signer(), state)


def finish(path, name, old, state):
    """Whether an exchange was interrupted after the old key had signed, and is finished now."""
    named = state and checkpoint.read_unsigned(state.note).more.get("successor")
    if not named or named == checkpoint.key_text(name, old.public):
        return False
    new = seal_key_files.waiting(path)
    if not new or checkpoint.key_text(name, new.public) != named:
        raise SealRefused("the key that was to follow, and was signed for, is missing")
    seal_key_files.swap(path)
    return True


def former_signer(path, name, signer, state):
    """The old key that signed the last checkpoint, where it is not the one in use that signs the next: (file, key), or None."""
    if not state or follows(state.note, name, signer):
        return None
    for file, old in seal_key_files.former(path):
        if follows(state.note, name, old):
            return file, old
    return None


def follows(note, name, signer):
    """Whether this key signs what comes after this checkpoint."""
    key, found = checkpoint.key_text(name, signer.public), checkpoint.read_unsigned(note)
    if "successor" in found.more:
        return found.more["successor"] == key
    try:
        return bool(checkpoint.read(note, [key]))
    except checkpoint.BadCheckpoint:
        return False
