"""The bars that a protected release withstands: what is certain, the best guess, one person more, rows and files.

By hand: with `ATTACK=longer` in the environment several releases are laid together too, and more persons are tried;
`python tests/attack.py RELEASE --truth RESULTS` attacks any release, `python tests/attack_on_persons.py` 200 persons.
"""

import os
from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from attack import frequencies, hits, narrowed
from attack_groups import Groups
from attack_guess import guesses
from attack_on_persons import exact_cells, second_release, tried
from attack_on_releases import moves, of_copy, parts_and_whole, two_editions
from attacked import (
    WITHOUT_NOISE,
    few_of_iva,
    first_release,
    half_a_year_before,
    ids_of,
    made,
    parts_of_country,
    shipped,
)
from evalbook.contract.cells import CELL, COUNTS
from evalbook.contract.classes import classes_of
from evalbook.contract.results import (
    COMPARED_BY_MONTH,
    COMPARISON,
    DIFFERENCES,
    FEW_COMPARED,
    JOINED,
    KEY,
    PERSON_COUNTS,
    is_curve,
)
from evalbook.gate import protecting
from evalbook.gate.compare import of_persons
from evalbook.gate.noise import changes
from evalbook.gate.record_keys import cell_keys
from evalbook.published.claims import FAILS, HOLDS
from evalbook.published.claims import tested as put_to_test
from variations import SECRET

pytestmark = pytest.mark.slow

REGISTERS = {
    "shipped": shipped,
    "one in 8": lambda: shipped(8),
    "one in 20": lambda: shipped(20),
    "three with IVA": lambda: few_of_iva(shipped()),
}
LONGER = os.environ.get("ATTACK") == "longer"
longer = pytest.mark.skipif(not LONGER, reason="takes half a minute: ATTACK=longer")
PERSONS = 40 if LONGER else 5
MOST_NARROWED = 0.1
MOST_RIGHT = 1.75  # times as often as by the most frequent number
MOST_TOLD_APART = 0.6


@cache
def released(name):
    return made(REGISTERS[name]())


@cache
def attack_on(name):
    return released(name).attack()


@pytest.mark.parametrize("name", REGISTERS)
def test_what_is_taken_for_a_relation_is_one(name):
    attack = attack_on(name)
    sizes = attack.sizes
    for whole, parts in attack.sums:
        if {whole, *parts} <= sizes.keys():
            assert sizes[whole] == sum(sizes[part] for part in parts), whole
    out = [
        group for group, told in attack.groups.told.items() if not told.low <= sizes.get(group, told.low) <= told.high
    ]
    assert out == []


def test_no_small_count_is_told_or_nearly_and_few_are_narrowed_at_all():
    """Narrowed: of all four together."""
    told = [narrowed(attack_on(name).certain(), attack_on(name).sizes) for name in REGISTERS]
    assert min(each["tried"] for each in told) > 50
    assert {(each["exactly"], each["within fewer than five"]) for each in told} == {(0, 0)}
    assert sum(each["narrowed"] for each in told) <= MOST_NARROWED * sum(each["tried"] for each in told)


def right_at_most(scores):
    """Of withheld counts with somebody for sure, and of those on a withheld base, apart: which is which is released."""
    for kind in ("", ", or none"):
        if f"tried{kind}" in scores:
            assert scores[f"right{kind}"] <= MOST_RIGHT * scores[f"usual{kind}"], scores
    return True


@pytest.mark.parametrize("name", REGISTERS)
def test_the_best_guess_is_hardly_better_than_the_most_frequent_number(name):
    attack = attack_on(name)
    assert right_at_most(hits(attack.guessed(), attack.groups, attack.sizes))


def of_whole(groups):
    return Groups({group: told for group, told in groups.told.items() if group.universe.startswith(": ")})


