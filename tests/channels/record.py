# SPDX-License-Identifier: LGPL-3.0-or-later
"""The access record, read from beside the server by one connection that stays open: thousands of knocks ask it twice."""

READING = ("read", "export", "print", "download")
# Not a value of a file: that somebody was shown the list of who has looked at it.
PAGES = {("wlec.case", "access_history")}


class Record:
    def __init__(self, connection):
        self.connection = connection

    def rows(self, query, *params):
        with self.connection.cursor() as cursor:
            cursor.execute(query, params)
            return cursor.fetchall()

    def last(self):
        """The number of the newest line."""
        return self.rows("SELECT coalesce(max(id), 0) FROM wlec_access_event")[0][0]

    def opened(self, since, others):
        """{(model, field, id)} of what was opened since, but for what others do meanwhile: what the server does after it has
        answered comes late."""
        rows = self.rows(
            "SELECT model, field_names, record_ids FROM wlec_access_event WHERE id > %s AND action = ANY(%s)"
            " AND outcome <> 'denied' AND actor_id <> ALL(%s)",
            since,
            list(READING),
            others,
        )
        return {
            (model, field, number)
            for model, fields, numbers in rows
            for field in fields
            if (model, field) not in PAGES
            for number in numbers
        }

    def refused(self, since):
        """{who was refused something of a file since}"""
        rows = self.rows(
            "SELECT actor_id FROM wlec_access_event WHERE id > %s AND outcome = 'denied' AND model LIKE 'wlec.case%%'",
            since,
        )
        return {row[0] for row in rows}
