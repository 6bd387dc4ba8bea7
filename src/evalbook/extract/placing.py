"""Which file, sheet or folder each table of an extract stands in, and what lies there and is not used."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from evalbook.contract.schema import TABLES
from evalbook.delivery.files import SUFFIXES, WORKBOOKS, Lying, Place, lying_in, same_name
from evalbook.delivery.workbooks import sheet_names, sheet_with
from evalbook.delivery.written import UnreadableFile
from evalbook.extract.guesses import table_called
from evalbook.extract.mappings import FILE, FileSaid, Mappings
from evalbook.problems import UNUSED, Findings
from evalbook.suggestions import nearest

Places = dict[str, tuple[Place, ...]]


def find_places(folder: Path, mappings: Mappings, findings: Findings) -> Places:
    """Each table's places; one that is missing or there twice, and all that is not used, is in `findings`."""
    try:
        lying = lying_in(folder, tuple(TABLES), (FILE, *mappings.leave_out))
    except UnreadableFile as fault:
        findings.add("the folder", "", fault.problem, fault.remedy)
        return {}
    lying = [each for each in lying if not _is_ignored(each.place.shown, mappings)]
    sheets = {each.place.shown: _sheets(each, findings) for each in lying if _is_workbook(each)}
    places = {table: _said(table, said, lying, sheets, findings) for table, said in mappings.files.items()}
    taken = {_key(place) for of_table in places.values() for place in of_table}
    for table in TABLES:
        if table not in places:
            found = [place for place in _called(table, lying, sheets, mappings) if _key(place) not in taken]
            places[table] = _one(table, found, findings)
            taken |= {_key(place) for place in found}
    _tell_twice(places, findings)
    for table, key in mappings.tables_named().items():
        if not places[table] and table not in mappings.files:
            problem = f"`{key}` is said of a table that no file holds"
            findings.add(table, "", problem, f"Remove it under `{key}`, or add the file.", severity="warning")
    for table in TABLES:
        if not places[table] and TABLES[table].required and table not in mappings.files:
            endings = ", ".join(SUFFIXES)
            remedy = f"Add {table} with one of the endings {endings}, or say under `files` which file it is."
            findings.add(table, "", "the file is not there", remedy)
    _tell_unused(lying, sheets, taken, mappings, findings)
    return {table: found for table, found in places.items() if found}


def _is_ignored(shown: str, mappings: Mappings) -> bool:
    """Whether a file, or a folder or archive around it, is to be ignored."""
    return any(shown == each or shown.startswith(f"{each}/") for each in mappings.ignore_files)


def _tell_twice(places: Places, findings: Findings) -> None:
    """A file or sheet from which two tables, or one table twice, would be read; and files of the same content."""
    used: dict[str, str] = {}
    for table, of_table in places.items():
        for place in of_table:
            if place.name in used:
                both = " and ".join(dict.fromkeys((used[place.name], table)))
                findings.add(FILE, "files", f"{place.name} is read twice, for {both}", "Name each file once.")
            used[place.name] = table
        if len(of_table) > 1 and len(set(map(_content, of_table))) < len(of_table):
            problem = "stands in files of the same content"
            findings.add(table, "", problem, "Look whether one is a copy.", severity="warning")


def _content(place: Place) -> tuple[str, ...]:
    """What tells whether two places hold the same; of one that cannot be read, its name."""
    try:
        return (*(hashlib.sha256(content).hexdigest() for content in place.contents()), place.sheet)
    except UnreadableFile:
        return (place.name,)


def _key(place: Place) -> tuple[str, str]:
    return place.shown, place.sheet


def _is_workbook(each: Lying) -> bool:
    return each.place.suffix in WORKBOOKS and not each.unusable


def _sheets(each: Lying, findings: Findings) -> tuple[str, ...]:
    """The sheets of a workbook; none of one that cannot be read, which is an error where it is a table's."""
    try:
        return sheet_names(each.place.contents()[0], each.place.suffix)
    except UnreadableFile as fault:
        if not any(same_name(each.name, table) for table in TABLES):
            findings.add(each.place.shown, "", fault.problem, fault.remedy)
        return ()


