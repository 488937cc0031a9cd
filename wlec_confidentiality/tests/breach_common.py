# SPDX-License-Identifier: LGPL-3.0-or-later

from odoo import fields

from .complaint_common import ComplaintCase

FACTS = "The letter about her asylum went to her husband: canary-4410"
MISSING = 2**31 - 7
SEVERITY = {
    "data_kind": "simple", "data_adjustment": 3, "identification": "maximum", "confidentiality": "known",
    "risk_decision": "high_risk",
}  # fmt: skip


class BreachCase(ComplaintCase):
    """A breach alice has reported, dealt with by otto unless a test says otherwise."""

    def setUp(self):
        super().setUp()
        self.Breach = self.env["wlec.breach"]
        self.category = self.env.ref("wlec_confidentiality.information_category_racial_ethnic")
        self.env.company.wlec_breach_contact = "Otto, 020 7946 0000"

    def report(self, user=None, mine=False, **told):
        """As a member of staff reports one; the breach without anybody's rights."""
        with self.acting(user or self.alice) as env:
            form = env["wlec.breach.report"].create({"facts": FACTS, "is_mine": mine, **told})
            form.action_report()
            reference = form.reference
        return self.Breach.search([("name", "=", reference)])

    def by(self, user, record, method, *args):
        with self.acting(user) as env:
            return getattr(env[record._name].browse(record.ids), method)(*args)

    def fill(self, breach, user=None, **vals):
        with self.acting(user or self.otto) as env:
            env["wlec.breach"].browse(breach.id).write({
                "cause": "post", "people_count": 1, "category_ids": [(6, 0, self.category.ids)],
                "consequences": "He knows where she lives", "measures_before": "Two people check", **SEVERITY, **vals,
            })  # fmt: skip

    def assessed(self, user=None, **vals):
        breach = self.report()
        self.fill(breach, user, **vals)
        self.by(user or self.otto, breach, "action_assess")
        return breach

    def notice(self, breach, user=None, recipient="regulator", phase="initial", sent_on=None, **vals):
        with self.acting(user or self.otto) as env:
            notice = env["wlec.breach.notice"].create(
                {"breach_id": breach.id, "recipient": recipient, "phase": phase, **vals}
            )
            notice.action_make_pdf()
            notice.write(
                {"sent_on": sent_on or fields.Datetime.now(), "sent_how": "form", "recipient_name": "X"}
            )
        return self.env["wlec.breach.notice"].browse(notice.id)

    def notified(self, **vals):
        breach = self.assessed(**vals)
        self.by(self.otto, self.notice(breach), "action_send")
        return breach

    def traces(self, user, record, buttons=(), models=()):
        """Everything ``user`` gets by asking about ``record`` that they would not get about an id never given."""
        found, model = [], record._name

        def compare(name, ask):
            real, none = (
                self.outcomes(user, lambda env, id_=id_: ask(env[model], id_)) for id_ in (record.id, MISSING)
            )
            if str(real).replace(f"({record.id},)", "#") != str(none).replace(f"({MISSING},)", "#"):
                found.append((name, real, none))

        compare("search", lambda m, id_: m.search([("id", "=", id_)]))
        compare("count", lambda m, id_: m.search_count([("id", "=", id_)]))
        compare("read", lambda m, id_: m.browse(id_).read(["name", "state"]))
        compare("web_read", lambda m, id_: m.browse(id_).web_read({"name": {}, "state": {}}))
        compare("attribute", lambda m, id_: m.browse(id_).name)
        compare("display_name", lambda m, id_: m.browse(id_).read(["display_name"]))
        compare("name_search", lambda m, id_: list(m.name_search(record.name, operator="=")))
        compare("group", lambda m, id_: m.formatted_read_group([("id", "=", id_)], ["state"], ["__count"]))
        compare("export", lambda m, id_: m.browse(id_).export_data(["name"]))
        compare("write", lambda m, id_: m.browse(id_).write({"message_main_attachment_id": False}))
        compare("unlink", lambda m, id_: m.browse(id_).unlink())
        compare("copy", lambda m, id_: m.browse(id_).copy())
        for method in buttons:
            compare(method, lambda m, id_, method=method: getattr(m.browse(id_), method)())
        for child, field in dict(models).items():
            compare(child, lambda m, id_, child=child, field=field: m.env[child].search([(field, "=", id_)]))

        def on(column, id_):
            return [(column, "=", model), ("res_id", "=", id_)]

        compare("mail.message", lambda m, id_: m.env["mail.message"].search(on("model", id_)))
        compare("mail.mail", lambda m, id_: m.env["mail.mail"].search(on("model", id_)))
        compare("activity", lambda m, id_: m.env["mail.activity"].search(on("res_model", id_)))
        compare("follower", lambda m, id_: m.env["mail.followers"].search(on("res_model", id_)))
        compare("attachment", lambda m, id_: m.env["ir.attachment"].search(on("res_model", id_)))
        return found
