"""How a table stands on a screen: its groups apart, and where it is too wide for a phone its rows as cards.

In a card each value stands below the head of its column. The cards are made by the style sheet, of what is given here:
a label on each cell, and roles, since what is laid out as a block is no table to many who listen. Which tables become
cards follows from how long their words are.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lxml.builder import E
from lxml.html import HtmlElement

CARDS, TIGHT, SHORT, VERY_WIDE, WIDE = "cards", "tight", "short", "very-wide", "wide"
WIDE_COLUMNS, VERY_WIDE_COLUMNS = 6, 10  # more of them are set smaller
SHORT_CELL, SHORT_HEAD = 9, 16  # signs: four such values stand beside each other on a phone
PHONE, DESKTOP = 288, 640  # pixels: what a table may take on a phone of 320, and between both menus
SIGN, SIGN_ON_A_PHONE = 8.6, 7.0  # pixels that a sign takes
AROUND, AROUND_ON_A_PHONE = 21, 12  # pixels at both sides of a column
ROW_HEAD = 15  # signs of the first column, which wraps
ROLES = {"table": "table", "thead": "rowgroup", "tbody": "rowgroup", "tr": "row", "td": "cell"}
HEAD_ROLES = {"col": "columnheader", "colgroup": "columnheader", "row": "rowheader", "rowgroup": "rowheader"}
GROUP_HEAD = "./tbody/tr[th[@scope='rowgroup']]"


@dataclass(frozen=True)
class Head:
    """What a column is called; `group` stands over it and others, and `begins` with it."""

    text: str
    group: str = ""
    begins: bool = False


def form_tables(page: HtmlElement) -> None:
    """Gives each table its groups, the classes by which it is set, and one that becomes cards labels and roles."""
    for table in page.xpath("//table"):
        heads = column_heads(table)
        rows = [list(row) for row in table.xpath("./tbody/tr[not(th[@scope='rowgroup'])]")]
        form = Form([head.text for head in heads], rows, sentences="sentences" in table.get("class", ""))
        table.set("class", " ".join([*table.get("class", "").split(), *form.classes]))
        _group_columns(table, heads)
        _group_rows(table)
        if CARDS in form.classes:
            _label(table, rows, heads)


def column_heads(table: HtmlElement) -> list[Head]:
    """The heads of the columns; nothing of a table without."""
    above, *below = [list(row) for row in table.xpath("./thead/tr")] or [[]]
    if not below:
        return [Head(_text(head)) for head in above]
    beneath, heads = iter(below[0]), []
    for head in above:
        own = range(int(head.get("colspan", 1)))
        if head.get("rowspan"):
            heads.append(Head(_text(head)))
        else:
            heads += [Head(_text(next(beneath)), _text(head), at == 0) for at in own]
    return heads


def _group_columns(table: HtmlElement, heads: Sequence[Head]) -> None:
    """Columns under one head as a group, without which that head would be of no column."""
    if not any(head.group for head in heads):
        return
    for old in table.xpath("./colgroup"):
        old.drop_tree()
    starts = [at for at, head in enumerate(heads) if head.begins or not head.group]
    sizes = [end - at for at, end in zip(starts, [*starts[1:], len(heads)], strict=True)]
    place = len(table.xpath("./caption"))
    table[place:place] = [E.colgroup(span=str(size)) for size in sizes]


def _group_rows(table: HtmlElement) -> None:
    """Each group of rows as a body of its own, which its head is of."""
    for row in table.xpath(GROUP_HEAD)[1:]:
        body = E.tbody(row, *row.itersiblings())
        table.append(body)
    for row in table.xpath(GROUP_HEAD):
        row.set("class", "group")


def _label(table: HtmlElement, rows: Sequence[Sequence[HtmlElement]], heads: Sequence[Head]) -> None:
    for element in table.iter(*ROLES, "th"):
        element.set("role", HEAD_ROLES[element.get("scope", "row")] if element.tag == "th" else ROLES[element.tag])
        if element.get("colspan"):
            element.set("aria-colspan", element.get("colspan"))
    for row in rows:
        for cell, head in zip(row, heads, strict=True):
            if cell.tag == "td" and head.text:
                cell.set("data-label", head.text)
            if cell.tag == "td" and head.begins:
                cell.set("data-group", head.group)


@dataclass(frozen=True)
class Form:
    """The classes that follow from the texts of a table."""

    heads: Sequence[str]
    rows: Sequence[Sequence[HtmlElement]]
    sentences: bool

    @property
    def classes(self) -> list[str]:
        count = max(map(len, [self.heads, *self.rows]))
        found = {
            WIDE: count > WIDE_COLUMNS,
            VERY_WIDE: count > VERY_WIDE_COLUMNS,
            TIGHT: self._needed > DESKTOP,
            CARDS: self.heads and self._needed_on_a_phone > PHONE,
            SHORT: max(self._widths(1), default=0) <= SHORT_CELL
            and max(map(len, self.heads[1:]), default=0) <= SHORT_HEAD,
        }
        return [name for name, is_so in found.items() if is_so]

    @property
    def _needed(self) -> float:
        """The pixels that a table takes on a desk: its numbers stand on one line, sentences and heads wrap."""
        across = SIGN * (0.9 if len(self.heads) > WIDE_COLUMNS else 1)
        return sum(width * across + AROUND for width in [ROW_HEAD, *self._widths(1, words=self.sentences)])

    @property
    def _needed_on_a_phone(self) -> float:
        first = max([ROW_HEAD, *self._widths(0, 1, words=True)])
        return sum(width * SIGN_ON_A_PHONE + AROUND_ON_A_PHONE for width in [first, *self._widths(1)])

    def _widths(self, start: int, end: int | None = None, *, words: bool = False) -> list[int]:
        """The signs of the longest line of each column, or of its longest word; of its head the longest word."""
        columns = zip(*(row[start:end] for row in self.rows), strict=True)
        cells = [max(_longest(cell, words=words) for cell in column) for column in columns]
        heads = self.heads[start:end] or [""] * len(cells)
        return [max(_longest_word(head), own) for head, own in zip(heads, cells or [0] * len(heads), strict=True)]


def _longest(cell: HtmlElement, *, words: bool) -> int:
    return max(map(_longest_word if words else len, _lines(cell)), default=0)


def _lines(cell: HtmlElement) -> Iterator[str]:
    lines = [""]
    for part in cell.iter():
        if part.tag == "br":
            lines.append("")
        lines[-1] += part.text or ""
        lines[-1] += "" if part is cell else part.tail or ""
    return (" ".join(line.split()) for line in lines)


def _longest_word(text: str) -> int:
    return max(map(len, text.replace("-", "- ").split()), default=0)


def _text(element: HtmlElement) -> str:
    return " ".join(element.text_content().split())
