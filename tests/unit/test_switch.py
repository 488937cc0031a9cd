# SPDX-License-Identifier: LGPL-3.0-or-later
import threading

import pytest

from tests.support.pure_tools import tool

switch = tool("switch")


def test_on_inside_and_off_after_whatever_happens():
    one, other = switch.Switch(), switch.Switch()
    assert not one.on
    with one():
        assert one.on
        assert not other.on
        with pytest.raises(KeyError), one():
            raise KeyError
        assert one.on, "the block around it goes on"
    assert not one.on


def test_of_this_thread_alone():
    one, seen = switch.Switch(), []
    with one():
        thread = threading.Thread(target=lambda: seen.append(one.on))
        thread.start()
        thread.join()
    assert seen == [False]
