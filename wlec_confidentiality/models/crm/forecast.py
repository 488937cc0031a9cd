# SPDX-License-Identifier: LGPL-3.0-or-later
"""What protecting the CRM will do, in numbers, before anybody begins."""

from odoo.tools import SQL

from odoo.addons.wlec_confidentiality.models.access import giving_back

from .res_partner_rows import clients

_ORGANISATIONS = SQL(
    """SELECT count(*) FROM res_partner p WHERE p.active AND p.is_company AND p.id NOT IN (%s)
        AND NOT EXISTS (SELECT 1 FROM res_company c WHERE c.partner_id = p.id)""",
    clients(),
)


def counts(env):
    """{model name: records to be protected}, for the models that take part."""
    env.flush_all()
    return {
        model._name: giving_back.count(model, model._rows_to_protect("t"))
        for model in giving_back.models(env)
    }


def organisations(env):
    """How many organisations are nobody's client, and stay as they are."""
    return env.execute_query(_ORGANISATIONS)[0][0]


def messages(env):
    query = SQL(
        """SELECT count(*) FROM mail_message t WHERE (t.model = 'crm.lead' AND t.res_id IS NOT NULL)
            OR (t.model = 'res.partner' AND t.res_id IN (%s))""",
        clients(),
    )
    return env.execute_query(query)[0][0]


def documents(env):
    query = SQL(
        """SELECT count(*) FROM ir_attachment t WHERE (t.res_model = 'crm.lead' AND t.res_id IS NOT NULL)
            OR (t.res_model = 'res.partner' AND t.res_field IS NULL AND t.res_id IN (%s))""",
        clients(),
    )
    return env.execute_query(query)[0][0]


def text(env):
    found = counts(env)
    _ = env._
    lines = [
        _(
            "%s contacts who have an enquiry or a file, with their addresses",
            _number(found.get("res.partner", 0)),
        ),
        _("%s enquiries", _number(found["crm.lead"])) if "crm.lead" in found else "",
        _("%s meetings with them or about them", _number(found["calendar.event"]))
        if "calendar.event" in found
        else "",
        _("%s messages and notes on them", _number(messages(env))) if "mail.message" in found else "",
        _("%s documents on them", _number(documents(env))) if "ir.attachment" in found else "",
        _("%s organisations that are nobody's client stay in clear", _number(organisations(env))),
    ]
    return "\n".join(line for line in lines if line)


def _number(number):
    return f"{number:,}"
