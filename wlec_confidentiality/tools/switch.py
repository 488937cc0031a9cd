# SPDX-License-Identifier: LGPL-3.0-or-later
"""What the programme is about on this thread: ``with switch(): ...``, and ``switch.on`` inside. It lives in the thread, never in a
context or on a record, so that nothing a caller can send turns one on."""

import threading
from contextlib import contextmanager


class Switch(threading.local):
    on = False

    @contextmanager
    def __call__(self):
        before, self.on = self.on, True
        try:
            yield
        finally:
            self.on = before
