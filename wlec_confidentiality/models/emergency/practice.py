# SPDX-License-Identifier: LGPL-3.0-or-later
"""The drill: two practice people, a practice client and practice files, and everything that must hold when the glass is broken.

It runs in a thread and a transaction of its own, which is rolled back: no file, no mail and no task of it is ever there for anybody,
only its refusals in the access records. The practice people are archived users without a group or a password; they have both
only inside that transaction. Whoever starts the drill stands behind none of it: nothing real opens to a practice user.
"""

import logging
import secrets
import threading
from contextlib import closing, contextmanager
from datetime import timedelta

from odoo import SUPERUSER_ID, api, fields
from odoo.exceptions import AccessDenied, UserError
from odoo.modules.registry import Registry
from odoo.tools import SQL

from odoo.addons.wlec_confidentiality.orm import actor, audit, buffers

from .wlec_emergency_access_steps import CASEWORKER, HOURS

_logger = logging.getLogger(__name__)

PEOPLE = ("wlec_confidentiality.user_practice_caseworker", "wlec_confidentiality.user_practice_colleague")
_REASON = "A drill: whether an emergency access does what it must"
_SECONDS = 300


def drill(dbname):
    """Carry it out.

    :return: [(name of a check, whether it holds, what happened instead)]
    """
    found = []
    thread = threading.Thread(target=_apart, args=(dbname, found), name="wlec-emergency-drill", daemon=True)
    thread.start()
    thread.join(_SECONDS)
    if thread.is_alive() or not any(name == "carried_out" for name, _holds, _what in found):
        found.append(("carried_out", False, "TimeoutError" if thread.is_alive() else "Error"))
    return list(found)


def _apart(dbname, found):
    registry = Registry(dbname)
    with closing(registry.cursor()) as cr, actor.carrying_out("wlec.emergency.drill"):
        try:
            _Drill(api.Environment(cr, SUPERUSER_ID, {}), found).run()
            found.append(("carried_out", True, ""))
        except (UserError, AccessDenied, LookupError, ValueError, OSError) as error:
            _logger.exception("The emergency drill could not be carried out")
            found.append(("carried_out", False, type(error).__name__))
        finally:
            cr.rollback()
            registry.reset_changes()  # what was kept in memory of the groups of practice people


