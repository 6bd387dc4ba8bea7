"""The declaration of every table and figure: what is true of it, as data, read from the folder `declarations`.

Computing, the gate, the look-up of numbers, the layouts and the tests read it here. Files in the order of their names,
items in the order in which they are written: that is the order of the results. What each field means stands in
`declarations/README.md`; the words of an item stand in `words`. Source: docs/contract/results.md, 'Items'.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path

import yaml

from evalbook.contract.cases import Codes, Where, check_where, filled, names_in
from evalbook.contract.records import record
from evalbook.contract.schema import TABLES
from evalbook.errors import EvalbookError
from evalbook.suggestions import nearest

FOLDER = Path(__file__).parent / "declarations"
PLACE = ("universe", "period", "benefit", "measure")  # what makes a group of persons (`tallies.Tally`)
ALL, NONE = "all", "none"
ENDS = LOW, HIGH = "low", "high"  # of a row of classes


@dataclass(frozen=True)
class Persons:
    """Of some rows: the group that is their base, and the group that a count or proportion counts.

    Both by the parts of PLACE, as templates. What is left out is the row's own period and benefit, for `group` the
    universe of the base, and everyone.
    """

    base: Mapping[str, str]
    group: Mapping[str, str] = field(default_factory=dict)
    where: Where = field(default_factory=dict)


@dataclass(frozen=True)
class Part:
    """Rows that need other registers than the whole item."""

    where: Where
    registers: tuple[str, ...]


@dataclass(frozen=True)
class Sides:
    """Of a difference or test: the two numbers that it is of, as codes with both sides (`move=up-down`)."""

    where: Where = field(default_factory=dict)
    item: str = "{item}"
    row: str = "{row}"


@dataclass(frozen=True)
class MadeOf:
    """Numbers that follow from a row of another item: which of its columns each column needs; all without any."""

    item: str
    row: str
    columns: Mapping[str, list[str]]


@dataclass(frozen=True)
class Item:
    """What is true of one table or figure with numbers of its own, or of a figure that draws another item's."""

    published: bool
    registers: tuple[str, ...]
    persons: tuple[Persons, ...]
    differences: Where | str
    numbers: Mapping[str, Where] = field(default_factory=dict)
    name: str = ""
    table: Mapping[str, object] | None = None
    figure: Mapping[str, object] | None = None
    complement: bool | None = None
    draws: str = ""
    parts: tuple[Part, ...] = ()
    optional_column: str = ""
    same_persons: str = ""
    overlapping: Mapping[str, str] = field(default_factory=dict)
    open: tuple[str, ...] = ()
    within: Mapping[str, str] = field(default_factory=dict)
    joined_from: tuple[str, ...] = ()
    may_be_full: str = ""
    sums: Mapping[str, list] = field(default_factory=dict)
    sides: tuple[Sides, ...] = ()
    told_by: tuple[str, ...] = ()
    totals: Mapping[str, Mapping[str, list[str]]] = field(default_factory=dict)
    made_of: MadeOf | None = None

    @property
    def layout(self) -> Mapping[str, object]:
        return self.table or self.figure

    def needs(self, codes: Codes) -> tuple[str, ...]:
        """The registers that a row is made from."""
        return next((part.registers for part in self.parts if _fits(part.where, codes)), self.registers)

    def is_compared(self, codes: Codes) -> bool:
        """Whether differences are made of a row."""
        if isinstance(self.differences, str):
            return self.differences == ALL
        return _fits(self.differences, codes)

    def of_both_sides(self, codes: Codes) -> dict[str, str]:
        """The codes of the numbers that a difference or test is of; its own where nothing else is said."""
        for each in self.sides:
            names = names_in(each.where, codes)
            if names is not None:
                return {**codes, "item": filled(each.item, names), "row": filled(each.row, names)}
        return dict(codes)


def _fits(where: Where, codes: Codes) -> bool:
    return names_in({name: patterns for name, patterns in where.items() if name in codes}, codes) is not None


def read_items(folder: Path) -> dict[str, Item]:
    """The items of all files of a folder. Raises EvalbookError that says item, field, and what to write."""
    declared: dict[str, Item] = {}
    for path in sorted(folder.glob("*.yaml")):
        for name, written in yaml.load(path.read_text(encoding="utf-8"), Loader=_Once).items():
            if name in declared:
                raise EvalbookError(f"{path.name}: {name} is declared twice.")
            declared[name] = read_item(name, written, where=f"{path.name}: {name}")
    checked = {name: _drawn(item, declared) for name, item in declared.items()}
    for item in checked.values():
        check_named(item, checked)
    return checked


