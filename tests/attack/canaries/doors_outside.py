# SPDX-License-Identifier: LGPL-3.0-or-later
"""What comes in as a file or a mail, and what the server sends by itself."""

import secrets

from .day import door


@door
def imports(day):
    header = "name,contact_name,expected_revenue,email_from"
    row = f"{day.word('an imported name')},{day.word('an imported contact')},{day.word('no amount')},{day.word('an imported address')}@example.org"
    context = {"lang": "en_US"}
    (wizard,) = day.sam.call("base_import.import", "create", [{"res_model": "res.partner"}])
    content = f"name,comment,parent_id/.id\n{day.word('a contact imported')},{day.word('a comment imported')},{day.word('no parent imported')}\n{header}\n{row}\n"
    day.sam.post(
        "/base_import/set_file",
        {"id": wizard},
        files={"ufile": (f"{day.word('name of an import')}.csv", content.encode(), "text/csv")},
    )
    options = {"has_headers": True, "quoting": '"', "separator": ",", "encoding": "utf-8", "date_format": "", "datetime_format": "",
               "float_thousand_separator": ",", "float_decimal_separator": ".", "advanced": False, "keep_matches": False, "limit": 100}  # fmt: skip
    day.tried(day.sam.call, "base_import.import", "parse_preview", [wizard], options, context=context)
    fields = ["name", "comment", "parent_id/.id"]
    for dry in (True, False):
        day.tried(
            day.sam.call,
            "base_import.import",
            "execute_import",
            [wizard],
            fields,
            fields,
            options,
            dry,
            context=context,
        )


@door
def mail_gateway(day):
    sender, subject = day.word("sender of a mail"), day.word("subject of a mail")
    mail = (
        f"From: {sender} <{day.word('address of a sender')}@example.org>\nTo: {day.word('address of a receiver')}@localhost\nCc: {day.word('address of a copy')}@example.org\nSubject: {subject}\n"
        f"Message-Id: <{secrets.token_hex(8)}@example.org>\nContent-Type: text/plain\n\n{day.word('body of a mail')}\n"
    )
    for model in (False, "crm.lead"):
        taken = day.tried(day.sam.call, "mail.thread", "message_process", model, mail)
        assert bool(taken) == bool(model)
        args = [day.centre.db, day.alice.uid, "demo", "mail.thread", "message_process", [model, mail]]
        day.tried(day.sam.json, "/jsonrpc", service="object", method="execute_kw", args=args)


@door
def jobs(day):
    """What waits is sent and tidied up: the queue of mails, scheduled messages, reminders."""
    for number in day.sam.call(
        "ir.cron",
        "search",
        [
            [
                "model_id.model",
                "in",
                [
                    "mail.mail",
                    "mail.scheduled.message",
                    "calendar.alarm_manager",
                    "mail.message.schedule",
                    "mail.activity",
                ],
            ]
        ],
    ):
        day.tried(day.sam.call, "ir.cron", "method_direct_trigger", [number])
