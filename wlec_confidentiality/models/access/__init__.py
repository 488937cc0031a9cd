# SPDX-License-Identifier: LGPL-3.0-or-later
from . import wlec_confidential_mixin
from . import wlec_workflow_mixin
from . import wlec_access_event
from . import wlec_access_grant
from . import wlec_access_exclusion
from . import ir_rule
from . import ir_model_access
from . import ir_default
from . import ir_model_fields
from . import ir_cron
from . import ir_module_module
from . import ir_http
from . import mail_thread
from . import ir_attachment
from . import res_users
from . import res_users_apikeys
from . import res_config_settings