class _Drill:
    def __init__(self, env, found):
        self.env, self.found = env, found
        self.word, self.password = secrets.token_hex(8), secrets.token_hex(16)

    def run(self):
        self._people()
        case, second = self._file(), self._file()
        self.mails = self.env["mail.mail"].search([], order="id desc", limit=1).id or 0
        with self._as(self.person) as env:
            access = self._named(env, case)
            self._check("closed_before", self._is_closed(env, case))
            self._check("identity", self._needs_identity(access))
            self._check("password", self._wrong_password(env))
            self._step("opens", access._break)
            self._check("reads", self._reads(env, case))
            self._check("on_record", self._is_on_record())
            self._check("nameless", self._is_nameless(access))
            self._check("client", self._client_learns(access))
            self._check("own_review", self._refused(lambda: self._review(env, access)))
            self._later(access)
            self._check("ends", self._is_closed(env, case))
            self._overdue(access)
            self._check(
                "overdue", self._refused(self._named(env, second)._break) and self._is_closed(env, second)
            )
            self._step("danger", self._named(env, second, category="danger")._break)

    # ---- what is needed for it
    def _people(self):
        root = self.env["res.users"].with_context(no_reset_password=True)
        self.person, self.colleague = (self.env.ref(name).sudo() for name in PEOPLE)
        groups = [(4, self.env.ref(CASEWORKER).id)]
        (self.person | self.colleague).write({"active": True, "group_ids": groups, "password": self.password})
        policy = self.env["wlec.policy"].search([("state", "=", "in_force")], limit=1)
        for user in self.person | self.colleague:
            if policy:
                self.env["wlec.policy.acknowledgement"]._acknowledge(policy, user, user.name, "back_office")
        self.client = self.env["res.partner"].create(
            {"name": f"Practice {self.word}", "email": f"{self.word}@practice.invalid"}
        )
        portal = self.env.ref("base.group_portal").id
        root.create({"login": self.word, "partner_id": self.client.id, "group_ids": [(6, 0, [portal])]})
        self.env.flush_all()

    def _file(self):
        with self._as(self.colleague) as env:
            values = {"partner_id": self.client.id, "caseworker_id": env.uid, "matter": self.word}
            return env["wlec.case"].sudo().create(values).sudo(False)

    @contextmanager
    def _as(self, user):
        """What is done in this block is done by this practice user, and by nobody else."""
        transaction = self.env.transaction
        before, env = transaction.default_env, api.Environment(self.env.cr, user.id, {})
        self._forget()
        transaction.default_env = env
        try:
            yield env
            env.flush_all()
        finally:
            transaction.default_env = before
            self._forget()

    def _forget(self):
        self.env.flush_all()
        self.env.invalidate_all()
        audit.forget_lenses(self.env.cr)

    def _named(self, env, case, category="client"):
        told = {"reference": case.sudo().name, "category": category, "reason": _REASON, "tell_by_email": True}
        return env["wlec.emergency.access"].create(told)

    # ---- noting down
    def _check(self, name, holds):
        self.found.append((name, bool(holds), ""))

    def _step(self, name, call):
        try:
            with self.env.cr.savepoint():
                call()
                self.env.flush_all()
            self.found.append((name, True, ""))
        except (UserError, AccessDenied) as error:
            self.found.append((name, False, str(error)))

    def _refused(self, call):
        try:
            with self.env.cr.savepoint():
                call()
                self.env.flush_all()
        except (UserError, AccessDenied):
            return True
        return False

    # ---- the checks
    def _is_closed(self, env, case):
        """By the record rule and by the gate."""
        self._forget()
        file = env["wlec.case"].browse(case.id)
        shut = self._refused(lambda: file.read(["name", "matter"])) and self._refused(
            lambda: file.sudo().matter
        )
        return shut and not env["wlec.case"].search_count([("id", "=", case.id)])

    def _reads(self, env, case):
        self._forget()
        return env["wlec.case"].browse(case.id).read(["matter"])[0]["matter"] == self.word

    def _needs_identity(self, access):
        """Nobody has proved who they are: there is no way past the question."""
        return self._refused(access.action_break) and access.state == "draft"

    def _wrong_password(self, env):
        def tried(password):
            given = {"type": "password", "login": env.user.login, "password": password}
            return self._refused(lambda: env.user._check_credentials(given, {"interactive": True}))

        return tried(self.password[::-1] + "x") and tried("") and not tried(self.password)

    def _is_on_record(self):
        noted = buffers.of(self.env.cr)
        return bool(noted) and any(
            key[0] == "emergency" and key[4] == self.person.id for key in noted.entries
        )

    def _is_nameless(self, access):
        """Somebody else is told, in words that name neither the person nor the client nor the file."""
        tasks = access.sudo().activity_ids
        texts = [text or "" for task in tasks for text in (task.summary, task.note, task.res_name)]
        return bool(tasks.user_id - self.person) and self._names_nobody(texts)

    def _client_learns(self, access):
        """In the portal, and by a mail that says only that there is news."""
        rows = access._shown_to_client(self.client)
        mails = self.env["mail.mail"].search(
            [("id", ">", self.mails), ("recipient_ids", "in", self.client.ids)]
        )
        told = [str(value) for row in rows for key, value in row.items() if key != "file"]
        texts = [text or "" for mail in mails for text in (mail.subject, mail.body_html, mail.email_from)]
        return len(rows) == 1 and len(mails) == 1 and self._names_nobody([*told, *texts])

    def _names_nobody(self, texts):
        names = [self.word, self.person.name, self.colleague.name, self.person.login, "CASE-"]
        return not any(name.lower() in text.lower() for name in names for text in texts)

    def _review(self, env, access):
        env["wlec.emergency.review"].create({"access_id": access.id, "outcome": "fine"})

    # ---- time
    def _later(self, access):
        """Four hours and a second have gone by, for the grant."""
        gone = timedelta(hours=HOURS, seconds=1)
        self._forget()
        self.env.cr.execute(
            SQL(
                "UPDATE wlec_access_grant SET valid_from = valid_from - %(gone)s, valid_to = valid_to - %(gone)s WHERE id = %(id)s",
                gone=gone,
                id=access.sudo().grant_id.id,
            )
        )
        self._forget()

    def _overdue(self, access):
        self._forget()
        due = fields.Datetime.now() - timedelta(hours=1)
        self.env.cr.execute(
            SQL("UPDATE wlec_emergency_access SET review_due = %s WHERE id = %s", due, access.id)
        )
        self._forget()
