# SPDX-License-Identifier: LGPL-3.0-or-later
"""The demo centre's database behind ./run: made once, kept, and updated when the code has changed."""

import json
import os

from dev import console, databases
from dev.console import Problem
from dev.house import House
from dev.places import CLUSTERS, DATA

NAME = os.environ.get("PGDATABASE") or "wlec"


def ready(house: House) -> str:
    """The name of a database with the demo centre of this very code in it."""
    wanted = {
        "addon": databases.addon_digest(),
        "register": databases.register_digest(),
    }
    building = f"{NAME}_x"
    have = databases.names(house)
    if building in have:
        databases.drop(house, building)  # a set-up that was stopped
    if f"{NAME}_old" in have and NAME in have:
        databases.drop(house, f"{NAME}_old")
    elif f"{NAME}_old" in have:
        databases.rename(house, f"{NAME}_old", NAME)
    elif NAME not in have:
        house.make_keys()
        return _finish(house, _make(house, building), wanted)
    made_from = _made_from(house)
    _check_keys(house)
    if made_from != wanted:
        _finish(house, _update(house, building, register=made_from["register"] != wanted["register"]), wanted)
    return NAME


def _make(house: House, building: str) -> str:
    databases.copy(house, databases.core(house), building)
    _tell(databases.install_addon(house, building))
    databases.load_centre(house, building)
    databases.import_register(house, building)
    databases.protect_crm(house, building)
    databases.warm(house, building)
    if house.cluster:
        house.cluster.harden(building)
    return building


def _update(house: House, building: str, register: bool) -> str:
    """On a copy, so that a mistake in the code or a stop in the middle leaves the centre as it was."""
    databases.copy(house, NAME, building)
    _tell(databases.install_addon(house, building, update=True))
    databases.load_centre(house, building)
    if register:
        databases.import_register(house, building)
    databases.protect_crm(house, building)
    databases.warm(house, building)
    return building


def _finish(house: House, building: str, wanted: dict) -> str:
    """Put the finished database in place. Each step may be the last one: `ready` goes on from there."""
    databases.set_label(house, building, json.dumps(wanted))
    if NAME in databases.names(house):
        databases.rename(house, NAME, f"{NAME}_old")
    databases.rename(house, building, NAME)
    databases.drop(house, f"{NAME}_old")
    return NAME


def _made_from(house: House) -> dict:
    try:
        return json.loads(databases.label(house, NAME))
    except ValueError:
        raise Problem(
            f"There is a database {NAME} on this server that ./run did not make.",
            "Let ./run use another name:  PGDATABASE=wlec_demo ./run",
        ) from None


def _check_keys(house: House) -> None:
    """A new key ring would open none of the files sealed with the lost one: never make it silently."""
    if not house.keyring.exists():
        raise Problem(
            f"The key ring {house.keyring} is gone, and the demo centre's files are sealed with it.",
            f"Put it back. If the demo centre's data may go, remove {DATA} and {CLUSTERS}; ./run makes both anew.",
        )
    house.make_keys()


def _tell(complaints: list[str]) -> None:
    for line in complaints:
        console.note(line)
