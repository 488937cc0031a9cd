# SPDX-License-Identifier: LGPL-3.0-or-later
"""A client of alice's, in the CRM, and everything that hangs on them: to be looked for by everybody else."""

import secrets

# Far from every number there is, and as long: a number of nothing.
FAR = 1_000_003
TABLES = (
    "res_partner", "crm_lead", "calendar_event", "calendar_attendee", "mail_message", "mail_activity", "mail_followers",
    "mail_notification", "mail_scheduled_message", "mail_mail", "ir_attachment",
)  # fmt: skip


def one(answer):
    return answer[0] if isinstance(answer, list) else answer


class Known:
    """``word`` occurs in everything of this client's, and nowhere else. ``records``: {name: (model, id)}."""

    def __init__(self, owner, centre):
        self.owner, self.centre = owner, centre
        self.word = f"qzwall{secrets.token_hex(8)}"
        self.email = f"{self.word}@example.test"
        self.phone = f"+44 7400 {secrets.randbelow(899_000) + 100_000}"  # nobody else's at the centre
        self.partner = self._make(
            "res.partner", {**self._person(), "street": self.word, "ref": self.word, "comment": self.word}
        )
        texts = dict.fromkeys(("matter", "narrative"), self.word)
        self.case = self._make("wlec.case", {"partner_id": self.partner, "caseworker_id": owner.uid, **texts})
        self.lead = self._make(
            "crm.lead",
            {
                "name": self.word,
                "partner_id": self.partner,
                "user_id": owner.uid,
                "email_from": self.email,
                "description": self.word,
            },
        )
        self.models = dict(
            centre.sql(
                "SELECT model, id FROM ir_model WHERE model IN ('wlec.case', 'res.partner', 'crm.lead')"
            )
        )
        self.event = self._make("calendar.event", self._meeting())
        self.records = {
            "contact": ("res.partner", self.partner),
            "enquiry": ("crm.lead", self.lead),
            "meeting": ("calendar.event", self.event),
        }
        for model, number in (
            ("wlec.case", self.case),
            ("res.partner", self.partner),
            ("crm.lead", self.lead),
        ):
            self._hang_on(model, number)
        self._find_others()

    def _make(self, model, vals):
        return one(self.owner.call(model, "create", vals))

    def _person(self):
        return {"name": self.word, "email": self.email, "phone": self.phone}

    def _meeting(self):
        return {
            "name": self.word,
            "description": self.word,
            "location": self.word,
            "start": "2031-01-02 10:00:00",
            "stop": "2031-01-02 11:00:00",
            "res_model_id": self.models["wlec.case"],
            "res_id": self.case,
            "partner_ids": [[4, self.partner]],
        }

    def _hang_on(self, model, number):
        """A message, a task, a document and a message for later."""
        said = self.owner.call(model, "message_post", [number], body=self.word, subject=self.word)
        self.records[f"message on {model}"] = ("mail.message", one(said))
        todo = {"res_model_id": self.models[model], "res_id": number, "summary": self.word, "note": self.word}
        self.records[f"activity on {model}"] = (
            "mail.activity",
            self._make("mail.activity", {**todo, "user_id": self.owner.uid}),
        )
        text = {"name": f"{self.word}.txt", "raw": self.word, "mimetype": "text/plain"}
        attachment = self._make("ir.attachment", {**text, "res_model": model, "res_id": number})
        self.records[f"attachment on {model}"] = ("ir.attachment", attachment)

    def _find_others(self):
        """What the programme made on the way, by the numbers the database gave them."""
        later = {
            "model": "wlec.case",
            "res_id": self.case,
            "body": self.word,
            "scheduled_date": "2031-01-01 10:00:00",
        }
        later["author_id"] = self._number("SELECT partner_id FROM res_users WHERE id = %s", self.owner.uid)
        follower = "SELECT max(id) FROM mail_followers WHERE res_model = 'wlec.case' AND res_id = %s"
        told = "SELECT max(id) FROM mail_notification WHERE res_partner_id = %s"
        self.records |= {
            "message for later": ("mail.scheduled.message", self._make("mail.scheduled.message", later)),
            "line of the programme": ("mail.message", self._number("SELECT min(id) FROM mail_message WHERE model = 'wlec.case' AND res_id = %s", self.case)),
            "follower": ("mail.followers", self._number(follower, self.case)),
            "attendee": ("calendar.attendee", self._number("SELECT max(id) FROM calendar_attendee WHERE event_id = %s", self.event)),
            "notification": ("mail.notification", self._number(told, self.partner)),
        }  # fmt: skip

    def _number(self, query, *params):
        (number,) = self.centre.sql(query, *params)[0]
        assert number, query
        return number


def far_numbers(centre):
    centre.far_numbers(*TABLES)
