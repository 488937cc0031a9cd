# SPDX-License-Identifier: LGPL-3.0-or-later
"""How often somebody was refused something lately, or did it: the access records are the only place that keeps what was rolled back,
and the only one whose rows nobody can remove or use again."""

from odoo.tools import SQL

from odoo.addons.wlec_confidentiality.orm import actor

from .event_table import PARTITION_SIZE


def wait(env, brake, model, operation):
    """How many seconds until the person behind ``env`` may try this again; 0: now.

    :param operation: as it was written down by ``orm.audit.denied``
    """
    return _wait(env, brake, model, SQL("action = 'denied' AND field_names = ARRAY[%s]", operation))


def wait_after(env, brake, model, action):
    """The same of what was done: ``action`` as it was written down by ``orm.audit.record``."""
    return _wait(env, brake, model, SQL("action = %s", action))


def _wait(env, brake, model, condition):
    # Numbers run with time: only the newest are looked at, so that the whole history of a person is not read through.
    query = SQL(
        """SELECT at FROM wlec_access_event
            WHERE id > (SELECT coalesce(max(id), 0) FROM wlec_access_event) - %s AND actor_id = %s
              AND at > clock_timestamp() AT TIME ZONE 'UTC' - make_interval(secs => %s)
              AND model = %s AND %s""",
        PARTITION_SIZE,
        actor.principals(env)[0],
        brake.seconds,
        model,
        condition,
    )
    moments = [moment for (moment,) in env.execute_query(query)]
    [[now]] = env.execute_query(SQL("SELECT clock_timestamp() AT TIME ZONE 'UTC'"))
    return brake.wait(moments, now)
