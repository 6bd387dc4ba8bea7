"""The assumptions about the future: one file, nothing unknown in it."""

from datetime import date

import pytest

from evalbook.errors import EvalbookError
from evalbook.scenario import FILE, read_scenario

WRITTEN = FILE.read_text(encoding="utf-8")


def test_the_committed_file_has_what_the_letter_says():
    scenario = read_scenario()
    assert (scenario.inflow_per_month, scenario.costs_per_year) == (120, 4_000_000)
    assert (scenario.means_until, scenario.no_intake_from) == (date(2026, 12, 31), date(2027, 1, 1))
    assert scenario.ends_on == date(2028, 4, 22)


@pytest.mark.parametrize(
    ("before", "after", "message"),
    [
        ("inflow_per_month: 120", "inflow_per_month: 120\ninflow: 1", "'inflow' is not known"),
        ("inflow_per_month: 120", "", "'inflow_per_month' must be there, as a int"),
        ("inflow_per_month: 120", "inflow_per_month: many", "'inflow_per_month' must be there, as a int"),
        ("inflow_per_month: 120", "inflow_per_month: 0", "above 0"),
        ("2027-01-01", "1 January 2027", "'no_intake_from' must be there, as a date"),
        ("power: 0.8", "power: 1.2", "power must lie between"),
    ],
)
def test_what_is_not_understood_is_refused(tmp_path, before, after, message):
    path = tmp_path / "scenario.yaml"
    path.write_text(WRITTEN.replace(before, after), encoding="utf-8")
    with pytest.raises(EvalbookError, match=message):
        read_scenario(path)
