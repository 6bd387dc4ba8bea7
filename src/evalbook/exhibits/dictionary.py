"""What the columns and codes of the files beside the pages mean, in every language, for people and for programs.

`csv-metadata.json` describes each file as CSV on the Web has it (W3C, Metadata Vocabulary for Tabular Data): programs
that know the standard look for that name. `codes.csv` says what each code of the results is called.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import pandas as pd

from evalbook.contract.results import COLUMNS, KEY
from evalbook.release.release import Release
from evalbook.words.labels import heading, item_name, label
from evalbook.words.vocabulary import Words, languages, read_words

METADATA = "csv-metadata.json"
CODES = "codes.csv"
CODE_KEY = ("item", "field", "code")
NUMBERS = ("value", "base", "ci_low", "ci_high", "published", "rebuilt", "low", "high")
WHOLE_NUMBERS = ("decimals",)
LICENCE = "https://spdx.org/licenses/EUPL-1.2"


def write_dictionary(released: Release, folder: Path) -> None:
    """The description of every CSV file that the folder holds, and the file of codes."""
    codes(released).to_csv(folder / CODES, index=False, lineterminator="\n")
    (folder / METADATA).write_text(metadata_text(folder, released), encoding="utf-8")


def codes(released: Release) -> pd.DataFrame:
    """One row a code of an item that is called otherwise than it is written, with its words in each language."""
    results = released.results
    names = [(item, "item", item) for item in results["item"].unique()]
    used = [
        (item, field, code)
        for field in KEY[1:]
        for item, code in results[["item", field]].drop_duplicates().itertuples(index=False)
        if code
    ]
    order = {item: at for at, item in enumerate(results["item"].unique())}
    rows = sorted({*names, *used}, key=lambda row: (order[row[0]], ["item", *KEY[1:]].index(row[1]), row[2]))
    frame = pd.DataFrame(rows, columns=list(CODE_KEY))
    for language in languages():
        frame[language] = [_called(read_words(language), *row) for row in rows]
    told = (frame[list(languages())].ne(frame["code"], axis=0)).any(axis=1)
    return frame[told].reset_index(drop=True)


def _called(words: Words, item: str, field: str, code: str) -> str:
    if field != "item":
        return label(words, field, code, item=item)
    name, title = item_name(words, item), words.items[item].title
    return title if name == title else f"{name}. {title}"


def metadata_text(folder: Path, released: Release) -> str:
    """The description of the CSV files of a folder; the same files give the same text."""
    files = {path.name: path for path in sorted(folder.glob("*.csv"))}
    edition = released.edition
    described = {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "nl"}],
        "dc:title": edition.title,
        "dc:description": _said("about_files"),
        "dc:license": {"@id": LICENCE},
        "dc:temporal": str(edition.reference_date),
        "dialect": {"encoding": "utf-8", "lineTerminators": ["\n"], "header": True},
        "tables": [_table(path, released) for path in files.values()],
    }
    return json.dumps(described, indent=1, ensure_ascii=False) + "\n"


def _table(path: Path, released: Release) -> dict[str, object]:
    columns = pd.read_csv(path, nrows=0).columns
    said = _item_titles(path.stem) if path.stem in set(released.results["item"]) else _said(path.stem)
    return {"url": path.name, "dc:title": said, "tableSchema": _schema(columns)}


def _schema(columns: Sequence[str]) -> dict[str, object]:
    key = KEY if tuple(columns) == COLUMNS else CODE_KEY if set(CODE_KEY) < set(columns) else ()
    return {"columns": [_column(name) for name in columns], **({"primaryKey": list(key)} if key else {})}


def _column(name: str) -> dict[str, object]:
    kind = "number" if name in NUMBERS else "integer" if name in WHOLE_NUMBERS else "string"
    return {"name": name, "titles": name, "datatype": kind, "dc:description": _said(name)}


def _said(name: str) -> list[Mapping[str, str]]:
    """What is said of a column or a file, in each language; KeyError when nobody has said it."""
    return [_in(language, read_words(language).columns[name]) for language in languages()]


def said_in(name: str, language: str) -> str:
    """What is said of a column or a file in one language."""
    return heading(read_words(language).columns[name])


def _item_titles(item: str) -> list[Mapping[str, str]]:
    return [_in(language, _called(read_words(language), item, "item", item)) for language in languages()]


def _in(language: str, text: str) -> Mapping[str, str]:
    return {"@value": heading(text), "@language": language}


def meanings(language: str) -> Iterator[tuple[str, str]]:
    """The columns of the results with what they mean."""
    said = read_words(language).columns
    yield from ((name, said[name]) for name in COLUMNS)
