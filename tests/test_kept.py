"""What is kept of the last release, and which numbers stand still because of it."""

import os
import stat
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from evalbook.contract.thresholds import STEADY_BELOW
from evalbook.errors import EvalbookError
from evalbook.gate.kept import KEY, PAST, kept_after, read_kept, steady, write_kept


def cells(*rows):
    """Each row: its code and measure, true and released value, largest contribution."""
    return pd.DataFrame(
        [("table_3_2", "experiment", "IVA", code, "all", measure, *map(float, past)) for code, measure, *past in rows],
        columns=KEY + PAST,
    )


def one(true, released, largest=1, measure="base"):
    return cells(("a", measure, true, released, largest))


def values(frame):
    return frame[PAST].to_numpy().tolist()


NOTHING = read_kept(Path("nowhere/cells.csv"))


@pytest.mark.parametrize("true, stands", [(40, True), (49, True), (31, True), (50, False), (30, False), (400, False)])
def test_a_count_stands_still_until_it_has_moved_by_ten(true, stands):
    found = steady(one(true, true + 3), one(40, 38))
    assert values(found) == ([[40, 38, 1]] if stands else [[true, true + 3, 1]])


def test_a_first_release_stands_as_it_is():
    made = cells(("a", "base", 40, 43, 1), ("b", "base", 0, 0, 1))
    pd.testing.assert_frame_equal(steady(made, NOTHING), made)


def test_a_cell_that_is_new_has_no_past_and_the_rows_and_their_index_stay():
    now = cells(("b", "base", 12, 13, 1), ("a", "base", 41, 44, 1)).set_index(pd.Index([7, 3]))
    found = steady(now, one(40, 38))
    assert values(found) == [[12, 13, 1], [40, 38, 1]] and found.index.tolist() == [7, 3]
    assert values(now) == [[12, 13, 1], [41, 44, 1]]


@pytest.mark.parametrize("true, released", [(1, 0), (9, 12), (5, 5)])
def test_a_true_zero_stays_one_while_fewer_than_ten_came(true, released):
    """The `true` that is given back is what a shown zero is told from."""
    assert values(steady(one(true, released), one(0, 0))) == [[0, 0, 1]]


@pytest.mark.parametrize("before, released", [(1, 0), (9, 12), (4, 3)])
def test_one_to_nine_persons_stay_fewer_than_ten_when_all_have_left(before, released):
    assert values(steady(one(0, 0), one(before, released))) == [[before, released, 1]]


@pytest.mark.parametrize("before, now", [(0, 10), (10, 0)])
def test_ten_who_came_or_left_are_told(before, now):
    assert values(steady(one(now, now), one(before, before))) == [[now, now, 1]]


def test_a_slow_drift_is_told_in_the_end():
    kept, told = one(40, 41), []
    for true in (45, 49, 54, 58, 63):
        kept = kept_after(steady(one(true, true - 1), kept), kept)
        told.append(kept["released"].item())
    assert told == [41, 41, 53, 53, 53]


def test_who_comes_and_goes_again_and_again_moves_nothing():
    kept, told = one(40, 41), set()
    for edition in range(12):
        kept = kept_after(steady(one(40 + 5 * (edition % 2), 30 + edition), kept), kept)
        told.add(kept["released"].item())
    assert told == {41}


@pytest.mark.parametrize(
    "true, largest, stands",
    [(5_499, 50, True), (5_500, 50, False), (4_501, 10, True), (5_999, 100, True), (6_000, 100, False)],
)
def test_a_sum_stands_still_until_it_has_moved_by_ten_of_the_larger_largest(true, largest, stands):
    found = steady(one(true, 1, largest, "amount"), one(5_000, 4_950, 50, "amount"))
    assert values(found) == ([[5_000, 4_950, 50]] if stands else [[true, 1, largest]])


def test_a_sum_moves_with_the_count_of_its_cell():
    kept = cells(("a", "base", 40, 38, 1), ("a", "amount", 400, 410, 50), ("b", "amount", 400, 410, 50))
    now = cells(("a", "base", 50, 51, 1), ("a", "amount", 500, 480, 50), ("b", "amount", 500, 480, 50))
    assert steady(now, kept)["released"].tolist() == [51, 480, 410]


def test_a_count_does_not_move_with_its_base():
    kept, now = (
        cells(("a", "base", base, base, 1), ("a", "persons", persons, released, 1))
        for base, persons, released in ((40, 20, 22), (55, 21, 18))
    )
    assert steady(now, kept)["released"].tolist() == [55, 22]


def test_a_count_does_not_move_with_its_sum():
    kept = cells(("a", "base", 40, 38, 1), ("a", "amount", 400, 410, 5))
    now = cells(("a", "base", 44, 47, 1), ("a", "amount", 500, 480, 5))
    assert steady(now, kept)["released"].tolist() == [38, 480]


