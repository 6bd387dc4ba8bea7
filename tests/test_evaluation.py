"""All results together, on people whom nobody here invented (tests/real/rossi)."""

from pathlib import Path

import pandas as pd
import pytest

from conftest import extract_at
from evalbook.contract.catalogue import DECLARED, ITEMS
from evalbook.contract.results import COLUMNS, KEY, read_results, write_results
from evalbook.estimates.resampling import Resampling
from evalbook.extract.extract import read_extract
from evalbook.items.evaluation import cells_of, evaluate
from item_alone import results_of_item
from test_incomplete_extracts import FULL

ROSSI = Path(__file__).parent / "real" / "rossi"


@pytest.fixture(scope="module")
def results():
    return evaluate(read_extract(ROSSI))


def test_an_item_alone_has_the_numbers_that_it_has_among_all(tmp_path):
    extract = read_extract(extract_at(tmp_path / "extract", **FULL))
    cells, known = cells_of(extract, Resampling(replicates=0)), evaluate(extract)
    for item in ITEMS:
        own = known[known["item"] == item].reset_index(drop=True)
        alone = results_of_item(item, cells, extract.edition)
        pd.testing.assert_frame_equal(alone, own, check_exact=True, check_dtype=False)


def test_a_key_stands_once_and_items_follow_the_report(results):
    assert list(results.columns) == list(COLUMNS)
    assert not results.duplicated(list(KEY)).any()
    positions = results["item"].map(ITEMS.index)
    assert positions.is_monotonic_increasing


def test_only_items_whose_registers_are_there(results):
    there = {item for item in ITEMS if set(DECLARED[item].registers) <= {"jobs"}}
    without_wages = {"table_4_3", "table_4_4", "figure_4_5"}
    without_employers_or_two_years = {"first_job_sector", "first_job_size", "reassessment", "tellable", "two_moments"}
    without_a_year = {"same_mix_service", "same_mix_work", "entry_quarters", "work_definitions"}
    absent = without_wages | without_employers_or_two_years | without_a_year
    # Table 5.2 is of all participants beside the respondents.
    assert set(results["item"]) == (there - absent) | {"table_5_2"}


def test_percentages_of_a_whole_add_up(results):
    table = results[(results["item"] == "table_4_2") & (results["row"] != "all") & (results["statistic"] == "percent")]
    sums = table.groupby(["period", "benefit"])["value"].sum()
    assert sums.tolist() == pytest.approx([100] * len(sums))


def test_raw_share_of_men_who_found_work(results):
    """Counted by hand from the files: in experiment 216 men, of whom all are seen for some month."""
    started = results[(results["item"] == "table_2_1") & (results["row"] == "all")]
    persons = started[started["statistic"] == "n"].set_index("period")["value"]
    assert persons.to_dict() == {"gedoog": 216, "experiment": 216, "all": 432}


@pytest.mark.parametrize("name", ["results.csv", "results.parquet"])
def test_written_results_read_back_to_the_bit(results, tmp_path, name):
    write_results(results, tmp_path / name)
    pd.testing.assert_frame_equal(read_results(name, (tmp_path / name).read_bytes()), results)
