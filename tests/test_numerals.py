"""Numbers as registers write them."""

from __future__ import annotations

from decimal import Decimal

import numpy as np
import pandas as pd
import pytest

from evalbook.contract.schema import Column
from evalbook.extract.conversions import convert, lost_digits

NUMBER = Column("wage", "number")
MIXED, UNCLEAR = "has decimal commas and decimal points", "can be read in two ways"


def read(values, **writing):
    return convert(pd.Series(values, dtype=object), NUMBER, writing)


@pytest.mark.parametrize(
    ("texts", "numbers"),
    [
        (["1,5", "950"], [1.5, 950]),
        (["1.5", "950"], [1.5, 950]),
        (["1.250,50", "950,5"], [1250.5, 950.5]),
        (["1,250.50", "950.5"], [1250.5, 950.5]),
        (["1.250.000", "1.250"], [1250000, 1250]),
        (["-1,5", "+2,5"], [-1.5, 2.5]),
        (["1e3", "2"], [1000, 2]),
        (["€ 1.250,50", "€ 12"], [1250.5, 12]),
        (["n.v.t.", "10,5"], [float("nan"), 10.5]),
    ],
)
def test_the_convention_of_a_column_is_detected(texts, numbers):
    found = read(texts)
    pd.testing.assert_series_equal(found.values, pd.Series(numbers, dtype=float), check_names=False)
    assert found.doubt == ""


@pytest.mark.parametrize(
    ("texts", "doubt"),
    [
        (["1,250.50", "950,5", "875.25"], MIXED),
        (["1.250", "950,50"], MIXED),
        (["1,5", "1.5"], MIXED),
        (["1.250,00", "0.500"], MIXED),
        (["0.125", "12,5"], MIXED),
        (["1.250"], UNCLEAR),
        (["1,250", "2,500"], UNCLEAR),
    ],
)
def test_two_conventions_are_in_doubt(texts, doubt):
    assert read(texts).doubt.startswith(doubt)


def test_thousands_of_persons_are_no_decimals_whatever_stands_between_fields():
    found = convert(pd.Series(["145.000", "98.000"], dtype=object), Column("persons", "integer"), {"delimiter": ","})
    assert found.doubt.startswith(UNCLEAR)
    certain = convert(pd.Series(["4.200", "88.000"], dtype=object), Column("persons", "integer"), {"delimiter": ","})
    assert certain.values.tolist() == [4200, 88000] and certain.doubt == ""
    assert read(["1.250", "950"], delimiter=",").doubt.startswith(UNCLEAR)


def test_a_file_with_commas_between_its_fields_writes_a_decimal_point():
    assert read(["1.250"], delimiter=",").values.tolist() == [1.25]


@pytest.mark.parametrize(
    ("text", "number"), [("1.250,50", 1250.5), ("950,5", 950.5), ("12.50", None), ("1.25.0", None), ("1250", 1250)]
)
def test_the_sign_between_thousands_stands_between_thousands(text, number):
    found = read([text], decimal=",", thousands=".").values
    assert found.tolist() == [number] if number is not None else found.isna().all()


def test_typed_numbers_are_what_they_are():
    typed = [Decimal("612.10"), Decimal("52.250"), np.float64(1.5), 7]
    assert read(typed, decimal=",", thousands=".").values.tolist() == [612.1, 52.25, 1.5, 7]


@pytest.mark.parametrize("value", ["12,50-", "1 250", "12%", "1_000", "inf", "nan", "١٢", True, "0x10"])
def test_what_is_no_number_is_none(value):
    assert read([value]).values.isna().all()


@pytest.mark.parametrize("value", [1.234567890123457e17, "1,23E+17", "1.23457E+11"])
def test_an_identifier_that_lost_its_last_digits_is_found(value):
    assert lost_digits(pd.Series([value], dtype=object)).all()


@pytest.mark.parametrize("value", ["12E3X", "123456789012345678", 123456789012345678, 7.0, None])
def test_a_whole_identifier_is_left_alone(value):
    assert not lost_digits(pd.Series([value, "A"], dtype=object)).any()