def _called(
    table: str, lying: Sequence[Lying], sheets: Mapping[str, tuple[str, ...]], mappings: Mappings
) -> Iterator[Place]:
    """The places called as a table: a sheet in any workbook, else a file, and of a workbook the sheet with its
    headings."""
    for each in lying:
        if not each.is_at_top or not each.place.suffix or each.unusable:
            continue
        names = sheets.get(each.place.shown, ())
        same = [name for name in names if same_name(name, table)]
        if same:
            yield replace(each.place, sheet=same[0])
        elif same_name(each.name, table):
            others = [name for name in names if not any(same_name(name, other) for other in TABLES)]
            yield replace(each.place, sheet=_best(each.place, others, table, mappings))


def _best(place: Place, sheets: Sequence[str], table: str, mappings: Mappings) -> str:
    known = (*(column.name for column in TABLES[table].columns), *mappings.columns.get(table, {}))
    return sheet_with(place.contents()[0], place.suffix, sheets, known) if sheets else ""


def _one(table: str, found: list[Place], findings: Findings) -> tuple[Place, ...]:
    if len(found) > 1:
        names = " and ".join(place.shown for place in found)
        remedy = "Keep one of them, or list them under `files` if their rows belong together."
        findings.add(table, "", f"is there twice, in {names}", remedy)
        return ()
    return tuple(found)


def _said(
    table: str,
    said: Sequence[FileSaid],
    lying: Sequence[Lying],
    sheets: Mapping[str, tuple[str, ...]],
    findings: Findings,
) -> tuple[Place, ...]:
    """The places that the analyst names for a table."""
    places = []
    for each in said:
        found = [lies for lies in lying if same_name(lies.place.shown, each.file)]
        if len(found) != 1:
            remedy = "Mend its name." + nearest(each.file, tuple(lies.place.shown for lies in lying))
            findings.add(FILE, f"files.{table}", f"the file {each.file} is not there", remedy)
        elif found[0].unusable:
            findings.add(table, "", f"{found[0].place.shown} {found[0].unusable}", found[0].remedy)
        else:
            place = found[0].place
            sheet = _sheet(table, each, place, sheets.get(place.shown, ()), findings)
            places += [] if sheet is None else [replace(place, sheet=sheet)]
    return tuple(places)


def _sheet(table: str, said: FileSaid, place: Place, names: Sequence[str], findings: Findings) -> str | None:
    """The sheet that is meant, '' of a file without sheets; None, told, where that cannot be known."""
    same = [name for name in names if same_name(name, said.sheet)]
    own = [name for name in names if same_name(name, table)]
    if said.sheet and not same:
        problem, remedy = f"{place.shown} has no sheet {said.sheet!r}", "Mend its name." + nearest(said.sheet, names)
    elif len(names) > 1 and not said.sheet and not own:
        problem = f"{place.shown} has several sheets"
        remedy = f"Name it: {{file: {place.shown}, sheet: SHEET}}. It has {', '.join(names)}."
    else:
        return (same or own or [*names, ""])[0]
    findings.add(FILE, f"files.{table}", problem, remedy)
    return None


def _tell_unused(
    lying: Sequence[Lying],
    sheets: Mapping[str, tuple[str, ...]],
    taken: set[tuple[str, str]],
    mappings: Mappings,
    findings: Findings,
) -> None:
    for each in lying:
        shown = each.place.shown
        used = {sheet for name, sheet in taken if name == shown}
        is_table = any(same_name(each.name, table) for table in TABLES)
        if each.unusable:
            table = next((name for name in TABLES if same_name(each.name, name)), "")
            severity = "error" if table or used else "warning"
            findings.add(table or shown, "", each.unusable, each.remedy, severity=severity, rule=UNUSED)
        elif sheets.get(shown):
            for sheet in sheets[shown]:
                if sheet not in used and f"{shown}/{sheet}" not in mappings.ignore_files:
                    _tell(f"{shown}, sheet {sheet!r}", sheet, "its rows are", findings)
        elif not used and not (is_table and _is_workbook(each)):
            _tell(shown, each.name, "it is", findings, readable=bool(each.place.suffix))


def _tell(shown: str, name: str, what: str, findings: Findings, *, readable: bool = True) -> None:
    table = table_called(name)
    remedy = "Map it under `files`, or list it under `ignore_files`."
    if not readable:
        remedy = "Name it under `files` if it is a table as text, or list it under `ignore_files`."
    guess = f" Did you mean {table}?" if table else ""
    findings.add(shown, "", f"is not used: {what} passed over", remedy + guess, severity="warning", rule=UNUSED)