@longer
def test_nor_with_the_parts_of_the_country():
    whole = attack_on("one in 8")
    parts = [made(each).attack() for each in parts_of_country(shipped(8), 2)]
    groups, sums = parts_and_whole((whole.groups, whole.sums), [(each.groups, each.sums) for each in parts])
    sizes = {of_copy(group, ""): size for group, size in whole.sizes.items()}
    for number, each in enumerate(parts):
        sizes |= {of_copy(group, f"part {number}"): size for group, size in each.sizes.items()}
    found = guesses(groups, sums, frequency=frequencies(groups, sizes))
    assert right_at_most(hits(found, groups, sizes))
    assert right_at_most(hits(found, of_whole(groups), sizes))


@longer
def test_nor_with_a_later_edition():
    first = made(half_a_year_before(shipped(8)))
    earlier, later = first.attack(), made(shipped(8), first.kept).attack()
    groups, sums = two_editions((earlier.groups, earlier.sums), (later.groups, later.sums))
    sizes = {of_copy(group, ""): size for group, size in later.sizes.items()}
    sizes |= {of_copy(group, "earlier"): size for group, size in earlier.sizes.items()}
    sizes |= moves(groups, sizes)
    found = guesses(groups, sums, frequency=frequencies(groups, sizes))
    assert right_at_most(hits(found, of_whole(groups), sizes))


def test_without_noise_small_counts_are_told(monkeypatch):
    """A control: what the attack cannot find here it would find nowhere."""
    monkeypatch.setattr(protecting, "changes", lambda counts, keys: np.zeros(len(keys), int))
    attack = made(shipped(20)).attack(WITHOUT_NOISE)
    told = narrowed(attack.certain(), attack.sizes)
    assert told["exactly"] >= 10 and told["narrowed"] > 0.3 * told["tried"]


def test_who_has_the_secret_and_knows_all_persons_takes_the_noise_away():
    """A control."""
    cells = exact_cells(shipped(8))
    shown, _ = second_release(cells)
    told = cells.merge(shown, on=list(CELL), suffixes=("", "_shown"))
    told = told[told["measure"].isin(COUNTS) & (told["value"] >= 20) & told["key"].notna()]
    told = told[~told["column"].str.fullmatch(r"\d+(-\d\d)?")]  # months are made to rise afterwards
    keys = cell_keys(told["key"].to_numpy(), SECRET)
    noise = changes(np.full(len(told), 20), keys)
    assert (told["value_shown"] - noise == told["value"]).all() and (noise != 0).mean() > 0.5


def test_one_person_more_changes_nothing_and_is_not_told_from_another():
    extract = shipped(8)
    persons = list(np.random.default_rng(1).choice(ids_of(extract), PERSONS, replace=False))
    told, area = tried(extract, persons)
    assert told == [0] * len(persons) and area <= MOST_TOLD_APART


def test_without_what_is_kept_one_person_more_is_told():
    """A control."""
    told, area = tried(shipped(20), list(ids_of(shipped(20))[:2]), lost=True)
    assert min(told) > 100 and area > 0.9


def keys_of(results):
    """The rows but those that follow from released numbers: months, differences, joined classes."""
    joined = results["item"].map(lambda item: bool(classes_of(item)))
    by_numbers = is_curve(results) | joined | results["item"].isin((DIFFERENCES, "figure_2_1"))
    return {*map(tuple, results.loc[~by_numbers, list(KEY)].to_numpy())}


def test_rows_files_and_their_numbers_are_the_same_with_one_person_more():
    extract = shipped(8)
    person = extract["participants"].sort_values("service_start")["person_id"].astype(str).iloc[200]
    without_her = of_persons(extract, ids_of(extract).difference([person]))
    before = made(without_her, made(without_her).kept)  # a first release says of itself that it is one
    after = made(extract, before.kept)
    assert (made(without_her).release.most_off, after.release.most_off) == (5, 14)
    differ = {name for name in before.files | after.files if before.files.get(name) != after.files.get(name)}
    assert differ == set()
    assert keys_of(before.release.results) == keys_of(released("one in 8").release.results)


