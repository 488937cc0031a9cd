# SPDX-License-Identifier: LGPL-3.0-or-later
"""`python3 -m dev run|test ...`: what ./run and ./test call.

For linters and editors: `setup` makes the Python environment, `python ...` runs something in it.
For translators: `pot` renews the file with the addon's texts; to be typed whenever a text has been added.
"""

import signal
import sys

from dev import python_env
from dev.console import Problem, say

STOPS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def main(words: list[str]) -> int:
    for sign in STOPS:
        signal.signal(sign, _stop)
    try:
        python_env.right_python()
        if words[:1] == ["run"]:
            from dev import run

            return run.main(words[1:])
        if words[:1] == ["test"]:
            from dev import testing

            return testing.main(words[1:])
        if words[:1] == ["pot"]:
            from dev import pot

            return pot.main(words[1:])
        if words[:1] in (["setup"], ["python"]):
            from dev import house

            return house.tool(words[1:])
        say("Usage: ./run help, ./test help; python3 -m dev setup|python|pot")
        return 2
    except Problem as problem:
        say(f"\nStopped: {problem}\n\nWhat to do: {problem.advice}")
        return 1
    except OSError as error:
        say(
            f"\nStopped: {error}\n\nWhat to do: see that the disk has room (3 GB) and that this folder's files are yours."
        )
        return 1
    except KeyboardInterrupt:
        say("\nStopped. Type the command again; it goes on where it can.")
        return 130


def _stop(_number, _frame):
    """Leave in good order, after Ctrl-C as after a closed terminal; a second one must not cut that short."""
    for sign in STOPS:
        signal.signal(sign, lambda *_: None)
    raise KeyboardInterrupt


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
