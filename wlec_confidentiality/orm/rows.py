# SPDX-License-Identifier: LGPL-3.0-or-later
"""Many sealed values at once, below the ORM: for comparing in memory, for sealing rows where they stand and giving them back.

Nothing here asks about need to know, and nothing here is recorded: that is done by the few who call it.
"""

from ..tools import cipher
from ..tools.cipher import HEAD, unseal
from . import keys
from .gate import place


def open_rows(field, rows, model):
    """Open many values of rows already known to be open to the actor, in memory, for comparing.

    :param rows: [(record id, sealed value)]
    :return: an iterator of (record id, text)
    """
    return open_keyed(field, [(record_id, record_id, blob) for record_id, blob in rows], model)


def open_keyed(field, rows, model):
    """The same where a record may have several values: what one said before.

    :param rows: [(whatever it is known by, record id, sealed value)]
    :return: an iterator of (what it is known by, text)
    """
    heads = {blob[:HEAD] for _key, _record_id, blob in rows}
    by_id = {key_id: head for head in heads if (key_id := cipher.key_id_of_head(head)) is not None}
    found = keys.for_reading(model.env.cr, list(by_id))
    ciphers = {by_id[key_id]: key_cipher for key_id, key_cipher in found.items()}
    for key, record_id, blob in rows:
        try:
            yield key, unseal(ciphers.get(blob[:HEAD]), place(field, record_id), blob).decode()
        except cipher.Forged:
            continue  # whoever opens that row is told; a search is not the place


def sealed_text(field, record_id, text, key_id, key_cipher):
    """A text as it stands in a column, sealed where it stands."""
    return cipher.seal(key_cipher, key_id, place(field, record_id), text.encode())


def clear_texts(field, rows, model):
    """The texts of these sealed values, for giving them back in clear.

    :param rows: [(record id, sealed value)]
    :return: {record id: text}
    :raise SealError: one of them does not authenticate
    """
    clear = dict(open_rows(field, rows, model))
    for record_id, blob in rows:
        if record_id not in clear:
            clear[record_id] = keys.unseal_again(model.env.cr, place(field, record_id), blob).decode()
    return clear
