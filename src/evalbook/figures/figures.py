"""A released figure: drawn, with its caption, a text for who cannot see it, and its numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain

from evalbook.exhibits.curves import figure_layout
from evalbook.exhibits.exhibit import Exhibit, absence, caption, notes, symbol_notes
from evalbook.exhibits.figure_findings import figure_finding
from evalbook.exhibits.markup import few_mark, plain
from evalbook.figures.alt_texts import (
    AltText,
    alt_of_bars,
    alt_of_curves,
    alt_of_dots,
    alt_of_inflow,
    alt_of_moves,
)
from evalbook.figures.compared_figures import compared_height, dots_height, draw_compared, draw_dots
from evalbook.figures.drawing import Drawing, Scale
from evalbook.figures.figure_data import QUARTER, figure_data
from evalbook.figures.ladder_figures import Cell, Rung, draw_ladder, ladder_height
from evalbook.figures.line_figures import HALF_YEAR, curve_height, draw_curves, draw_inflow, inflow_height
from evalbook.figures.moves import MOVES, moves_of, place_of
from evalbook.figures.series import (
    MONTHS_A_YEAR,
    MOST_NAMED_CLASSES,
    Series,
    calendar_code,
    panels_of,
    series_of,
    widths_of,
)
from evalbook.figures.share_figures import bars_height, draw_bars
from evalbook.release.lookup import Gap, Number, fewest_followed, is_few
from evalbook.release.release import Release
from evalbook.words.labels import decimal_text, label, month_text, number_text

LONG_CURVE = 18  # months, from which on its axis names half years
CLASSES_A_TICK = 10  # where there are too many classes to name each


@dataclass(frozen=True)
class Drawn:
    """A figure as it is shown: the drawing, its text alternative, its caption, and what stands below it."""

    drawing: Drawing
    alt: AltText
    caption: str
    below: str


def figure(release: Release, item: str, *, language: str) -> Drawn | str:
    """A figure of the report; a sentence where there is nothing to draw.

    A curve is drawn as far as it was released and at least 30 persons are followed; a withheld month is a
    break in the line. Raises ValueError on an item that is no figure and TypeError on anything but a
    Release.
    """
    layout = figure_layout(item)
    exhibit = Exhibit(release, item, language)
    series = series_of(exhibit)
    drawn = [each for each in series if each.numbers]
    if not drawn:
        return absence(exhibit, exhibit.why(series[0].found[0]))
    absent = [each for each in series if each not in drawn]
    added_up = [share for each in drawn for share in moves_of(exhibit, each).values()] if layout.form == "moves" else []
    gaps = [
        found for found in (*chain.from_iterable(each.found for each in drawn), *added_up) if isinstance(found, Gap)
    ]
    drawing, alt, own_notes = FORMS[layout.form](exhibit, drawn)
    more = [*own_notes, *_absent_note(exhibit, absent), *symbol_notes(exhibit, gaps)]
    below = f"{notes(exhibit, *more)}\n\n{figure_data(exhibit, drawn)}"
    finding = figure_finding(release, item, language=language)
    return Drawn(drawing, alt, caption(exhibit, finding=finding), below)


def _absent_note(exhibit: Exhibit, absent: Sequence[Series]) -> list[str]:
    if not absent:
        return []
    names = "; ".join(each.name for each in absent)
    return [exhibit.sentence("no_part", parts=names, reason=exhibit.why(absent[0].found[0]))]


def _by_month(exhibit: Exhibit, series: Sequence[Series]) -> dict[str, object]:
    """What every drawing by month since the start takes."""
    form = figure_layout(exhibit.item).fixed["statistic"]
    end = max(each.positions[-1] for each in series)
    months = range(0, end + 1, HALF_YEAR if end >= LONG_CURVE else QUARTER)
    scale = _scale(exhibit, form, {month: str(month) for month in months})
    count = partial(decimal_text, exhibit.words)
    return {"series": series, "scale": scale, "below": exhibit.sentence("at_risk_axis"), "count": count}


def _curves(exhibit: Exhibit, series: Sequence[Series]) -> tuple[Drawing, AltText, list[str]]:
    form = figure_layout(exhibit.item).fixed["statistic"]
    draw = partial(draw_curves, **_by_month(exhibit, series))
    drawing = Drawing(draw, height=curve_height(series), salt=exhibit.item)
    alt = alt_of_curves(exhibit, series, peaks=form == "share")
    return drawing, alt, [exhibit.sentence("band", persons=fewest_followed(exhibit.release, form))]


def _compared(exhibit: Exhibit, series: Sequence[Series]) -> tuple[Drawing, AltText, list[str]]:
    """The last of the series is the difference of the others."""
    *both, difference = series
    end = max(each.positions[-1] for each in both)
    ticks = range(0, end + 1, HALF_YEAR if end >= LONG_CURVE else QUARTER)
    scale = _scale(exhibit, both[0].group, {month: str(month) for month in ticks if month})
    points = replace(scale, y=exhibit.sentence("difference_axis"), text=partial(decimal_text, exhibit.words))
    draw = partial(
        draw_compared,
        series=both,
        difference=difference,
        scale=replace(scale, x=""),
        points=points,
        below=exhibit.sentence("starters_axis"),
        count=points.text,
    )
    alt = alt_of_curves(exhibit, series, peaks=False)
    return Drawing(draw, height=compared_height(), salt=exhibit.item), alt, [exhibit.sentence("band_compared")]


def _dots(exhibit: Exhibit, series: Sequence[Series]) -> tuple[Drawing, AltText, list[str]]:
    codes = exhibit.classes(figure_layout(exhibit.item).classes)
    names = [label(exhibit.words, "row", code, item=exhibit.item) for code in codes]
    there = [place for place in range(len(names)) if any(isinstance(each.found[place], Number) for each in series)]
    names = [names[place] for place in there]
    series = [
        replace(each, positions=tuple(range(len(there))), found=tuple(each.found[place] for place in there))
        for each in series
    ]
    scale = _scale(exhibit, series[0].group, dict(enumerate(names)))
    scale = replace(scale, text=partial(decimal_text, exhibit.words, decimals=1))
    drawing = Drawing(partial(draw_dots, series=series, scale=scale), height=dots_height(series), salt=exhibit.item)
    return drawing, alt_of_dots(exhibit, series, names=names), [exhibit.sentence("dots_strip")]


def _inflow(exhibit: Exhibit, series: Sequence[Series]) -> tuple[Drawing, AltText, list[str]]:
    start = exhibit.release.edition.experiment_start
    draw = partial(
        draw_inflow,
        series=series,
        scale=_scale(exhibit, "n", _half_years(exhibit, series[0].positions)),
        mark=start.year * MONTHS_A_YEAR + start.month - 1,
        mark_name=exhibit.sentence("experiment_start"),
    )
    return Drawing(draw, height=inflow_height(), salt=exhibit.item), alt_of_inflow(exhibit, series), []


def _half_years(exhibit: Exhibit, positions: Sequence[int]) -> dict[int, str]:
    """The names of January and July, on two lines."""
    named = [each for each in positions if each % HALF_YEAR == 0]
    texts = [month_text(exhibit.words, calendar_code(each), short=True) for each in named]
    return dict(zip(named, [text.replace(" ", "\n") for text in texts], strict=True))


def _bars(exhibit: Exhibit, series: Sequence[Series]) -> tuple[Drawing, AltText, list[str]]:
    layout = figure_layout(exhibit.item)
    shown = exhibit.classes(layout.classes)
    classes = [label(exhibit.words, "row", code, item=exhibit.item) for code in shown]
    by_name = len(layout.classes) <= MOST_NAMED_CLASSES
    widths = widths_of(series[0], end=len(shown if by_name else layout.classes))
    scale = _scale(exhibit, layout.fixed["statistic"], _class_ticks(shown if by_name else layout.classes))
    draw = partial(draw_bars, series=series, scale=scale, widths=widths, few=few_mark(exhibit.words))
    alt = alt_of_bars(exhibit, series, classes=classes, widths=widths)
    note = [exhibit.sentence("wide_classes")] if max(widths) > 1 else []
    return Drawing(draw, height=bars_height(series), salt=exhibit.item), alt, note


def _moves(exhibit: Exhibit, series: Sequence[Series]) -> tuple[Drawing, AltText, list[str]]:
    names = {move: label(exhibit.words, "row", move, item=exhibit.item) for move in MOVES}
    heads = {"start": exhibit.own.y, "end": exhibit.own.x, "count": exhibit.words.codes["statistic"]["n"]}
    panels = {title: [_rung(exhibit, each) for each in own] for title, own in panels_of(series).items()}
    draw = partial(draw_ladder, panels=panels, moves=names, **heads)
    return Drawing(draw, height=ladder_height(panels), salt=exhibit.item), alt_of_moves(exhibit, series), []


def _rung(exhibit: Exhibit, series: Series) -> Rung:
    cells = tuple(_cell(exhibit, found) for found in series.found)
    moves = {move: _cell(exhibit, found) for move, found in moves_of(exhibit, series).items()}
    count = next((decimal_text(exhibit.words, number.base) for number in series.numbers), "")
    return Rung(place_of(series), series.name, count, cells, moves)


def _cell(exhibit: Exhibit, found: Number | Gap) -> Cell:
    if isinstance(found, Number):
        return Cell(found.value, plain(exhibit.words, found))
    if is_few(found):
        return Cell(None, few_mark(exhibit.words))
    return Cell(None, exhibit.words.formats["withheld" if found.reason == "withheld" else "missing"])


def _class_ticks(classes: Sequence[str]) -> dict[float, str]:
    """Each class by its code, or some by their lower bound, at their left edge."""
    if len(classes) <= MOST_NAMED_CLASSES:
        return dict(enumerate(classes))
    return {place - 0.5: str(place) for place in range(0, len(classes), CLASSES_A_TICK)}


def _scale(exhibit: Exhibit, form: str, ticks: Mapping[float, str]) -> Scale:
    own = exhibit.own
    return Scale(own.x, own.y, lambda value: number_text(exhibit.words, value, form), ticks)


FORMS = {
    "curve": _curves,
    "inflow": _inflow,
    "bars": _bars,
    "moves": _moves,
    "compared": _compared,
    "dots": _dots,
}
