"""What the results of extracts say of a declaration: each fact that it states, held against numbers that show it.

`python tests/declared_facts.py` deletes, misnames and swaps every field of every declaration, and prints which check
notices; `test_catalogue` does so for a sample.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pandas as pd
import yaml

from attack import Attack, cells
from evalbook.common.errors import EvalbookError
from evalbook.common.places import CHAPTERS, CLAIMS
from evalbook.contract.catalogue import DECLARED, Item, check_named, read_item
from evalbook.contract.catalogue import FOLDER as DECLARATIONS
from evalbook.contract.results import ESTIMATES, GIVEN, KEY, MEANS
from evalbook.contract.schema import TABLES
from evalbook.contract.sides import sides
from evalbook.extract.extract import Extract, read_extract
from evalbook.gate.additivity import nestings, overlapping, sums
from evalbook.gate.contrasts import difference, parents
from evalbook.gate.tallies import Tally, counted, sizes, tallies
from evalbook.items.evaluation import evaluate
from evalbook.words.labels import is_numbered
from evalbook.words.layouts import UNNAMED, check_codes, figure_layouts, table_layouts
from evalbook.words.vocabulary import languages, read_words
from variations import register_copy

OPTIONAL = ("sector", "employer_size")
NAMED_DIFFERENCES = re.compile(r"differences(?:/[^/\s\"'{}|*\\]*){4}/difference")
REGISTERS = tuple(name for name in TABLES if name != "participants")
COSTS = {"conversations", "trajectories", "provisions"}


@dataclass
class Evidence:
    """An extract's unprotected results, and the keys that are left without each register or optional column."""

    extract: Extract

    @cached_property
    def results(self) -> pd.DataFrame:
        return evaluate(self.extract)

    @cached_property
    def rows(self) -> dict[str, list[dict[str, str]]]:
        """The keys of each item, of curves the first month only."""
        keys = self.results[list(KEY)].to_dict("records")
        return {
            item: [key for key in keys if key["item"] == item and (not key["column"].isdigit() or key["column"] == "0")]
            for item in DECLARED
        }

    @cached_property
    def without(self) -> dict[str, set[tuple[str, ...]]]:
        tables = self.extract.tables
        less = {name: {key: rows for key, rows in tables.items() if key != name} for name in REGISTERS}
        less |= {name: {**tables, "jobs": tables["jobs"].drop(columns=name)} for name in OPTIONAL}
        return {name: _keys(evaluate(replace(self.extract, tables=kept))) for name, kept in less.items()}

    @cached_property
    def counted(self) -> pd.DataFrame:
        """The groups of all numbers by the declarations as they are."""
        found = tallies(self.results)
        return found[~self.results["statistic"].isin((*ESTIMATES, *GIVEN))]

    @cached_property
    def cells(self) -> list[tuple | None]:
        return [cells(row) for row in self.results.assign(withheld="").itertuples(index=False)]

    @cached_property
    def attacked(self) -> set[tuple | None]:
        """What the attack adds up within a period and benefit: what it calls the total, then the parts."""
        attack = Attack.__new__(Attack)
        attack.bounds = {cell: None for pair in self.cells if pair for cell in pair}
        attack.month = f"{self.extract.edition.experiment_start:%Y-%m}"
        return {_in_one_place([(cell[:2], cell[2:]) for cell in (total, *parts)]) for total, parts in attack._sums()}


def _keys(results: pd.DataFrame) -> set[tuple[str, ...]]:
    return set(results[list(KEY)].itertuples(index=False, name=None))


def evidence(folder: Path, *, one_in: int) -> Evidence:
    return Evidence(read_extract(register_copy(folder / f"one_in_{one_in}", one_in=one_in)))


def registers(item: Item, known: Evidence) -> Iterator[str]:
    """A row is gone without a register exactly when it says that it needs it."""
    for codes in known.rows[item.name]:
        of = sides(codes)[0] if item.name == "differences" else codes
        needed = {*DECLARED[of["item"]].needs(of)}
        gone = {name for name in REGISTERS if tuple(codes.values()) not in known.without[name]}
        if needed != gone:
            yield f"{'/'.join(codes.values())} needs {sorted(gone)}, not {sorted(needed)}"


def optional_columns(item: Item, known: Evidence) -> Iterator[str]:
    """An item is gone without a column exactly when it says so; another on the same persons is still there."""
    there = {name: {key[0] for key in known.without[name]} for name in OPTIONAL}
    gone = {name for name, items in there.items() if known.rows[item.name] and item.name not in items}
    if gone != set(filter(None, [item.optional_column])):
        yield f"goes without {gone}, not {item.optional_column!r}"
    if item.same_persons and _bases(item.name, known) != _bases(item.same_persons, known):
        yield f"is not on the persons of {item.same_persons}"


