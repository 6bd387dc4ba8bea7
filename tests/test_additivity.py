"""The sums that anyone can make of the tables: each with its parts, and none that nobody can make."""

from datetime import date

import pytest
from evalbook.gate.additivity import REST, nestings, sums
from evalbook.gate.tallies import Tally

FIRST_OF_A_MONTH, WITHIN_A_MONTH = date(2023, 4, 1), date(2023, 4, 15)


def found(*groups, start=FIRST_OF_A_MONTH):
    """The parts of each total; where it has several sums, in their order."""
    made = {}
    for total, parts in sums(dict.fromkeys(groups, 20), experiment_start=start):
        made.setdefault(total, []).append(set(parts))
    return made


def group(period="all", benefit="all", measure="", universe="participants"):
    return Tally(universe, period, benefit, measure)


def test_periods_and_benefits_add_up_to_all():
    both = found(*(group(period, benefit) for period in ("gedoog", "experiment") for benefit in ("IVA", "all")))
    assert {group("gedoog"), group("experiment")} in both[group()]
    assert {group("gedoog", each) for each in ("IVA", "Wajong", "overig")} not in both.get(group("gedoog"), [])
    benefits = found(group(benefit="IVA"), group(benefit="Wajong"))
    assert {group(benefit=each) for each in ("IVA", "Wajong", "overig")} in benefits[group()]


def test_the_kinds_of_wajong_add_up_to_wajong():
    kinds = [group(benefit=each) for each in ("oWajong", "Wajong2010", "Wajong2015")]
    assert set(kinds) in found(*kinds, group(benefit="Wajong"))[group(benefit="Wajong")]


@pytest.mark.parametrize(("start", "by_period"), [(FIRST_OF_A_MONTH, True), (WITHIN_A_MONTH, False)])
def test_months_of_start_add_up_to_a_period_that_begins_with_a_month(start, by_period):
    months = [group(month) for month in ("2023-03", "2023-04", "2023-05")]
    made = found(*months, start=start)
    assert ({group("2023-04"), group("2023-05")} in made.get(group("experiment"), [])) is by_period
    assert (set(months) in made.get(group(), [])) is not by_period


def test_categories_add_up_to_their_base_and_some_have_a_rest():
    ages, sexes = [
        [group(measure=f"{name}={code}") for code in codes] for name, codes in (("age", "ab"), ("sex", "mv"))
    ]
    made = found(*ages, *sexes)[group()]
    assert set(ages) in made
    assert {*sexes, group(measure=f"sex={REST}")} in made


def test_kinds_that_one_person_may_have_several_of_do_not_add_up_and_are_each_within_any():
    kinds = [group(measure=f"trajectory_kind={code}") for code in ("ips", "scholing", "any")]
    assert found(*kinds) == {}
    assert (kinds[0], kinds[2]) in list(nestings(dict.fromkeys(kinds, 20)))


def test_who_is_followed_for_less_are_those_followed_for_longer_and_those_lost():
    short, long = (group(universe=f"followed_{months}") for months in (6, 12))
    assert found(short, long) == {short: [{long, short._replace(measure="lost_by_12")}]}


def test_one_euro_classes_add_up_to_wider_ones():
    wide = group(measure="hourly=[14,16)", universe="paid")
    euros = [group(measure=f"euro=[{low},{low + 1})", universe="paid") for low in (14, 15)]
    assert set(euros) in found(wide, *euros)[wide]
