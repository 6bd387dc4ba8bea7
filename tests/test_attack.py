"""The bars that an attack on releases may not pass, and the same attack where protection is lacking, which must.

Source of the bars: docs/disclosure.md.
"""

import functools
import re
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from yaml import safe_load

from attack import SMALL, attack_on, certain, sizes, summary
from attack_on_curves import monthly_events, ranges
from attack_on_estimates import guesses, side_by_side
from attack_on_persons import area, attributes_told, people, without_each
from evalbook.estimates.resampling import Resampling
from evalbook.extract.extract import read_extract
from evalbook.gate.compare import of_persons
from evalbook.gate.kept import read_kept
from evalbook.gate.making import release_protected
from evalbook.gate.noise import changes
from evalbook.gate.protecting import protect
from evalbook.gate.record_keys import cell_keys, record_keys
from evalbook.hashes import file_hash
from evalbook.items.evaluation import cells_of, evaluate
from evalbook.numbers.evaluation import evaluate_cells
from evalbook.numbers.shown import shown
from evalbook.release.release import write_release
from variations import SECRET, protected, register_copy

pytestmark = pytest.mark.slow

ONE_IN = {"shipped": 1, "one in 8": 8, "one in 20": 20, "three in IVA": 1}
MOST_PROGRAMMED = 25
PARTS = 3
TAKEN_OUT = 3
HASH = re.compile(r"[0-9a-f]{32,}")
NOTHING = Path("there is none")


def some_iva(extract, most=3):
    participants = extract["participants"]
    spare = participants.loc[participants["benefit"] == "IVA", "person_id"].iloc[most:]
    return of_persons(extract, pd.Index(participants["person_id"]).difference(spare, sort=False))


@pytest.fixture(scope="module", params=list(ONE_IN))
def attacked(request, tmp_path_factory):
    """An extract, its first release, what is kept of it, and the truth."""
    folder = tmp_path_factory.mktemp("attacked") / "extract"
    extract = read_extract(register_copy(folder, one_in=ONE_IN[request.param]))
    extract = some_iva(extract) if request.param == "three in IVA" else extract
    release, kept = release_protected(extract, SECRET, read_kept(NOTHING))
    return extract, release, kept, evaluate(extract)


def attack_of(release, **how):
    return attack_on(release.results, release.edition.experiment_start, **how)


def wrong(attack, true):
    return [
        (group, size, attack.groups[group])
        for group, size in true.items()
        if group in attack.groups and not attack.groups[group].low <= size <= attack.groups[group].high
    ]


def test_what_the_attack_knows_for_certain_is_true(attacked):
    _, release, _, results = attacked
    attack = attack_of(release)
    attack.propagate()
    assert wrong(attack, sizes(results)) == []


def test_no_withheld_count_is_told_or_narrowed_to_fewer_than_five_values(attacked):
    _, release, _, results = attacked
    found = summary(certain(attack_of(release), sizes(results), most=MOST_PROGRAMMED))
    assert found["tried"] > 100
    assert found["exact"] == 0 and found["fewer_than_five"] == 0
    assert found["narrowed"] <= 0.1 * found["tried"]


def test_a_withheld_count_is_guessed_little_better_than_by_the_most_frequent_one(attacked):
    _, release, _, results = attacked
    found = guesses(attack_of(release), sizes(results))
    assert max(found["rounded"], found["likeliest"]) <= 1.75 * found["most_frequent"]


def test_months_of_a_curve_leave_five_values(attacked):
    _, release, _, results = attacked
    told = ranges(release.results).assign(true=monthly_events(results)).dropna()
    small = told[told["true"].isin(SMALL)]
    left = np.minimum(small["high"], 9) - np.maximum(small["low"], 1) + 1
    assert len(small) > 20 and (left >= 5).mean() > 0.99 and (small["low"] < small["high"]).all()


@pytest.fixture(scope="module")
def thin(tmp_path_factory):
    return read_extract(register_copy(tmp_path_factory.mktemp("thin") / "extract", one_in=20))


@pytest.fixture(scope="module")
def thin_release(thin):
    return release_protected(thin, SECRET, read_kept(NOTHING))


