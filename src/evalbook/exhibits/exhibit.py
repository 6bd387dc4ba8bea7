"""A table or figure of a release in one language, and the words that stand round it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from evalbook.contract.catalogue import DECLARED
from evalbook.contract.classes import parts_of
from evalbook.contract.results import COMPARISON, FEW_COMPARED, GIVEN
from evalbook.contract.thresholds import FEWEST_PERSONS
from evalbook.exhibits.contradicted import contradicted_note
from evalbook.exhibits.markup import data_link, small_print, workbook_link
from evalbook.release.lookup import Gap, Number, find, is_few, key_of, rows_of
from evalbook.release.release import Release
from evalbook.words.labels import (
    anchor,
    day_text,
    enumeration,
    heading,
    inside,
    is_numbered,
    item_name,
    label,
    reason_text,
)
from evalbook.words.layouts import UNNAMED, Codes
from evalbook.words.vocabulary import ItemWords, Words, read_words


@dataclass(frozen=True)
class Exhibit:
    """One item of a release, in the words of one language; raises TypeError on anything but a Release."""

    release: Release
    item: str
    language: str

    @property
    def words(self) -> Words:
        return read_words(self.language)

    @property
    def own(self) -> ItemWords:
        return self.words.items[self.item]

    @property
    def name(self) -> str:
        return item_name(self.words, self.item)

    @property
    def of(self) -> str:
        """The item whose numbers are shown: another one, where a figure draws a table."""
        return DECLARED[self.item].draws or self.item

    @cached_property
    def rows(self) -> dict[str, tuple]:
        return rows_of(self.release, self.of)

    @cached_property
    def joined(self) -> dict[str, str]:
        """The joined class that each class is shown in, where it is not shown by itself."""
        there = {row.row for row in self.rows.values()}
        return {part: code for code, parts in parts_of(self.of).items() if code in there for part in parts}

    def classes(self, codes: Iterable[str]) -> tuple[str, ...]:
        """Codes of rows with joined classes in place of their parts, each once."""
        return tuple(dict.fromkeys(self.joined.get(code, code) for code in codes))

    def find(self, *codes: Codes) -> Number | Gap:
        """The number that the codes lead to, or why there is none."""
        return find(self.release, key_of(self.of, *codes), self.rows)

    def head(self, codes: Codes, fields: Iterable[str]) -> str:
        """What the codes of some fields are called together; equal names once."""
        texts = [label(self.words, field, codes.get(field, UNNAMED[field]), item=self.item) for field in fields]
        return ", ".join(dict.fromkeys(filter(None, texts)))

    def why(self, gap: Gap) -> str:
        """The reason of a gap in the reader's words."""
        return reason_text(self.words, gap.reason, gap.detail, rules=self.release.rules)

    def sentence(self, kind: str, /, **texts: object) -> str:
        """A sentence about the item; it may name it as `item`, or `item_inside` a sentence."""
        names = {"item": self.name, "item_inside": inside(self.name)}
        return self.words.sentences[kind].format(**names, **texts)


def is_there(found: Iterable[Number | Gap]) -> bool:
    """Whether there is anything to show: a number, or the symbol of a withheld one, where not all of it is."""
    return any(
        isinstance(each, Number) or (each.reason == "withheld" and each.detail != FEW_COMPARED) for each in found
    )


def caption(exhibit: Exhibit, *, finding: str = "") -> str:
    """Number, title, population and reference date of an item; what it shows comes first."""
    date = day_text(exhibit.words, exhibit.release.edition.reference_date)
    texts = {"title": exhibit.own.title, "population": exhibit.own.population, "date": date}
    kind = "caption" if is_numbered(exhibit.item) else "caption_unnumbered"
    return exhibit.sentence(f"{kind}_found" if finding else kind, finding=finding, **texts)


def absence(exhibit: Exhibit, reason: str) -> str:
    """The sentence in place of a table or figure that is not there; links to it still arrive."""
    return f"({anchor(exhibit.item)})=\n{exhibit.sentence('no_item', reason=reason)}"


def symbol_notes(exhibit: Exhibit, gaps: Iterable[Gap]) -> list[str]:
    """What the symbols of withheld and missing numbers mean here, one note a reason."""
    gaps = list(gaps)
    kinds = {
        (("withheld" if gap.reason == "withheld" else "missing"), exhibit.why(gap)) for gap in gaps if not is_few(gap)
    }
    formats = exhibit.words.formats
    return [
        *([few_symbol(exhibit.words, exhibit.release)] if any(map(is_few, gaps)) else []),
        *(
            exhibit.sentence(f"{kind}_symbol", symbol=formats[kind], reason=reason)
            for kind, reason in sorted(kinds, reverse=True)
        ),
    ]


def _own_notes(exhibit: Exhibit) -> list[str]:
    """The item's notes, with what its last class is called."""
    classes = exhibit.classes(DECLARED[exhibit.of].layout.get("classes", ()))[-1:]
    last = "".join(exhibit.head({"row": code}, ["row"]) for code in classes)
    return [note.replace("{last_class}", last) for note in exhibit.own.notes]


def few_symbol(words: Words, release: Release) -> str:
    """What stands for a number of few persons."""
    most = FEWEST_PERSONS - 1 + release.most_off
    return words.sentences["few_symbol"].format(persons=FEWEST_PERSONS, most=most)


def notes(exhibit: Exhibit, *more: str) -> str:
    """What stands below a table or figure: its notes, and the links to the data."""
    links = [data_link(exhibit.words, exhibit.of), workbook_link(exhibit.words, exhibit.of, exhibit.language)]
    return small_print([*note_texts(exhibit, *more), *links])


def note_texts(exhibit: Exhibit, *more: str) -> list[str]:
    """The notes of a table or figure: its own, `more`, where the report contradicts itself, and the source."""
    said = [*_own_notes(exhibit), *joined_note(exhibit), *more, *contradicted_note(exhibit.words, exhibit.item)]
    return [heading(line) for line in (*said, *_rounding(exhibit), _source(exhibit)) if line]


def joined_note(exhibit: Exhibit) -> list[str]:
    """Which classes were joined."""
    if not exhibit.joined:
        return []
    codes = dict.fromkeys(exhibit.joined.values())
    return [exhibit.sentence("joined", classes="; ".join(exhibit.head({"row": code}, ["row"]) for code in codes))]


def _rounding(exhibit: Exhibit) -> list[str]:
    """What protection did to the numbers that are shown."""
    only_given = all(row.statistic in GIVEN for row in exhibit.rows.values())
    if only_given or not exhibit.release.protected:
        return []
    return [exhibit.words.sentences["rounded"].format_map(exhibit.release.rules)]


def _source(exhibit: Exhibit) -> str:
    if exhibit.own.source:
        return exhibit.own.source
    needed = ("participants", *DECLARED[exhibit.of].registers)
    there = [name for name in needed if exhibit.release.registers.get(name, 0)]
    registers = enumeration(exhibit.words, [exhibit.words.registers[name] for name in there])
    invented = exhibit.release.edition.kind == "synthetic"
    source = exhibit.sentence("source_synthetic" if invented else "source", registers=registers)
    compared = exhibit.sentence("difference_synthetic") if invented and exhibit.of in COMPARISON else ""
    return " ".join(filter(None, (compared, source)))