def _bases(item: str, known: Evidence) -> set[str]:
    return {counted(codes).base.universe for codes in known.rows[item]}


def persons(item: Item, known: Evidence) -> Iterator[str]:
    """Every number has groups; one name has one size, and one group of the attack's has one name."""
    rows = known.results[known.results["item"] == item.name]
    try:
        found = tallies(rows)
    except EvalbookError as fault:
        yield str(fault)
        return
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
    gate = {_in_one_place([((t.universe, t.measure), t[1:3]) for t in (total, *parts)]) for total, parts in declared}
    named = {tuple(name_of.get(cell) for cell in cells_) for cells_ in known.attacked if cells_}
    named = {(total, frozenset(parts)) for total, *parts in named if total and all(parts)}
    gate = {(each[0], frozenset(each[1:])) for each in gate if each}
    yield from (f"no declared sum says that {sorted(parts)} are {total}" for total, parts in named - gate)
    seen = {*name_of.values()}
    for total, parts in gate - named:
        if {total, *parts} <= seen and len(parts) > 1:
            yield f"the attack does not hold that {sorted(parts)} are {total}"


def _in_one_place(sum_: list[tuple[tuple, tuple]]) -> tuple | None:
    """The groups of a sum, where all are of one period and benefit."""
    return tuple(what for what, _ in sum_) if len({place for _, place in sum_}) == 1 else None


def breakdowns(item: Item, known: Evidence) -> Iterator[str]:
    """Named breakdowns are the item's own; in one that overlaps someone is twice or not at all, in an open one too."""
    own = [counted(codes) for codes in known.rows[item.name]]
    groups = {each.group for each in own if each and each.group}
    names = {group.classification for group in groups} | {group.universe for group in groups}
    yield from (f"has no breakdown {name}" for name in {*item.overlapping, *item.open, *item.within} - names)
    if unknown := {*item.sums} - {group.measure for group in groups} - {g.measure for g in _all_groups(known)}:
        yield f"nothing counts {unknown}"
    said = ({*overlapping()}, item.overlapping), ({name for each in DECLARED.values() for name in each.open}, item.open)
    for anywhere, here in said:
        yield from (f"does not say of {name} what another item says" for name in (names & anywhere) - {*here})
    for name, code in item.overlapping.items():
        if code and not any(group.measure == f"{name}={code}" for group in groups):
            yield f"no row is {name}={code}"


def _all_groups(known: Evidence) -> set[Tally]:
    return set(known.counted["group"].dropna())


def compared(item: Item, known: Evidence) -> Iterator[str]:
    """Differences are those of the two numbers, and every one that a chapter or claim speaks of is made."""
    rows = {tuple(row)[:6]: row for row in known.results.itertuples(index=False, name="Row")}
    statistics = {key[:-1]: key[-1] for key in rows if key[-1] in ("percent", "survival", "share", "mean", "mean_eur")}
    for row in known.results[known.results["statistic"] == "difference"].itertuples(index=False, name="Row"):
        of = sides(row._asdict())[0]["item"]
        if item.name in (row.item, of):
            pair = parents(row, statistics)
            if pair is None:
                yield f"{row} has no two numbers"
            elif not np.isclose(difference(pair[0][0], *(rows[key] for key in pair))["value"], row.value):
                yield f"{row} is not the difference of {pair}"
    if not isinstance(item.differences, str) and not any(map(item.is_compared, _codes(item.name, known))):
        yield "no row is one that differences are made of"
    for key in named_differences():
        codes = dict(zip(KEY, key.split("/"), strict=True))
        if item.name in (sides(codes)[0]["item"], "differences"):
            try:
                check_codes(codes)
            except ValueError as fault:
                yield str(fault)


def _codes(item: str, known: Evidence) -> list[dict[str, str]]:
    return known.results.loc[known.results["item"] == item, list(KEY)].to_dict("records")


def named_differences(found: set = set()) -> set[str]:  # noqa: B006
    """The keys of differences in the chapters and claims."""
    if not found:
        paths = [*CHAPTERS.glob("*.ipynb"), *CLAIMS.glob("*.csv")]
        found |= {key for path in paths for key in NAMED_DIFFERENCES.findall(path.read_text(encoding="utf-8"))}
    return found


