# SPDX-License-Identifier: LGPL-3.0-or-later
from collections import defaultdict
from typing import NamedTuple

from odoo import api, fields, models

from odoo.addons.wlec_confidentiality.models.access import unsealed
from odoo.addons.wlec_confidentiality.models.chatter import owners
from odoo.addons.wlec_confidentiality.tools import deadlines

_TYPE = "wlec_confidentiality.activity_type_deadline"


class Task(NamedTuple):
    """A task there has to be: on which record, of which clock, for whom by role."""

    owner: str
    record: models.Model
    deadline: deadlines.Deadline
    role: str

    @property
    def key(self):
        return (self.owner, f"{self.deadline.kind}/{self.role}")


class WlecClockMixin(models.AbstractModel):
    """Deadlines as tasks. Each clock that runs has a task for whoever has to do it, and, when that is late, for their line
    manager, the officer and the chair in turn. The tasks are what is kept: whatever somebody does to them, the next run puts
    them right, until the deed itself stops the clock.

    A model says in ``_clock_domain`` where clocks may run, in ``_deadlines`` which do on which record, in ``_clock_text`` what is
    to be done (nothing confidential) and in ``_clock_person`` who that is.
    """

    _name = "wlec.clock.mixin"
    _description = "Deadlines that escalate"

    # ---- for models to say
    @api.model
    def _clock_domain(self):
        """Where a clock may run. Records with a task of a clock are looked at besides."""
        return [(0, "=", 1)]

    def _deadlines(self, now):
        """The clocks of these records: pairs of a record and a ``tools.deadlines.Deadline``."""
        return ()

    def _clock_text(self, kind):
        """What is to be done, in words that say nothing of the record. Models with clocks say more."""
        return self.env._("Something is due")

    def _clock_person(self, role, kind):
        """Who has this role for this record and sees it, or sees it from now on: users."""
        return self.env["res.users"]

    @api.model
    def _clock_chair(self):
        """The chair of trustees, for what is told without the record."""
        return self.env["res.users"]

    # ---- by the hour
    @api.model
    def _cron_clocks(self):
        names = self.env.registry.descendants(["wlec.clock.mixin"], "_inherit")
        for name in sorted(names):
            model = self.env[name]
            if not model._abstract:
                model._run_all_clocks()
        self.env["wlec.register.clock"]._run_register_clock()

    @api.model
    def _run_all_clocks(self):
        prefix = f"{self._name},"
        tasks = self.env["mail.activity"].sudo().search([("wlec_clock_of", "=like", f"{prefix}%")])
        with_tasks = {int(owner.removeprefix(prefix)) for owner in tasks.mapped("wlec_clock_of")}
        running = self.search(self._clock_domain())
        (running | self.browse(with_tasks).exists())._run_clocks()

    def _run_clocks(self):
        """Have exactly the tasks there that the clocks of these records ask for now."""
        now = fields.Datetime.now()
        wanted = [
            Task(record._clock_owner(), record, deadline, role)
            for record, deadline in self._deadlines(now)
            for role in deadlines.told(deadline, now)
        ]
        self._settle([record._clock_owner() for record in self], wanted)

    def _clock_owner(self):
        return f"{self._name},{self.id}"

    # ---- the tasks
    @api.model
    def _settle(self, looked_at, wanted):
        """Make, move and end tasks, so that of the owners ``looked_at`` there are those that are ``wanted`` and no other."""
        Activity = self.env["mail.activity"].sudo()
        there = defaultdict(Activity.browse)
        for task in Activity.search([("wlec_clock_of", "in", looked_at)]):
            there[task.wlec_clock_of, task.wlec_clock] |= task
        keys = {task.key: task for task in wanted}
        Activity.union(*(there.pop(key) for key in there.keys() - keys.keys())).unlink()
        days = defaultdict(Activity.browse)
        for key in keys.keys() & there.keys():
            day = keys[key].deadline.day
            days[day] |= there[key].filtered(lambda task, day=day: task.date_deadline != day)
        for day, tasks in days.items():
            tasks.write({"date_deadline": day})
        self._make_tasks([task for task in wanted if task.key not in there], there)

    def _make_tasks(self, missing, there):
        """Who is told already of the same clock is not told twice; where nobody has a role, the next one is asked at once."""
        busy = defaultdict(set)
        for (owner, clock), tasks in there.items():
            busy[owner, clock.partition("/")[0]].update(tasks.user_id.ids)
        values = []
        for task in missing:
            known = busy[task.owner, task.deadline.kind]
            for user in task.record._clock_people(task):
                if user.id not in known:
                    known.add(user.id)
                    values.append(task.record._clock_values(task, user))
        activities = self.env["mail.activity"].sudo().with_context(mail_activity_quick_update=True)
        with unsealed.log_line():
            self._tell(activities.create(values).with_env(self.env(su=True)))

    def _tell(self, tasks):
        """One mail a person, however much there is to do at once: each says no more than that there is something."""
        others = tasks.filtered(lambda task: task.user_id != self.env.user)
        for of_one in others.grouped("user_id").values():
            of_one.filtered("res_model")[:1].action_notify()

    def _clock_people(self, task):
        """Whoever has the role; where nobody has, the next one on the ladder."""
        roles = [role for role, _days in task.deadline.ladder]
        for role in roles[roles.index(task.role) :]:
            if people := self._clock_person(role, task.deadline.kind):
                return people
        return self.env["res.users"]

    def _clock_values(self, task, user):
        text, target = self._clock_text(task.deadline.kind), self._clock_target(user)
        if self and not target:
            text = self.env._(
                "%(reference)s: %(text)s. Ask the confidentiality officer", reference=self.name, text=text
            )
        late = task.deadline.due < fields.Datetime.now()
        return {
            "activity_type_id": self.env.ref(_TYPE).id, "user_id": user.id, "date_deadline": task.deadline.day,
            "summary": self.env._("Overdue: %s", text) if late else text, "automated": True,
            "wlec_clock_of": task.owner, "wlec_clock": task.key[1], **target,
        }  # fmt: skip

    def _clock_target(self, user):
        """Where the task hangs: on the record, for whoever may open it; for anybody else it is a task of its own."""
        if self and owners.users_let_in(self.env, self._name, self.id, user):
            return {"res_model_id": self.env["ir.model"]._get_id(self._name), "res_id": self.id}
        return {}
