"""Classes with few persons are joined with their neighbours, and which are follows from released cells alone."""

import numpy as np
import pandas as pd
import pytest

from cells_of import cells
from evalbook.gate.joining import candidates, chosen, with_joined
from evalbook.gate.kept import read_kept
from evalbook.gate.protecting import protect
from evalbook.gate.record_keys import record_keys
from variations import SECRET

HOURLY = ("[0,10)", "[10,20)", "[20,30)", "[30,40)", "[40,inf)")
TALKS = (*map(str, range(11)), "11+")


def by_class(item, *groups, classes=HOURLY, base=300):
    """A line a cell: the persons of each class of each group, and their base."""
    return "\n".join(
        f"{item}/gedoog/{benefit}/{code}//{measure} {value}"
        for benefit, counts in zip(("IVA", "Wajong", "all"), groups, strict=False)
        for code, count in zip(classes, counts, strict=True)
        for measure, value in (("persons", count), ("base", base))
    )


def released(item, *groups, **more):
    """Cells with all candidates as they would be without noise: few where one to nine are."""
    exact = cells(by_class(item, *groups, **more))
    every = pd.concat([exact, candidates(exact)], ignore_index=True)
    return every.assign(few=every["value"].between(1, 9) & (every["measure"] == "persons"))


def codes(item, *groups, **more):
    return ["|".join(each) for each in chosen(released(item, *groups, **more), item)]


def test_a_class_of_few_takes_in_the_next_one_from_each_end_inwards():
    assert codes("table_4_3", (4, 90, 60, 8, 7)) == ["[0,10)", "[10,20)", "[20,30)", "[30,40)|[40,inf)"]
    assert codes("table_4_3", (4, 60, 90, 8, 1)) == ["[0,10)|[10,20)", "[20,30)", "[30,40)|[40,inf)"]


def test_where_nobody_is_few_nothing_is_joined():
    assert codes("table_4_3", (20, 90, 60, 10, 30)) == list(HOURLY)


@pytest.mark.parametrize(("few", "joined"), [(1, False), (2, True)])
def test_it_is_joined_where_at_least_half_of_the_groups_with_anyone_are_few(few, joined):
    groups = [(30, 90, 60, 30, 5)] * few + [(30, 90, 60, 30, 30)] * (3 - few)
    assert ("[30,40)|[40,inf)" in codes("table_4_3", *groups)) == joined


def test_a_group_with_too_small_a_base_has_no_say():
    exact = by_class("table_4_3", (20, 90, 60, 30, 30))
    thin = by_class("table_4_3", (0,) * 5, (5, 5, 5, 5, 5), base=25).split("\n", 10)[-1]
    every = cells(f"{exact}\n{thin}")
    every = pd.concat([every, candidates(every)]).assign(few=lambda rows: rows["value"].between(1, 9))
    assert [*map(len, chosen(every, "table_4_3"))] == [1] * 5


def test_the_class_of_most_persons_stays_by_itself():
    assert codes("table_4_3", (2, 90, 3, 1, 1)) == ["[0,10)", "[10,20)", "[20,30)|[30,40)|[40,inf)"]


def test_from_the_high_end_classes_of_nobody_are_joined_too_and_from_the_low_end_they_stay():
    assert codes("table_4_3", (0, 90, 60, 30, 0))[-1] == "[30,40)|[40,inf)"
    assert codes("table_4_3", (0, 20, 90, 60, 30))[0] == "[0,10)"


def test_from_an_end_that_is_not_declared_nothing_is_joined():
    counts = (3, 60, 90, 50, 40, 30, 20, 4, 3, 2, 1, 1)
    joined = codes("figure_3_3", counts, classes=TALKS)
    assert joined == [*"0123456", "7|8|9|10|11+"]


def test_a_joined_class_takes_the_place_of_its_parts_with_the_base_that_all_share():
    shown = with_joined(released("table_4_3", (30, 90, 60, 8, 7)))
    assert shown["row"].unique().tolist() == ["[0,10)", "[10,20)", "[20,30)", "[30,inf)"]
    own = shown[shown["row"] == "[30,inf)"].set_index("measure")["value"]
    assert own.to_dict() == {"persons": 15, "base": 300}


def test_items_without_such_classes_stay_as_they_are():
    other = cells("table_4_5/gedoog/IVA/bepaald//persons 5 few\ntable_4_5/gedoog/IVA/bepaald//base 50")
    assert candidates(other).empty
    pd.testing.assert_frame_equal(with_joined(other), other)


def test_a_joined_class_has_the_noise_of_the_persons_of_its_parts(tmp_path):
    """The same persons in one class and in two of which they are the sum: the same released number."""
    persons = record_keys([str(each) for each in range(50)], SECRET)
    parts = [persons[:9].sum(), persons[9:18].sum()]
    exact = cells(by_class("table_4_3", (30, 90, 60, 9, 9)))
    own = exact["row"].map({"[30,40)": parts[0], "[40,inf)": parts[1]})
    exact["key"] = np.where(exact["measure"] == "persons", own.fillna(exact["key"]), exact["key"])
    together = cells("table_4_6/gedoog/IVA/agency//persons 18").assign(key=sum(parts))
    kept = protect(pd.concat([exact, together], ignore_index=True), SECRET, read_kept(tmp_path / "none"))[1]
    made = kept[kept["measure"] == "persons"].set_index("row")
    assert made.loc["[30,inf)", ["true", "released"]].equals(made.loc["agency", ["true", "released"]])


def test_the_choice_stands_still_while_the_numbers_do(tmp_path):
    """A few persons more, and a class would no longer be joined: it is, as before."""
    nothing = read_kept(tmp_path / "none")
    texts = [by_class("table_4_3", (30, 90, 60, count, count)) for count in (8, 12)]
    first, kept = protect(cells(texts[0]), SECRET, nothing)
    later = protect(cells(texts[1]), SECRET, kept)[0]
    alone = protect(cells(texts[1]), SECRET, nothing)[0]
    rows = [each["row"].unique().tolist() for each in (first, later, alone)]
    assert rows[0][-1] == "[30,inf)" and rows[1] == rows[0] and rows[2] == list(HOURLY)