def tests(item: Item, known: Evidence) -> Iterator[str]:
    """A hazard ratio is of groups whose events are known; a test of a table says of which rows."""
    keys, rows = {key[:4] for key in _keys(known.results)}, known.results[known.results["item"] == item.name]
    counts = (
        rows[rows["statistic"].isin(["survival", item.events])]
        if item.events
        else rows[rows["statistic"] == "survival"]
    )
    known_events = {key[:4] for key in _keys(counts)}
    for row in rows[rows["statistic"] == "hazard_ratio"].itertuples(index=False, name="Row"):
        for side in sides(row._asdict()):
            if tuple(side[name] for name in KEY[:4]) not in known_events:
                yield f"nobody says how many of {side} had the event"
    if bool(item.tests_of) != rows["statistic"].eq("chi_squared").any():
        yield "a test of a table says of which rows (`tests_of`)"
    yield from (f"has no row {code}" for code in item.tests_of if not any(code == key[3] for key in keys))


def told_by(item: Item, known: Evidence) -> Iterator[str]:
    """Items of which the first month is who is in work, as in the states of this one."""
    start = known.results[known.results["column"] == "0"].assign(n=lambda rows: (rows["value"] * rows["base"]).round())
    own = start[
        (start["item"] == item.name) & (start["row"] == "state=in_work") & (start["statistic"] == "probability")
    ]
    own = own.set_index(["period", "benefit"])["n"]
    shares = start[start["statistic"].eq("share") & start["row"].eq("")]
    same = {
        name
        for name, rows in shares.groupby("item")
        if len(own) and all(own.get((row.period, row.benefit)) == row.n for row in rows.itertuples())
    }
    if same != {*item.told_by}:
        yield f"who is in work is told by {sorted(same)}"


def totals(item: Item, known: Evidence) -> Iterator[str]:
    """A code whose means are the sum of all others is a total, and no other; what is made of all costs says so."""
    rows = known.results[(known.results["item"] == item.name) & known.results["statistic"].isin(MEANS)]
    found = {}
    for name in ("row", "column"):
        wide = rows.pivot_table(index=[key for key in KEY[1:] if key != name], columns=name, values="value").dropna()
        if len(wide) and len(wide.columns) > 2 and (wide.to_numpy() > 0).any():
            wholes = {
                c: {*wide} - {c} for c in wide if np.allclose(wide[c], wide.drop(columns=c).sum(axis=1), rtol=1e-9)
            }
            found |= {name: wholes} if wholes else {}
    if found != {name: {code: {*parts} for code, parts in each.items()} for name, each in item.totals.items()}:
        yield f"adds up as {found}"
    made_of_costs = {*item.registers} >= COSTS and not item.parts
    if made_of_costs != bool(item.made_of):
        yield "is made of all costs, and says so by `made_of`"
    if item.made_of and item.made_of.item in known.rows:
        columns = {codes["column"] for codes in known.rows[item.name]}
        of = {codes["column"] for codes in known.rows[item.made_of.item] if codes["row"] == item.made_of.row}
        used = {code for each in item.made_of.columns.values() for code in each}
        if {*item.made_of.columns} - columns or used - of or not of:
            yield "is made of columns that are not there"


def shown(item: Item, known: Evidence) -> Iterator[str]:
    """Published items have their number; every number is in the layout, most that it shows are there."""
    if item.published != (is_numbered(item.name) and not item.draws):
        yield "a numbered item is of the published report, and no other"
    labels = read_words("nl").items
    alike = [each for each in DECLARED.values() if each.complement is not None and item.complement is not None]
    if len({e.complement for e in alike if labels[e.name].y and labels[e.name].y == labels[item.name].y}) > 1:
        yield "is shown otherwise than what has the same axis"
    keys = {"/".join(codes.values()) for codes in _codes(item.draws or item.name, known)}
    own = list(_cells(item))
    absent = [cell for cell in own if cell not in keys]
    if not own and item.figure and item.figure.get("form") != "inflow":
        yield "shows nothing"
    if len(absent) > len(own) / 2 and not item.layout.get("open_rows"):
        yield f"{absent[0]} is shown and is not there"
    for codes in known.rows[item.name]:
        try:
            check_codes(codes)
        except ValueError as fault:
            yield str(fault)


