# SPDX-License-Identifier: LGPL-3.0-or-later
"""Checkpoints: what the log was at one moment, signed. The text form is C2SP's tlog-checkpoint in a signed note (Ed25519):

    centre.example/access-records
    20852163
    CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=
    at 2026-11-24T10:00:00Z
    ...

    - centre.example/access-records Az3grlgtzPICa5OS8npVmf1M...   (the line begins with an em dash)

After the three lines of the standard come ours, each a word and its value: ``at`` (when it was signed), ``last`` (number of the
newest record), ``gaps`` (numbers given to no record until then), ``previous`` (SHA-256 of the checkpoint before), and, when the
key is about to change, ``successor`` (the key that signs from here on); when old records are removed for good, ``purged`` (see
``kept_roots``).

Sources: https://c2sp.org/tlog-checkpoint and https://c2sp.org/signed-note.
"""

import base64
import binascii
import dataclasses
import re
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

_DASH = "—"
_ED25519 = b"\x01"
_MOST = 10_000
_NAME = re.compile(r"[^\s+]+")
OURS = ("at", "last", "gaps", "previous", "successor", "purged")
_NOTE = re.compile(
    rf"[^\s+]+\n\d+\n[A-Za-z0-9+/]{{43}}=\n(?:(?:{'|'.join(OURS)}) .*\n)*\n(?:{_DASH} \S+ \S+(?:\n|$))+"
)
_SIGNATURE = re.compile(rf"^{_DASH} \S+ [A-Za-z0-9+/=]+$", re.MULTILINE)


class BadCheckpoint(Exception):
    """This is no checkpoint signed with that key; the text says why."""


@dataclasses.dataclass(frozen=True)
class Checkpoint:
    origin: str
    size: int  # how many records
    root: bytes
    more: dict  # our own lines, {word: text}

    @property
    def last(self) -> int:
        return int(self.more.get("last", 0))

    @property
    def gaps(self) -> int:
        return int(self.more.get("gaps", 0))

    def text(self) -> str:
        lines = [self.origin, str(self.size), base64.b64encode(self.root).decode()]
        lines += [f"{word} {self.more[word]}" for word in OURS if word in self.more]
        return "\n".join(lines) + "\n"


def digest(note: str) -> str:
    """How the next checkpoint names this one."""
    return sha256(note.encode()).hexdigest()


# ---- keys, as signed notes write them
def _key_id(name: str, public: bytes) -> bytes:
    return sha256(name.encode() + b"\n" + _ED25519 + public).digest()[:4]


def key_text(name: str, public: bytes) -> str:
    """A public key as auditors keep it: ``name+1a2b3c4d+base64``."""
    return f"{name}+{_key_id(name, public).hex()}+{base64.b64encode(_ED25519 + public).decode()}"


def public_of(key: str) -> bytes:
    """The 32 bytes of a key's text.

    :raise BadCheckpoint: it is none
    """
    return _read_key(key)[2]


def _read_key(text: str) -> tuple[str, bytes, bytes]:
    try:
        name, number, data = text.strip().split("+", 2)
        data = base64.b64decode(data, validate=True)
    except (ValueError, binascii.Error):
        raise BadCheckpoint("this is not the text of a key") from None
    if len(data) != 33 or data[:1] != _ED25519 or _key_id(name, data[1:]).hex() != number:
        raise BadCheckpoint("this is not the text of a key of Ed25519, or it is damaged")
    return name, _key_id(name, data[1:]), data[1:]


# ---- signing, reading
def is_origin(text: str) -> bool:
    """Whether this can name a log: no space, no plus sign."""
    return bool(_NAME.fullmatch(text)) and len(text) < 200


def sign(checkpoint: Checkpoint, private: Ed25519PrivateKey) -> str:
    """The signed note."""
    if not is_origin(checkpoint.origin):
        raise ValueError("not a name for a log")
    name, text, public = (
        _signer(checkpoint.origin),
        checkpoint.text(),
        private.public_key().public_bytes_raw(),
    )
    signature = _key_id(name, public) + private.sign(text.encode())
    return f"{text}\n{_DASH} {name} {base64.b64encode(signature).decode()}\n"


