# SPDX-License-Identifier: LGPL-3.0-or-later
"""The time a client's pages take tells nothing: neither of rows that are kept from them, nor of the numbers of other people's records.

In turns, and as ratios in one run; the two that are alike say how much is chance.
"""

import statistics

from tests.attack.conftest import people  # noqa: F401 (a fixture)
from tests.attack.watched import DAYS, MISSING, answer, carols, matter, read  # noqa: F401 (fixtures)

ROUNDS = 25
AIM = 1.2


def _usual(times):
    """The lower quartile: what else the machine does makes some of them longer, and none shorter."""
    return statistics.quantiles(times)[0]


def _say(request, text):
    with request.config.pluginmanager.getplugin("capturemanager").global_and_fixture_disabled():
        print(f"\n{text}")


def test_what_is_kept_from_a_client_costs_no_time(people, matter, request):  # noqa: F811
    times = {name: [] for name in DAYS}
    for turn in range(ROUNDS + 2):
        for name, day in DAYS.items():
            taken, _text = read(people["carol"], day)
            if turn > 1:
                times[name].append(taken)
    usual = {name: _usual(taken) for name, taken in times.items()}
    ratio, chance = usual["a matter of others"] / usual["quiet"], usual["as quiet"] / usual["quiet"]
    _say(
        request,
        f"a page with rows kept back against one without: x{ratio:.2f}; chance x{chance:.2f} (aim {AIM})",
    )
    assert usual["a matter of others"] < 1.5 * max(usual["quiet"], usual["as quiet"]), usual


def test_nor_do_other_peoples_numbers(people, carols, request, expect_log):  # noqa: F811
    expect_log(r"WARNING")
    for path, number in carols.items():
        taken = {number: [], MISSING: []}
        for _turn in range(ROUNDS):
            for one, times in taken.items():
                times.append(answer(people["chris"], path, one)[0])
        closed, nothing = (_usual(times) for times in taken.values())
        _say(request, f"{path}: closed against never there x{closed / nothing:.2f} (aim {AIM})")
        assert max(closed, nothing) < 2 * min(closed, nothing), (path, closed, nothing)
