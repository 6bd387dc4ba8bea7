"""A release held to the last one: nothing in it tells who came, and not what was withheld either."""

from functools import cache

import numpy as np
import pandas as pd
import pytest

from attack_on_persons import NONE_KEPT
from attacked import ids_of, shipped
from evalbook.cli import main
from evalbook.contract.results import key_texts
from evalbook.errors import EvalbookError
from evalbook.gate.compare import check_withhold, of_persons, released
from evalbook.gate.exposed import exposed
from evalbook.gate.held import held
from evalbook.gate.kept import read_kept
from evalbook.gate.making import release_protected
from evalbook.release.protection import check_protected
from evalbook.release.release import write_release
from literal_release import literal_release, protected_release
from variations import SECRET, register_copy

COUNT = "table_2_1/all/IVA/IVA//n"
SHARE = "table_2_1/all/IVA/IVA//percent"
MEAN = "table_3_4/experiment/IVA/conversations/year=1/mean_eur"
CURVE = "figure_4_1/experiment/all//{}/survival"


def told(last, now, true, *, later=False):
    """Values by key of a release held to `last`; a rule in place of a value."""
    made = held(literal_release(now).results, literal_release(true).results, protected_release(last, later=later))
    values = made["value"].astype(object).mask(made["withheld"] != "", made["withheld"])
    return dict(zip(key_texts(made), values, strict=True))


@pytest.mark.parametrize(
    ("true", "later", "shown"),
    [
        (40, False, 40),
        (41, False, 40),
        (54, False, 40),
        (55, False, 57),
        (25, False, 57),
        (54, True, 40),
        (55, True, "edition"),
        (63, True, "edition"),
        (64, True, 57),
    ],
)
def test_a_count_stands_within_what_it_may_be_off_and_moves_ten_beyond(true, later, shown):
    rows = [f"{COUNT} {value} {value}" for value in (40, 57, true)]
    assert told(*rows, later=later) == {COUNT: shown}


@pytest.mark.parametrize(("true", "shown"), [(0, 0), (9, 0), (10, 12)])
def test_a_zero_stands_until_ten_came(true, shown):
    assert told(f"{COUNT} 0 0", f"{COUNT} 12 12", f"{COUNT} {true} {true}") == {COUNT: shown}


@pytest.mark.parametrize(
    ("true", "shown"),
    [("20 105", 20), ("60 300", 61), ("7 300", "edition"), ("60 105", "edition")],
    ids=["both stand", "both move", "the base moves", "the count moves"],
)
def test_a_share_is_told_where_count_and_base_do_the_same(true, shown):
    assert told(f"{SHARE} 20 100", f"{SHARE} 61 302", f"{SHARE} {true}") == {SHARE: shown}


@pytest.mark.parametrize(("base", "shown"), [(104, 500), (115, 620)])
def test_a_mean_does_what_its_base_does(base, shown):
    assert told(f"{MEAN} 500 100", f"{MEAN} 620 116", f"{MEAN} 615 {base}") == {MEAN: shown}


def test_what_was_withheld_stays_so():
    assert told(f"{COUNT} x", f"{COUNT} 11 11", f"{COUNT} 10 10") == {COUNT: "count"}


def test_what_the_last_release_knows_nothing_of_is_told():
    assert told(f"{MEAN} 500 100", f"{COUNT} 11 11", f"{COUNT} 10 10")[COUNT] == 11


def test_a_row_that_only_one_release_has_is_not_there_unless_it_moved():
    """A class that is joined now, as one person came, would tell of her by being there."""
    joined, single = "figure_3_3/experiment/IVA/2-4//percent", "figure_3_3/experiment/IVA/2//percent"
    found = told(f"{single} 20 100", f"{joined} 30 101\n{single} joined", f"{single} 20 101")
    assert found == {single: 20}


def curve(*numbers):
    return "\n".join(f"{CURVE.format(month)} {value} {base}" for month, (value, base) in enumerate(numbers))


def test_a_curve_stands_as_a_whole_without_the_months_that_came():
    then, now = curve((1, 200), (0.9, 150)), curve((1, 203), (0.89, 152), (0.8, 90))
    assert told(then, now, now) == {CURVE.format(0): 1, CURVE.format(1): 0.9}


def test_a_month_of_a_curve_moves_where_who_is_at_risk_does_and_to_whom_it_happened():
    then, now = curve((1, 200), (0.9, 150)), curve((1, 400), (0.8, 300), (0.7, 90))
    assert told(then, now, now) == {CURVE.format(0): "edition", CURVE.format(1): 0.8, CURVE.format(2): 0.7}
    little = curve((1, 400), (0.95, 300), (0.9, 90))
    assert told(then, little, little) == {CURVE.format(0): "edition", CURVE.format(1): "edition"}


@cache
def pair():
    """A release of one in 20, what it is of without two persons, and the two."""
    extract = shipped(20)
    persons = list(np.random.default_rng(1).choice(ids_of(extract), 2, replace=False))
    without = of_persons(extract, ids_of(extract).difference(persons))
    return release_protected(without, SECRET, read_kept(NONE_KEPT))[0], persons


def with_her(person, last=None):
    others = set(pair()[1]) - {person}
    extract = of_persons(shipped(20), ids_of(shipped(20)).difference(list(others)))
    return release_protected(extract, SECRET, read_kept(NONE_KEPT), held_to=last)[0]


@pytest.mark.slow
def test_one_person_more_is_exposed_without_and_cannot_be_found_with_it():
    """Who lays both releases beside each other, and knows all others, finds nothing that is otherwise for either."""
    last, persons = pair()
    assert all(len(exposed(last.results, with_her(each).results)) > 100 for each in persons[:1])
    made = [with_her(each, last) for each in (*persons, None)]
    for each in made:
        check_protected(each)
        assert exposed(last.results, each.results).empty
        pd.testing.assert_frame_equal(each.results, made[0].results)
        assert (each.registers, len(each.warnings), len(each.reading)) == (last.registers, 0, 0)
    assert (made[0].results["withheld"] == "").sum() > 0.8 * (last.results["withheld"] == "").sum()


@pytest.mark.parametrize("command", ["build", "release"])
def test_where_nothing_is_protected_nothing_is_withheld(write_extract, tmp_path, capsys, command):
    folder = write_extract(participants="A,IVA,vrouw,1980-06-15,psychisch,2024-01-15,,,")
    assert main([command, str(folder), "--output", str(tmp_path / "out"), "--withhold"]) == 2
    assert "here nothing is" in capsys.readouterr().err and not (tmp_path / "out").exists()


def test_it_is_withheld_beside_a_release_only():
    with pytest.raises(EvalbookError, match="name it with --previous"):
        check_withhold(True, exact=False, last=None)
    check_withhold(False, exact=True, last=None)


@pytest.mark.slow
def test_a_release_without_what_is_kept_is_warned_of_and_withheld(tmp_path, capsys):
    folder = register_copy(tmp_path / "extract", one_in=20)
    last, persons = pair()
    write_release(last, tmp_path / "last")
    extract = of_persons(shipped(20), ids_of(shipped(20)).difference(persons[1:]))
    choices = {"previous": tmp_path / "last"}
    done = released(folder, extract, **choices)
    assert "take back a copy" in done.exposed and "--withhold" in done.exposed and persons[0] not in done.exposed
    done = released(folder, extract, **choices, withhold=True)
    assert "stands as it was released" in done.exposed
    assert exposed(last.results, done.release.results).empty
    assert not (done.release.changes["state"] == "moved").any()
    done.keep()
    assert not (tmp_path / "evalbook-secret" / "cells.csv").exists()
