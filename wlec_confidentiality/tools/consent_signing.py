# SPDX-License-Identifier: LGPL-3.0-or-later
"""Signing with the centre's Ed25519 key: receipts, and checkpoints of the access records. How these are checked is in
``verify_receipt`` and ``verify_log``, which outsiders run."""

import os
import re
import stat

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from . import verify_receipt as verify
from .checkpoint import Checkpoint, sign


class SealKeyProblem(Exception):
    """The seal key cannot serve; the text says why, in words for whoever looks after the server."""


class Signer:
    """A private key, and what is shown of it: ``key`` is the text of the public one (``z6Mk...``)."""

    def __init__(self, seed: bytes):
        self._private = Ed25519PrivateKey.from_private_bytes(seed)
        self.public = self._private.public_key().public_bytes_raw()
        self.key = verify.key_text(self.public)

    def record(self, document: dict, created: str) -> dict:
        """The document with its proof (W3C Data Integrity, ``eddsa-jcs-2022``).

        :param created: when it is signed, as ``2026-11-24T10:00:00Z``
        """
        proof = {
            "@context": document["@context"],
            "type": "DataIntegrityProof",
            "cryptosuite": verify.CRYPTOSUITE,
            "created": created,
            "verificationMethod": f"did:key:{self.key}#{self.key}",
            "proofPurpose": "assertionMethod",
        }
        signature = self._private.sign(verify.signed_digest(document, proof))
        return {**document, "proof": {**proof, "proofValue": verify.encode58(signature)}}

    def checkpoint(self, found: Checkpoint) -> str:
        """The signed note of a checkpoint of the access records."""
        return sign(found, self._private)

    def pdf(self, data: bytes) -> bytes:
        """The PDF with the signature of all its bytes as a last line."""
        return data + verify.seal_line(self.key, self._private.sign(data))


def load(path) -> Signer:
    """The key in this file: 32 bytes in hexadecimal digits, readable by its owner alone.

    :raise SealKeyProblem: there is none, or it cannot serve
    """
    if not path:
        raise SealKeyProblem("no seal key is configured (wlec_seal_key in odoo.conf, or WLEC_SEAL_KEY)")
    try:
        with open(path, encoding="ascii") as file:
            mode = stat.S_IMODE(os.fstat(file.fileno()).st_mode)
            text = file.read(200).strip()
    except (OSError, UnicodeDecodeError):
        raise SealKeyProblem(f"the seal key {path} cannot be read") from None
    if mode & 0o077:
        raise SealKeyProblem(f"the seal key {path} can be read by others: chmod 600 it")
    if not re.fullmatch(r"[0-9a-fA-F]{64}", text):
        raise SealKeyProblem(f"the seal key {path} is not 32 bytes in hexadecimal digits")
    return Signer(bytes.fromhex(text))
