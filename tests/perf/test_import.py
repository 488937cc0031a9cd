# SPDX-License-Identifier: LGPL-3.0-or-later
"""The register import against plain load() of the same rows, interleaved in one run, as ratios."""

import os
import statistics
from pathlib import Path

import pytest

from tests.support.in_process import told

HERE = Path(__file__).parent
REGISTER = HERE.parents[1] / "data" / "register"


@pytest.fixture(scope="module")
def figures(tmp_path_factory):
    """Measured on the addon without a centre; the shell keeps nothing."""
    settings = {"REGISTER": str(REGISTER), "WORK": str(tmp_path_factory.mktemp("import"))}
    with pytest.MonkeyPatch.context() as patch:
        for name, value in settings.items():
            patch.setenv(name, value)
        return told(os.environ["WLEC_TEST_ADDON"], HERE / "import_in_process.py")


@pytest.mark.parametrize("kind", ["people", "enquiries"])
@pytest.mark.parametrize(("side", "most"), [("ours", 2), ("protected", 3)])
def test_rows_per_second(figures, kind, side, most, request):
    measured = figures[kind]
    speed = {
        each: measured["rows"] / statistics.median(wall for wall, _cpu in measured[each])
        for each in (side, "load")
    }
    pairs = list(zip(measured[side], measured["load"], strict=True))
    wall = statistics.median(ours[0] / load[0] for ours, load in pairs)
    cpu = statistics.median(ours[1] / load[1] for ours, load in pairs)
    with request.config.pluginmanager.getplugin("capturemanager").global_and_fixture_disabled():
        print(
            f"import of {measured['rows']} {kind}{' into a protected CRM' * (side == 'protected')}: {speed[side]:.0f} rows/s,"
            f" plain load() {speed['load']:.0f} rows/s; time x{wall:.2f} wall, x{cpu:.2f} CPU"
        )
    assert cpu < most, (
        "reading, judging, sealing and remembering the rows must not cost more than writing them"
    )
