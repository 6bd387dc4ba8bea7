"""Days as registers write them."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd
import pytest

from evalbook.contract.schema import Column
from evalbook.extract.conversions import convert
from evalbook.extract.days import Unusable, day_form, read_value, writings_of

DAY, MONTH = Column("date", "date"), Column("month", "month")


def read(values, column=DAY, **writing):
    return convert(pd.Series(values, dtype=object), column, writing)


def days(converted):
    return [None if day is pd.NaT else str(day.date()) for day in converted.values]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2023-05-31", "2023-05-31"),
        ("31-05-2023", "2023-05-31"),
        ("31-5-2023", "2023-05-31"),
        ("31/05/2023", "2023-05-31"),
        ("31.05.2023", "2023-05-31"),
        ("20230531", "2023-05-31"),
        ("31-5-2023 0:00", "2023-05-31"),
        ("2023-05-31T00:00:00", "2023-05-31"),
        ("2023-05-31 00:00:00.000", "2023-05-31"),
        ("2023-05-30T22:00:00Z", "2023-05-31"),
        ("2023-05-30T22:00:00+00:00", "2023-05-31"),
        ("2023-01-30T23:00:00Z", "2023-01-31"),
        ("2023-02-30", None),
        ("202305", None),
        ("2305311", None),
        ("19800000", None),
        ("2023-05-31 25:00", None),
    ],
)
def test_a_day_as_text(text, day):
    assert days(read([text])) == [day]


@pytest.mark.parametrize(
    ("value", "month"),
    [("202311", "2023-11-01"), ("2023-11", "2023-11-01"), ("11-2023", "2023-11-01"), (202311, "2023-11-01")]
    + [(202311.0, "2023-11-01"), ("2023-11-01", "2023-11-01"), ("20231101", "2023-11-01"), ("2023-11-02", None)]
    + [("202313", None), ("202300", None)],
)
def test_a_month(value, month):
    assert days(read([value], MONTH)) == [month]


def test_months_in_two_forms_are_in_doubt():
    assert read(["202311", "2023-12-01"], MONTH).doubt == "has dates in more than one order"


@pytest.mark.parametrize("text", ["9999-12-31", "31-12-9999", "99991231", "31-12-9999 0:00"])
def test_year_9999_is_open(text):
    read_so = read(["2023-05-31" if "-" in text and text[0] == "9" else text.replace("9999", "2023"), text])
    assert days(read_so)[1] is None and read_so.open.tolist() == [False, True]


@pytest.mark.parametrize(
    "value", [dt.date(9999, 12, 31), np.datetime64("9999-12-31", "us"), dt.datetime(9999, 12, 31, 23, 59)]
)
def test_year_9999_is_open_in_every_type(value):
    assert read_value(value).open and read_value(value).day is None


def test_a_moment_in_winter_and_summer_is_the_day_in_amsterdam():
    moments = [pd.Timestamp("2023-01-30 23:00", tz="UTC"), pd.Timestamp("2023-05-30 22:00", tz="UTC")]
    assert days(read(moments)) == ["2023-01-31", "2023-05-31"]


def test_times_of_day_are_left_out_and_told():
    found = read(["2023-05-31 14:30", "2023-06-01 09:00"])
    assert days(found) == ["2023-05-31", "2023-06-01"] and "times of day left out" in found.detected


@pytest.mark.parametrize("kind", [str, pd.Timestamp])
def test_only_times_of_22_and_23_are_in_doubt(kind):
    moments = [kind("2023-05-30 22:00:00"), kind("2023-01-30 23:00:00")]
    assert "midnights of another time zone" in read(moments).doubt


def test_many_days_none_after_the_12th_are_in_doubt():
    texts = [f"{day:02}/{month:02}/2023" for day in range(1, 13) for month in (1, 2)]
    assert "month before day" in read(texts).doubt
    assert read([*texts, "13/01/2023"]).doubt == ""
    assert read(texts, date_format="%m/%d/%Y").doubt == ""


def test_a_form_that_is_said_is_the_only_one():
    assert days(read(["06/01/2023"], date_format="mm/dd/yyyy")) == ["2023-06-01"]
    assert days(read(["2023-06-01"], date_format="mm/dd/yyyy")) == [None]


def test_a_form_without_a_day_is_not_meant_for_days():
    assert days(read(["2023-06-01"], date_format="yyyymm")) == ["2023-06-01"]


def test_what_is_said_of_texts_does_not_touch_a_type():
    assert days(read([dt.date(2023, 6, 1), 20230602], date_format="dd-mm-yyyy")) == ["2023-06-01", "2023-06-02"]


@pytest.mark.parametrize("name", ["dd-mm-yyyy", "%d-%m-%Y", "jjjjmmdd", "%Y%m", "dd.mm.yy", "dd-mm-yyyy hh:mm"])
def test_a_form_is_named_in_letters_or_directives(name):
    assert day_form(name)


@pytest.mark.parametrize("name", ["", "yyyy", "dd-mm", "%d-%b-%Y", "mm-mm-yyyy", "text"])
def test_what_names_no_form_is_refused(name):
    with pytest.raises(Unusable):
        day_form(name)


def test_what_means_nothing_means_it_in_each_form():
    assert {"31-12-2099", "2099-12-31", "20991231"} <= writings_of("31-12-2099")
    assert writings_of("NULL") == {"NULL"}
