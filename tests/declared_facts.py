"""What the results of extracts say of a declaration: each fact that it states, held against numbers that show it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from itertools import product

import numpy as np

from declared_evidence import OPTIONAL, REGISTERS, Evidence, codes_of, keys_of
from declared_groups import persons
from evalbook.contract.catalogue import DECLARED, Item
from evalbook.contract.classes import is_class
from evalbook.contract.groups import Tally, counted, overlapping
from evalbook.contract.results import COMPARED, COMPARISON, KEY, MEANS, OF_BOTH
from evalbook.contract.sides import sides
from evalbook.numbers.evaluation import OWN, evaluate_cells, exact
from evalbook.places import CHAPTERS, CLAIMS
from evalbook.words.labels import is_numbered
from evalbook.words.layouts import UNNAMED, check_codes, figure_layouts, table_layouts
from evalbook.words.vocabulary import languages, read_words

# Published items of which no differences are made: classes of one euro, months in which the instrument did not exist.
WITHOUT = ("figure_4_5", "figure_5_1", "figure_5_2")
MAY_BE_FULL = ("stated_time",)  # by docs/disclosure.md
NAMED_DIFFERENCES = re.compile(r"differences(?:/[^/\s\"'{}|*\\]*){4}/difference")
CLASS = re.compile(r"=\[(\d+),(\d+|inf)\)$")
COSTS = {"conversations", "trajectories", "provisions"}


def registers(item: Item, known: Evidence) -> Iterator[str]:
    """A row is gone without a register exactly when it says that it needs it."""
    for codes in known.rows[item.name]:
        of = sides(codes)[0] if item.name == "differences" else codes
        if of["item"] not in DECLARED:
            yield f"{'/'.join(codes.values())} is of no item"
            continue
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


def classes(item: Item, known: Evidence) -> Iterator[str]:
    """An item by classes says from which ends they are joined, and no other does."""
    by_class = any(is_class(codes["row"]) for codes in known.rows[item.name])
    if by_class != bool(item.joined_from):
        yield "does not say from which ends its classes are joined" if by_class else "has no classes to join"


def full(item: Item, known: Evidence) -> Iterator[str]:
    """What may be shown of nearly everybody is a decision on privacy: it stands here too."""
    if bool(item.may_be_full) != (item.name in MAY_BE_FULL):
        yield "may be shown full without a decision, or not in spite of one"


def _bases(item: str, known: Evidence) -> set[str]:
    return {found.base.universe for found in map(counted, known.rows[item]) if found}


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
    by_row = defaultdict(set)
    for codes, found in zip(known.rows[item.name], own, strict=True):
        if found and found.base and not codes["column"].isdigit():
            by_row[codes["row"], codes["period"]].add(found.base.universe)
    if any(len(bases) > 1 for bases in by_row.values()):  # each column has its own persons
        other = counted({**known.rows[item.name][0], "column": "another"})
        if other and "another" not in other.base.universe:
            yield f"a column that is not declared has {other.base}"
    wider = {(group.universe, group.classification): _limits_of(group.classification, known) for group in groups}
    for (universe, name), limits in wider.items():
        for other, its in _classes_on(universe, known).items():
            if its < limits and other not in item.within.values():
                yield f"its {name} lie within {other}, and it does not say so"
    for name, code in item.overlapping.items():
        if code and not any(group.measure == f"{name}={code}" for group in groups):
            yield f"no row is {name}={code}"


def _limits_of(name: str, known: Evidence) -> set[str]:
    """The limits of the classes `[10,20)` of a breakdown; none of categories of another kind."""
    codes = [group.measure for group in known.named if group.classification == name]
    return {limit for code in codes for found in CLASS.findall(code) for limit in found}


def _classes_on(universe: str, known: Evidence) -> dict[str, set[str]]:
    """The limits of each breakdown in classes of the same persons."""
    names = {group.classification for group in known.named if group.universe == universe}
    return {name: limits for name in names if name and (limits := _limits_of(name, known))}


def _all_groups(known: Evidence) -> set[Tally]:
    return {*known.named}


def compared(item: Item, known: Evidence) -> Iterator[str]:
    """Differences are those of the two numbers, and every one that a chapter or claim speaks of is made."""
    rows = {tuple(row)[:6]: row for row in known.results.itertuples(index=False, name="Row")}
    statistics = {key[:-1]: key[-1] for key in rows if key[-1] in COMPARED}
    for row in known.results[known.results["statistic"] == "difference"].itertuples(index=False, name="Row"):
        of = sides(row._asdict())[0]["item"]
        if item.name in (row.item, of):
            keys = [tuple(each[name] for name in KEY[:-1]) for each in sides(row._asdict())]
            pair = [rows.get((*key, statistics.get(key, ""))) for key in keys]
            if row.item in COMPARISON:  # whose two numbers stand at one place
                pair = [rows.get((*keys[0], each)) for each in OF_BOTH]
            if None in pair:
                yield f"{row} has no two numbers"
            elif not np.isclose((-1) ** _is_turned(of) * (pair[0].value - pair[1].value), row.value):
                yield f"{row} is not the difference of {keys}"
    if not isinstance(item.differences, str) and not any(map(item.is_compared, codes_of(item.name, known))):
        yield "no row is one that differences are made of"
    both = [("period", "gedoog", "experiment"), ("benefit", "IVA", "Wajong")]
    estimates = [codes for codes in codes_of(item.name, known) if codes["statistic"] in COMPARED]
    has_both = any({one, other} <= {codes[field] for codes in estimates} for field, one, other in both)
    if item.published and item.name not in WITHOUT and has_both and item.differences == "none":
        yield "has numbers of both groups, and no differences are made of it"
    if any(codes["column"].isdigit() for codes in estimates) and item.differences == "all":
        yield "differences of a curve are made of the months that it names"
    for key in named_differences():
        codes = dict(zip(KEY, key.split("/"), strict=True))
        if item.name in (sides(codes)[0]["item"], "differences"):
            try:
                check_codes(codes)
            except ValueError as fault:
                yield str(fault)


def _is_turned(item: str) -> bool:
    """Whether a difference is of events, and its numbers of who had none."""
    return bool(DECLARED[item].complement)


def named_differences(found: set = set()) -> set[str]:  # noqa: B006
    """The keys of differences in the chapters and claims."""
    if not found:
        paths = [*CHAPTERS.glob("*.ipynb"), *CLAIMS.glob("*.csv")]
        found |= {key for path in paths for key in NAMED_DIFFERENCES.findall(path.read_text(encoding="utf-8"))}
    return found


def numbers(item: Item, known: Evidence) -> Iterator[str]:
    """What is declared to be made of the item's cells is what is there; what else is there its own function makes."""
    if item.name in OWN and not item.numbers:
        return
    there = {key for key in keys_of(known.results) if key[0] == item.name}
    cells = known.all_cells[known.all_cells["item"] == item.name]
    made = keys_of(exact(evaluate_cells(cells, known.extract.edition)))
    own = {key for key in made if key[0] == item.name}
    yield from (f"{'/'.join(key)} is {'lost' if key in there else 'made'}" for key in sorted(own ^ there)[:1])


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
    """A code whose means are the sum of all others is a total, and no other; what is made of all costs says so, but
    for a difference of two groups."""
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
    made_of_costs = {*item.registers} >= COSTS and not item.parts and bool(item.persons)
    if made_of_costs != bool(item.made_of):
        yield "is made of all costs, and says so by `made_of`"
    if item.made_of and item.made_of.item in known.rows:
        columns = {codes["column"] for codes in known.rows[item.name]}
        of = {codes["column"] for codes in known.rows[item.made_of.item] if codes["row"] == item.made_of.row}
        used = {code for each in item.made_of.columns.values() for code in each}
        if item.made_of.columns and columns ^ {*item.made_of.columns} or used - of or not of:
            yield "is made of columns that are not there"


