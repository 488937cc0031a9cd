# SPDX-License-Identifier: LGPL-3.0-or-later
"""Work on the keys on the console: start it, or go on with what was stopped; show how far it is; say what came of it."""

from contextlib import ExitStack

from odoo import fields
from odoo.exceptions import UserError

from odoo.addons.wlec_confidentiality.commands._screen import Screen
from odoo.addons.wlec_confidentiality.exceptions import ConfidentialityError
from odoo.addons.wlec_confidentiality.models.access import key_work
from odoo.addons.wlec_confidentiality.models.access.wlec_workflow_mixin import permit
from odoo.addons.wlec_confidentiality.orm import audit, keys, rotation
from odoo.addons.wlec_confidentiality.tools import keyring

OK, STOPPED, PROBLEMS = 0, 1, 3
_SHOWN = 20


class _Bars(ExitStack):
    """A progress bar for each stage of the work."""

    def __init__(self, screen):
        super().__init__()
        self.screen, self.advance = screen, lambda count: None

    def begin(self, title, done, total):
        self.close()
        self.advance = lambda count: None
        if total > done:
            self.advance = self.enter_context(self.screen.progress(title, total))
            if done:
                self.advance(done)


class KeyWork:
    def __init__(self, env, screen=None):
        self.env, self.screen = env, screen or Screen()
        self.jobs = env["wlec.key.rotation"]

    def do(self, kind, **wish):
        """Do this kind of work to its end; work that was begun before is finished first.

        :return: exit code
        """
        while running := self.jobs.search([("state", "=", "running")], limit=1):
            if kind == "check" != running.kind:
                self.screen.say(
                    f"{running.display_name} is running: check when it is done, or run rotate-keys to finish it."
                )
                return STOPPED
            self.screen.say(f"Going on with: {running.display_name}")
            code = self._finish(running)
            if code == STOPPED or running.kind == kind:
                return code
        try:
            if kind == "kek":
                self._new_key()
            job = self._start(kind, wish)
        except (UserError, keyring.KeyRingProblem) as problem:
            self.env.cr.rollback()
            self.screen.say(str(problem))
            return STOPPED
        return self._finish(job)

    def _new_key(self):
        """A new key for the ring, unless the last one has not been taken up everywhere yet."""
        if rotation.count_to_rewrap(self.env.cr):
            self.screen.say(f"Taking up the ring's current key, {keys.ring().current}.")
            return
        path = keys.ring_path()
        added = keyring.add(path)
        self.screen.say(
            f"Added {added.current} to {path}. Renew the other copy of the ring now: the old one lacks this key."
        )

    def _start(self, kind, wish):
        job = self.jobs.create({"kind": kind, **wish})
        if why := job._guard_resume():
            raise ConfidentialityError(why)
        with permit(job, job._workflow_fields()):
            job.write(
                {"state": "running", "started_by_id": self.env.uid, "started_at": fields.Datetime.now()}
            )
        job._begin()
        audit.record(job, "transition", fields=("start",))
        self.env.cr.commit()  # pylint: disable=invalid-commit  # the work is done in transactions of its own
        return job

    def _finish(self, job):
        with _Bars(self.screen) as bars:
            done = key_work.work(self.env.registry, job.id, bars=bars)
        self.env.cr.rollback()
        job.invalidate_recordset()
        if not done and job.state != "done":
            self.screen.say(
                job.obstacle or "Not finished: others hold what is left, or somebody has stopped it."
            )
            self.screen.say("Nothing is lost. Run the same command again to go on.")
            return STOPPED
        self.screen.say(
            f"{job.display_name}: {job.keys_done} data keys, {job.values_done} sealed values, {job.problem_count} problems"
        )
        lines = (job.problems or "").splitlines()
        for line in lines[:_SHOWN]:
            self.screen.say(f"  {line}")
        if job.problem_count > min(len(lines), _SHOWN):
            self.screen.say(
                f"  and {job.problem_count - min(len(lines), _SHOWN)} more; see Configuration > Encryption keys"
            )
        return PROBLEMS if job.problem_count else OK

    def show_needs(self):
        """Which keys of the ring the data keys need."""
        for need in rotation.needs(self.env.cr):
            where = ("current" if need.is_current else "older") if need.is_there else "MISSING FROM THE RING"
            self.screen.say(
                f"  {need.kek_id}  {where}: {need.active} data keys in use, {need.retired} retired"
            )
