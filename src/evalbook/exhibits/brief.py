"""The brief: a headline as a sentence, numbers that seem to answer one question side by side, the letter's beside ours.

What it is made of is data, `data/brief.yaml`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import yaml

from evalbook.contract.records import record
from evalbook.exhibits.contrasts import check_listed, largest_told, p_value
from evalbook.exhibits.exhibit import Exhibit, symbol_notes
from evalbook.exhibits.expressions import compared, evaluate
from evalbook.exhibits.markup import TEXTS, cell, headed_table, marked, of_the_report, small_print
from evalbook.places import DATA
from evalbook.release.lookup import Gap, Number
from evalbook.release.release import Release
from evalbook.words.labels import anchor, heading, inside, is_numbered, item_name
from evalbook.words.layouts import table_layouts
from evalbook.words.vocabulary import Words, read_words

FILE = DATA / "brief.yaml"
Texts = Mapping[str, str]  # by language


@dataclass(frozen=True)
class Headline:
    """A figure with the comparison that its title tells, and the two numbers that the title names."""

    figure: str
    contrast: str
    numbers: tuple[str, str]
    titles: Mapping[str, Sequence[str]]
    caution: Texts


@dataclass(frozen=True)
class Reconciled:
    """A number with what it counts, of whom, when, and the item that it is of."""

    counts: Texts
    number: str
    who: Texts
    when: Texts
    item: str


@dataclass(frozen=True)
class OfLetter:
    """What the letter says of something (a text, or the key of its number) and this edition's number."""

    about: Texts
    letter: Texts | str
    number: str
    how: Texts


@dataclass(frozen=True)
class Brief:
    headlines: tuple[Headline, ...]
    reconciled: tuple[Reconciled, ...]
    letter: tuple[OfLetter, ...]


@cache
def brief() -> Brief:
    """Raises EvalbookError for a key that is not known, or not there."""
    written = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    kinds = {"headlines": Headline, "reconciled": Reconciled, "letter": OfLetter}
    parts = {
        name: [record(kinds[name], each, where=f"{FILE.name}: {name}") for each in written[name]]
        for name in kinds.keys() & written.keys()
    }
    return record(Brief, written | parts, where=FILE.name)


def told_headline(release: Release) -> tuple[Headline, int] | Gap:
    """The first headline that the edition has, with the place of its title: higher, lower, or it may be chance.

    Where it has none, why not the last. A title says that one is more only where the test of the difference does.
    """
    for each in brief().headlines:
        check_listed(each.contrast)
        found = [compared(release, each.contrast), *(evaluate(release, key) for key in each.numbers)]
        gap = next((one for one in found if isinstance(one, Gap)), None)
        if gap is None:
            return each, _place(release, each.contrast, found[0])
    return gap


def _place(release: Release, contrast: str, difference: Number) -> int:
    is_told = p_value(difference) <= largest_told(release, contrast)
    return (0 if difference.low > 0 else 1 if difference.high < 0 else 2) if is_told else 2


def headline_title(release: Release, headline: Headline, place: int, *, language: str) -> str:
    """The title of a headline with its numbers, each with its key."""
    left, right = (marked(read_words(language), evaluate(release, key)) for key in headline.numbers)
    return headline.titles[language][place].format(left=left, right=right)


def reconciled(release: Release, *, language: str) -> str:
    """The table of numbers that seem to answer one question: what each counts, of whom, when, and where it stands."""
    words = read_words(language)
    found = [evaluate(release, each.number) for each in brief().reconciled]
    rows = [
        [heading(each.counts[language]), cell(words, number), *(text[language] for text in (each.who, each.when))]
        + [_where(words, each.item)]
        for each, number in zip(brief().reconciled, found, strict=True)
    ]
    return _table(release, language, "reconciled", rows, found)


def letter(release: Release, *, language: str) -> str:
    """What the minister's letter says beside what this edition gives."""
    words = read_words(language)
    found = [evaluate(release, each.number) for each in brief().letter]
    rows = [
        [heading(each.about[language]), _of_letter(release, words, each, language), cell(words, number)]
        + [each.how[language]]
        for each, number in zip(brief().letter, found, strict=True)
    ]
    return _table(release, language, "letter", rows, found)


def _of_letter(release: Release, words: Words, each: OfLetter, language: str) -> str:
    if isinstance(each.letter, str):
        return cell(words, evaluate(release, each.letter))
    return of_the_report(each.letter[language], "letter")


def _table(
    release: Release, language: str, name: str, rows: Sequence[Sequence[str]], found: Sequence[Number | Gap]
) -> str:
    said = read_words(language).brief[name]
    align = [{"number": "---:"}.get(head, TEXTS) for head in [*said["heads"]][1:]]
    about = {"caption": said["caption"], "name": f"brief-{name}", "kind": "sentences"}
    table = headed_table(said["heads"].values(), rows, align=align, **about)
    gaps = [each for each in found if isinstance(each, Gap)]
    notes = symbol_notes(Exhibit(release, brief().headlines[0].figure, language), gaps)
    return "\n\n".join([table, *([small_print(map(heading, notes))] if notes else [])])


def _where(words: Words, item: str) -> str:
    """The link to an item by its number, or by what it is."""
    kind = words.item_kinds["table" if item in table_layouts() else "figure"]
    return f"{{ref}}`{inside(item_name(words, item) if is_numbered(item) else kind)} <{anchor(item)}>`"
