"""What is read all at once is what is read text by text; anything out of the ordinary is left to that."""

import numpy as np
import pandas as pd
import pytest

from evalbook.contract.schema import Column
from evalbook.extract import conversions
from evalbook.extract.conversions import convert
from evalbook.extract.ordinary import lines_of, ordinary_days, ordinary_numbers

COLUMNS = {kind: Column("any", kind) for kind in ("number", "integer", "date", "month")}
DAYS = ("2024-02-29", "1700-01-01", "2199-12-31", None, "2024-03-01")


def series(*texts):
    return pd.Series(texts, dtype=object)


def read_one_by_one(written, kind, monkeypatch):
    with monkeypatch.context() as without:
        without.setattr(conversions, "ordinary_numbers", lambda written: None)
        without.setattr(conversions, "ordinary_days", lambda written: None)
        return convert(written, COLUMNS[kind], {"delimiter": ","})


@pytest.mark.parametrize(
    ("kind", "texts"),
    [
        ("number", ("1", "0.5", None, "12.25", "007")),
        ("number", ("1250", "3")),
        ("integer", ("2024", "6", None)),
        ("integer", ("2.0", "6", "6.5")),
        ("date", DAYS),
        ("month", DAYS),
    ],
)
def test_a_column_reads_the_same_at_once_and_text_by_text(kind, texts, monkeypatch):
    written = series(*texts)
    assert (ordinary_days if kind in ("date", "month") else ordinary_numbers)(written) is not None
    at_once, one_by_one = (
        convert(written, COLUMNS[kind], {"delimiter": ","}),
        read_one_by_one(written, kind, monkeypatch),
    )
    pd.testing.assert_series_equal(at_once.values, one_by_one.values)
    assert (at_once.detected, at_once.doubt) == (one_by_one.detected, one_by_one.doubt)
    assert (at_once.open is None) == (one_by_one.open is None)
    assert at_once.open is None or at_once.open.equals(one_by_one.open)


@pytest.mark.parametrize(
    "odd", ["1.250", "1,5", "1.2.3", "-1", "1e3", " 1", "1_0", "€1", "１", "", "1" * 16, "1\n2", 1.5, "1.", ".5"]
)
def test_a_number_that_is_out_of_the_ordinary_is_left_to_be_read_by_itself(odd):
    assert ordinary_numbers(series("1", odd)) is None


@pytest.mark.parametrize(
    "odd", ["2023-02-29", "9999-12-31", "1699-12-31", "01-02-2023", "2023-1-1", "2023-01-01T00:00", "", 20230101]
)
def test_a_day_that_is_out_of_the_ordinary_is_left_to_be_read_by_itself(odd):
    assert ordinary_days(series("2023-01-01", odd)) is None


def test_numbers_are_the_ones_nearest_to_what_is_written():
    numbers, has_point = ordinary_numbers(series("0.1", "123456789012345.67", None))
    assert numbers.tolist()[:2] == [float("0.1"), float("123456789012345.67")]
    assert np.isnan(numbers[2]) and has_point


@pytest.mark.parametrize("odd", ["a b", "a\n", "é", " a", "a\t", "a\x1c", None, 1])
def test_texts_with_anything_but_plain_signs_have_no_lines(odd):
    assert lines_of(["a", odd]) is None


def test_plain_texts_stand_below_each_other():
    assert lines_of(["a", "b-1"]) == "a\nb-1"
