# SPDX-License-Identifier: LGPL-3.0-or-later
"""The template databases of the tests. A run of the tests works on copies and drops them."""

import base64
import contextlib
import hashlib
import os
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

from dev import console, databases, processes
from dev.house import House
from dev.places import digest


def addon(house: House) -> str:
    """Odoo with our addon, empty."""
    with processes.Lock(house.data / "templates.lock"):
        house.make_keys()
        name = databases.ADDON_ONLY + _mark(house, databases.addon_digest())
        if name not in databases.names(house):
            building = f"{name}_x"
            core = databases.core(house)
            databases.drop_all(house, databases.ADDON_ONLY, databases.CENTRE)
            for file in house.data.glob("*.complaints"):
                file.unlink()
            databases.copy(house, core, building)
            complaints = databases.install_addon(house, building)
            databases.warm(house, building)
            databases.complaints_file(house, name).write_text("\n".join(complaints))
            databases.rename(house, building, name)
    return name


def centre(house: House) -> str:
    """The demo centre with its people and the register."""
    base = addon(house)
    name = databases.CENTRE + _mark(house, databases.addon_digest() + databases.register_digest())
    with processes.Lock(house.data / "templates.lock"):
        if name not in databases.names(house):
            building = f"{name}_x"
            databases.drop_all(house, databases.CENTRE)
            databases.copy(house, base, building)
            databases.load_centre(house, building)
            databases.import_register(house, building)
            databases.protect_crm(house, building)
            _log_in_quickly(house, building)
            databases.rename(house, building, name)
    return name


def _log_in_quickly(house: House, database: str) -> None:
    """The passwords again, as hashes that cost nothing: the tests log in hundreds of times (see tests/support/launch_odoo)."""
    house.sql(
        "UPDATE res_users SET password = CASE login WHEN 'admin' THEN %s ELSE %s END WHERE password IS NOT NULL",
        *(_quick_hash(password) for password in ("admin", "demo")),
        database=database,
    )


def _quick_hash(password: str) -> str:
    """As passlib writes it."""
    salt = os.urandom(16)
    hashed = hashlib.pbkdf2_hmac("sha512", password.encode(), salt, 1)
    texts = (base64.b64encode(part, b"./").rstrip(b"=").decode() for part in (salt, hashed))
    return "$".join(("", "pbkdf2-sha512", "1", *texts))


def names(house: House) -> dict[str, str]:
    """For tests that make databases of their own."""
    return {
        "WLEC_TEST_CORE": databases.core(house),
        "WLEC_TEST_ADDON": addon(house),
        "WLEC_TEST_CENTRE": centre(house),
    }


def complaints(house: House) -> list[str]:
    """What Odoo complained about while it installed the addon."""
    file = databases.complaints_file(house, addon(house))
    return file.read_text().splitlines() if file.exists() else []


def _mark(house: House, contents: str) -> str:
    """A database and the key ring it was sealed with belong together."""
    return digest(house.keyring, salt=databases.core_name(house) + contents)


def private_keys(house: House, folder: Path) -> dict[str, str]:
    """Keys for one run of the tests: a test may turn or spoil them."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    keys = {"WLEC_KEYRING": house.keyring, "WLEC_SEAL_KEY": house.seal_key}
    return {name: str(shutil.copy2(file, folder)) for name, file in keys.items()}


# -- copies ----------------------------------------------------------------------------------------------------


@contextlib.contextmanager
def fresh(house: House, template: str, what: str) -> Iterator[str]:
    """A copy of a template, gone afterwards."""
    name = f"{databases.TEST}{os.getpid()}_{what}"
    with processes.Lock(house.data / "templates.lock"):
        databases.copy(house, template, name)
    try:
        yield name
    finally:
        databases.drop(house, name)


def sweep(house: House) -> None:
    """Drop what a killed run of the tests left behind, and logs of servers nobody will read any more."""
    for log in house.logs.glob(f"{databases.TEST}*"):
        if time.time() - log.stat().st_mtime > 24 * 3600:
            log.unlink(missing_ok=True)
    for name in databases.names(house):
        if not name.startswith(databases.TEST):
            continue
        owner = name.removeprefix(databases.TEST).split("_")[0]
        if not os.path.exists(f"/proc/{owner}"):
            console.note(f"Dropping {name}, left behind by a test run that was killed")
            databases.drop(house, name)
