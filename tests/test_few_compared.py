"""Of groups with few who started no number of the comparison leaves the machine, and it is said that it does not."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

import conftest
from drawn_comparison import Shape, draw, written
from evalbook.contract.catalogue import ITEMS
from evalbook.contract.results import COMPARISON, FEW_COMPARED, KEY, key_texts, write_results
from evalbook.errors import EvalbookError
from evalbook.extract.extract import read_extract
from evalbook.gate.compare import released
from evalbook.gate.few_compared import with_withheld, without_few_comparable
from evalbook.items.comparison import may_be_compared, months_of_trials
from evalbook.release.lookup import Gap, find
from evalbook.release.release import read_release, write_release

pytestmark = pytest.mark.slow
NUMBER = "comparison_in_work/all/all//12/difference"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A register of a hundred participants with comparators."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(conftest.HEADERS, "participants", conftest.HEADERS["participants"] + ",benefit_start")
        drawn = draw(100, Shape(codes=1, trials=14, participants=110, comparators=150))
        folder = written(tmp_path_factory.mktemp("register") / "extract", drawn)
    settings = (folder / "extract.yaml").read_text()
    (folder / "extract.yaml").write_text(settings.replace("kind: synthetic", "kind: register"))
    return folder


@pytest.fixture(scope="module")
def extract(folder):
    return read_extract(folder)


def test_the_release_of_a_thin_register_says_that_it_is_withheld_and_tells_no_number(folder, extract, tmp_path):
    release = released(folder, extract).release
    rows = release.results[release.results["item"].isin(COMPARISON)]
    assert {*rows["item"]} == {*COMPARISON} and {*rows["withheld"]} == {FEW_COMPARED}
    assert rows[["value", "base", "ci_low", "ci_high"]].isna().all(axis=None)
    write_release(release, tmp_path / "release")
    again = read_release(tmp_path / "release")
    assert find(again, NUMBER) == Gap("comparison_in_work", "withheld", NUMBER, FEW_COMPARED)
    other = NUMBER.replace("//12/", "//3/")
    assert find(again, other) == Gap("comparison_in_work", "withheld", other, FEW_COMPARED)


def test_which_rows_say_so_does_not_tell_who_is_there(folder, extract):
    some = extract["participants"]["benefit"] != "IVA"
    fewer = replace(extract, tables={**extract.tables, "comparators": extract["comparators"][:5]})
    assert some.any()
    rows = [released(folder, each).release.results.query("item in @COMPARISON") for each in (extract, fewer)]
    assert rows[0].reset_index(drop=True).equals(rows[1].reset_index(drop=True))


def test_exact_numbers_of_the_last_edition_do_not_leave_with_what_changed(folder, extract, tmp_path):
    exact = released(folder, extract, internal=True).release.results
    assert exact["item"].isin(COMPARISON).sum() > 100
    write_results(exact, tmp_path / "exact.csv")
    changes = released(folder, extract, previous=tmp_path / "exact.csv").release.changes
    assert len(changes) and not changes["item"].isin(COMPARISON).any()


@pytest.mark.parametrize(
    ("numbers", "told"),
    [
        ({"value": 0.5, "base": 99.0}, "numbers of a comparison"),
        ({"value": 0.05, "base": 100.0}, "shares of results.csv"),
        ({"value": 0.125, "base": 100.0, "statistic": "share_comparable"}, "shares of comparable people"),
    ],
)
def test_a_protected_release_with_a_number_that_cannot_be_is_refused(folder, extract, tmp_path, numbers, told):
    release = released(folder, extract).release
    results = release.results.copy()
    at = results.index[results["statistic"] == numbers.get("statistic", "share_starters")][0]
    results.loc[at, [*numbers, "withheld"]] = [*numbers.values(), ""]
    write_release(replace(release, results=results), tmp_path / "release")
    with pytest.raises(EvalbookError, match=told):
        read_release(tmp_path / "release")


def test_what_could_not_be_shown_is_not_computed(extract):
    few = without_few_comparable(extract)
    assert may_be_compared(extract) < 86 and not {"comparators", "comparator_jobs"} & {*few.tables}
    months = months_of_trials(extract.edition)
    day = pd.Timestamp(months.start // 12, months.start % 12 + 1, 5)
    for starters, there in ((85, False), (86, True)):
        participants = extract["participants"].assign(service_start=pd.NaT)
        participants.loc[participants.index[:starters], "service_start"] = day
        many = replace(extract, tables={**extract.tables, "participants": participants})
        assert ("comparators" in without_few_comparable(many)) == there


def rows_of(*keys, withheld=""):
    rows = pd.DataFrame([key.split("/") for key in keys], columns=list(KEY))
    return rows.assign(value=0.2, base=120.0, ci_low=np.nan, ci_high=np.nan, withheld=withheld)


def test_a_group_is_withheld_as_a_whole_and_another_is_shown(extract):
    shown = ["comparison_in_work/all/all//12/share_starters", "comparison_before/all/all//11/difference"]
    alone = ["comparison_before/gedoog/IVA//11/difference", "comparison_in_work/gedoog/IVA//3/difference"]
    other = f"{ITEMS[-1]}/all/all//n/given"
    results = pd.concat([rows_of(other), rows_of(*shown, *alone)], ignore_index=True)
    made = with_withheld(results, extract)
    there = made[made["withheld"] == ""]
    assert {*key_texts(there)} == {other, *shown}
    told = {*key_texts(made[made["withheld"] == FEW_COMPARED])}
    assert {alone[0], "comparison_found_work/all/all//12/difference"} <= told and alone[1] not in told
    assert not made.duplicated(list(KEY)).any() and made["item"].iloc[-1] == ITEMS[-1]
