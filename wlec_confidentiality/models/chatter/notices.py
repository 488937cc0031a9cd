# SPDX-License-Identifier: LGPL-3.0-or-later
"""What leaves the house about a protected record: that there is news, under a name that says nothing, and where to log in."""

from markupsafe import Markup

from odoo.tools.mail import formataddr

from odoo.addons.wlec_confidentiality.models.access import protection, unsealed
from odoo.addons.wlec_confidentiality.orm.purposes import Purpose
from odoo.addons.wlec_confidentiality.tools.switch import Switch

# The address of a notice is opened when it is sent: by the queue, with nobody behind it.
DELIVERY = Purpose("deliver")

# The programme makes mails of its own about protected records: they say that there is news, and no more.
own_words = Switch()


def are_own_words():
    return own_words.on


def subject(env, model, res_id):
    return env._("News in %s", protection.reference(env, model, res_id))


def news(env, model, res_id):
    """For those who are logged in."""
    return env._("There is news in %s.", protection.reference(env, model, res_id))


def text(env, model, res_id):
    return env._("There is news in %s. Please log in.", protection.reference(env, model, res_id))


def body(env, model, res_id, staff):
    """The text of an e-mail, with the way in: to the record for staff, to the portal for anybody else."""
    base = env["mail.thread"].get_base_url()
    link = f"{base}/mail/view?model={model}&res_id={res_id}" if staff else f"{base}/my"
    lines = (
        text(env, model, res_id),
        Markup('<a href="%s">%s</a>') % (link, env._("Log in")),
        env._("For your safety this e-mail says nothing more."),
    )
    return Markup().join(Markup("<p>%s</p>") % line for line in lines)


def sender(env):
    """From the centre, never from a person: a name would say who works with whom."""
    company = env.company.sudo()
    host = env["mail.thread"].get_base_url().partition("//")[2].partition("/")[0].partition(":")[0]
    return company.email_formatted or formataddr((company.name, f"noreply@{host}"))


def send(record, template):
    """A mail that says that there is news about ``record``, and where to log in.

    :param template: the name of the mail template
    """
    env, address = record.env, sender(record.env)
    values = {
        "author_id": env.company.sudo().partner_id.id,
        "email_from": address,
        "reply_to": address,
    }
    with own_words(), unsealed.log_line():
        env.ref(f"wlec_confidentiality.{template}").sudo().send_mail(
            record.id, force_send=False, email_values=values
        )
