"""Work as a state, on literal rows."""

import pytest

# Followed through March 2025: K is 21 for a start in June 2023.
PEOPLE = """
    A,IVA,vrouw,1980-06-15,psychisch,2023-06-10,,,
    B,IVA,man,1990-01-01,hart,2023-06-10,,2023-09-05,overleden
    C,Wajong2015,man,1990-01-01,hart,2023-06-10,,,
    D,overig,man,1990-01-01,hart,2023-06-10,,,
"""


def _jobs(**months):
    rows = [(person, month) for person, these in months.items() for month in these.split()]
    return "\n".join(f"{person},J1,2023-{month}-01,40,600,bepaald,False" for person, month in rows)


JOBS = _jobs(A="07 08 11 12", B="07 08", C="06 07", D="09")


@pytest.mark.slow
def test_states_by_month_add_up_and_the_dead_stay_dead(results_of):
    states = results_of("work_states", participants=PEOPLE, jobs=JOBS)
    share = {key.split("/")[2]: value for key, value in states.items() if key.startswith("all/all/") and "/6/" in key}
    expected = {"in_work": 0.25, "not_in_work": 0.5, "overleden": 0.25, "aow": 0, "left": 0}
    assert share == pytest.approx({f"state={state}": value for state, value in expected.items()})


def test_work_at_the_start_is_in_the_states(results_of):
    states = results_of("work_states", participants=PEOPLE, jobs=JOBS)
    assert states["all/Wajong/state=in_work/0/probability"] == 1


def test_retention_counts_from_the_first_month_in_work_of_who_had_none_at_the_start(results_of):
    kept = results_of("work_retention", participants=PEOPLE, jobs=JOBS)
    assert kept["all/all/state=in_work/0/probability"] == 1
    assert kept["all/all/state=in_work/1/probability"] == pytest.approx(2 / 3)
    assert kept["all/all/state=in_work/4/probability"] == pytest.approx(1 / 3)
    assert kept["all/all/state=overleden/4/probability"] == pytest.approx(1 / 3)
    assert "all/Wajong/state=in_work/0/probability" not in kept


def test_spells_are_broken_by_a_month_without_work(results_of):
    spells = results_of("work_spells", participants=PEOPLE, jobs=JOBS)
    counts = [spells[f"all/all/spells={number}//n"] for number in ("1", "2", "3+")]
    assert counts == [2, 1, 0]


def test_a_first_spell_ends_without_work_and_is_censored_by_an_exit(results_of):
    spells = results_of("work_spells", participants=PEOPLE, jobs=JOBS)
    lasts = [spells[f"all/all/first_spell/{month}/survival"] for month in (0, 1, 2)]
    assert lasts == pytest.approx([1, 2 / 3, 0])


def test_a_gap_lasts_until_work_is_found_again(results_of):
    spells = results_of("work_spells", participants=PEOPLE, jobs=JOBS)
    without = [spells[f"all/all/gap/{month}/survival"] for month in (1, 2)]
    assert without == pytest.approx([1, 0.5])


@pytest.mark.slow
def test_a_shift_of_all_months_changes_nothing(results_of):
    before = results_of("work_retention", participants=PEOPLE, jobs=JOBS)
    shifted = [text.replace("2023-", "2022-") for text in (PEOPLE, JOBS)]
    earlier = results_of("work_retention", "reference_date: 2024-03-31", participants=shifted[0], jobs=shifted[1])
    assert {key.replace("gedoog", "experiment"): value for key, value in earlier.items()} == before


@pytest.mark.slow
def test_order_of_rows_changes_nothing(results_of):
    before = results_of("work_states", participants=PEOPLE, jobs=JOBS)
    turned = ["\n".join(text.strip().splitlines()[::-1]) for text in (PEOPLE, JOBS)]
    assert results_of("work_states", participants=turned[0], jobs=turned[1]) == pytest.approx(before)
