# SPDX-License-Identifier: LGPL-3.0-or-later
"""A breach that four people had a hand in - caseworker, manager, officer, administrator - with words in every corner of it, dealt
with by a trustee; and a letter about another one to carol."""

import json
import secrets

FIELDS = {
    "wlec.breach": ["facts", "containment", "lessons"],
    "wlec.breach.person": ["who", "letter", "address"],
    "wlec.breach.notice": ["remark"],
    "wlec.breach.answer": ["answer"],
    "wlec.management.action": ["what", "outcome"],
}
SUBJECTS = ("alice", "mona", "otto", "sam")
_CODE = """
import json
from odoo.addons.wlec_confidentiality.models.access.wlec_workflow_mixin import permit
for table in ('wlec_breach', 'wlec_breach_person', 'wlec_breach_notice', 'wlec_breach_answer', 'wlec_management_action'):
    env.cr.execute("SELECT setval(%s, nextval(%s) + 7310000)", [table + '_id_seq'] * 2)  # numbers that are nowhere else
words = json.loads({words!r})
people = {{name: env['res.users'].search([('login', '=', name)]) for name in ('alice', 'mona', 'otto', 'sam', 'tara', 'bob', 'carol')}}
involved = people['alice'] | people['mona'] | people['otto'] | people['sam']
breach = env['wlec.breach']._report_breach('staff', {{'facts': words['wlec.breach']['facts']}}, involved)
breach.handler_id = people['tara']
breach.write(words['wlec.breach'])
person = env['wlec.breach.person'].create({{'breach_id': breach.id, **words['wlec.breach.person']}})
env.flush_all()
before, hers = env.transaction.default_env, env(user=people['tara'].id)
env.transaction.default_env = hers  # what a notice takes over is opened by whoever makes it
notice = hers['wlec.breach.notice'].create({{'breach_id': breach.id, **words['wlec.breach.notice']}})
answer = notice.answer_ids[:1]
answer.answer = words['wlec.breach.answer']['answer']
hers.flush_all()
env.transaction.default_env = before
action = env['wlec.management.action'].create({{
    'breach_id': breach.id, 'person_id': people['alice'].id, 'owner_id': people['tara'].id, 'due_on': '2031-01-01',
    **words['wlec.management.action']}})
told = env['wlec.breach.person'].create({{
    'breach_id': breach.id, 'partner_id': people['carol'].partner_id.id, 'channel': 'portal', 'letter': {letter!r}}})
with permit(told, {{'state'}}):
    told.state = 'told'
print('BREACH=' + json.dumps([breach.id, person.id, notice.id, answer.id, action.id, told.id]))
"""


def _word():
    return f"qzcanary{secrets.token_hex(8)}"


class Breaches:
    """``code`` makes them in the server's shell; ``made`` is told the numbers it printed."""

    def __init__(self):
        self.words = {model: {name: _word() for name in names} for model, names in FIELDS.items()}
        self.letter = _word()
        self.code = _CODE.format(words=json.dumps(self.words), letter=self.letter)

    def made(self, numbers):
        self.ids = dict(zip(FIELDS, numbers, strict=False))
        self.told = numbers[-1]
        self.canaries = {
            text: (model, name, self.ids[model])
            for model, words in self.words.items()
            for name, text in words.items()
        }
        self.canaries[self.letter] = ("wlec.breach.person", "letter", self.told)

    def into(self, world):
        """What the other channels know of it: the numbers for their buttons, the words, and whose letter it is."""
        world.canaries |= self.canaries
        world.own.setdefault("carol", set()).add(self.canaries[self.letter])
        for model, number in self.ids.items():
            setattr(world, model.removeprefix("wlec.").replace(".", "_"), number)
