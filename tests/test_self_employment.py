"""Self-employment by tax year, on literal rows."""

import numpy as np
import pytest

from evalbook.estimates.intervals import Z


def test_self_employed_from_the_starts_year_while_observed(results_of):
    people = """
        A,IVA,vrouw,1980-06-15,psychisch,2022-05-01,,,
        B,IVA,man,1990-01-01,hart,2022-05-01,,,
        C,IVA,man,1990-01-01,hart,2024-01-01,,,
    """
    table = results_of("table_4_7", participants=people, self_employment="A,2021\nA,2024\nB,2023\nC,2023")
    assert table["all/IVA///percent"] == 50
    assert table["gedoog/all///n_base"] == 2


@pytest.fixture
def rates(results_of):
    """Both self-employed every second year: of gedoog's four all are so once, of the experiment's four two."""
    people = "\n".join(
        f"{period}{number},IVA,man,1990-01-01,hart,{start},,,"
        for period, start in (("G", "2022-06-01"), ("X", "2023-06-01"))
        for number in range(4)
    )
    active = "G0,2022\nG1,2023\nG2,2022\nG3,2023\nX0,2023\nX1,2023\nG0,2019"
    return lambda item: results_of(item, participants=people, self_employment=active)


def test_who_started_earlier_has_more_tax_years(rates):
    shares, by_year = rates("table_4_7"), rates("self_employment_rate")
    assert (shares["gedoog/all///percent"], shares["experiment/all///percent"]) == (100, 50)
    assert (by_year["gedoog/all///mean"], by_year["experiment/all///mean"]) == (50, 50)


def test_a_year_that_stands_twice_is_one_year(results_of):
    people = "A,IVA,man,1990-01-01,hart,2022-06-01,,,\nB,IVA,man,1990-01-01,hart,2022-06-01,,,"
    found = results_of("self_employment_rate", participants=people, self_employment="A,2022\nA,2022\nA,2023")
    assert found["gedoog/all///mean"] == 50


def test_after_an_exit_no_tax_year_counts(results_of):
    people = "A,IVA,man,1990-01-01,hart,2022-01-01,,2023-01-05,aow\nB,IVA,man,1990-01-01,hart,2022-06-01,,,"
    found = results_of("self_employment_rate", participants=people, self_employment="A,2022\nB,2023")
    assert found["gedoog/all///mean"] == 50
    people = people.replace("2023-01-05", "2022-12-31")
    found = results_of("self_employment_rate", participants=people, self_employment="A,2022\nB,2023")
    assert found["gedoog/all///mean"] == pytest.approx(200 / 3)


def test_the_limits_reckon_with_persons(write_extract):
    """Two of four persons with one of two years each: the sum of squared spreads is 4 times (1/4)^2 = 1/4."""
    from evalbook.contract.results import key_texts
    from evalbook.extract.extract import read_extract
    from evalbook.items.evaluation import evaluate

    people = "\n".join(f"G{number},IVA,man,1990-01-01,hart,2022-06-01,,," for number in range(4))
    frame = evaluate(read_extract(write_extract(participants=people, self_employment="G0,2022\nG1,2023")))
    row = frame.set_index(key_texts(frame)).loc["self_employment_rate/gedoog/all///mean"]
    assert row["value"] == 25
    assert row[["ci_low", "ci_high"]].tolist() == pytest.approx([25 / np.exp(Z / 2), 25 * np.exp(Z / 2)])
