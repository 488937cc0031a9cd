# SPDX-License-Identifier: LGPL-3.0-or-later
"""`odoo wlec`: the commands of the confidentiality addon, beside Odoo's own."""

import argparse
import contextlib
import optparse
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import psycopg2

from odoo import SUPERUSER_ID
from odoo.api import Environment
from odoo.cli.command import Command
from odoo.exceptions import UserError
from odoo.modules import load_script
from odoo.modules.registry import Registry
from odoo.tools import config

ADDON = "wlec_confidentiality"
COMMANDS = Path(__file__).resolve().parent.parent / "commands"
# Options that would make Odoo install, test or serve instead of running the command.
NOT_HERE = {
    "--init",
    "--update",
    "--reinit",
    "--test-enable",
    "--test-tags",
    "--test-file",
    "--save",
    "--import-partial",
}


class Wlec(Command):
    """Run one command of the confidentiality addon on one database"""

    def run(self, cmdargs: list[str]) -> None:
        own_args, odoo_args = self._split(cmdargs)
        parser, modules = self._own_parser()
        args = parser.parse_args(own_args)
        module = modules[args.command]
        with self._plain_errors():
            if hasattr(module, "check"):
                module.check(args)
            config.parse_config(["--no-http", *odoo_args], setup_logging=True)
            sys.exit(self._run_in_database(module, args))

    # ---- arguments -------------------------------------------------------------------------------------------

    def _split(self, cmdargs: list[str]) -> tuple[list[str], list[str]]:
        """Take Odoo's own options out of the line, wherever they stand: (ours, Odoo's)."""
        found: list[str] = []

        class Forward(argparse.Action):
            def __call__(self, _parser, _namespace, values, option_string=None):
                found.append(option_string)
                if values != []:
                    found.append(values)

        mirror = argparse.ArgumentParser(prog=self.prog, add_help=False, allow_abbrev=False)
        for option in self._odoo_options():
            takes_value = option.takes_value() and option.nargs == 1
            names = [
                n for n in option._short_opts + option._long_opts if n not in ("-h", "--help", "--version")
            ]
            if names:
                mirror.add_argument(*names, action=Forward, nargs=None if takes_value else 0, dest="odoo")
        return mirror.parse_known_args(cmdargs)[1], found

    def _odoo_options(self) -> Iterator[optparse.Option]:
        for group in (config.parser, *config.parser.option_groups):
            for option in group.option_list:
                if not NOT_HERE.intersection(option._long_opts):
                    yield option

    def _own_parser(self) -> tuple[argparse.ArgumentParser, dict[str, ModuleType]]:
        self.parser.epilog = (
            "Odoo's own options, such as -d DATABASE and -c FILE, may stand anywhere on the line."
        )
        commands = self.parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
        modules = {}
        for path in sorted(COMMANDS.glob("[!_]*.py")):
            module = load_script(str(path), f"odoo.cli.wlec_{path.stem}")
            modules[module.NAME] = module
            help_text = (module.__doc__ or "").strip()
            command = commands.add_parser(
                module.NAME,
                help=help_text.splitlines()[0] if help_text else None,
                description=help_text,
                formatter_class=argparse.RawDescriptionHelpFormatter,
                allow_abbrev=False,
            )
            module.add_arguments(command)
        return self.parser, modules

    # ---- database --------------------------------------------------------------------------------------------

    def _run_in_database(self, module: ModuleType, args: argparse.Namespace) -> int:
        names = config["db_name"]
        if len(names) != 1:
            sys.exit("Name one database: -d DATABASE, or db_name in the configuration file.")
        threading.current_thread().dbname = names[0]
        try:
            registry = Registry(names[0])
        except psycopg2.OperationalError as error:
            sys.exit(f"The database {names[0]} cannot be opened: {str(error).strip().splitlines()[-1]}")
        if ADDON not in registry._init_modules:
            sys.exit(
                f"The database {names[0]} does not have the addon {ADDON}: install it first (-i {ADDON})."
            )
        with registry.cursor() as cr:
            env = Environment(cr, SUPERUSER_ID, {})
            env = env(context=env["res.users"].context_get())
            try:
                code = module.run(env, args) or 0
            except BaseException:
                if (
                    not cr.closed
                ):  # roll back while the cursor is whole: closing it is too late for some hooks
                    cr.rollback()
                raise
            if code:
                cr.rollback()
        registry.signal_changes()
        return code

    @contextlib.contextmanager
    def _plain_errors(self) -> Iterator[None]:
        """Ctrl-C, a lost database, a full disk and a refusal are events of everyday life, not of a programmer's."""
        try:
            yield
        except KeyboardInterrupt:
            sys.exit("\nStopped. What was committed is in; run the same command again to go on.")
        except (psycopg2.OperationalError, psycopg2.InterfaceError) as error:
            reason = str(error).strip().splitlines() or [type(error).__name__]
            sys.exit(f"The database is out of reach: {reason[0]}. Run the same command again to go on.")
        except UserError as refusal:  # among them a key ring that cannot serve
            sys.exit(f"Not done: {refusal}")
        except OSError as error:
            sys.exit(f"Not done: {error.filename or type(error).__name__}: {error.strerror or error}")