def shown(item: Item, known: Evidence) -> Iterator[str]:
    """Published items have their number; every number is in the layout, most that it shows are there."""
    if item.published != (is_numbered(item.name) and not item.draws):
        yield "a numbered item is of the published report, and no other"
    columns = {codes["column"] for codes in codes_of(item.draws or item.name, known)}
    months = {"inflow" if "-" in column else "curve" for column in columns if column[:1].isdigit()}
    same = {"states": "curve", "compared": "curve", "moves": "bars", "dots": "bars"}
    form = same.get(item.layout.get("form"), item.layout.get("form"))
    if item.figure is not None and form not in (months or {"bars"}):
        yield f"is drawn as {form}, and its columns are {months or 'none'}"
    labels = read_words("nl").items
    alike = [each for each in DECLARED.values() if each.complement is not None and item.complement is not None]
    if len({e.complement for e in alike if labels[e.name].y and labels[e.name].y == labels[item.name].y}) > 1:
        yield "is shown otherwise than what has the same axis"
    keys = {"/".join(codes.values()) for codes in codes_of(item.draws or item.name, known)}
    own = list(_cells(item))
    absent = [cell for cell in own if cell not in keys]
    if not own and item.figure and item.figure.get("form") != "inflow":
        yield "shows nothing"
    if len(absent) > len(own) / 2 and not item.layout.get("open_rows"):
        yield f"{absent[0]} is shown and has no number: is the code right, and its function called in items?"
    for codes in known.rows[item.name]:
        try:
            check_codes(codes)
        except ValueError as fault:
            yield str(fault)


def _cells(item: Item) -> Iterator[str]:
    for codes in table_layouts()[item.name].cells if item.table else _drawn(item):
        named = {"item": item.draws or item.name, **UNNAMED, **codes}
        if not (item.table and named["column"].isdigit()):
            yield "/".join(named[name] for name in KEY)


def _drawn(item: Item) -> Iterator[dict[str, str]]:
    layout = figure_layouts()[item.name]
    lines = [{"row": code} for code in layout.classes] or [{}]
    if layout.form == "moves":
        lines = [{"column": code} for code in layout.classes]
    if layout.form in ("curve", "states", "compared"):
        lines = [{"column": str(month)} for month in (6, 12)]
    for panel, row, line in product(layout.panels, layout.series, lines if layout.form != "inflow" else ()):
        yield {**layout.fixed, **panel, **row, **line}


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
    *(
        registers,
        optional_columns,
        persons,
        breakdowns,
        numbers,
        classes,
        full,
        compared,
        told_by,
        totals,
        shown,
        worded,
    ),
)


def faults(item: Item, *known: Evidence, checks: tuple = CHECKS) -> Iterator[tuple[str, str]]:
    """The checks that find a fault, with it."""
    for check in checks:
        for each in known:
            if not (item.draws and check not in (shown, worded)):
                yield from ((check.__name__, fault) for fault in check(item, each))
