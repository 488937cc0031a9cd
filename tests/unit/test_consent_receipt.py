# SPDX-License-Identifier: LGPL-3.0-or-later
"""Receipts: what they must say, by an existing validator; that they verify anywhere; and that nothing of them can be changed."""

import copy
import json
import os
import subprocess
import sys
from datetime import datetime

import jsonschema
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st

from dev.places import ROOT
from tests.support.consent_tools import facts, record, signing, verify
from tests.support.pure_tools import TOOLS

SCHEMA = json.loads((ROOT / "data" / "consent" / "receipt.schema.json").read_text("utf-8"))
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)
SIGNER = signing.Signer(bytes(range(32)))
WHEN = "2026-11-24T10:00:01Z"

# Published with the W3C Recommendation "Data Integrity EdDSA Cryptosuites v1.0", for eddsa-jcs-2022.
W3C_PUBLIC = "z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2"
W3C_PRIVATE = "z3u2en7t5LR2WtQH5PfFqMqwVHBeXouLzo6haApm8XHqvjxq"
_W3C_CONTEXT = ["https://www.w3.org/ns/credentials/v2", "https://www.w3.org/ns/credentials/examples/v2"]
W3C_SIGNED = {
    "@context": _W3C_CONTEXT,
    "id": "urn:uuid:58172aac-d8ba-11ed-83dd-0b3aef56cc33",
    "type": ["VerifiableCredential", "AlumniCredential"],
    "name": "Alumni Credential",
    "description": "A minimum viable example of an Alumni Credential.",
    "issuer": "https://vc.example/issuers/5678",
    "validFrom": "2023-01-01T00:00:00Z",
    "credentialSubject": {"id": "did:example:abcdefgh", "alumniOf": "The School of Examples"},
    "proof": {
        "type": "DataIntegrityProof",
        "cryptosuite": "eddsa-jcs-2022",
        "created": "2023-02-24T23:36:38Z",
        "verificationMethod": f"https://vc.example/issuers/5678#{W3C_PUBLIC}",
        "proofPurpose": "assertionMethod",
        "@context": _W3C_CONTEXT,
        "proofValue": "z63t83Y53KfzJ5ZosfKTnqfMcKB2dmTrfjSaQjeNNjAD5srBowQfmWqeRb8rRjmeEuCBEsddF9LsVogtuTsijJKh4",
    },
}


def signed(**changed):
    return SIGNER.record(record.receipt(facts(**changed)), WHEN)


def data(**changed):
    return json.dumps(signed(**changed), ensure_ascii=False).encode()


# ---- published vectors
def test_the_w3cs_own_example():
    assert verify.check_record(W3C_SIGNED, [W3C_PUBLIC]) == W3C_PUBLIC
    changed = {**W3C_SIGNED, "name": "Alumni credential"}
    with pytest.raises(verify.Refused):
        verify.check_record(changed, [W3C_PUBLIC])


def test_the_w3cs_own_signature():
    private = Ed25519PrivateKey.from_private_bytes(verify.decode58(W3C_PRIVATE)[2:])
    assert verify.key_text(private.public_key().public_bytes_raw()) == W3C_PUBLIC
    options = {name: value for name, value in W3C_SIGNED["proof"].items() if name != "proofValue"}
    document = {name: value for name, value in W3C_SIGNED.items() if name != "proof"}
    signature = private.sign(verify.signed_digest(document, options))
    assert verify.encode58(signature) == W3C_SIGNED["proof"]["proofValue"]


@given(st.binary(min_size=1, max_size=60))
def test_base58_there_and_back(data):
    assert verify.decode58(verify.encode58(data)) == data


