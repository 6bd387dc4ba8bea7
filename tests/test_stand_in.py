"""What stands for few persons where another number is made with it."""

import pytest

from evalbook.estimates.intervals import wilson
from evalbook.release.lookup import find, rows_of
from evalbook.release.stand_in import is_mostly_few, stand_in
from literal_release import literal_release

MAN, WOMAN = (f"table_2_2/gedoog/IVA/sex={sex}//percent" for sex in ("man", "vrouw"))
OTHER = "table_2_2/experiment/IVA/sex=man//percent"


def standing(rows, key):
    release = literal_release(rows)
    return stand_in(find(release, key), rows_of(release, key.split("/")[0]))


def test_of_a_share_it_is_5_of_the_base_of_others_within_1_to_14():
    found = standing(f"{MAN} x\n{WOMAN} 40 200\n{OTHER} 50 900", MAN)
    limits = [100 * wilson(1, 200)[0], 100 * wilson(14, 200)[1]]
    assert (found.value, found.base, found.few, [found.low, found.high]) == (2.5, 200, 1, limits)


def test_of_a_count_it_is_5():
    assert standing("table_2_1/all/all/all//n x", "table_2_1/all/all/all//n").value == 5


@pytest.mark.parametrize("rows", [f"{MAN} x", f"{MAN} x\n{OTHER} 50 900", f"{MAN} joined\n{WOMAN} 40 200"])
def test_without_a_base_or_of_another_gap_there_is_none(rows):
    assert standing(rows, MAN) is None


def test_of_a_curve_there_is_none():
    key = "figure_4_3/gedoog/all//12/share"
    assert standing(f"{key} x\nfigure_4_3/gedoog/all//13/share 0.2 100", key) is None


def test_alone_it_is_mostly_few():
    one = standing(f"{MAN} x\n{WOMAN} 40 200", MAN)
    assert is_mostly_few(one.value, one.form, one.base, one.few)


def test_what_few_are_no_part_of_is_never_mostly_few():
    assert not is_mostly_few(-3.0, "difference", 100, 0)
