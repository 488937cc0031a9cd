# SPDX-License-Identifier: LGPL-3.0-or-later
"""Checks a consent receipt without Odoo, without the centre and without the internet.

    python verify_receipt.py RECEIPT --key z6Mk...

``RECEIPT`` is the receipt as it was downloaded: the record (.jsonld) or the page to print (.pdf). ``--key`` is the centre's
public key, as its settings page and its web page print it; it may be given several times, for a centre that has changed it.
Exit status: 0 genuine, 1 refused, 2 not used rightly. Needs nothing but Python and the package ``cryptography``.

A record is signed by the W3C's Data Integrity method ``eddsa-jcs-2022`` (Ed25519 over the JSON Canonicalization Scheme,
RFC 8785). A PDF carries an Ed25519 signature of all its bytes in a last line of its own, which PDF readers skip.
"""

import argparse
import hashlib
import json
import re
import sys
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

CRYPTOSUITE = "eddsa-jcs-2022"
_ED25519 = b"\xed\x01"  # multicodec: what follows is a public key of Ed25519
_ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_SEAL = re.compile(rb"\n%WLEC-RECEIPT-SIGNATURE (z6Mk\w{20,60}) (z\w{40,120})\n\Z")
_MOST_BYTES = 20_000_000


class Refused(Exception):
    """The receipt is not what the centre signed; the text says why."""


# ---- multibase (base58btc), as did:key writes keys and signatures
def encode58(data: bytes) -> str:
    """``z`` and the bytes in base 58."""
    number, text = int.from_bytes(data, "big"), ""
    while number:
        number, digit = divmod(number, 58)
        text = _ALPHABET[digit] + text
    return "z" + "1" * (len(data) - len(data.lstrip(b"\0"))) + text


