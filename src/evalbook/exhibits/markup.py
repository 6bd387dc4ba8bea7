"""How shown numbers and tables are written in Markdown (MyST).

A number is inline HTML that carries its key: MyST drops `data-` attributes of its own spans, and Jupyter
reads this form too.
"""

from __future__ import annotations

import html
from collections.abc import Iterable, Sequence
from dataclasses import replace
from math import isnan

from evalbook.contract.results import PERCENTAGES, PERSON_COUNTS
from evalbook.contract.thresholds import FEWEST_PERSONS
from evalbook.release.lookup import Gap, Number, is_few
from evalbook.typed import escape
from evalbook.words.labels import (
    anchor,
    heading,
    in_percent,
    inside,
    interval_text,
    item_name,
    number_text,
    round_half_up,
)
from evalbook.words.vocabulary import Words

DATA_FOLDER = "../data"
NUMBERS, TEXTS = "---:", ":---"  # columns aligned right and left


def plain(words: Words, number: Number) -> str:
    """A number as its reader sees it."""
    if number.as_interval:
        return interval_text(words, number.low, number.high, number.form, decimals=number.decimals)
    return number_text(words, number.value, number.form, decimals=number.decimals)


def marked(words: Words, number: Number) -> str:
    """A number with the key that it was found by."""
    return with_key(plain(words, number), number.expression)


def as_said(words: Words, found: Number | Gap) -> tuple[str, str]:
    """A number as it is said in a sentence, and its key.

    Some that round to none are less than 1%, most that round to all more than 99% (a share of whole per cents may be
    either), of few persons it says that they are few. A mean has one decimal.
    """
    if isinstance(found, Gap):
        return few_text(words, found, form="few_said"), found.expression
    text = plain(words, replace(found, decimals=1) if found.form == "mean" else found)
    if found.form in PERCENTAGES and not found.as_interval and not found.decimals:
        percent = in_percent(found.value, found.form)
        shown = round_half_up(percent)
        if shown == 0 and (found.rounded or percent > 0):
            text = words.formats["under_said"]
        elif shown == 100 and (found.rounded or percent < 100):
            text = words.formats["over_said"]
    return text, found.expression


def with_key(text: str, expression: str) -> str:
    """A text that says a number, with the key of that number (its `|` must not end a table's cell)."""
    key = html.escape(expression).replace("|", "&#124;")
    return f'<span data-key="{key}">{text}</span>'


def typed(text: str, key: str) -> str:
    """A text from outside, as it was typed, with a key by which the scan knows how it reads."""
    return with_key(escape(text), key) if text else ""


def cell(words: Words, found: Number | Gap) -> str:
    """A number, that there are few persons, or the symbol of a withheld or missing one."""
    if isinstance(found, Number):
        return marked(words, found)
    if is_few(found):
        return _few_cell(words, found)
    return words.formats["withheld" if found.reason == "withheld" else "missing"]


def _few_cell(words: Words, gap: Gap) -> str:
    """`< 10 pers.` to see, `fewer than 10 persons` to hear: many a screen reader leaves out the sign."""
    said = few_text(words, gap, form="few_said")
    shown = f'data-key="{html.escape(gap.expression)}" role="img" aria-label="{html.escape(said)}"'
    return f"<span {shown}>{html.escape(few_text(words, gap, form='few_cell'))}</span>"


def few_mark(words: Words) -> str:
    """What stands for few in a drawing."""
    return words.formats["few_cell"].format(FEWEST_PERSONS)


def few_text(words: Words, gap: Gap, *, form: str) -> str:
    """That there are few: in a cell (`few_cell`) or in words (`few_said`), of a share with what they are."""
    counted = gap.expression.rpartition("/")[2] in PERSON_COUNTS
    return words.formats[form if counted else f"{form}_persons"].format(FEWEST_PERSONS)


def cell_with_interval(words: Words, found: Number | Gap) -> str:
    """A cell with the interval below its number, where there is one."""
    if isinstance(found, Gap) or isnan(found.low) or isnan(found.high):
        return cell(words, found)
    interval = replace(found, as_interval=True, expression=f"{found.expression}|interval")
    return f'{marked(words, found)}<br><span class="interval">{marked(words, interval)}</span>'


def pipe_table(head: Sequence[str], rows: Iterable[Sequence[str]], *, align: str | Sequence[str] = NUMBERS) -> str:
    """A table with one header row; the first column holds the row heads, `align` is for the others or each of them."""
    others = [align] * (len(head) - 1) if isinstance(align, str) else align
    lines = [head, [TEXTS, *others], *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def captioned_table(table: str, *, caption: str = "", name: str = "", kind: str = "") -> str:
    """A pipe table as a MyST table, with a caption and a name to link to; of `sentences` where its cells may wrap."""
    options = [f":name: {name}"] if name else []
    lines = [f":::{{table}} {caption}".rstrip(), *options, f":class: result {kind}".rstrip(), "", table, ":::"]
    return "\n".join(lines)


def headed_table(heads: Iterable[str], rows: Iterable[Sequence[str]], *, align: object = NUMBERS, **about: str) -> str:
    """A pipe table, each head with its capital, as `captioned_table` makes it of a caption, a name and a kind."""
    return captioned_table(pipe_table([heading(head) for head in heads], rows, align=align), **about)


def over(text: str) -> str:
    """What heads several columns or rows: before the head of each column, or alone in a row (`book.grouped_heads`)."""
    return f'<span class="over">{text}</span>'


def of_the_report(text: str, key: str) -> str:
    """A text that may have digits of the published report or of our own lists: they are not this edition's."""
    return f'<span data-published="{key}">{text}</span>'


def item_link(words: Words, item: str) -> str:
    """The link to an item, called as it is inside a sentence."""
    return f"{{ref}}`{inside(item_name(words, item))} <{anchor(item)}>`"


def small_print(texts: Iterable[str]) -> str:
    """What stands in small below a table or figure."""
    return f":::{{container}} result-notes\n{' '.join(texts)}\n:::"


def data_link(words: Words, item: str) -> str:
    """The link to an item's numbers as a file."""
    return file_link(f"{item}.csv", words.sentences["data_link"])


def workbook_link(words: Words, item: str, language: str) -> str:
    """The link to an item's numbers as a spreadsheet in the words of a language."""
    return file_link(f"{item}.{language}.xlsx", words.sentences["workbook_link"])


def file_link(name: str, text: str) -> str:
    """A link to a file of the book's data; as HTML, since MyST takes a Markdown link for a page."""
    return f'<a class="data" href="{DATA_FOLDER}/{name}">{text}</a>'
