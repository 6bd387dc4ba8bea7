"""What moved between two editions, and why."""

import pandas as pd
import pytest

from evalbook.extract.extract import read_extract
from evalbook.gate.compare import as_of, compare_extracts, compare_results, moves
from evalbook.items.evaluation import evaluate

pytestmark = pytest.mark.slow

PEOPLE = """
    A,IVA,vrouw,1980-06-15,psychisch,2024-01-15,,,
    B,IVA,man,1990-01-01,hart,2024-01-31,,,
"""
JOBS = "A,J1,2024-03-01,40,600,bepaald,False"
EARLIER = "reference_date: 2024-06-30"


@pytest.fixture
def edition(write_extract):
    return lambda settings="", **tables: read_extract(write_extract(settings, **tables))


def row(compared, key):
    item, period, benefit, code, column, statistic = key.split("/")
    wanted = {"item": item, "period": period, "benefit": benefit, "row": code, "column": column, "statistic": statistic}
    return compared[(compared[list(wanted)] == pd.Series(wanted)).all(axis=1)].iloc[0]


def test_the_same_edition_twice_has_no_moves(edition):
    compared = compare_extracts(edition(participants=PEOPLE, jobs=JOBS), edition(participants=PEOPLE, jobs=JOBS))
    assert set(compared["state"]) == {"same"} and set(compared["reason"]) == {""}
    assert moves(compared).empty


def test_other_values_for_the_same_persons_and_months_are_revised_history(edition):
    before = edition(EARLIER, participants=PEOPLE, jobs=JOBS)
    after = edition(EARLIER, participants=PEOPLE, jobs=JOBS + "\nB,J1,2024-03-01,40,600,bepaald,False")
    moved = row(compare_extracts(before, after), "figure_4_3/experiment/all//2/share")
    assert (moved["before"], moved["after"], moved["revised"], moved["reason"]) == (0.5, 1, 0.5, "revised")


def test_later_months_of_the_same_persons_are_new_follow_up(edition):
    before = edition(EARLIER, participants=PEOPLE, jobs=JOBS)
    after = edition(participants=PEOPLE, jobs=JOBS)
    came = row(compare_extracts(before, after), "figure_4_3/experiment/all//9/share")
    assert (came["state"], came["reason"]) == ("new", "follow_up")


def test_new_persons_are_new_entrants(edition):
    before = edition(EARLIER, participants=PEOPLE, jobs=JOBS)
    after = edition(EARLIER, participants=PEOPLE + "C,IVA,man,1990-01-01,hart,2024-02-01,,,", jobs=JOBS)
    moved = row(compare_extracts(before, after), "table_2_1/all/all/all//n")
    assert (moved["change"], moved["entrants"], moved["reason"]) == (1, 1, "entrants")


def test_an_edition_at_an_earlier_day_is_as_if_drawn_then(edition):
    """Who started later had jobs before: their rows were taken for those of the last participant."""
    later = PEOPLE + "C,IVA,man,1985-01-01,hart,2024-08-15,,,"
    jobs = JOBS + "\nC,J2,2024-03-01,60,900,onbepaald,True"
    drawn = edition(EARLIER, participants=PEOPLE, jobs=JOBS)
    made = as_of(edition(participants=later, jobs=jobs), drawn.edition)
    pd.testing.assert_frame_equal(evaluate(made), evaluate(drawn))


def test_a_new_tariff_is_a_setting(edition):
    tables = {"participants": PEOPLE, "conversations": "A,2024-02-01"}
    before, after = edition("conversation_cost: 100", **tables), edition("conversation_cost: 200", **tables)
    moved = row(compare_extracts(before, after), "table_3_4/experiment/IVA/conversations/year=1/mean_eur")
    assert (moved["change"], moved["settings"], moved["reason"]) == (50, 50, "settings")


def test_the_steps_add_up_to_the_move(edition):
    before = edition(EARLIER, participants=PEOPLE, jobs=JOBS)
    after = edition(participants=PEOPLE + "C,IVA,man,1990-01-01,hart,2024-02-01,,,", jobs=JOBS.replace("40,", "80,"))
    compared = compare_extracts(before, after).query("state == 'moved'")
    steps = compared[["revised", "follow_up", "settings", "entrants"]].sum(axis=1)
    assert len(compared) and steps.tolist() == pytest.approx(compared["change"].tolist())


def test_a_withheld_number_counts_as_not_there(edition):
    results = evaluate(edition(participants=PEOPLE))
    hidden = results.assign(value=results["value"].mask(results["item"] == "table_2_1"))
    assert set(compare_results(results, hidden).query("item == 'table_2_1'")["state"]) == {"gone"}
