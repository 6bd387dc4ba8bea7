"""What counts give away together, and what is withheld in addition."""

import numpy as np
import pytest
from evalbook.gate.linked import to_withhold
from evalbook.gate.systems import Known
from evalbook.gate.tallies import Tally

PERIODS = ("gedoog", "experiment", "all")
SMALL = Known(1, 9, 0)


def group(period, benefit="all"):
    return Tally("measured", period, benefit)


def shown(size, cost=1):
    around = 5 * round(size / 5)
    return Known(max(around - 2, 10), around + 2, cost)


TOTAL = [(group("all"), (group("gedoog"), group("experiment")))]


def withheld(sizes, known, sums=TOTAL, nestings=()):
    return to_withhold(known, sizes=sizes, sums=sums, nestings=nestings)


@pytest.mark.parametrize(
    ("gedoog", "total", "tells"),
    [(93, 97, True), (92, 93, False), (95, 100, False), (97, 106, True)],
    ids=["at most 4", "1 to 9", "also 1 to 9", "at least 6"],
)
def test_a_small_part_follows_from_the_total_and_the_other_part_unless_their_rounding_hides_it(gedoog, total, tells):
    sizes = dict(zip(map(group, PERIODS), (gedoog, total - gedoog, total), strict=True))
    known = {group("gedoog"): shown(gedoog), group("experiment"): SMALL, group("all"): shown(total)}
    assert bool(withheld(sizes, known)) is tells


def test_what_is_withheld_is_what_loses_the_fewest_numbers():
    sizes = {group("gedoog"): 93, group("experiment"): 4, group("all"): 97}
    known = {group("gedoog"): shown(93, cost=7), group("experiment"): SMALL, group("all"): shown(97, cost=3)}
    assert withheld(sizes, known) == {group("all")}
    known = {group("gedoog"): shown(93, cost=2), group("experiment"): SMALL, group("all"): shown(97, cost=3)}
    assert withheld(sizes, known) == {group("gedoog")}


def test_several_tables_of_one_group_of_persons_are_looked_at_together():
    """Neither of two tables tells it; both do: all less IVA less Wajong, and overig by period."""
    benefits = [(group(p), tuple(group(p, b) for b in ("IVA", "Wajong", "overig"))) for p in PERIODS]
    periods = [
        (group("all", b), (group("gedoog", b), group("experiment", b))) for b in ("IVA", "Wajong", "overig", "all")
    ]
    sizes = {
        group(p, b): n
        for p, row in {"gedoog": (50, 40, 2), "experiment": (70, 30, 0)}.items()
        for b, n in zip(("IVA", "Wajong", "overig"), row, strict=True)
    }
    sizes |= {group(p): sum(sizes[group(p, b)] for b in ("IVA", "Wajong", "overig")) for p in PERIODS[:2]}
    sizes |= {
        group("all", b): sizes[group("gedoog", b)] + sizes[group("experiment", b)]
        for b in ("IVA", "Wajong", "overig", "all")
    }
    known = {
        each: SMALL if 1 <= size <= 9 else Known(0, 0, 1) if size == 0 else shown(size) for each, size in sizes.items()
    }
    chosen = withheld(sizes, known, sums=[*benefits, *periods])
    assert chosen and not chosen & {each for each, fact in known.items() if fact is SMALL and sizes[each] == 0}


def test_small_parts_of_a_small_total_are_not_told_apart_from_nobody_by_their_rule():
    """1 + 3 = 4, all withheld as small: each would be at most 8. One of them is withheld as linked instead."""
    sizes = {group("gedoog"): 1, group("experiment"): 3, group("all"): 4}
    chosen = withheld(sizes, dict.fromkeys(sizes, SMALL))
    assert chosen


def test_a_hidden_group_is_known_no_closer_than_a_rounded_one():
    """97 people, of whom 90 + 5 in two benefits: who has another benefit is not in the table."""
    parts = tuple(group("all", b) for b in ("IVA", "Wajong", "overig"))
    sizes = {group("all"): 77, parts[0]: 43, parts[1]: 33}  # one person; shown 75 of 45 and 35: at most 1
    known = {each: shown(size) for each, size in sizes.items()}
    assert withheld(sizes, known, sums=[(group("all"), parts)])


def test_an_unrelated_group_is_left_alone():
    sizes = {group("gedoog"): 93, group("experiment"): 4, group("all"): 97, group("gedoog", "IVA"): 30}
    known = {
        group("gedoog"): shown(93),
        group("experiment"): SMALL,
        group("all"): shown(97),
        group("gedoog", "IVA"): shown(30),
    }
    assert group("gedoog", "IVA") not in withheld(sizes, known)


def test_a_sum_that_does_not_hold_is_not_used():
    sizes = {group("gedoog"): 93, group("experiment"): 4, group("all"): 120}
    known = {group("gedoog"): shown(93), group("experiment"): SMALL, group("all"): shown(120)}
    assert withheld(sizes, known) == set()


def test_where_nothing_can_be_withheld_all_of_it_is():
    sizes = {group("gedoog"): 93, group("experiment"): 4, group("all"): 97}
    known = {group("gedoog"): Known(93, 93, np.nan), group("experiment"): SMALL, group("all"): Known(97, 97, np.nan)}
    assert withheld(sizes, known) == {group("experiment")}
