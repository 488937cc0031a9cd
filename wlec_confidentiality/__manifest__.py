# SPDX-License-Identifier: LGPL-3.0-or-later
{
    "name": "WLEC Confidentiality",
    "summary": "A written Confidentiality Policy that the CRM enforces and can prove",
    "version": "19.0.1.0.0",
    "category": "Services/Advice",
    "author": "West London Equality Centre and contributors",
    "website": "https://github.com/wlec/wlec_confidentiality",
    "license": "LGPL-3",
    "application": True,
    "depends": ["base", "mail", "crm", "portal"],
    "external_dependencies": {"python": ["cryptography", "weasyprint", "pyzipper"]},
    "data": [
        "security/wlec_groups.xml",
        # access
        "security/access/ir.model.access.csv",
        "security/access/wlec_rules.xml",
        "data/access/ir_cron.xml",
        "views/wlec_menus.xml",
        "views/access/wlec_access_event_views.xml",
        "views/access/res_users_views.xml",
        "views/access/res_config_settings_views.xml",
        # case
        # policy
        # consent
        # disclosure
        # complaint
    ],
    "demo": [
        "demo/res_users.xml",
    ],
    "assets": {},
    "post_init_hook": "post_init_hook",
    "uninstall_hook": "uninstall_hook",
}