def test_nobody_in_a_cell_then_and_now():
    assert values(steady(one(0, 0, 0, "amount"), one(0, 0, 0, "amount"))) == [[0, 0, 0]]


@pytest.mark.parametrize("name", PAST)
def test_a_cell_without_a_number_is_refused(name):
    with pytest.raises(ValueError, match="a cell without"):
        steady(one(1, 2).assign(**{name: np.nan}), NOTHING)


def test_what_one_edition_lacks_comes_back_with_its_past():
    first = cells(("a", "base", 40, 38, 1), ("b", "base", 7, 9, 1))
    second = kept_after(steady(cells(("b", "base", 8, 5, 1)), first), first)
    pd.testing.assert_frame_equal(second, first)
    assert values(steady(one(42, 45), second)) == [[40, 38, 1]]


def test_what_is_written_is_read_back_and_the_same_whatever_the_order(tmp_path):
    kept = cells(("a", "base", 40, 38, 1), ("a", "sum", 0.1 + 0.2, -1e-9, 1e15), ('b,"c"\né', "base", 0, 0, 0))
    write_kept(kept.iloc[::-1], tmp_path / "cells.csv")
    first = (tmp_path / "cells.csv").read_bytes()
    pd.testing.assert_frame_equal(read_kept(tmp_path / "cells.csv"), kept)
    write_kept(kept, tmp_path / "cells.csv")
    assert (tmp_path / "cells.csv").read_bytes() == first
    assert os.listdir(tmp_path) == ["cells.csv"]


@pytest.mark.skipif(os.name != "posix", reason="Windows has no modes")
def test_only_its_owner_may_read_it(tmp_path):
    write_kept(one(40, 38), tmp_path / "cells.csv")
    assert stat.S_IMODE((tmp_path / "cells.csv").stat().st_mode) == 0o600


def test_where_nothing_was_kept_no_cell_has_a_past(tmp_path):
    found = read_kept(tmp_path / "cells.csv")
    assert list(found) == KEY + PAST and len(found) == 0
    write_kept(found, tmp_path / "cells.csv")
    pd.testing.assert_frame_equal(read_kept(tmp_path / "cells.csv"), found)


@pytest.mark.parametrize(
    "damage",
    [
        lambda text: text[:-4],
        lambda text: "",
        lambda text: text + text.splitlines()[1] + "\n",
        lambda text: text.replace("40.0", ""),
        lambda text: text.replace("40.0", "many"),
        lambda text: text.replace("40.0", "4e1"),
        lambda text: text.replace("released", "shown"),
    ],
)
def test_a_damaged_file_is_told_with_what_to_do(tmp_path, damage):
    write_kept(one(40, 38), tmp_path / "cells.csv")
    (tmp_path / "cells.csv").write_text(damage((tmp_path / "cells.csv").read_text()))
    with pytest.raises(EvalbookError, match="take back a copy"):
        read_kept(tmp_path / "cells.csv")


def test_a_place_that_cannot_be_read_or_written_is_told(tmp_path):
    with pytest.raises(EvalbookError, match="cannot be read"):
        read_kept(tmp_path)
    with pytest.raises(EvalbookError, match="cannot be kept"):
        write_kept(one(40, 38), tmp_path / "nowhere/cells.csv")


def test_the_limit_is_that_of_the_design():
    assert STEADY_BELOW == 10


def of_group(persons, ratio):
    return cells(("trajectory=yes", "base", *persons, 1), ("", "hazard_ratio", 0, ratio, 0))


@pytest.mark.parametrize(("persons", "ratio"), [(59, 1.2), (60, 1.3)])
def test_what_only_persons_can_tell_stands_still_while_the_counts_of_its_group_do(persons, ratio):
    found = steady(of_group((persons, persons), 1.3), of_group((50, 51), 1.2))
    assert found["released"].tolist()[1] == ratio


def test_a_sum_with_nobody_in_it_stands_still():
    nobody = cells(("a", "moves", 0, 0, 0), ("", "error", 0, 0.02, 0))
    assert steady(nobody.assign(released=[0, 0.03]), nobody)["released"].tolist() == [0, 0.02]


def test_what_is_weighted_moves_with_the_starters_of_its_cell():
    now = cells(("a", "base", 60, 62, 1), ("a", "comparable", 21.5, 23, 1))
    then = cells(("a", "base", 40, 41, 1), ("a", "comparable", 20.25, 18, 1))
    assert values(steady(now, then)) == values(now)
    few_more = now.assign(true=[45, 21.5])
    assert values(steady(few_more, then)) == values(then)