def test_canonical_as_rfc_8785_says():
    value = {"b": [1, True, None, '\u20ac\n\u0007"\\/\u007f'], "a": {"z": "", "A": -3}}
    assert (
        verify.canonical(value)
        == '{"a":{"A":-3,"z":""},"b":[1,true,null,"€\\n\\u0007\\"\\\\/\x7f"]}'.encode()
    )
    for strange in (1.5, float("nan"), 2**53, {"é": 1}, "\ud800"):
        with pytest.raises(verify.Refused):
            verify.canonical([strange])


# ---- what it says
def violations(value):
    return [f"{'/'.join(map(str, error.path))}: {error.message}" for error in VALIDATOR.iter_errors(value)]


def test_the_schema_is_one():
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


_texts = st.text(min_size=1, max_size=60).map(
    lambda t: "x" + t.encode("utf-8", "ignore").decode("utf-8", "ignore")
)
_events = st.lists(
    st.builds(
        record.Event,
        st.sampled_from(sorted(record.STATUS)),
        st.datetimes(
            min_value=facts().created.replace(year=2000), max_value=facts().created.replace(year=2100)
        ),
        st.sampled_from(["client", "centre", "programme"]),
        _texts,
        st.one_of(st.just(""), _texts),
    ),
    min_size=1,
    max_size=6,
).map(tuple)


@settings(max_examples=150)
@given(
    basis=st.sampled_from(sorted(record.BASIS)),
    condition=st.one_of(st.just(""), _texts),
    words=_texts,
    documents=st.lists(_texts, max_size=4).map(tuple),
    categories=st.lists(st.tuples(_texts, _texts, st.booleans()), min_size=1, max_size=5).map(tuple),
    events=_events,
)
def test_every_receipt_keeps_to_the_schema(basis, condition, words, documents, categories, events):
    found = signed(
        lawful_basis=basis, condition_label=condition, purpose_words=words, statement=words, documents=documents,
        categories=categories, events=events,
    )  # fmt: skip
    assert violations(found) == []
    assert verify.check(json.dumps(found).encode(), [SIGNER.key]) == found


def _places(value, path=()):
    """The way to every name in it, but for what is inside the context."""
    for name, inner in value.items() if isinstance(value, dict) else enumerate(value):
        if name == "@context":
            continue
        yield (*path, name)
        if isinstance(inner, (dict, list)):
            yield from _places(inner, (*path, name))


def _at(value, path):
    for step in path:
        value = value[step]
    return value


MANDATORY = [path for path in _places(signed()) if not any(isinstance(step, int) for step in path[-1:])]
# Those that only some receipts have.
OPTIONAL = {"wlec:onlyTheseDocuments", "wlec:typedSignature"}


@pytest.mark.parametrize(
    "path", [p for p in MANDATORY if p[-1] not in OPTIONAL], ids=lambda p: "/".join(map(str, p))
)
def test_nothing_mandatory_can_be_missing(path):
    short = copy.deepcopy(signed())
    del _at(short, path[:-1])[path[-1]]
    assert violations(short)


# ---- tampering
@pytest.mark.parametrize("path", list(_places(signed())), ids=lambda p: "/".join(map(str, p)))
def test_any_change_is_refused(path):
    for change in ("other", 3, None, [], "remove"):
        forged = copy.deepcopy(signed())
        holder = _at(forged, path[:-1])
        if change == "remove":
            del holder[path[-1]]
        else:
            holder[path[-1]] = change
        if forged == signed():
            continue
        with pytest.raises(verify.Refused):
            verify.check(json.dumps(forged).encode(), [SIGNER.key])


@settings(max_examples=300)
@given(st.data())
def test_any_byte_of_the_page_counts(choice):
    pdf = SIGNER.pdf(b"%PDF-1.7\n" + b"page " * 40 + b"\n%%EOF\n")
    assert verify.check_pdf(pdf, [SIGNER.key]) == SIGNER.key
    place = choice.draw(st.integers(0, len(pdf) - 1))
    forged = pdf[:place] + bytes([pdf[place] ^ choice.draw(st.integers(1, 255))]) + pdf[place + 1 :]
    with pytest.raises(verify.Refused):
        verify.check(forged, [SIGNER.key])


