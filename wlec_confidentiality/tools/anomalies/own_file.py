# SPDX-License-Identifier: LGPL-3.0-or-later
from .rule import EachByItself


class OwnFile(EachByItself):
    """A member of staff opens the file of which they are the client.

    Answered by nothing but reading it as the client, in the portal: being on one's own file is what this looks for.
    """

    name = "own_file"
    score = 95
    answers = frozenset({"own_record", "system"})

    def look(self, access, context):
        return {} if access.is_opening and context.clients.get(access.case) == access.user else None