def decode58(text: str) -> bytes:
    """:raise Refused: no text in base 58"""
    if not isinstance(text, str) or not re.fullmatch(f"z[{_ALPHABET}]{{1,200}}", text):
        raise Refused("a key or signature in it is damaged")
    number = 0
    for sign in text[1:]:
        number = number * 58 + _ALPHABET.index(sign)
    zeros = len(text[1:]) - len(text[1:].lstrip("1"))
    return b"\0" * zeros + number.to_bytes((number.bit_length() + 7) // 8, "big")


def key_text(public: bytes) -> str:
    """The 32 bytes of a public key as people compare them: ``z6Mk...``"""
    return encode58(_ED25519 + public)


def public_key(text: str) -> Ed25519PublicKey:
    """:raise Refused: not the text of a key of Ed25519"""
    data = decode58(text)
    if len(data) != 34 or not data.startswith(_ED25519):
        raise Refused("this is not a public key of Ed25519")
    return Ed25519PublicKey.from_public_bytes(data[2:])


# ---- the record
def canonical(value) -> bytes:
    """RFC 8785 for what receipts hold: objects with plain English names, lists, texts, whole numbers, true and false.

    :raise Refused: something else, which two programs might write in two ways
    """
    _check_plain(value)
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    try:
        return text.encode()
    except UnicodeEncodeError:
        raise Refused("it holds a sign that is none") from None


def _check_plain(value, depth=0):
    if depth > 40:
        raise Refused("it is nested too deeply")
    if isinstance(value, dict):
        if not all(isinstance(name, str) and name.isascii() for name in value):
            raise Refused("it holds a name that is not plain English letters")
        value = list(value.values())
    elif isinstance(value, float) or (isinstance(value, int) and abs(value) >= 2**53):
        raise Refused("it holds a number that is not whole, or too large")
    for part in value if isinstance(value, list) else ():
        _check_plain(part, depth + 1)


def signed_digest(document: dict, options: dict) -> bytes:
    """What is signed: the fingerprint of the options, then that of the document."""
    return hashlib.sha256(canonical(options)).digest() + hashlib.sha256(canonical(document)).digest()


def check_record(record: dict, keys: list[str]) -> str:
    """:return: the key that signed it

    :raise Refused: nobody who holds one of these keys signed exactly this
    """
    proof = record.get("proof") if isinstance(record, dict) else None
    if not isinstance(proof, dict) or (proof.get("type"), proof.get("cryptosuite")) != (
        "DataIntegrityProof",
        CRYPTOSUITE,
    ):
        raise Refused("it is not signed, or not in a way known here")
    if proof.get("proofPurpose") != "assertionMethod" or proof.get("@context") != record.get("@context"):
        raise Refused("its signature was made for something else")
    key = str(proof.get("verificationMethod", "")).rpartition("#")[2]
    if key not in keys:
        raise Refused(f"it is signed with another key ({key or 'none'}) than the centre's")
    document = {name: value for name, value in record.items() if name != "proof"}
    options = {name: value for name, value in proof.items() if name != "proofValue"}
    _check(key, decode58(proof.get("proofValue")), signed_digest(document, options))
    return key


def _check(key, signature, data):
    try:
        public_key(key).verify(signature, data)
    except InvalidSignature:
        raise Refused("it was changed after the centre signed it") from None


# ---- the page
def seal_line(key: str, signature: bytes) -> bytes:
    """The last line of a PDF, which carries the signature of all that stands before it."""
    return f"\n%WLEC-RECEIPT-SIGNATURE {key} {encode58(signature)}\n".encode()


def check_pdf(data: bytes, keys: list[str]) -> str:
    """:return: the key that signed these very bytes

    :raise Refused: nobody who holds one of these keys did
    """
    found = _SEAL.search(data)
    if not found:
        raise Refused("it carries no signature at its end")
    key = found[1].decode()
    if key not in keys:
        raise Refused(f"it is signed with another key ({key}) than the centre's")
    _check(key, decode58(found[2].decode()), data[: found.start()])
    return key


def check(data: bytes, keys: list[str]) -> dict | None:
    """:return: the record, or nothing for a PDF

    :raise Refused: it is not what the centre signed
    """
    if data.startswith(b"%PDF-"):
        check_pdf(data, keys)
        return None
    try:
        record = json.loads(data, object_pairs_hook=_no_name_twice)
    except (ValueError, RecursionError):
        raise Refused("it is neither a record nor a PDF, or it is damaged") from None
    check_record(record, keys)
    return record


def _no_name_twice(pairs):
    """Two values under one name: one program would read the first, another the second."""
    if len({name for name, _value in pairs}) != len(pairs):
        raise ValueError("a name occurs twice")
    return dict(pairs)


def _summary(record):
    about = record.get("dpv:hasRecordOfActivity", {})
    events = about.get("dpv:hasConsentStatus") or [{}]
    latest = events[-1] if isinstance(events, list) else {}
    recipient = about.get("dpv:hasProcess", {}).get("dpv:hasRecipient", {})
    return (
        f"{about.get('dct:identifier')}: {str(latest.get('@type', '')).rpartition(':')[2]} on {latest.get('dct:date')}, "
        f"for {recipient.get('dpv:hasName')}"
    )


def main(words=None) -> int:
    parser = argparse.ArgumentParser(description="Check a consent receipt, offline.")
    parser.add_argument("receipt", type=Path, help="the file that was downloaded: .jsonld or .pdf")
    parser.add_argument(
        "--key", action="append", required=True, help="the centre's public key (z6Mk...), once or more"
    )
    given = parser.parse_args(words)
    try:
        with given.receipt.open("rb") as file:
            data = file.read(_MOST_BYTES + 1)
        if len(data) > _MOST_BYTES:
            raise Refused("it is far too large for a receipt")
        for key in given.key:
            public_key(key)
        record = check(data, given.key)
    except OSError as error:
        print(f"REFUSED: {given.receipt} cannot be read ({error.strerror})")
        return 1
    except Refused as why:
        print(f"REFUSED: {why}")
        return 1
    print("GENUINE: the centre signed exactly this.")
    if record:
        print(_summary(record))
    return 0


if __name__ == "__main__":
    sys.exit(main())
