"""A draft of `extract.yaml` for a delivery: what its files, headings and codes may be, each to be confirmed.

Every guess is marked, and the line `draft` keeps the extract from being used until a person has removed it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from evalbook.contract.schema import TABLES, Table
from evalbook.delivery.files import WORKBOOKS, Place, lying_in, same_name
from evalbook.delivery.forms import read_place
from evalbook.delivery.workbooks import sheet_names
from evalbook.delivery.written import UnreadableFile
from evalbook.errors import EvalbookError
from evalbook.extract.columns import LIKE_NOTHING_WRITTEN
from evalbook.extract.conversions import as_texts
from evalbook.extract.guesses import code_called, column_called, known_words, table_called
from evalbook.extract.mappings import FILE
from evalbook.extract.starter import HEAD

MOST_CODES = 60  # a column with more is no column of codes, and its values stay where they are
GUESSED, UNKNOWN = "# guessed: confirm", "# no guess: fill in, or remove the line"
LEAST_COLUMNS = 0.5  # of a table's columns, which the headings of a file should have to be taken for it


@dataclass(frozen=True)
class _Guess:
    """A file or sheet, the table it may be, and the contract's column that each of its headings may be."""

    place: Place
    table: str
    columns: Mapping[str, str] = field(default_factory=dict)
    rows: pd.DataFrame = field(default_factory=pd.DataFrame)
    labels: Mapping[str, Mapping[object, str]] = field(default_factory=dict)


def write_draft(delivery: Path, folder: Path | None = None) -> Path:
    """Writes the draft beside the files of a delivery, or in a folder of its own. Never replaces one.

    Raises EvalbookError when there is one, or nothing that a draft could be made from.
    """
    delivery = Path(delivery)
    path = (Path(folder) if folder else delivery) / FILE
    if not delivery.is_dir():
        raise EvalbookError(f"{delivery} is no folder. Name the folder of the delivery.")
    if path.exists():
        raise EvalbookError(f"{path} is there already. Remove it, or name another folder.")
    try:
        guesses, unread = _guesses(delivery)
    except UnreadableFile as fault:
        raise EvalbookError(fault.told_of(delivery.name)) from fault
    if not guesses and not unread:
        raise EvalbookError(f"{delivery} holds no file that can be read.")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(_text(guesses, unread), encoding="utf-8", newline="\n")
    return path


def _guesses(delivery: Path) -> tuple[list[_Guess], list[str]]:
    """A guess for each file and sheet, the best for each table, and what no guess can be made of."""
    guesses, unread = [], []
    for place in _places(delivery):
        guess = _guess(place)
        (guesses if guess else unread).append(guess or _named(place))
    best: dict[str, _Guess] = {}
    for guess in guesses:
        known = best.get(guess.table)
        if known is None or len(guess.columns) > len(known.columns):
            best[guess.table] = guess
    more = [guess for guess in guesses if best[guess.table] is not guess]
    unread += [f"{_named(guess.place)}, which may be {guess.table} too: list both under it" for guess in more]
    return [best[table] for table in TABLES if table in best], unread


def _places(delivery: Path) -> Iterator[Place]:
    for lying in lying_in(delivery, tuple(TABLES), (FILE,)):
        place = lying.place
        if lying.unusable or place.suffix not in WORKBOOKS:
            yield place
            continue
        try:
            names = sheet_names(place.contents()[0], place.suffix)
        except UnreadableFile:
            names = ()
        for name in names:
            yield Place(place.path, place.shown, place.member, name)
        if not names:
            yield place


def _named(place: Place) -> str:
    return f"{place.shown}, sheet {place.sheet}" if place.sheet else place.shown


def _guess(place: Place) -> _Guess | None:
    try:
        written = read_place(place, known=_known_headings(), writing={})
    except (UnreadableFile, OSError):
        return None
    rows = written.rows.loc[:, ~written.rows.columns.duplicated()]
    by_table = {table.name: _columns(tuple(map(str, rows.columns)), table) for table in TABLES.values()}
    name = place.sheet or Path(place.shown).name.split(".")[0]
    table = table_called(name) or table_called(Path(place.shown).name.split(".")[0])
    if not table:
        table = max(by_table, key=lambda each: len(by_table[each]) / len(TABLES[each].columns))
        if len(by_table[table]) < LEAST_COLUMNS * len(TABLES[table].columns):
            return None
    return _Guess(place, table, by_table[table], rows, written.labels)


def _known_headings() -> tuple[str, ...]:
    """All headings by which a table may be told, the contract's and the registers', with each sign between words."""
    words = {word for each in known_words()["columns"].values() for word in each}
    written = {word.replace(" ", sign) for word in words for sign in (" ", "_", "")}
    return tuple(sorted({column.name for table in TABLES.values() for column in table.columns} | written))


