"""How rooms make result rows: every column there, every proportion with its interval."""

import numpy as np
import pandas as pd
import pytest
from evalbook.items.result_rows import collect, counted, curve, shares_by_month, single, until

from evalbook.contract.results import COLUMNS
from evalbook.estimates.intervals import wilson

KEY = {"period": "all", "benefit": "IVA"}


def test_an_item_of_nobody_has_the_columns_and_no_row():
    assert collect("table_2_1", []).columns.tolist() == list(COLUMNS) and collect("table_2_1", []).empty


def test_counts_are_n_and_percent_of_their_base_with_wilsons_interval():
    rows = collect("table_2_1", [counted(pd.Series({"IVA": 3, "overig": 0}), base=4, **KEY)])
    assert rows["row"].tolist() == ["IVA", "overig"] * 2
    assert rows["value"].tolist() == [3, 0, 75, 0]
    assert rows.loc[rows["statistic"] == "n", ["ci_low", "ci_high"]].isna().all(axis=None)
    low, high = wilson([3, 0], [4, 4])
    np.testing.assert_allclose(rows.loc[2:, ["ci_low", "ci_high"]], 100 * np.column_stack([low, high]))


def test_what_a_part_leaves_out_is_empty():
    (row,) = collect("table_3_1", [single(2.5, base=8, statistic="mean", **KEY)]).itertuples()
    assert (row.item, row.row, row.column, row.withheld) == ("table_3_1", "", "", "")
    assert np.isnan(row.ci_low)


def test_an_interval_of_its_own_stays():
    own = single(50, base=10, statistic="percent", **KEY).assign(ci_low=1.0, ci_high=99.0)
    assert collect("x", [own])[["ci_low", "ci_high"]].to_numpy().tolist() == [[1, 99]]


@pytest.mark.parametrize(
    ("event", "month", "happened"), [(3, 3, True), (5, 5, True), (6, 5, False), (np.nan, 5, False), (np.inf, 5, False)]
)
def test_an_event_counts_until_the_last_month(event, month, happened):
    times = until(pd.Series([event], dtype=float), pd.Series([5]))
    assert times.to_numpy().tolist() == [[month, happened]]


def test_a_curve_has_a_row_a_month_with_who_is_at_risk():
    times = pd.DataFrame({"month": [1, 2, 2, 3], "happened": [True, False, True, False]})
    rows = curve(times, **KEY)
    assert rows["column"].tolist() == [0, 1, 2, 3]
    assert rows["base"].tolist() == [4, 4, 3, 1]
    assert rows["value"].tolist() == pytest.approx([1, 0.75, 0.5, 0.5])


def test_shares_are_of_those_at_risk_in_the_month():
    assert shares_by_month(np.array([1, 1]), np.array([4, 2]), **KEY)["value"].tolist() == [0.25, 0.5]
