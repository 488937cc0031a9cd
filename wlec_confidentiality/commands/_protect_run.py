# SPDX-License-Identifier: LGPL-3.0-or-later
"""Run the job that protects the CRM, with a progress bar for each kind of record."""

import contextlib

import psycopg2

from odoo import sql_db
from odoo.exceptions import ConcurrencyError
from odoo.service.model import retrying
from odoo.tools.sql import table_exists

from odoo.addons.wlec_confidentiality.commands._screen import Screen
from odoo.addons.wlec_confidentiality.models.access import giving_back
from odoo.addons.wlec_confidentiality.models.crm import forecast, residues
from odoo.addons.wlec_confidentiality.models.crm.protecting import Job

OK, STOPPED, REJECTED = 0, 1, 3
_LOCK_TIMEOUT = "60s"


def show(env, screen=None):
    screen = screen or Screen()
    for line in forecast.text(env).splitlines():
        screen.say(f"  {line}")
    return OK


def protect(env, args):
    screen = Screen()
    protection = env["wlec.crm.protection"]._the_one()
    if not protection.began_at:
        screen.say("This will be protected:")
        show(env, screen)

    def transact(work):
        return retrying(work, env)

    if args.delete_sent_mail:
        transact(lambda: residues.delete_sent_mails(env))
    transact(protection._begin)
    bars = _Bars(screen)
    try:
        with bars:
            done = Job(env, transact, bars.report, size=args.batch).run()
    except (ConcurrencyError, psycopg2.errors.SerializationFailure):
        screen.say("Another run is at it. Wait until it is done, or run the same command again.")
        return STOPPED
    env.invalidate_all()
    return _conclude(env, screen, protection, done, args, transact)


def _conclude(env, screen, protection, done, args, transact):
    for line in protection.line_ids:
        screen.say(f"{line.name}: {line.done:,} protected")
    if protection.state == "paused":
        screen.say(f"Paused. {protection.pause_reason}")
        return STOPPED
    if not done:
        problems = (protection.problems or "").splitlines()
        for line in problems:
            screen.say(f"  not protected: {line}")
        if not problems:
            screen.say("Some records are in use by others at this moment: run the same command again.")
        return REJECTED if problems else STOPPED
    screen.say("Everything is protected.")
    if args.vacuum:
        env.cr.commit()
        _vacuum(env, screen)
        transact(protection._note_vacuum)
        env.cr.commit()
    elif not protection.vacuumed_at:
        screen.say("Former versions of rows are still on disk: remove them in a quiet hour with --vacuum.")
    return OK


def _vacuum(env, screen):
    """Rewrite the tables one by one, each locked meanwhile. Rewriting renews PostgreSQL's statistics too, which quote values."""
    tables = dict.fromkeys([*(model._table for model in giving_back.models(env)), *residues.TABLES])
    tables = [table for table in tables if table_exists(env.cr, table)]
    env.cr.commit()
    _name, where = sql_db.connection_info_for(env.cr.dbname)
    connection = psycopg2.connect(**where)
    with contextlib.closing(connection), screen.progress("Rewriting tables", len(tables)) as advance:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = %s", [_LOCK_TIMEOUT])
            for table in tables:
                cursor.execute(f'VACUUM (FULL, ANALYZE) "{table}"')  # names of our own
                advance()


class _Bars(contextlib.ExitStack):
    """One progress bar after the other: a kind of record each."""

    def __init__(self, screen):
        super().__init__()
        self.screen, self.model, self.advance = screen, None, None

    def report(self, model, done, remaining):
        if model != self.model:
            self.close()
            self.model, self.advance = model, None
            if remaining:
                title = model.env["ir.model"]._get(model._name).name
                self.advance = self.enter_context(self.screen.progress(title, remaining))
        if done and self.advance:
            self.advance(done)
