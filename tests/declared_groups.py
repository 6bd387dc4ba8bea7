"""Whether the groups that declarations name are those that the numbers count, and that the attack tells apart."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

import numpy as np
import pandas as pd
from evalbook.gate.additivity import nestings, sums
from evalbook.gate.tallies import counted, sizes, tallies

from declared_evidence import Evidence, in_one_place
from evalbook.contract.catalogue import DECLARED, Item
from evalbook.contract.results import ESTIMATES, GIVEN, KEY
from evalbook.errors import EvalbookError


def persons(item: Item, known: Evidence) -> Iterator[str]:
    """Every number has groups; one name has one size, and one group of the attack's has one name."""
    rows = known.results[known.results["item"] == item.name]
    try:
        found = tallies(rows)
    except EvalbookError as fault:
        yield str(fault)
        return
    counts = rows[~rows["statistic"].isin((*ESTIMATES, *GIVEN))]
    for codes in rows.loc[~rows["row"].isin(counts["row"]), list(KEY)].to_dict("records"):
        if counted({**codes, "statistic": "n"}):
            yield f"{codes['row']} is of estimates only, and its persons are declared"
    others = known.counted[known.results.loc[known.counted.index, "item"] != item.name]
    everyone = pd.concat([others, found[~rows["statistic"].isin((*ESTIMATES, *GIVEN))]])
    named = [everyone[["base_group", "base"]].set_axis(["group", "size"], axis=1)]
    named += [everyone[["group", "persons"]].dropna().set_axis(["group", "size"], axis=1)]
    several = pd.concat(named).groupby("group")["size"].agg(lambda each: len(set(each)))
    yield from (f"{group} has several sizes" for group in several.index[several > 1])
    yield from _named_once(everyone, known)
    true = sizes(everyone)
    declared = list(sums(true, experiment_start=known.extract.edition.experiment_start))
    incomplete = {name for each in DECLARED.values() for name in each.open}  # of whom some are in no part
    for total, parts in declared:
        # Of a population a published source does not give every age.
        there = total.universe not in incomplete and not total.universe.startswith("population")
        there = there and total in true and all(part in true for part in parts)
        if there and true[total] != sum(true[part] for part in parts):
            yield f"{total} is {true[total]}, its parts are {sum(true[part] for part in parts)}"
    yield from (f"{part} is in {whole}" for part, whole in nestings(true) if true[part] > true.get(whole, np.inf))
    yield from _as_attacked(everyone, declared, known)


def _named_once(everyone: pd.DataFrame, known: Evidence) -> Iterator[str]:
    """The attack, which was written without the declarations, tells the same groups apart."""
    names, back = defaultdict(set), defaultdict(set)
    for index, group, base in everyone[["group", "base_group"]].itertuples(name=None):
        pair = known.cells[index]
        for cell, name in zip(pair or (), (group, base), strict=False):
            if name is not None:
                names[cell].add(name)
                back[name].add(cell)
    yield from (f"{cell} of the attack is {found}" for cell, found in names.items() if len(found) > 1)
    yield from (f"{name} is {found} of the attack" for name, found in back.items() if len(found) > 1)


def _as_attacked(everyone: pd.DataFrame, declared: list, known: Evidence) -> Iterator[str]:
    """What the attack adds up within a period and benefit the gate knows too, and the other way round."""
    name_of = {
        cell[:2]: (name.universe, name.measure)
        for index, *names in everyone[["group", "base_group"]].itertuples(name=None)
        for cell, name in zip(known.cells[index] or (), names, strict=False)
        if name is not None
    }
    gate = {in_one_place([((t.universe, t.measure), t[1:3]) for t in (total, *parts)]) for total, parts in declared}
    named = {tuple(name_of.get(cell) for cell in cells_) for cells_ in known.attacked if cells_}
    named = {(total, frozenset(parts)) for total, *parts in named if total and all(parts)}
    gate = {(each[0], frozenset(each[1:])) for each in gate if each}
    yield from (f"no declared sum says that {sorted(parts)} are {total}" for total, parts in named - gate)
    seen = {*name_of.values()}
    for total, parts in gate - named:
        if {total, *parts} <= seen and len(parts) > 1:
            yield f"the attack does not hold that {sorted(parts)} are {total}"
