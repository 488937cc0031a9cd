# SPDX-License-Identifier: LGPL-3.0-or-later
# Runs inside `odoo shell`.
# ruff: noqa: F821
"""Build the bundles browsers ask for; else every test class would build them in a transaction that is thrown away."""

BUNDLES = (
    "web.assets_web",
    "web.assets_frontend",
    "web.assets_frontend_minimal",
    "web.assets_frontend_lazy",
    "web.assets_tests",
)
for name in BUNDLES:
    bundle = env["ir.qweb"]._get_asset_bundle(name, css=True, js=True)
    bundle.js()
    bundle.css()
env.cr.commit()