def test_signed_by_somebody_else():
    forger = signing.Signer(bytes(32))
    forged = forger.record(record.receipt(facts()), WHEN)
    for key in (SIGNER.key, W3C_PUBLIC):
        with pytest.raises(verify.Refused):
            verify.check(json.dumps(forged).encode(), [key])
    forged["proof"]["verificationMethod"] = signed()["proof"]["verificationMethod"]
    with pytest.raises(verify.Refused):
        verify.check(json.dumps(forged).encode(), [SIGNER.key])


@pytest.mark.parametrize(
    "junk",
    [
        b"",
        b"{}",
        b"[]",
        b"null",
        b"%PDF-1.7",
        b"\xff\xfe",
        b'{"a":1,"a":2}',
        b"[" * 100_000,
        b'{"proof":[]}',
        b"1e999",
    ],
)
def test_junk_is_refused_and_nothing_breaks(junk):
    with pytest.raises(verify.Refused):
        verify.check(junk, [SIGNER.key])


def test_a_name_twice_is_refused():
    twice = data().replace(
        b'"@type": "dpv:ConsentReceipt"', b'"@type": "dpv:Other", "@type": "dpv:ConsentReceipt"'
    )
    with pytest.raises(verify.Refused):
        verify.check(twice, [SIGNER.key])


# ---- without Odoo, without the network, without us
def run(*words):
    command = [sys.executable, "-I", str(TOOLS / "verify_receipt.py"), *map(str, words)]
    return subprocess.run(command, capture_output=True, text=True, env={"PATH": os.defpath}, cwd="/")


def test_the_program_for_outsiders(tmp_path):
    good, bad, page = tmp_path / "r.jsonld", tmp_path / "bad.jsonld", tmp_path / "r.pdf"
    good.write_bytes(data())
    bad.write_bytes(data().replace(b"CONS-12345", b"CONS-12346"))
    page.write_bytes(SIGNER.pdf(b"%PDF-1.7\n%%EOF\n"))
    for fine in (good, page):
        done = run(fine, "--key", SIGNER.key)
        assert (done.returncode, done.stderr) == (0, ""), done.stdout
        assert "GENUINE" in done.stdout
    assert "CONS-12345: ConsentGiven" in run(good, "--key", W3C_PUBLIC, "--key", SIGNER.key).stdout
    for words in (
        (bad, "--key", SIGNER.key),
        (good, "--key", W3C_PUBLIC),
        (good, "--key", "z6Mkx"),
        (tmp_path / "no", "--key", SIGNER.key),
    ):
        done = run(*words)
        assert (done.returncode, done.stderr) == (1, "")
        assert done.stdout.startswith("REFUSED")
    assert run(good).returncode == 2, "without the centre's key nothing is proved"


# ---- the key
def test_the_seal_key(tmp_path):
    path = tmp_path / "seal.key"
    path.write_text("00" * 32 + "\n")
    path.chmod(0o600)
    assert signing.load(path).key == verify.key_text(
        Ed25519PrivateKey.from_private_bytes(bytes(32)).public_key().public_bytes_raw()
    )
    path.chmod(0o644)
    with pytest.raises(signing.SealKeyProblem, match="others"):
        signing.load(path)
    path.chmod(0o600)
    for text in ("", "00" * 31, "zz" * 32, "00" * 33, "é"):
        path.write_text(text, "utf-8")
        with pytest.raises(signing.SealKeyProblem):
            signing.load(path)
    for nothing in (None, "", tmp_path / "nowhere", tmp_path):
        with pytest.raises(signing.SealKeyProblem):
            signing.load(nothing)


@given(st.datetimes(datetime(2000, 1, 1), datetime(2090, 12, 31)))
def test_a_stamp_is_read_as_it_was_written(moment):
    assert record.moment(record.stamp(moment)) == moment.replace(microsecond=0)
