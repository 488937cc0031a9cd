# SPDX-License-Identifier: LGPL-3.0-or-later
"""Papers about to leave: what is hidden in them (``inspection*``), what is blacked out (``redaction``), what goes (``giving``).

Pure, and made to run apart from the server: papers come from outside, and a PDF made to crash or to exhaust its reader must
take no server down. ``apart`` starts this package as a process of its own, with limits; ``__main__`` is what runs there.
"""
