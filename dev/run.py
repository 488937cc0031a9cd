# SPDX-License-Identifier: LGPL-3.0-or-later
"""./run: a demo centre, ready to log in to."""

import contextlib
import os
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request

from dev import centre, console, house, processes
from dev.console import Problem, say
from dev.places import DATA

HELP = """\
./run              set up what is missing, start the demo centre, print its address and logins; Ctrl-C stops it
./run odoo ...     an Odoo command on the demo centre's database, for example:  ./run odoo shell
                                                                             ./run odoo wlec --help
Settings, all optional, as environment variables:
  PORT             the port to listen on (default: 8069, or the next free one)
  ODOO_HOME        a checkout of Odoo 19.0 to use
  PGHOST PGPORT PGUSER PGPASSWORD PGDATABASE   a PostgreSQL server to use instead of a private one
  WLEC_CACHE       a folder in which several clones share Odoo and the Python environment
Further words go to Odoo's server, for example:  ./run --log-level=debug
"""
CAST = (
    ("alice", "caseworker with files of her own, one of them Carol's"),
    ("bob", "caseworker, not on Alice's files"),
    ("mona", "line manager of Alice"),
    ("otto", "confidentiality officer"),
    ("vera", "volunteer who has not acknowledged the policy yet"),
    ("fred", "front desk"),
    ("tara", "trustee, on the committee"),
    ("audrey", "auditor"),
    ("carol", "client (portal)"),
    ("chris", "another client (portal)"),
    ("sam", "system administrator without any confidentiality role"),
)
FIRST_PORT = 8069


def main(words: list[str]) -> int:
    if words[:1] == ["help"] or "--help" in words[:1] or "-h" in words[:1]:
        say(HELP)
        return 0
    if words[:1] == ["odoo"]:
        return _odoo(words[1:])
    DATA.mkdir(mode=0o700, exist_ok=True)
    only = processes.Lock(DATA / "run.lock")
    if not only.take(wait=False):
        raise Problem(
            f"./run is already running here ({only.read() or 'it is still setting up'}).",
            "Use that one, or stop it with Ctrl-C in its terminal first.",
        )
    with only:
        only.write(f"process {os.getpid()}, still setting up")
        _free_port()  # tells at once, not after the set-up
        with house.prepare(durable=True) as home:
            database = centre.ready(home)
            return _serve(home, database, words, only)


def _serve(home, database: str, words: list[str], only: processes.Lock) -> int:
    port = _free_port()
    if port != FIRST_PORT and not os.environ.get("PORT"):
        console.note(f"Port {FIRST_PORT} is taken by another program: using {port}")
    address = f"http://localhost:{port}"
    log = home.logs / "odoo.log"
    command = [
        "server",
        "-d",
        database,
        f"--db-filter=^{database}$",
        "-p",
        port,
        "--max-cron-threads=1",
        *words,
    ]
    with log.open("w") as output:
        server = processes.start(home.command(*command), env=home.environment, stdout=output, stderr=output)
    try:
        with console.step("Starting the server"):
            wait_for(f"http://127.0.0.1:{port}/web/login", server, log)
        only.write(f"process {os.getpid()}, {address}")
        _welcome(address, log)
        server.wait()
        raise Problem(
            f"Odoo stopped by itself. The end of {log}:\n{console.tail(log)}",
            "Mend what the log names, then type ./run again; the data is kept.",
        )
    except KeyboardInterrupt:
        say("\nStopping ...")
        return 0
    finally:
        processes.stop(server, signal.SIGINT)


def wait_for(url: str, server, log, patience: float = 180) -> None:
    """Until the page is really there."""
    until = time.monotonic() + patience
    while time.monotonic() < until:
        if server.poll() is not None:
            raise Problem(
                f"Odoo did not start. The end of {log}:\n{console.tail(log)}",
                "Mend what the log names, then try again.",
            )
        with contextlib.suppress(OSError, urllib.error.URLError):
            # no proxy of the environment may stand between us and this machine
            opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
            with opener.open(url, timeout=60) as answer:
                if answer.status == 200:
                    return
        time.sleep(0.2)
    raise Problem(f"Odoo did not answer within {patience:.0f} seconds.", f"Look at {log}, then try again.")


def _welcome(address: str, log) -> None:
    rows = [("Login", "Password", "Who"), *((name, "demo", who) for name, who in CAST)]
    rows.append(("admin", "admin", "Odoo's own administrator"))
    say(
        f"\nThe demo centre is open:  {address}\n\n{console.table(rows)}\n\nOdoo's log: {log}\nCtrl-C stops it; the data is kept."
    )


# -- port ------------------------------------------------------------------------------------------------------


def _free_port() -> int:
    wish = os.environ.get("PORT")
    if wish:
        if not wish.isdigit() or not 0 < int(wish) < 65536:
            raise Problem(f"PORT={wish} is not a port.", "Give a number, for example:  PORT=8070 ./run")
        if not _is_free(int(wish)):
            raise Problem(
                f"Port {wish} is taken by another program, or may not be used by you.",
                "Stop that program, or give another port; without PORT, ./run finds a free one.",
            )
        return int(wish)
    for port in range(FIRST_PORT, FIRST_PORT + 100):
        if _is_free(port):
            return port
    raise Problem("No port from 8069 to 8168 is free.", "Name a free one, for example:  PORT=9000 ./run")


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


# -- Odoo's own commands -----------------------------------------------------------------------------------------


def _odoo(words: list[str]) -> int:
    with house.prepare(durable=True) as home:
        environment = {**home.environment, "PGDATABASE": centre.NAME}
        # in our own session, so that it has the keyboard: Ctrl-C in `odoo shell` is for the shell
        with subprocess.Popen([str(word) for word in home.command(*words)], env=environment) as child:
            signal.signal(signal.SIGINT, lambda *_: None)
            return child.wait()
