"""Values that are far off and registers that stop or skip a month are warnings, and stop nothing."""

import pytest

from evalbook.exhibits.about import problem_text
from evalbook.extract.extract import validate
from evalbook.words.vocabulary import read_words

PEOPLE = "A,IVA,vrouw,1980-06-15,psychisch,2024-01-15,,,"


def monthly(months, rows=25):
    return "\n".join(f"A,{month}-01" for month in months for _ in range(rows))


@pytest.mark.parametrize(
    ("tables", "column", "text"),
    [
        ({"participants": PEOPLE.replace("1980", "1950")}, "birth_date", "70 or older"),
        ({"jobs": "A,J1,2024-02-01,401,10,bepaald,False"}, "hours", "more than 400 hours"),
        ({"jobs": "A,J1,2024-02-01,100,25001,bepaald,False"}, "wage", "25000 euro in a month"),
        ({"jobs": "A,J1,2024-02-01,1,251,bepaald,False"}, "wage", "250 euro an hour"),
        (
            {"jobs": "A,J1,2026-07-01,40,600,bepaald,False", "settings": "reference_date: 2026-07-31"},
            "month",
            "minimum wage",
        ),
        ({"trajectories": "A,ips,2024-02-01,,100001"}, "cost", "100000 euro"),
        ({"trajectories": "A,ips,2024-02-01,2035-01-01,1"}, "end_date", "10 years"),
        ({"conversations": monthly(["2024-11", "2024-12"])}, "date", "ends 3 months before"),
        (
            {"conversations": monthly(["2024-10", "2024-12", "2025-01", "2025-02", "2025-03"])},
            "date",
            "no rows in 1 months",
        ),
    ],
)
def test_what_is_unlikely_is_a_warning(write_extract, tables, column, text):
    validation = validate(write_extract(tables.pop("settings", ""), **{"participants": PEOPLE, **tables}))
    assert validation.extract is not None
    found = [problem for problem in validation.problems if text in problem.problem]
    assert [problem.column for problem in found] == [column]
    assert all(problem_text(read_words("en"), each.problem).replace(",", "") == each.problem for each in found)
    assert all(problem_text(read_words("nl"), each.problem) != each.problem for each in found)


def test_what_is_usual_gives_no_warning(write_extract):
    conversations = monthly(["2025-01", "2025-02", "2025-03"])
    assert validate(write_extract(participants=PEOPLE, conversations=conversations)).problems == ()
