"""How wide the columns of a table on paper are, and whether it may go on on the next page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from evalbook.book.paper_words import said

LONG_ROWS, LONG_TEXT = 24, 1800  # more than half a page: such a table may break, its head is repeated
WIDE_COLUMNS = 6  # more of them are set smaller
SIGNS_ACROSS = 100  # of a table's letters, as wide as the text is
SENTENCE = 28  # signs: a longer text is wrapped
LEAST = 22  # signs, for sentences
HEAD = 14  # signs: a longer head is wrapped
GAP = 4  # signs, between two columns


def texts_of(heads: Sequence[Sequence[Mapping]], rows: Sequence[Sequence[Mapping]]) -> list[list[str]]:
    """The texts of a table's cells, its head first: of heads in two rows that of each column alone."""
    if len(heads) < 2:
        return [[said(cell) for cell in row] for row in (*heads, *rows)]
    beneath = iter(heads[1])
    above = (cell for cell in heads[0] for _ in range(cell["across"]))
    return [
        [said(cell if cell["down"] > 1 else next(beneath)) for cell in above],
        *([said(c) for c in row] for row in rows),
    ]


def columns_of(texts: Sequence[Sequence[str]], aligned: Sequence[str]) -> dict[str, object]:
    """The form of a table from its texts, row by row, its head first, lines in a cell apart.

    `align`, the `shares` that its columns have of the width, and whether it is `long` or `wide`.
    """
    is_long = len(texts) - 1 > LONG_ROWS or sum(len(text) for row in texts for text in row) > LONG_TEXT
    shares = shares_of(list(zip(*texts, strict=True)))
    return {"align": list(aligned), "shares": shares, "long": is_long, "wide": len(aligned) > WIDE_COLUMNS}


def shares_of(columns: Sequence[Sequence[str]]) -> list[float]:
    """A column of short texts has the room that they need; those with sentences share the rest by what they hold."""
    needed = [_width(head, cells) for head, *cells in columns]
    held = [_held(cells) if _longest(cells) > SENTENCE else 0.0 for _, *cells in columns]
    taken = sum(width for width, mean in zip(needed, held, strict=True) if not mean)
    left = SIGNS_ACROSS - GAP * len(columns) - taken
    return [
        round(max(width if not mean else left * mean / sum(held), LEAST if mean else 0, _longest_word(column)) + GAP, 1)
        for column, width, mean in zip(columns, needed, held, strict=True)
    ]


def _width(head: str, cells: Sequence[str]) -> float:
    return max(_longest(cells), min(_longest([head]), HEAD), _longest_word([head]))


def _longest(texts: Sequence[str]) -> int:
    return max((len(line) for text in texts for line in text.splitlines()), default=0)


def _longest_word(texts: Sequence[str]) -> int:
    return max((len(word) for text in texts for word in text.split()), default=0)


def _held(cells: Sequence[str]) -> float:
    """How long a column's cells are, the long ones before all, in which a narrow column makes many lines."""
    mean_square = sum(len(cell) ** 2 for cell in cells) / max(len(cells), 1)
    return mean_square**0.4
