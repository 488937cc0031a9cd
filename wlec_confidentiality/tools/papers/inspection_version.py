# SPDX-License-Identifier: LGPL-3.0-or-later
"""Apart from the inspection itself, so that asking for it loads nothing."""

# To be raised with every change of what is found: each verdict on record is then one of an older version.
VERSION = 2
