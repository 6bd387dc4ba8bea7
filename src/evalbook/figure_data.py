"""The numbers of a figure as a table that opens below it."""

from __future__ import annotations

from collections.abc import Sequence

from evalbook.curves import figure_layout
from evalbook.exhibit import Exhibit
from evalbook.labels import heading, label, month_text
from evalbook.markup import captioned_table, cell, marked, pipe_table
from evalbook.moves import MOVES, moves_of
from evalbook.released import Gap, base_of
from evalbook.series import Series, calendar_code

QUARTER = 3  # months between the rows of a curve; the file has them all


def figure_data(exhibit: Exhibit, series: Sequence[Series]) -> str:
    """The numbers of the drawn series, position by position; a curve by quarter, with who is followed."""
    form = figure_layout(exhibit.item).form
    if form == "curve":
        table = _curve_table(exhibit, series)
    elif form == "moves":
        table = _move_table(exhibit, series)
    else:
        table = _table(exhibit, series, [_position_name(exhibit, form, each) for each in series[0].positions])
    title = exhibit.sentence("figure_data")
    lines = [f'<details class="figure-data"><summary>{title}</summary>', captioned_table(table), "</details>"]
    return "\n\n".join(lines)


def _position_name(exhibit: Exhibit, form: str, position: int) -> str:
    if form == "inflow":
        return month_text(exhibit.words, calendar_code(position))
    return label(exhibit.words, "row", figure_layout(exhibit.item).classes[position], item=exhibit.item)


def _table(exhibit: Exhibit, series: Sequence[Series], names: Sequence[str]) -> str:
    heads = [", ".join(dict.fromkeys(filter(None, (each.panel, each.name)))) for each in series]
    columns = [[cell(exhibit.words, found) for found in each.found] for each in series]
    return pipe_table([exhibit.own.x, *heads], zip(names, *columns, strict=True))


def _curve_table(exhibit: Exhibit, series: Sequence[Series]) -> str:
    heads = [head for each in series for head in (each.name, exhibit.sentence("at_risk_head", name=each.name))]
    months = range(0, max(each.positions[-1] for each in series) + 1, QUARTER)
    texts = [[text for each in series for text in _at(exhibit, each, month)] for month in months]
    return pipe_table([exhibit.own.x, *heads], [[str(month), *row] for month, row in zip(months, texts, strict=True)])


def _move_table(exhibit: Exhibit, series: Sequence[Series]) -> str:
    """The moves that the table itself, which the figure draws, does not add up."""
    moves = [heading(label(exhibit.words, "row", move, item=exhibit.item)) for move in MOVES]
    rows = [_move_row(exhibit, each) for each in series]
    return pipe_table([exhibit.own.y, *moves, heading(exhibit.words.sentences["base_row"])], rows)


def _move_row(exhibit: Exhibit, series: Series) -> list[str]:
    found = moves_of(exhibit, series)
    texts = [cell(exhibit.words, found[move]) if move in found else "–" for move in MOVES]
    base = [marked(exhibit.words, base_of(number)) for number in series.numbers[:1]] or [""]
    return [series.name, *texts, *base]


def _at(exhibit: Exhibit, series: Series, month: int) -> list[str]:
    """The value and the number followed in a month; empty beyond the end of the curve."""
    if month >= len(series.found):
        return ["", ""]
    found = series.found[month]
    if isinstance(found, Gap):
        return [cell(exhibit.words, found)] * 2
    return [marked(exhibit.words, number) for number in (found, base_of(found))]