def test_parts_of_the_persons_with_the_whole_tell_little_more(thin):
    """For certain more than one release does, since each part of a few is at least 1: up to a third are narrowed."""
    persons = pd.Index(thin["participants"]["person_id"])
    part = np.arange(len(persons)) % PARTS
    attacks = {str(n): attack_of(protected(of_persons(thin, persons[part == n]))) for n in range(PARTS)}
    attacks["whole"] = attack_of(protected(thin))
    own = [each for each in attacks["whole"].groups if each.universe != "respondents"]  # who are in no part
    more = [(("whole", each), [(str(n), each) for n in range(PARTS)]) for each in own]
    true = {("whole", group): size for group, size in sizes(evaluate(thin)).items()}
    both = side_by_side(attacks, more)
    found = guesses(both, true)
    assert max(found["rounded"], found["likeliest"]) <= 1.75 * found["most_frequent"]
    told = summary(certain(both, true, most=0))
    assert told["exact"] == 0 and told["fewer_than_five"] <= 0.01 * told["tried"]


def test_a_later_edition_tells_little_more_of_the_first(thin):
    persons = pd.Index(thin["participants"]["person_id"])
    early = of_persons(thin, persons[:-14])
    first, kept = release_protected(early, SECRET, read_kept(NOTHING))
    later, _ = release_protected(thin, SECRET, kept)
    attacks = {"first": attack_of(first), "later": attack_of(later, noise=5 + 9)}
    for group, seen in attacks["later"].groups.items():  # the same number again is no second observation
        if seen.released == getattr(attacks["first"].groups.get(group), "released", None):
            seen.released.clear()
    more = [(("later", each), [("first", each), ("new", each)]) for each in attacks["first"].groups]
    both = side_by_side(attacks, more)
    for name, _ in [each for each in both.groups if each[0] == "new"]:
        both.groups[name, _].narrow(0, 14)
    true = {("first", group): size for group, size in sizes(evaluate(early)).items()}
    found = guesses(both, true)
    assert max(found["rounded"], found["likeliest"]) <= 1.75 * found["most_frequent"]


def chosen_of(extract):
    return np.random.default_rng(1).permutation(len(extract["participants"]))[:TAKEN_OUT]


def test_one_person_less_tells_nothing_of_her(thin, thin_release):
    release, kept = thin_release
    chosen, everybody = chosen_of(thin), people(thin)
    moved = without_each(thin, chosen, release.results, kept)
    assert area(moved, chosen, everybody) <= 0.6
    told = attributes_told(moved, chosen, everybody)
    assert all(right <= frequent for right, frequent in told.values())


def test_one_person_less_is_told_where_nothing_is_kept(thin, thin_release):
    release, kept = thin_release
    chosen = chosen_of(thin)[:3]
    moved = without_each(thin, chosen, release.results, kept[:0])
    assert area(moved, chosen, people(thin)) > 0.8


def test_files_of_a_release_have_no_warning_of_few_rows_and_no_hash(thin_release, tmp_path):
    release, _ = thin_release
    write_release(release, tmp_path / "release")
    about = safe_load((tmp_path / "release" / "release.yaml").read_text(encoding="utf-8"))
    assert not release.warnings["rows"].between(1, 9).any()
    own = {path.name: file_hash(path) for path in (tmp_path / "release").iterdir()}
    assert about.pop("hashes").items() <= own.items()
    assert set(HASH.findall(str(about))) == {about["seal"]}


def without_noise(extract):
    """What would be shown of exact cells, counts below ten withheld only."""
    cells = cells_of(extract, Resampling(), functools.partial(record_keys, secret=SECRET))
    few = cells["measure"].isin(("persons", "base", "at_start")) & cells["key"].notna() & cells["value"].between(1, 9)
    released = cells.assign(few=few, value=cells["value"].mask(few, 5))
    return shown(evaluate_cells(released, extract.edition))


def test_without_noise_the_attack_tells_counts(thin):
    attack = attack_on(without_noise(thin), thin.edition.experiment_start, noise=0)
    found = summary(certain(attack, sizes(evaluate(thin)), most=MOST_PROGRAMMED))
    assert found["exact"] > 10 and found["narrowed"] > 0.2 * found["tried"]


def test_who_has_the_secret_takes_the_noise_away(thin):
    """And the pseudonyms of a group's persons: its key then gives the noise."""
    cells = cells_of(thin, Resampling(), functools.partial(record_keys, secret=SECRET))
    counts = cells[(cells["measure"] == "persons") & cells["key"].notna() & (cells["value"] >= 15)].reset_index(
        drop=True
    )
    released = protect(counts, SECRET, read_kept(NOTHING))[0]["value"].to_numpy()
    noise = changes(np.full(len(counts), 20), cell_keys(counts["key"].to_numpy(), SECRET))
    months = counts["column"].str.isdigit() | counts["column"].str.contains("-")  # made to rise afterwards
    assert len(counts) > 50 and (released - noise == counts["value"])[~months].all()
    assert (released != counts["value"]).mean() > 0.5
