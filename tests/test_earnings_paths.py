"""Hours and wages since the first job, and who passes the limits of a reassessment, on literal rows."""

import pytest

# K is 21; minimum wage from July 2023 1,995.00 a month and 12.79 an hour, from January 2024 2,069.40 and 13.27.
PEOPLE = """
    A,IVA,vrouw,1980-06-15,psychisch,2023-06-10,,,
    B,IVA,man,1990-01-01,hart,2023-06-10,,,
    C,oWajong,man,2004-02-10,hart,2023-06-10,,,
    D,IVA,man,1990-01-01,hart,2023-06-10,,,
"""
JOBS = """
    A,J1,2023-07-01,52,665.08,bepaald,False
    A,J1,2024-01-01,78,1035.06,bepaald,False
    B,J1,2023-07-01,104,1330.16,bepaald,False
    C,J1,2023-07-01,52,665.08,bepaald,False
    C,J1,2024-01-01,52,,bepaald,False
    C,J2,2024-01-01,26,345.02,bepaald,False
    D,J1,2023-06-01,104,1330.16,bepaald,False
"""


@pytest.fixture
def path(results_of):
    return results_of("earnings_path", participants=PEOPLE, jobs=JOBS)


def test_who_left_is_in_the_base_and_not_in_the_means(path):
    assert path["all/all/in_work/month=0/percent"] == 100
    assert path["all/all/in_work/month=6/percent"] == pytest.approx(200 / 3)
    assert path["all/IVA/hours_per_week/month=0/mean"] == 18
    assert path["all/IVA/hours_per_week/month=6/mean"] == 18


def test_what_the_same_persons_had_at_first_stands_beside_it(path):
    assert path["all/IVA/hours_per_week_first/month=6/mean"] == 12
    assert path["all/IVA/monthly_wage_first/month=6/mean_eur"] == pytest.approx(665.08)


def test_wages_beside_the_minimum_wage_of_their_month_and_age(path):
    assert path["all/IVA/of_minimum_month/month=6/mean_percent"] == pytest.approx(100 * 1035.06 / 2069.40)
    assert path["all/IVA/of_minimum_hour/month=6/mean_percent"] == pytest.approx(100)
    # C is 19 in July 2023: 60 % of the adult amount.
    assert path["all/Wajong/of_minimum_hour/month=0/mean_percent"] == pytest.approx(100 / 0.6)


def test_a_month_of_which_one_job_does_not_tell_the_wage_has_hours_only(path):
    assert path["all/Wajong/hours_per_week/month=6/mean"] == 18
    assert "all/Wajong/monthly_wage/month=6/mean_eur" not in path


def test_nobody_is_followed_for_two_years_since_the_first_job(path):
    assert not [key for key in path if "month=24" in key]


ASSESSED = "A,{},vrouw,1980-06-15,psychisch,2023-01-10,,,\nB,IVA,man,1990-01-01,hart,2025-01-10,,,"


def work(months, hours, wage):
    """So many months in work from February 2023 on."""
    days = [f"2023-{month:02d}-01" for month in range(2, 13)] + [f"2024-{month:02d}-01" for month in range(1, 13)]
    return "\n".join(f"A,J1,{day},{hours},{wage},bepaald,False" for day in days[:months])


@pytest.mark.parametrize(
    ("benefit", "row", "months", "hours", "wage", "surely", "possibly"),
    [
        ("Wajong2010", "wajong2010", 12, 20, 420, 100, 100),
        ("Wajong2010", "wajong2010", 11, 20, 420, 0, 0),
        ("Wajong2010", "wajong2010", 12, 20, 386, 0, 0),  # 20 % of 1,934.40 is 386.88
        ("Wajong2010", "wajong2010", 12, 20, "", 0, 100),
        ("oWajong", "wajong", 12, 125, 900, 100, 100),  # more than 4 hours on each of 31 days
        ("oWajong", "wajong", 12, 104, 900, 0, 100),  # 6 days of 4 hours a week
        ("oWajong", "wajong", 12, 5, 900, 0, 100),  # one day of 5 hours a month
        ("oWajong", "wajong", 12, 4, 900, 0, 0),
        ("IVA", "iva_maximum", 12, 87, 1200, 100, 100),  # 20 % of the maximum wage is 1,116 in the first half of 2023
        ("IVA", "iva_maximum", 12, 87, 1050, 0, 0),
        ("IVA", "iva_minimum", 12, 87, 1050, 100, 100),
        ("IVA", "iva_minimum", 12, 87, 380, 0, 0),
        ("IVA", "iva_minimum", 12, 87, "", 0, 100),
    ],
)
@pytest.mark.slow
def test_twelve_months_in_a_row_for_sure_and_at_most(results_of, benefit, row, months, hours, wage, surely, possibly):
    people, jobs = ASSESSED.format(benefit), work(months, hours, wage)
    found = results_of("reassessment", participants=people, jobs=jobs)
    key = f"all/{'Wajong' if benefit == 'oWajong' else benefit}/{row}"
    assert [found[f"{key}/{side}/percent"] for side in ("surely", "possibly")] == [surely, possibly]


@pytest.mark.slow
def test_a_month_without_work_breaks_the_row(results_of):
    lines = work(20, 87, 1200).splitlines()
    found = results_of("reassessment", participants=ASSESSED.format("IVA"), jobs="\n".join(lines[:10] + lines[11:]))
    assert found["all/IVA/iva_minimum/possibly/n"] == 0


def test_of_the_reference_wage_no_bound_is_told(results_of):
    """1,050 is 14 % of a reference wage of 7,500, and 200 is 26 % of one of 16 hours a week at the minimum (767)."""
    for wage in (1050, 200):
        found = results_of("reassessment", participants=ASSESSED.format("IVA"), jobs=work(12, 70, wage))
        assert not [key for key in found if key.split("/")[2] not in ("iva_minimum", "iva_maximum") and "/IVA/" in key]