def _columns(headings: Sequence[str], table: Table) -> dict[str, str]:
    """The contract's column that each heading may be, each given once: same names first, then known words, then near
    ones."""
    left, found = [column.name for column in table.columns], {}
    for same in (True, False):
        for heading in headings:
            if heading in found:
                continue
            column = (
                next((each for each in left if same_name(each, heading)), "") if same else column_called(heading, left)
            )
            if column:
                found[heading] = column
                left.remove(column)
    return found


def _text(guesses: Sequence[_Guess], unread: Sequence[str]) -> str:
    """The draft: the edition to fill in, and what was guessed of files, columns, codes and empty cells."""
    lines = [
        "# A draft: confirm or mend each line that is marked, then remove the line `draft`.",
        "draft: true",
        HEAD.format(id="my-edition").rstrip(),
        "",
        *_file_lines(guesses, unread),
        *_column_lines(guesses),
        *_code_lines(guesses),
        *_empty_lines(guesses),
    ]
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    return json.dumps(str(text), ensure_ascii=False)


def _file_lines(guesses: Sequence[_Guess], unread: Sequence[str]) -> Iterator[str]:
    yield "# Which file, and which sheet of a workbook, each table is:"
    yield "files:" if guesses else "# files:"
    for guess in guesses:
        said = _quoted(guess.place.shown)
        if guess.place.sheet:
            said = f"{{file: {said}, sheet: {_quoted(guess.place.sheet)}}}"
        yield f"  {guess.table}: {said}  {GUESSED}"
    for name in unread:
        yield f"  # not taken for a table: {name}"
    yield ""


def _column_lines(guesses: Sequence[_Guess]) -> Iterator[str]:
    yield "# The registers' own headings, and the columns of the contract that they are (docs/extract.md):"
    renamed = {guess.table: [pair for pair in guess.columns.items() if not same_name(*pair)] for guess in guesses}
    if any(renamed.values()):
        yield "columns:"
    for table, pairs in renamed.items():
        if pairs:
            yield f"  {table}:"
            yield from (f"    {_quoted(heading)}: {column}  {GUESSED}" for heading, column in pairs)
    others = [f"{guess.table}.{name}" for guess in guesses for name in guess.rows.columns if name not in guess.columns]
    missing = [
        f"{guess.table}.{column.name}"
        for guess in guesses
        for column in TABLES[guess.table].columns
        if column.name not in guess.columns.values() and not column.may_be_missing
    ]
    yield from (f"# no heading was recognised as {name}" for name in missing)
    if others:
        yield "ignore_columns:"
        yield from (f"  - {_quoted(name)}  {GUESSED}" for name in others)
    yield ""


def _code_lines(guesses: Sequence[_Guess]) -> Iterator[str]:
    yield "# The registers' own codes, and the codes of the contract that they are; '' for codes that mean nothing:"
    begun = False
    for guess in guesses:
        lines = [line for heading, column in guess.columns.items() for line in _codes(guess, heading, column)]
        active = any(not line.lstrip().startswith("#") for line in lines)
        if lines:
            yield from (["categories:"] if active and not begun else [])
            begun = begun or active
            yield from (f"  {guess.table}:" if active else f"  # {guess.table}:", *lines)
    yield ""


def _codes(guess: _Guess, heading: str, column: str) -> Iterator[str]:
    allowed = TABLES[guess.table].column(column).categories
    values = pd.Series(pd.unique(guess.rows[heading].dropna()), dtype=object)
    labels = {
        str(text): guess.labels.get(heading, {}).get(value, "")
        for value, text in zip(values, as_texts(values), strict=True)
    }
    own = sorted(text for text, label in labels.items() if text not in ("", *allowed) and label not in allowed)
    if not allowed or not own or len(own) > MOST_CODES:
        return
    meant = {code: code_called(labels[code] or code, allowed) for code in own}
    yield f"    {column}:" if any(meant.values()) else f"    # {column}:"
    for code, name in meant.items():
        label = f" ({labels[code]})" if labels[code] else ""
        yield (
            f"      {_quoted(code)}: {name}  {GUESSED}{label}"
            if name
            else f"      # {_quoted(code)}:  {UNKNOWN}{label}"
        )


def _empty_lines(guesses: Sequence[_Guess]) -> Iterator[str]:
    found = set()
    for guess in guesses:
        for name in guess.rows:
            values = guess.rows[name].dropna()
            texts = pd.unique(values) if values.dtype == object or str(values.dtype) == "category" else ()
            found |= {text for text in texts if isinstance(text, str) and text.strip() in LIKE_NOTHING_WRITTEN}
    if found:
        yield "# Texts that mean nothing:"
        yield f"empty: [{', '.join(map(_quoted, sorted(found)))}]  {GUESSED}"
