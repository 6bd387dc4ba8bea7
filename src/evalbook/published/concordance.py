"""What the published report and the letter have, and where it stands in this book.

The list is data, `data/published/concordance.csv`, one row a part of the report in its order: the section, the kind of
part and its number (`text`, `table 2.1`, `footnote 3`), what it is about, the labels under which a reader finds it
here (`targets`), and what the book leaves out of it, with why (`left_out`, often empty).
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pandas as pd

from evalbook.contract.catalogue import ITEMS
from evalbook.exhibits.markup import TEXTS, escape, headed_table, of_the_report
from evalbook.places import PUBLISHED
from evalbook.published.contents import Place, headings, shown_items
from evalbook.suggestions import nearest
from evalbook.voices.themes import codebook, label_of
from evalbook.words.labels import anchor, decimal_text, heading, inside, item_name
from evalbook.words.vocabulary import Words, read_words

SOURCES = ("letter", "front", "summary", *"12345", *(f"appendix_{number}" for number in range(1, 5)))
HEADS = ("part", "subject", "here")
CHAPTER = re.compile(r"0([1-9])_")


@cache
def concordance(folder: Path = PUBLISHED) -> pd.DataFrame:
    """All parts of the report; `source` is the letter, the summary, a chapter or an appendix that a part is of."""
    parts = pd.read_csv(folder / "concordance.csv", dtype=str, keep_default_na=False)
    return parts.assign(source=parts["section"].str.split(".").str[0])


def concordance_summary(*, language: str) -> str:
    """How many parts the report has, and of how many this book leaves something out."""
    words, parts = read_words(language), concordance()
    counts = {"all": len(parts), "less": int((parts["left_out_nl"] != "").sum())}
    texts = {name: _of_the_report(decimal_text(words, count)) for name, count in counts.items()}
    return words.concordance["summary"].format(**texts)


def concordance_table(source: str, *, language: str) -> str:
    """Where the parts of one of SOURCES stand in this book; ValueError when there is no such source."""
    if source not in SOURCES:
        raise ValueError(f"the report has no part {source!r}.{nearest(source, SOURCES)}")
    words, parts = read_words(language), concordance()
    own = parts[parts["source"] == source]
    rows = [_row(words, part, language) for part in own.to_dict("records")]
    heads = [words.concordance["heads"][name] for name in HEADS]
    caption = words.concordance["caption"].format(inside(_section(words, source)))
    name = f"concordance-{anchor(source)}"
    return headed_table(heads, rows, align=TEXTS, caption=caption, name=name, kind="sentences")


def _row(words: Words, part: dict[str, str], language: str) -> list[str]:
    links = "; ".join(dict.fromkeys(link(words, target, language) for target in part["targets"].split()))
    left_out = _of_the_report(heading(part[f"left_out_{language}"]))
    here = ". ".join(text for text in (links, left_out) if text)
    return [_of_the_report(part_name(words, part)), _of_the_report(heading(part[f"subject_{language}"])), here]


def part_name(words: Words, part: dict[str, str]) -> str:
    """What a part is called: `2.1, tabel 2.1`; a text by its section alone."""
    kind, _, number = part["part"].partition(" ")
    section = _section(words, part["section"])
    return section if kind == "text" else f"{section}, {words.concordance['parts'][kind]} {number}".rstrip()


def _section(words: Words, section: str) -> str:
    return words.concordance["sections"].get(section, section)


def _of_the_report(text: str) -> str:
    """Digits of the published report, which are not this edition's."""
    return of_the_report(escape(text), "concordance") if text else ""


def link(words: Words, target: str, language: str) -> str:
    """The link to a label: an item by its name, a heading after its page."""
    return f"{{ref}}`{_name(words, target, language)} <{target}>`"


def _name(words: Words, target: str, language: str) -> str:
    said, themes = words.concordance, codebook().themes
    if item := next((each for each in ITEMS if each in shown_items() and anchor(each) == target), ""):
        return inside(item_name(words, item))
    if kind := next((each for each in said["kinds"] if f"{target}-".startswith(f"{each}-")), ""):
        return said["kinds"][kind]
    if theme := next((each for each in themes.index if label_of(each) == target), ""):
        return f"{said['chapter'].format(themes.loc[theme, 'chapter'])}, {themes.loc[theme, f'name_{language}']}"
    return _heading(words, headings(language)[target])


def _heading(words: Words, place: Place) -> str:
    """A heading after its page (`hoofdstuk 2, Deelname`); the page alone where it is the heading of the page."""
    number = CHAPTER.match(place.notebook)
    page = words.concordance["chapter"].format(number[1]) if number else inside(place.title.split(":")[0])
    return page if place.heading == place.title else f"{page}, {place.heading}"
