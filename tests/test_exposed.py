"""What two releases together tell of single persons."""

from dataclasses import replace

import pandas as pd
import pytest

from evalbook.cli import main
from evalbook.contract.results import key_texts
from evalbook.gate.exposed import exposed, exposed_since, is_first_again, is_kept_of, told_of
from evalbook.gate.kept import KEY, PAST
from evalbook.release.release import write_release
from literal_release import EDITION, literal_release, protected_release

COUNT = "table_2_1/all/IVA/IVA//n"
SHARE = "table_2_1/all/IVA/IVA//percent"
MEAN = "table_3_4/experiment/IVA/conversations/year=1/mean_eur"
REGISTER = replace(EDITION, kind="register")


def keys(before, after):
    return list(key_texts(exposed(literal_release(before).results, literal_release(after).results)))


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        (f"{COUNT} 40 40", f"{COUNT} 41 41", True),
        (f"{COUNT} 40 40", f"{COUNT} 49 49", True),
        (f"{COUNT} 40 40", f"{COUNT} 50 50", False),
        (f"{COUNT} 40 40", f"{COUNT} 40 40", False),
        (f"{SHARE} 25 100", f"{SHARE} 27 100", True),
        (f"{SHARE} 25 100", f"{SHARE} 25 103", True),
        (f"{SHARE} 25 100", f"{SHARE} 30 150", False),
        (f"{MEAN} 510 200 480 540", f"{MEAN} 512 200 482 542", True),
        (f"{MEAN} 510 200 480 540", f"{MEAN} 512 220 482 542", False),
        (f"{COUNT} x", f"{COUNT} 11 11", True),
        (f"{COUNT} 12 12", f"{COUNT} x", True),
        (f"{COUNT} x", f"{COUNT} 30 30", False),
        ("scenario/all/all/means_until//given_day 20270101", "scenario/all/all/means_until//given_day 20280101", False),
        (f"{COUNT} 40 40", f"{SHARE} 25 100", False),
    ],
)
def test_a_number_that_moved_with_fewer_than_ten_persons_is_told(before, after, told):
    assert bool(keys(before, after)) == told


def test_what_is_withheld_for_this_reason_exposes_nothing():
    after = literal_release(f"{COUNT} x").results.assign(withheld="edition")
    assert exposed(literal_release(f"{COUNT} 40 40").results, after).empty


def kept_cells(released, true=38.0):
    row = ("table_2_1", "all", "IVA", "IVA", "", "persons", true, released, 1.0)
    return pd.DataFrame([row], columns=KEY + PAST)


@pytest.mark.parametrize(("released", "agrees"), [(40.0, True), (41.0, False)])
def test_with_what_is_kept_of_the_last_release_nothing_is_exposed(released, agrees):
    last, made = protected_release(f"{COUNT} 40 40"), protected_release(f"{COUNT} 41 41", later=True)
    assert is_kept_of(kept_cells(released), last) == agrees
    assert exposed_since(last, made, kept_cells(released)).empty == agrees


def test_where_nothing_is_kept_all_that_moved_is_told():
    last, made = protected_release(f"{COUNT} 40 40"), protected_release(f"{COUNT} 41 41")
    assert len(exposed_since(last, made, kept_cells(40.0)[:0])) == 1


def test_it_is_told_how_many_numbers_of_which_items_and_some_by_their_keys():
    found = exposed(*(literal_release(f"{COUNT} {n} {n}\n{SHARE} 25 {n}").results for n in (40, 41)))
    assert told_of(found) == (
        f"2 numbers that moved with fewer than 10 persons, of table_2_1 (2), such as {COUNT}; {SHARE}"
    )


@pytest.mark.parametrize(("later", "told"), [(False, True), (True, False)])
def test_compare_warns_of_a_release_that_was_made_as_a_first_one_again(tmp_path, capsys, later, told):
    before, after = protected_release(f"{COUNT} 40 40"), protected_release(f"{COUNT} 41 41", later=later)
    assert is_first_again(before, after) == told
    for name, release in (("before", before), ("after", after)):
        write_release(replace(release, edition=REGISTER, inputs={}), tmp_path / name)
    assert main(["compare", str(tmp_path / "before"), str(tmp_path / "after")]) == 0
    said = capsys.readouterr().err
    assert ("take back a copy" in said and COUNT in said) == told
