# SPDX-License-Identifier: LGPL-3.0-or-later
from . import calendar_event
from . import calendar_event_private
from . import calendar_event_search
from . import calendar_event_told
from . import calendar_event_walls
from . import calendar_attendee
from . import calendar_alarm_manager
from . import calendar_popover_delete_wizard
from . import res_partner
from . import wlec_access_event
from . import mail_followers
from . import mail_message
from . import ir_rule
