"""Who passes the limits of a reassessment, on literal rows."""

import pytest

pytestmark = pytest.mark.slow

PEOPLE = "A,{},vrouw,1980-06-15,psychisch,2023-01-10,,,\nB,IVA,man,1990-01-01,hart,2025-01-10,,,"


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
        ("oWajong", "wajong", 12, 87, 900, 100, 100),  # more than 20 hours a week
        ("oWajong", "wajong", 12, 86, 900, 0, 100),
        ("oWajong", "wajong", 12, 17, 900, 0, 0),  # no more than 4 hours a week
        ("IVA", "iva", 12, 87, 1200, 100, 100),  # 20 % of the maximum wage is 1,116 in the first half of 2023
        ("IVA", "iva", 12, 87, 900, 0, 100),
        ("IVA", "iva", 12, 87, 380, 0, 0),
    ],
)
def test_twelve_months_in_a_row_for_sure_and_at_most(results_of, benefit, row, months, hours, wage, surely, possibly):
    people, jobs = PEOPLE.format(benefit), work(months, hours, wage)
    found = results_of("reassessment", participants=people, jobs=jobs)
    key = f"all/{'Wajong' if benefit == 'oWajong' else benefit}/{row}"
    assert [found[f"{key}/{side}/percent"] for side in ("surely", "possibly")] == [surely, possibly]


def test_a_month_without_work_breaks_the_row(results_of):
    lines = work(20, 87, 1200).splitlines()
    found = results_of("reassessment", participants=PEOPLE.format("IVA"), jobs="\n".join(lines[:10] + lines[11:]))
    assert found["all/IVA/iva/possibly/n"] == 0
