"""How rooms make cells: persons by code, by month and sums of what they have, each with the keys of its persons."""

import numpy as np
import pandas as pd
import pytest
from scipy.sparse import csr_array

from evalbook.contract.cells import CELL, OF_PERSONS
from evalbook.items.tabulating import accrued, accruing, by_code, by_flag, collect, summed, through, until

KEYS = np.array([1.0, 10.0, 100.0, 1000.0])
GROUP = {"period": "all", "benefit": "IVA"}


def found(cells):
    """Value and key of each cell, by row, column and measure."""
    keys = cells[["row", "column", "measure"]].itertuples(index=False, name=None)
    return dict(zip(keys, cells[["value", "key"]].itertuples(index=False, name=None), strict=True))


def test_an_item_of_nobody_has_the_columns_and_no_row():
    assert {*CELL, "value", "few", *OF_PERSONS} == {*collect("table_2_1", [])} and collect("table_2_1", []).empty


def test_categories_are_counts_beside_the_base_that_they_share_with_the_keys_of_their_persons():
    coded = pd.Series(pd.Categorical(["man", "man", None], ("man", "vrouw")), index=[0, 2, 3])
    assert found(collect("x", by_code(KEYS, coded, name="sex=", **GROUP))) == {
        ("sex=man", "", "persons"): (2, 101),
        ("sex=vrouw", "", "persons"): (0, 0),
        ("sex=man", "", "base"): (3, 1101),
        ("sex=vrouw", "", "base"): (3, 1101),
    }


def test_flags_are_counted_each_by_itself():
    flags = pd.DataFrame({"any": [True, True], "ips": [False, True]}, index=[1, 2])
    cells = found(collect("x", by_flag(KEYS, flags, **GROUP)))
    assert cells["any", "", "persons"] == (2, 110) and cells["ips", "", "persons"] == (1, 100)


def test_what_happened_by_the_end_of_each_month():
    cells = found(collect("x", [through(np.array([1, 1, 3]), KEYS[:3], length=3, measure="events")]))
    assert cells == {("", "0", "events"): (0, 0), ("", "1", "events"): (2, 11), ("", "2", "events"): (2, 11)}


def test_a_sum_knows_its_two_largest_parts_and_who_has_something():
    amounts = np.array([[5.0, np.nan], [0.0, 2.0], [3.0, np.nan], [4.0, 0.0]])
    cells = collect("x", [summed(KEYS, amounts, ["a", "b"], codes_in="row", **GROUP)])
    assert cells[["row", "value", "key", "largest", "second"]].to_numpy().tolist() == [
        ["a", 12, 1101, 5, 4],
        ["b", 2, 10, 2, 0],
    ]


@pytest.mark.parametrize(
    ("event", "month", "happened"), [(3, 3, True), (5, 5, True), (6, 5, False), (np.nan, 5, False), (np.inf, 5, False)]
)
def test_an_event_counts_until_the_last_month(event, month, happened):
    times = until(pd.Series([event], dtype=float), pd.Series([5]))
    assert times.to_numpy().tolist() == [[month, happened]]


@pytest.mark.parametrize("persons", [0, 1, 2, 30])
def test_what_accrues_is_each_persons_sum_so_far(persons):
    draw = np.random.default_rng(persons)
    monthly = draw.integers(0, 50, (persons, 12)) * (draw.random((persons, 12)) < 0.2)
    keys = draw.integers(0, 2**32, persons).astype(float)
    ours = accruing(keys, accrued(csr_array(monthly)), range(12), codes_in="column", **GROUP)
    theirs = summed(keys, monthly.cumsum(axis=1), range(12), codes_in="column", **GROUP)
    pd.testing.assert_frame_equal(collect("x", [ours]), collect("x", [theirs]))
