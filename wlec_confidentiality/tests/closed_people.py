# SPDX-License-Identifier: LGPL-3.0-or-later
from lxml import etree

from odoo.exceptions import AccessError, MissingError, UserError

from odoo.addons.mail.tools.discuss import Store

# All that the chatter of a form asks for at once.
ASKED = [
    "activities", "attachments", "contact_fields", "display_name", "followers", "scheduledMessages", "suggestedRecipients",
    "wlec_people",
]  # fmt: skip


class ClosedPeopleMixin:
    """What Odoo's own pages ask for of a record, as somebody who may see the record, and not all the people who had to do with it."""

    def specification(self, env, model, kind):
        """What the web client asks for to show this view."""
        views = env[model].get_views([(False, kind)])
        root = etree.fromstring(views["views"][kind]["arch"])
        return self._fields_of(root, views["models"], model)

    def _fields_of(self, node, models, model):
        fields, found = models[model]["fields"], {}
        for child in node:
            if not isinstance(child.tag, str):
                continue
            if child.tag != "field":
                found |= self._fields_of(child, models, model)
                continue
            field = fields[child.get("name")]
            found[child.get("name")] = self._asked_of(child, field, models)
        return found

    def _asked_of(self, node, field, models):
        if field["type"] == "many2one":
            return {"fields": {"display_name": {}}}
        if field["type"] not in ("one2many", "many2many"):
            return {}
        lists = [child for child in node if isinstance(child.tag, str)]
        if not lists or field["relation"] not in models:
            return {"fields": {"display_name": {}}, "limit": 40}
        return {"fields": self._fields_of(lists[0], models, field["relation"]), "limit": 40}

    # ---- the pages
    def pages(self, record):
        """(name, question) for everything the pages of this record ask."""
        env, model = record.env, record._name
        has_chatter = "message_ids" in record._fields
        yield "form", lambda: record.web_read(self.specification(env, model, "form"))
        yield "list", lambda: self._list(env, model)
        yield "label", lambda: record.mapped("display_name")
        for name in self._people_of(record):
            yield (
                f"grouped by {name}",
                lambda name=name: env[model].formatted_read_group([], [name], ["__count"]),
            )
        if has_chatter:
            yield "chatter", lambda: self.told(Store().add(record, [], as_thread=True, request_list=ASKED))
            yield "messages", lambda: self._messages(record)
        if "activity_ids" in record._fields:
            yield "tasks", lambda: record.activity_ids.activity_format()
            yield "table of tasks", lambda: env["mail.activity"].get_activity_data(model, [])
            yield "list of tasks", lambda: self._list(env, "mail.activity")
            yield "tray", lambda: env["res.users"]._get_activity_groups()
            yield (
                "a task",
                lambda: record.activity_ids.web_read(self.specification(env, "mail.activity", "form")),
            )

    def _people_of(self, record):
        return [
            name
            for name, field in record._fields.items()
            if field.type == "many2one"
            and field.store
            and field.comodel_name in ("res.users", "res.partner")
            and record._has_field_access(field, "read")
        ]

    def _list(self, env, model):
        return env[model].web_search_read([], self.specification(env, model, "list"), limit=80)

    def _messages(self, record):
        found = record.env["mail.message"]._message_fetch([], thread=record)
        messages = found["messages"]
        messages._message_notifications_to_store(Store())
        return self.told(Store().add(messages))

    def told(self, store):
        return store.get_result()

    def assert_all_pages_open(self, user, record, *more):
        """Every page opens, and none tells a word of ``more``."""
        refused = []
        with self.acting(user) as env:  # what there is for them: some fields are for nobody
            names = [name for name, _question in self.pages(record.with_env(env))]
        for name in names:
            with self.acting(user) as env:
                [question] = [ask for label, ask in self.pages(record.with_env(env)) if label == name]
                try:
                    with env.cr.savepoint():
                        told = repr(question())
                except (AccessError, MissingError, UserError, KeyError) as error:
                    refused.append((name, f"{type(error).__name__}: {error}"))
                    continue
            for word in more:
                self.assertNotIn(word, told, (record, name))
        self.assertEqual(refused, [], record)