def _signer(origin):
    """One key signs a log and those that were begun anew after it: ``name``, ``name#2``, ``name#3``."""
    return origin.partition("#")[0]


def read(note: str, keys) -> Checkpoint:
    """The checkpoint in a note that one of these keys (texts) signed.

    :raise BadCheckpoint: none did, or it is damaged
    """
    return read_signed(note, keys)[0]


def read_signed(note: str, keys) -> tuple[Checkpoint, str]:
    """The checkpoint in a note, and which of these keys signed it.

    :raise BadCheckpoint: none did, or it is damaged
    """
    text, lines = _parts(note)
    found = _parse(text)
    for key in keys:
        known = _read_key(key)
        if known[0] == _signer(found.origin) and any(
            _signed(text, line, known) for line in lines.split("\n")
        ):
            return found, key
    raise BadCheckpoint("it is not signed with the key of this log")


def found_in(text: str) -> list[str]:
    """The notes in a text that somebody kept: one, those of a witness's file, or a message it came in, whatever stands around it.

    :raise BadCheckpoint: there is none, or one is not whole
    """
    lines = [line.strip("\ufeff>\xa0 \t") for line in text.splitlines()]
    text = "\n".join(lines)
    notes = [note.rstrip("\n") + "\n" for note in _NOTE.findall(text)]
    if not notes:
        raise BadCheckpoint("there is no checkpoint in it")
    if sum(len(_SIGNATURE.findall(note)) for note in notes) < len(_SIGNATURE.findall(text)):
        raise BadCheckpoint("a checkpoint in it is damaged")
    return notes


def key_name(key: str) -> str:
    """How a key is told from others at a glance: its name and number.

    :raise BadCheckpoint: it is none
    """
    return "+".join(key.strip().split("+")[:2]) if public_of(key) else ""


def signed_with(note: str) -> str:
    """The name and number of the key that a note says it is signed with; not checked."""
    last = note.rstrip("\n").rpartition("\n")[2].split(" ")
    try:
        return f"{last[1]}+{base64.b64decode(last[2], validate=True)[:4].hex()}"
    except (LookupError, ValueError, binascii.Error):
        return ""


def read_unsigned(note: str) -> Checkpoint:
    """The checkpoint in a note of one's own keeping, whoever signed it.

    :raise BadCheckpoint: it is damaged
    """
    return _parse(_parts(note)[0])


def _parts(note):
    if len(note) > _MOST or "\n\n" not in note:
        raise BadCheckpoint("this is not a checkpoint")
    text, _blank, lines = note.rpartition("\n\n")
    return text + "\n", lines


def _signed(text, line, key):
    name, key_id, public = key
    dash, _space, rest = line.partition(" ")
    signer, _space, data = rest.partition(" ")
    try:
        data = base64.b64decode(data, validate=True)
        if dash != _DASH or signer != name or data[:4] != key_id:
            return False
        Ed25519PublicKey.from_public_bytes(public).verify(data[4:], text.encode())
    except (InvalidSignature, ValueError, binascii.Error):
        return False
    return True


def _parse(text):
    try:
        origin, size, root, *ours = text.splitlines()
        more = dict(line.split(" ", 1) for line in ours)
        found = Checkpoint(origin, int(size), base64.b64decode(root, validate=True), more)
        whole = found.text() == text and len(found.root) == 32 and is_origin(origin)
        numbers = found.size >= 0 and found.last >= 0 and found.gaps >= 0
    except (ValueError, binascii.Error):
        whole = numbers = False
    if not (whole and numbers):  # one text, one meaning: what is not written as we write it is refused
        raise BadCheckpoint("this is not a checkpoint, or it is damaged")
    return found
