"""The comparison with people who got no service, beside a second implementation that goes person by person."""

from dataclasses import replace
from datetime import date

import pytest

import conftest
from drawn_comparison import Shape, differences, draw, naive, ours, written
from evalbook.extract.extract import read_extract
from evalbook.items.comparison import ITEMS, items, months_of_trials

pytestmark = pytest.mark.slow
ALL_KINDS = Shape(codes=1, trials=14, participants=30, comparators=90)


@pytest.fixture(autouse=True)
def with_benefit_start(monkeypatch):
    heads = conftest.HEADERS["participants"] + ",benefit_start"
    monkeypatch.setitem(conftest.HEADERS, "participants", heads)


@pytest.mark.parametrize(
    ("seed", "shape"),
    [
        (0, Shape()),
        (200, Shape(codes=3, unknown=0.0, exits=0.5, comparators=150, trials=6, participants=16)),
        (100, Shape(codes=1, trials=14, participants=30)),
        (103, ALL_KINDS),
        (105, Shape(codes=2, trials=14, participants=30, comparators=110)),
        (4, Shape(codes=1, trials=4, history=0, at_work=0.6)),
        (5, Shape(codes=1, trials=3, history=30, experiment=0, comparators=30)),
        (6, Shape(codes=1, trials=14, experiment=1, comparators=90, participants=40, at_work=0.1)),
    ],
)
def test_both_give_the_same_numbers(tmp_path, seed, shape):
    drawn = draw(seed, shape)
    found = ours(written(tmp_path / "extract", drawn))
    assert differences(found, naive(drawn)) == []
    assert len(found) > 20


def test_items_of_all_kinds_are_among_those_that_were_compared(tmp_path):
    found = ours(written(tmp_path / "extract", draw(103, ALL_KINDS)))
    assert {key[0] for key in found} == {f"comparison_{item}" for item in (*ITEMS, "unmeasured", "keeping", "bands")}
    assert {key[2] for key in found} == {"IVA", "Wajong", "all"} and len({key[1] for key in found}) == 3


@pytest.mark.parametrize("lost", ["comparators", "comparator_jobs", "jobs"])
def test_without_a_register_there_is_no_comparison(tmp_path, lost):
    drawn = draw(0, Shape())
    extract = read_extract(written(tmp_path / "extract", drawn))
    tables = {name: rows for name, rows in extract.tables.items() if name != lost}
    assert list(items(replace(extract, tables=tables))) == []


def test_where_only_one_group_can_be_compared_nothing_is_pooled(tmp_path):
    drawn = draw(0, Shape())
    comparators = [each for each in drawn.comparators if each["benefit"] != "IVA"]
    without = replace(drawn, comparators=comparators, months={**drawn.months})
    kept = {each["person_id"] for each in [*without.participants, *without.comparators]}
    without = replace(without, months={person: days for person, days in drawn.months.items() if person in kept})
    found = ours(written(tmp_path / "extract", without))
    assert differences(found, naive(without)) == []
    assert {key[2] for key in found if key[0] != "comparison_keeping"} == {"Wajong"}


def test_a_trial_begins_two_years_after_the_history_and_not_before_february_2022(tmp_path):
    early = replace(draw(4, Shape(codes=1, trials=4, history=0)), history_from=date(2018, 1, 1))
    extract = read_extract(written(tmp_path / "extract", early))
    assert months_of_trials(extract.edition) == range(2022 * 12 + 1, 2025 * 12 + 11)
    later = replace(extract.edition, history_from=date(2021, 3, 1))
    assert months_of_trials(later) == range(2023 * 12 + 2, 2025 * 12 + 11)
