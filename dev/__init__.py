# SPDX-License-Identifier: LGPL-3.0-or-later
"""The set-up programme behind ./run and ./test. Standard library only: it runs before anything is installed."""