def test_a_category_with_nobody_has_the_rows_of_one_with_somebody():
    """But for the last months of a comparison: with fewer who started it ends sooner, by what is released of them."""
    extract = shipped(8)
    with_it = extract["participants"]["diagnosis"] == "hart"
    persons = extract["participants"].loc[with_it, "person_id"].astype(str)
    without = made(of_persons(extract, ids_of(extract).difference(persons)))
    found, known = keys_of(without.release.results), keys_of(released("one in 8").release.results)
    assert len(persons) > 3 and found <= known and {key[0] for key in known - found} <= {*COMPARED_BY_MONTH}


def test_a_curve_ends_by_its_released_numbers_at_risk():
    curves = released("one in 8").release.results[lambda rows: is_curve(rows)]
    assert (curves.loc[curves["withheld"] == "", "base"] >= 30).all()


@pytest.mark.parametrize("name", REGISTERS)
def test_no_file_has_a_person_or_a_hash_of_what_was_read(name):
    made_ = released(name)
    texts = "\n".join(made_.files.values())
    assert not [person for person in ids_of(made_.extract) if person in texts]
    assert made_.release.inputs == {}


def test_limits_of_what_only_persons_can_tell_speak_of_fifteen_at_least():
    """The other way round than the gate does it: how few persons the limits of a state can be of."""
    results = released("shipped").release.results
    rows = results[(results["statistic"] == "probability") & results["ci_low"].notna()]
    error = (rows["ci_high"] - rows["ci_low"]) / (2 * 1.96)
    rarer = np.minimum(rows["value"], 1 - rows["value"])
    assert len(rows) > 300 and ((rarer / error) ** 2).min() > 14


@pytest.fixture(scope="module")
def beside():
    """Each exact number of the shipped extract beside the released one."""
    made_ = released("shipped")
    return made_.truth.merge(made_.release.results, on=list(KEY), how="outer", suffixes=("", "_shown"))


def test_nearly_all_numbers_of_a_full_register_are_shown():
    """Of those that are to be: no single class in place of which a joined one stands, no group with few who started. Of
    the comparison, with few in work on either side month by month, fewer are."""
    results = released("shipped").release.results
    results = results[~results["withheld"].isin((JOINED, FEW_COMPARED))]
    compared, shown = results["item"].isin(COMPARISON), results["withheld"] == ""
    assert shown[~compared].mean() >= 0.96 and shown[compared].mean() >= 0.9


def test_counts_are_off_by_less_than_a_person_and_a_half(beside):
    counts = beside[beside["statistic"].isin(PERSON_COUNTS) & beside["value_shown"].notna()]
    assert (counts["value"] - counts["value_shown"]).abs().mean() <= 1.5


def word(rows, end):
    low, high = rows[f"ci_low{end}"], rows[f"ci_high{end}"]
    neutral = rows["statistic"].eq("hazard_ratio").astype(float)
    return np.where(low > neutral, 1, np.where(high < neutral, -1, 0))


def test_no_direction_is_turned_round(beside):
    told = beside[beside["statistic"].isin(("difference", "hazard_ratio")) & beside["ci_low_shown"].notna()]
    assert len(told) > 300 and (word(told, "") * word(told, "_shown") >= 0).all()


def test_no_claim_that_holds_fails_and_few_cannot_be_told_any_more_or_now_can():
    """Over four secrets, of the claims that more than one person decides; on average over eight 2.8 of 161. One that
    fits is not decided, whichever side of a limit its number is on: of the words, with "fits", more change."""
    truth, changed, words = released("shipped").truth, [], []
    for secret in range(4):
        release = first_release(shipped(), secret=bytes([secret]) * 32)
        told = zip(put_to_test(replace(release, results=truth, protected=False)), put_to_test(release), strict=True)
        verdicts = [(one.verdict, other.verdict) for one, other in told if not one.claim.by_one_person]
        assert not {(HOLDS, FAILS), (FAILS, HOLDS)} & {*verdicts}
        changed += [({one} & {HOLDS, FAILS}) != ({other} & {HOLDS, FAILS}) for one, other in verdicts]
        words += [one != other for one, other in verdicts]
    assert np.mean(changed) < 0.02 and np.mean(words) < 0.045