class _Once(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
    """Refuses a key that stands twice: YAML itself would keep the last one in silence."""


def _once(loader: _Once, node: yaml.MappingNode) -> dict:
    keys = [key.value for key, _ in node.value if key.tag != "tag:yaml.org,2002:merge"]
    if twice := [key for key in keys if keys.count(key) > 1]:
        raise EvalbookError(f"Declarations: {twice[0]!r} stands twice{node.start_mark}.")
    loader.flatten_mapping(node)
    return loader.construct_mapping(node, deep=True)


_Once.add_constructor("tag:yaml.org,2002:map", _once)


def read_item(name: str, written: Mapping, *, where: str) -> Item:
    """One declaration, checked by itself. Raises EvalbookError that says `where`, the field, and what to write."""
    if "draws" in written:
        written = {"published": False, "registers": [], "persons": [], "differences": NONE, **written}
    item = record(Item, written, where=where)
    item = replace(
        item,
        name=name,
        persons=tuple(_persons(each, where=f"{where}: persons") for each in item.persons),
        parts=tuple(record(Part, each, where=f"{where}: parts") for each in item.parts),
        sides=tuple(record(Sides, each, where=f"{where}: sides") for each in item.sides),
        made_of=record(MadeOf, item.made_of, where=f"{where}: made_of") if item.made_of else None,
    )
    for each in (*item.parts, *item.sides):
        texts = (each.item, each.row) if isinstance(each, Sides) else ()
        check_where(each.where, texts, told=f"{where}: {type(each).__name__.lower()}")
    if not isinstance(item.differences, str):
        check_where(item.differences, (), told=f"{where}: differences")
    if fault := next(_faults(item), ""):
        raise EvalbookError(f"{where}: {fault}")
    return item


def _persons(written: Mapping, *, where: str) -> Persons:
    """Both groups as maps: `base: measured` is short for its universe, `group: in_work_3` for its measure."""
    case = record(Persons, written, where=where)
    base = {"universe": case.base} if isinstance(case.base, str) else case.base
    group = {"measure": case.group} if isinstance(case.group, str) else case.group
    for each in (base, group):
        for part in each:
            if part not in PLACE:
                raise EvalbookError(f"{where}: a group of persons has no {part!r}.{nearest(part, PLACE)}")
    if written.get("where") == {}:
        raise EvalbookError(f"{where}: `where` is empty: say which rows these are, or leave it out for all others.")
    if "universe" not in base:
        raise EvalbookError(f"{where}: say of which `universe` the base is.")
    check_where(case.where, [*base.values(), *group.values()], told=where)
    return replace(case, base=base, group=group)


def _faults(item: Item) -> Iterator[str]:
    if (item.table is None) == (item.figure is None):
        yield "write either `table:` or `figure:`, with its layout."
    if not isinstance(item.published, bool):
        yield "`published` is true or false."
    if isinstance(item.differences, str) and item.differences not in (ALL, NONE):
        near = nearest(item.differences, (ALL, NONE))
        yield f"`differences` is {ALL}, {NONE} or the rows of which they are made.{near}"
    if item.differences == {}:
        yield f"differences: write {ALL}, or the field of the key by which their rows are told."
    for name in (*item.registers, *(name for part in item.parts for name in part.registers)):
        if name not in TABLES:
            yield f"there is no register {name!r}.{nearest(name, TABLES)}"
    if any(not part.where for part in item.parts):
        yield "parts: say by `where` which rows they are."
    if any(not case.where for case in item.persons[:-1]):
        yield "persons: the last case is never reached: write `where` in those before it."
    survival = "survival" in _texts(item.layout or {}) and not item.draws
    if survival and item.complement is None:
        yield "say with `complement: true` or `false` whether its curves are of events, shown as one minus survival."
    if not survival and item.complement is not None:
        yield "without survival there is no `complement`."
    if item.within and "classes" not in item.layout:
        yield "within: its `figure` has no `classes` that could lie in wider ones."
    for end in item.joined_from:
        if end not in ENDS:
            yield f"joined_from: classes are joined from {' or '.join(ENDS)}, not {end!r}.{nearest(end, ENDS)}"
    if bool(item.optional_column) != bool(item.same_persons):
        yield "`optional_column` and `same_persons` (an item on the same persons) go together."


def _texts(written: object) -> Iterator[str]:
    """Every text in what is written, at whatever depth."""
    if isinstance(written, Mapping | list):
        for each in written.values() if isinstance(written, Mapping) else written:
            yield from _texts(each)
    else:
        yield str(written)


def _drawn(item: Item, declared: Mapping[str, Item]) -> Item:
    """A figure that draws another item shows it as that item is shown."""
    return replace(item, complement=declared[item.draws].complement) if item.draws in declared else item


def check_named(item: Item, declared: Mapping[str, Item]) -> None:
    """Raises EvalbookError where a declaration names an item that there is not."""
    named = {"draws": item.draws, "same_persons": item.same_persons, "made_of": item.made_of and item.made_of.item}
    for key, name in [*named.items(), *(("told_by", each) for each in item.told_by)]:
        if name and name not in declared:
            raise EvalbookError(f"{item.name}: {key}: there is no item {name!r}.{nearest(name, declared)}")


DECLARED = read_items(FOLDER)
FIELDS = tuple(each.name for each in fields(Item) if each.name != "name")
ITEMS = tuple(name for name, item in DECLARED.items() if not item.draws)
