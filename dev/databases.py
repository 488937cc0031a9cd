# SPDX-License-Identifier: LGPL-3.0-or-later
"""Databases, each level a copy of the one below: Odoo's modules, our addon, the demo centre.

A database is built under a temporary name and renamed when whole, so that a name always stands for something complete.
"""

import hashlib
import platform
from pathlib import Path

from dev import console, log_check
from dev.house import House
from dev.places import ADDON, DATA, MODULE, ROOT, digest

CORE_MODULES = ("crm", "portal", "auth_totp", "rpc", "base_import")
SCRIPTS = ROOT / "dev" / "shell"
REGISTER = ROOT / "data" / "register" / "demo"
# Clones may share a server (PGHOST): each keeps to databases of its own.
_CLONE = hashlib.sha256(f"{platform.node()} {ROOT}".encode()).hexdigest()[:6]
CORE, ADDON_ONLY, CENTRE, TEST = (f"wlec_{_CLONE}_{kind}_" for kind in ("core", "addon", "centre", "test"))
# How Odoo installs: no demo data of its own, no modules nobody asked for, no server.
QUIETLY = ("--without-demo=1", "--skip-auto-install", "--stop-after-init", "--no-http", "--log-level=warn")


# -- plain databases -------------------------------------------------------------------------------------------


def names(house: House) -> set[str]:
    return {row[0] for row in house.sql("SELECT datname FROM pg_database")}


def copy(house: House, source: str, target: str) -> None:
    house.sql(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s AND usename = current_user",
        source,
    )
    house.sql(f'CREATE DATABASE "{target}" TEMPLATE "{source}"')


def drop(house: House, name: str) -> None:
    for statement, parameters in dropping(name):
        house.sql(statement, *parameters or ())


def dropping(database: str) -> list:
    """The statements that drop a database, whoever of ours is still in it.

    Not WITH (FORCE): that also ends PostgreSQL's own cleaning workers, and only a superuser may; without it they give way.
    """
    mine = (
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s AND usename = current_user"
    )
    return [(mine, [database]), (f'DROP DATABASE IF EXISTS "{database}"', None)]


def drop_all(house: House, *prefixes: str) -> None:
    for name in names(house):
        if name.startswith(prefixes):
            drop(house, name)


def rename(house: House, old: str, new: str) -> None:
    house.sql(f'ALTER DATABASE "{old}" RENAME TO "{new}"')


def label(house: House, name: str) -> str:
    """What was noted on a database: which code and data it was made from."""
    found = house.sql(
        "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s", name
    )
    return (found and found[0][0]) or ""


def set_label(house: House, name: str, text: str) -> None:
    house.sql(f'COMMENT ON DATABASE "{name}" IS %s', text)


# -- what they are made of -------------------------------------------------------------------------------------


def core_name(house: House) -> str:
    made_of = digest(*sorted(SCRIPTS.glob("*.py")), salt=house.identity() + ",".join(CORE_MODULES))
    return CORE + made_of


def addon_digest() -> str:
    return digest(ADDON)


def register_digest() -> str:
    return digest(REGISTER) if REGISTER.is_dir() else "none"


# -- the levels ------------------------------------------------------------------------------------------------


def core(house: House) -> str:
    """Odoo's modules, without ours."""
    name = core_name(house)
    if name not in names(house):
        building = f"{name}_x"
        drop_all(house, CORE)
        with console.step("Installing Odoo's modules"):
            house.run_odoo("install-core", "server", "-d", building, "-i", ",".join(CORE_MODULES), *QUIETLY)
            house.run_script("settle", building, SCRIPTS / "settle.py")
        rename(house, building, name)
    return name


def install_addon(house: House, database: str, update: bool = False) -> list[str]:
    """Install or update our addon; what Odoo complained about comes back."""
    title = "Updating the addon" if update else "Installing the addon"
    with console.step(title):
        log = house.run_odoo(
            "install-addon", "server", "-d", database, "-u" if update else "-i", MODULE, *QUIETLY
        )
    return log_check.unexpected(log)


def load_centre(house: House, database: str) -> None:
    """The demo people and files, then the register."""
    with console.step("Filling the demo centre"):
        house.run_odoo("demo-centre", "wlec", "-d", database, "demo-centre", "--log-level=warn")


def import_register(house: House, database: str) -> None:
    files = sorted(file for file in REGISTER.glob("*.csv") if not file.name.endswith(".rejected.csv"))
    if not files:
        return
    report = DATA / "log" / "register-rejected.csv"
    with console.step("Importing the register"):
        words = ("import-register", "--report", report, *files, "--log-level=warn")
        house.run_odoo("import-register", "wlec", "-d", database, *words, fine=(0, 3))


def protect_crm(house: House, database: str) -> None:
    """What came in before the first file is protected too."""
    with console.step("Protecting the CRM"):
        house.run_odoo("protect-crm", "wlec", "-d", database, "protect-crm", "--log-level=warn")


def warm(house: House, database: str) -> None:
    """Build the scripts and styles the browser asks for, so that the first page comes at once."""
    with console.step("Building scripts and styles"):
        house.run_script("warm", database, SCRIPTS / "warm.py")


def complaints_file(house: House, database: str) -> Path:
    """Where the complaints of Odoo while it built a template are kept, for as long as the template is."""
    return house.data / f"{database}.complaints"
