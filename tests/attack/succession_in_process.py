# SPDX-License-Identifier: LGPL-3.0-or-later
# Runs inside `odoo shell` after sealing_in_process.py, with a seal key of its own: the key is exchanged, interrupted, and attacked.
# ruff: noqa: F821
import json
from pathlib import Path

from odoo.addons.wlec_confidentiality.models.access import seal_key
from odoo.addons.wlec_confidentiality.models.records import sealer
from odoo.addons.wlec_confidentiality.tools import checkpoint, seal_key_files, seal_state, verify_receipt

PATH = Path(seal_key.path())


def record(count=300):
    sql(
        "INSERT INTO wlec_log.event (version, action, model, record_ids, field_names, case_ids, su, origin, outcome)"
        " SELECT 1, 'read', 'wlec.case', '{1}', '{matter}', '{1}', false, 'http', 'ok' FROM generate_series(1, %s)",
        count,
    )


def key():
    return SEALS._log_key()


def attempt(run):
    try:
        return run() and None
    except (sealer.SealRefused, seal_state.StateProblem) as problem:
        return str(problem)


# ---- what should happen
record()
seal()
first, receipts = key(), seal_key.signer()
record_of_consent = receipts.record(
    {"@context": ["https://www.w3.org/ns/credentials/v2"], "id": "urn:a"}, "2026-11-29T10:00:00Z"
)
page = receipts.pdf(b"%PDF-1.7 a receipt")
old = sealer.renew(DB, NAME)
found["another"] = key() != first
found["old kept"] = [old.name.startswith(f"{PATH.name}.before-"), oct(old.stat().st_mode)[-3:]]
record()
seal()
found["after"] = kind()
found["pinned"] = SEALS._pinned_keys() == [first]
found["former"] = SEALS._former_keys() == [first]
found["many"] = []
for _ in range(3):
    sealer.renew(DB, NAME)
    record(50)
    seal()
    found["many"].append(kind())
env.cr.rollback()  # what was sealed since this transaction began
found["keys"] = len(SEALS._former_keys())
printed = verify_receipt.key_text(receipts.public)
verify_receipt.check_record(record_of_consent, [printed])
verify_receipt.check_pdf(page, [printed])
found["receipts"] = "verify with the old key"

# ---- stopped after each step
found["stopped"] = {}
for name, module, part in (
    ("before anything is signed", sealer._Sealer, "_sign"),
    ("signed, and not in the database", sealer._Sealer, "_keep"),
    ("signed, and the new key not in its place", seal_key_files, "swap"),
):
    for who in ("the command again", "the next seal"):
        record(20)
        before, real = key(), getattr(module, part)
        setattr(module, part, crash)
        try:
            sealer.renew(DB, NAME)
        except Crash:
            pass
        setattr(module, part, real)
        damage = kind()
        sealer.renew(DB, NAME) if who == "the command again" else seal(always=True)
        record(20)
        seal()
        # Before anything was signed the next seal has nothing to finish; else there is a new key, and one only.
        changed = key() != before
        found["stopped"][f"{name}; {who}"] = [
            damage,
            kind(),
            changed,
            seal_key_files.next_path(PATH).exists(),
        ]

# ---- attacks
KEPT, KEY_NOW, SEALED = STATE.read_text(), PATH.read_text(), sql("SELECT max(id) FROM wlec_log.seal")[0][0]
NOTES = sql("SELECT id, note FROM wlec_log.seal")


def restore():
    STATE.write_text(KEPT)
    PATH.write_text(KEY_NOW)
    seal_key_files.next_path(PATH).unlink(missing_ok=True)
    sql(WITHOUT + "DELETE FROM wlec_log.seal WHERE id > %s", SEALED)
    for number, note in NOTES:
        sql("UPDATE wlec_log.seal SET note = %s WHERE id = %s", note, number)
    sql(AGAIN)


def signed_into_the_database(signer, **more):
    """Somebody with this key signs one more checkpoint, and the sealer's own memory forgets."""
    newest = sql("SELECT note FROM wlec_log.seal ORDER BY id DESC LIMIT 1")[0][0]
    last = checkpoint.read_unsigned(newest)
    lines = {word: text for word, text in last.more.items() if word != "successor"}
    lines |= {"previous": checkpoint.digest(newest), **more}
    note = signer.checkpoint(checkpoint.Checkpoint(last.origin, last.size, last.root, lines))
    sql(
        "INSERT INTO wlec_log.seal (turn, size, last_id, gaps, note) VALUES (1, %s, %s, %s, %s)",
        last.size, last.last, last.gaps, note,
    )  # fmt: skip
    state = json.loads(KEPT)
    STATE.write_text(json.dumps(state | {"note": note}))


stolen = seal_key_files.former(PATH)[0][1]  # an old key that nobody destroyed
own = seal_key_files.Signer(bytes(32))
found["attacks"] = {}
signed_into_the_database(stolen)
found["attacks"]["an old key signs again"] = kind()
restore()
signed_into_the_database(stolen, successor=checkpoint.key_text(NAME, own.public))
found["attacks"]["an old key names another successor"] = kind()
restore()
signed_into_the_database(own, successor=checkpoint.key_text(NAME, own.public))
found["attacks"]["a foreign key names itself"] = kind()
restore()
sql(
    WITHOUT
    + "UPDATE wlec_log.seal SET note = regexp_replace(note, 'successor [^\\n]*', 'successor ' || %s) WHERE note LIKE '%%successor%%'",
    checkpoint.key_text(NAME, own.public),
)
sql(AGAIN)
found["attacks"]["the name of the successor is changed"] = kind()
restore()
found["refused"] = {}
PATH.write_text("2" * 64)
found["refused"]["another key in its place"] = attempt(lambda: seal(always=True))
restore()
seal_key_files.next_path(PATH).write_text("3" * 64)  # planted, to be signed for
seal_key_files.next_path(PATH).chmod(0o600)
planted = checkpoint.key_text(NAME, seal_key_files.waiting(PATH).public)
seal(always=True)
sealer.renew(DB, NAME)
found["planted"] = planted in (key(), *SEALS._former_keys())
found["at last"] = kind()
print("FOUND=" + json.dumps(found))
