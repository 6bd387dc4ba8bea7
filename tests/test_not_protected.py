"""Of a register no number of the comparison leaves the machine."""

from dataclasses import replace

import pytest

import conftest
from drawn_comparison import Shape, draw, written
from evalbook.contract.results import COMPARISON, NOT_PROTECTED, write_results
from evalbook.errors import EvalbookError
from evalbook.estimates.resampling import Resampling
from evalbook.extract.extract import read_extract
from evalbook.gate.compare import released
from evalbook.gate.kept import read_kept
from evalbook.gate.protecting import protect
from evalbook.gate.record_keys import record_keys
from evalbook.items.evaluation import cells_of
from evalbook.release.lookup import Gap, find
from evalbook.release.release import read_release, write_release

pytestmark = pytest.mark.slow
SECRET = b"s" * 32
KEY = "comparison_in_work/all/all//12/difference"


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


def test_its_cells_do_not_pass_the_gate(extract, tmp_path):
    cells = cells_of(extract, Resampling(replicates=0), lambda ids: record_keys(ids, SECRET))
    assert cells["item"].isin(COMPARISON).sum() > 100
    for told in protect(cells, SECRET, read_kept(tmp_path / "none")):
        assert not told["item"].isin(COMPARISON).any() and len(told)


def test_a_release_says_that_it_is_withheld_and_tells_no_number(folder, extract, tmp_path):
    release = released(folder, extract).release
    rows = release.results[release.results["item"].isin(COMPARISON)]
    assert {*rows["item"]} == {*COMPARISON} and {*rows["withheld"]} == {NOT_PROTECTED}
    assert rows[["value", "base", "ci_low", "ci_high"]].isna().all(axis=None)
    write_release(release, tmp_path / "release")
    again = read_release(tmp_path / "release")
    assert find(again, KEY) == Gap("comparison_in_work", "withheld", KEY, NOT_PROTECTED)
    other = KEY.replace("//12/", "//3/")
    assert find(again, other) == Gap("comparison_in_work", "withheld", other, NOT_PROTECTED)


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


def test_a_protected_release_with_a_number_of_it_is_refused(folder, extract, tmp_path):
    release = released(folder, extract).release
    at = release.results.index[release.results["item"] == "comparison_in_work"][0]
    results = release.results.copy()
    results.loc[at, ["value", "withheld"]] = [0.5, ""]
    write_release(replace(release, results=results), tmp_path / "release")
    with pytest.raises(EvalbookError, match="numbers of a comparison"):
        read_release(tmp_path / "release")
