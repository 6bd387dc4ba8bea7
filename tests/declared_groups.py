"""Whether the groups that declarations name are those that the cells count: told by the keys of their persons."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from itertools import chain, combinations

import numpy as np

from attack_groups import NOTHING, Groups
from attack_relations import nestings, sums
from declared_evidence import Evidence
from evalbook.contract.catalogue import DECLARED, Item
from evalbook.contract.groups import AND, Tally, counted, overlapping
from evalbook.contract.results import ESTIMATES, GIVEN, KEY

FEWEST_PLACES = 3  # groups in which the same persons are no accident
MOST_TRIED = 6  # categories of which all pairs are tried; of more, neighbours only


def persons(item: Item, known: Evidence) -> Iterator[str]:
    """Every number has groups; one name is of the same persons, wherever it stands."""
    rows = known.results[known.results["item"] == item.name]
    own = [(codes, counted(codes)) for codes in known.rows[item.name] if codes["statistic"] not in (*ESTIMATES, *GIVEN)]
    yield from (f"no declaration says whom {'/'.join(codes.values())} counts" for codes, found in own if not found)
    counts = rows[~rows["statistic"].isin((*ESTIMATES, *GIVEN))]
    for codes in rows.loc[~rows["row"].isin(counts["row"]), list(KEY)].to_dict("records"):
        if counted({**codes, "statistic": "n"}):
            yield f"{codes['row']} is of estimates only, and its persons are declared"
    names = known.named  # by the declarations as they are now
    yield from (f"{group} has several sizes" for group, keys in names.items() if len(keys) > 1)
    true = {group: known.sizes[next(iter(keys))] for group, keys in names.items()}
    yield from _adding_up(names, true, known)
    yield from _sums_unsaid(names, true, known)
    yield from (
        f"{part} is in {whole}" for part, whole in nestings(_groups(true)) if true[part] > true.get(whole, np.inf)
    )


def _groups(true: Mapping[Tally, int]) -> Groups:
    return Groups(dict.fromkeys(true, NOTHING))


def _adding_up(names: Mapping[Tally, set[float]], true: Mapping[Tally, int], known: Evidence) -> Iterator[str]:
    incomplete = {name for each in DECLARED.values() for name in each.open}  # of whom some are in no part
    for total, parts in sums(_groups(true), known.extract.edition.experiment_start):
        # Of a population a published source does not give every age.
        there = total.universe not in incomplete and not total.universe.startswith("population")
        if there and total in true and all(part in true for part in parts):
            keys = sum(next(iter(names[part])) for part in parts)
            if keys != next(iter(names[total])):
                yield f"{total} is {true[total]}, its parts are {sum(true[part] for part in parts)}"


def _sums_unsaid(names: Mapping[Tally, set[float]], true: Mapping[Tally, int], known: Evidence) -> Iterator[str]:
    """A group of the very persons of some categories of another breakdown, of which no declaration says so."""
    said = {
        (total.measure, frozenset(part.measure for part in parts))
        for total, parts in sums(_groups(true), known.extract.edition.experiment_start)
    }
    keys = {group: next(iter(each)) for group, each in names.items() if not group.universe.startswith("population")}
    of_base = defaultdict(lambda: defaultdict(dict))
    for group, key in keys.items():
        if AND not in group.measure and group.measure and true[group]:
            of_base[group[:3]][group.classification][group.measure] = key
    found = defaultdict(set)
    for place, breakdowns in of_base.items():
        for name, total, parts in _alike(breakdowns):
            if (total, frozenset(parts)) not in said:
                found[place[0], name, total].add(place)
    for (universe, name, total), places in found.items():
        if len(places) >= FEWEST_PLACES:
            yield f"no declaration says that {total} of {universe} adds up from categories of {name}"


def _alike(breakdowns: Mapping[str, Mapping[str, float]]) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """A breakdown, a group that is none of it, and two or more of its categories that are the same persons together."""
    for name, categories in breakdowns.items():
        if not name or name in overlapping():
            continue
        others = [(measure, key) for other, own in breakdowns.items() if other != name for measure, key in own.items()]
        neighbours = [tuple(categories)[i:j] for i in range(len(categories)) for j in range(i + 2, len(categories) + 1)]
        subsets = chain(neighbours, *(combinations(categories, 2) for _ in range(len(categories) <= MOST_TRIED)))
        added = {sum(categories[each] for each in subset): subset for subset in subsets}
        yield from ((name, measure, added[key]) for measure, key in others if key in added)
