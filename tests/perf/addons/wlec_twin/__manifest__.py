# SPDX-License-Identifier: LGPL-3.0-or-later
{
    "name": "Twin of the case file without protection (for measurements only)",
    "summary": "The same columns, the same rows, plain",
    "version": "19.0.1.0.0",
    "author": "West London Equality Centre and contributors",
    "license": "LGPL-3",
    "depends": ["wlec_confidentiality"],
    "data": ["ir.model.access.csv", "rules.xml"],
}