def _cells(item: Item) -> Iterator[str]:
    layouts = table_layouts.__wrapped__() | figure_layouts.__wrapped__()
    layout = layouts[item.name]
    lines = layout.columns if item.table else [{"row": code} for code in layout.classes] or [{}]
    if item.figure and layout.form == "moves":
        lines = [{"column": code} for code in layout.classes]
    if item.figure and layout.form in ("curve", "states"):
        lines = [{"column": str(month)} for month in (6, 12)]
    for part in layout.parts if item.table else layout.panels:
        for row in layout.rows if item.table else layout.series:
            for line in lines if not (item.figure and layout.form == "inflow") else ():
                codes = {"item": item.draws or item.name, **UNNAMED, **layout.fixed, **part, **row, **line}
                if not (item.table and codes["column"].isdigit()):
                    yield "/".join(codes[name] for name in KEY)


def worded(item: Item, known: Evidence) -> Iterator[str]:
    """Both languages say the same kinds of things of an item."""
    said = [
        {
            name: len(each) if name == "notes" else bool(each)
            for name, each in vars(read_words(language).items[item.name]).items()
        }
        for language in languages()
    ]
    if any(each != said[0] for each in said):
        yield "is not said alike in all languages"


CHECKS: tuple[Callable[[Item, Evidence], Iterator[str]], ...] = (
    *(registers, optional_columns, persons, breakdowns, compared, tests, told_by, totals, shown, worded),
)


def faults(item: Item, *known: Evidence, checks: tuple = CHECKS) -> Iterator[tuple[str, str]]:
    """The checks that find a fault, with it."""
    for check in checks:
        for each in known:
            if not (item.draws and check not in (shown, worded)):
                yield from ((check.__name__, fault) for fault in check(item, each))


Path_ = tuple[str | int, ...]


def written() -> dict[str, dict]:
    return {
        name: item
        for path in sorted(DECLARATIONS.glob("*.yaml"))
        for name, item in yaml.safe_load(path.read_text(encoding="utf-8")).items()
    }


def paths(declaration: object, above: Path_ = ()) -> Iterator[Path_]:
    """Every field, and every field within it; of a layout its own fields only."""
    entries = declaration.items() if isinstance(declaration, dict) else enumerate(declaration)
    for key, value in entries:
        yield (*above, key)
        if isinstance(value, dict) and key not in ("table", "figure", "sums") or key in ("persons", "parts", "sides"):
            yield from paths(value, (*above, key))
        elif isinstance(value, dict) and key in ("table", "figure"):
            yield from ((*above, key, each) for each in value)
        elif isinstance(value, dict) and isinstance(key, int):
            yield from paths(value, (*above, key))


def mutations(name: str, path: Path_) -> Iterator[tuple[str, dict]]:
    """The declaration with a field deleted, misnamed, or with what it is in another item."""
    declarations = written()
    own = _within(declarations[name], path[:-1])
    mutant = deepcopy(declarations[name])
    del _within(mutant, path[:-1])[path[-1]]
    yield "deleted", mutant
    if isinstance(own, dict):
        mutant = deepcopy(declarations[name])
        within = _within(mutant, path[:-1])
        within[f"{path[-1]}x"] = within.pop(path[-1])
        yield "misnamed", mutant
    values = [_within(each, path) for other, each in declarations.items() if other != name]
    other = next((each for each in values if each is not None and each != own[path[-1]]), None)
    if other is not None:
        mutant = deepcopy(declarations[name])
        _within(mutant, path[:-1])[path[-1]] = other
        yield "swapped", mutant


def _within(declaration: object, path: Path_) -> object:
    for key in path:
        try:
            declaration = declaration[key]
        except (KeyError, IndexError, TypeError):
            return None
    return declaration


def noticed(name: str, mutant: dict, *known: Evidence) -> str:
    """The check that notices a changed declaration, '' where none does."""
    before = DECLARED[name]
    try:
        DECLARED[name] = read_item(name, mutant, where=name)
        check_named(DECLARED[name], DECLARED)
        return next((check for check, _ in faults(DECLARED[name], *known)), "")
    except EvalbookError:
        return "reading"
    finally:
        DECLARED[name] = before


if __name__ == "__main__":
    with TemporaryDirectory() as room:
        KNOWN = [evidence(Path(room), one_in=8)]
        COUNTS = defaultdict(Counter)
        for NAME, DECLARATION in written().items():
            for PATH in paths(DECLARATION):
                for KIND, MUTANT in mutations(NAME, PATH):
                    BY = noticed(NAME, MUTANT, *KNOWN)
                    COUNTS[".".join(str(each) for each in PATH if isinstance(each, str)), KIND][BY or "NOBODY"] += 1
                    if not BY:
                        print("not noticed:", NAME, PATH, KIND)
        for PLACE, FOUND in COUNTS.items():
            print(*PLACE, dict(FOUND))
