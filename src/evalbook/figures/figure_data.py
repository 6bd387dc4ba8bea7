"""The numbers of a figure as a table that opens below it."""

from __future__ import annotations

from collections.abc import Sequence

from evalbook.exhibits.curves import figure_layout
from evalbook.exhibits.exhibit import Exhibit
from evalbook.exhibits.expressions import base_of
from evalbook.exhibits.markup import captioned_table, cell, marked, over, pipe_table
from evalbook.figures.moves import MOVES, moves_of
from evalbook.figures.series import Series, calendar_code
from evalbook.release.lookup import Gap
from evalbook.words.labels import heading, inside, is_numbered, label, month_text

QUARTER = 3  # months between the rows of a curve; the file has them all


def figure_data(exhibit: Exhibit, series: Sequence[Series]) -> str:
    """The numbers of the drawn series, position by position; a curve by quarter, with who is followed."""
    form = figure_layout(exhibit.item).form
    if form in ("curve", "compared"):
        table = _curve_table(exhibit, series)
    elif form == "moves":
        table = _move_table(exhibit, series)
    else:
        table = _table(exhibit, series, _position_names(exhibit, form, series[0]))
    title = exhibit.sentence("figure_data" if is_numbered(exhibit.item) else "figure_data_new")
    lines = [f'<details class="figure-data"><summary>{title}</summary>', captioned_table(table), "</details>"]
    return "\n\n".join(lines)


def _position_names(exhibit: Exhibit, form: str, series: Series) -> list[str]:
    if form == "inflow":
        return [month_text(exhibit.words, calendar_code(each)) for each in series.positions]
    classes = exhibit.classes(figure_layout(exhibit.item).classes)
    return [label(exhibit.words, "row", each, item=exhibit.item) for each in classes]


def _table(exhibit: Exhibit, series: Sequence[Series], names: Sequence[str]) -> str:
    heads = [_head(each) for each in series]
    columns = [[cell(exhibit.words, found) for found in each.found] for each in series]
    return pipe_table([exhibit.own.x, *heads], zip(names, *columns, strict=True))


def _curve_table(exhibit: Exhibit, series: Sequence[Series]) -> str:
    followed = _first_of_groups(exhibit, series)
    heads = [head for each in series for head in _heads(exhibit, each, followed=each in followed)]
    first = QUARTER if figure_layout(exhibit.item).form == "compared" else 0  # which has no month of the start
    months = range(first, max(each.positions[-1] for each in series) + 1, QUARTER)
    texts = [[text for each in series for text in _at(exhibit, each, month, each in followed)] for month in months]
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
    return [": ".join(filter(None, (series.panel, series.name))), *texts, *base]


def _first_of_groups(exhibit: Exhibit, series: Sequence[Series]) -> list[Series]:
    """The series that the number followed is told of: each line, or the first of the groups compared."""
    return list(series[:1] if figure_layout(exhibit.item).form == "compared" else series)


def _heads(exhibit: Exhibit, series: Series, *, followed: bool) -> list[str]:
    group = over(series.panel) if series.panel else series.name
    return [_head(series), exhibit.sentence("at_risk_head", name=group)] if followed else [_head(series)]


def _head(series: Series) -> str:
    """What a line is called, below its panel."""
    if series.panel and series.name not in ("", series.panel):
        return f"{over(series.panel)}, {inside(series.name)}"
    return series.panel or series.name


def _at(exhibit: Exhibit, series: Series, month: int, followed: bool) -> list[str]:
    """The value in a month, and the number followed; empty before and beyond the curve, and where none is shown."""
    if month not in series.positions:
        return ["", ""][: 1 + followed]
    found = series.found[month - series.positions[0]]
    if isinstance(found, Gap):
        return [cell(exhibit.words, found), ""][: 1 + followed]
    return [marked(exhibit.words, number) for number in (found, base_of(found))[: 1 + followed]]
