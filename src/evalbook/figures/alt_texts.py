"""What a figure shows, in words, computed from its numbers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from evalbook.exhibits.exhibit import Exhibit
from evalbook.exhibits.expressions import month_of
from evalbook.exhibits.markup import plain
from evalbook.figures.moves import moves_of
from evalbook.figures.series import Series, calendar_code, panels_of
from evalbook.release.lookup import Number
from evalbook.words.labels import enumeration, label, month_text


@dataclass(frozen=True)
class AltText:
    """A text alternative and the expressions of the numbers in it."""

    text: str
    keys: tuple[str, ...] = ()


def alt_of_curves(exhibit: Exhibit, series: Sequence[Series], *, peaks: bool) -> AltText:
    """Start and end of each curve, its peak where `peaks` and it lies between, and the curves compared."""
    title = _said(exhibit, "curve", title=exhibit.own.title)
    curves = [_curve(exhibit, each, peaks=peaks) for each in series]
    return _joined([title, *curves, *_compared(exhibit, series)])


def alt_of_month(exhibit: Exhibit, series: Series, number: Number) -> AltText:
    """One number of one line."""
    value = _said(exhibit, "curve_value", name=series.name, value=number)
    said = _said(exhibit, "curve_compared", month=month_of(number), values=value.text)
    title = _said(exhibit, "curve", title=exhibit.own.title)
    return _joined([title, AltText(said.text, (*said.keys, *value.keys))])


def _curve(exhibit: Exhibit, series: Series, *, peaks: bool) -> AltText:
    start, end = series.numbers[0], series.numbers[-1]
    highest = max(series.numbers, key=lambda number: number.value)
    texts = {"name": series.name, "start": start, "first": month_of(start), "end": end, "last": month_of(end)}
    if peaks and highest not in (start, end):
        return _said(exhibit, "curve_peak", **texts, peak=highest, month=month_of(highest))
    return _said(exhibit, "curve_series", **texts)


def _compared(exhibit: Exhibit, series: Sequence[Series]) -> list[AltText]:
    """The curves in the last month that all reach, unless all end there."""
    by_month = [{month_of(number).value: number for number in each.numbers} for each in series]
    common = set.intersection(*map(set, by_month))
    if not common or all(max(months) in common for months in by_month):
        return []
    numbers = [months[max(common)] for months in by_month]
    pairs = zip(series, numbers, strict=True)
    values = [_said(exhibit, "curve_value", name=each.name, value=number) for each, number in pairs]
    text = enumeration(exhibit.words, [value.text for value in values])
    said = _said(exhibit, "curve_compared", month=month_of(numbers[0]), values=text)
    return [AltText(said.text, (*said.keys, *(key for value in values for key in value.keys)))]


def alt_of_inflow(exhibit: Exhibit, series: Sequence[Series]) -> AltText:
    """First, last and highest month that is shown of each line."""
    title = _said(exhibit, "inflow", title=exhibit.own.title)
    return _joined([title, *(_inflow(exhibit, each) for each in series)])


def _inflow(exhibit: Exhibit, series: Series) -> AltText:
    shown = [place for place, each in enumerate(series.found) if isinstance(each, Number)]
    first, last, highest = shown[0], shown[-1], _highest(series)
    months = {"first": series.positions[first], "last": series.positions[last], "month": series.positions[highest]}
    texts = {name: month_text(exhibit.words, calendar_code(each)) for name, each in months.items()}
    numbers = {"start": series.found[first], "end": series.found[last], "peak": series.found[highest]}
    return _said(exhibit, "inflow_series", name=series.name, **numbers, **texts)


def alt_of_bars(
    exhibit: Exhibit, series: Sequence[Series], *, classes: Sequence[str], widths: Sequence[int]
) -> AltText:
    """The most frequent class of each series, of classes of unlike widths the one with the highest bar."""
    title = _said(exhibit, "bars", title=exhibit.own.title)
    return _joined([title, *(_bars(exhibit, each, classes, widths) for each in series)])


def _bars(exhibit: Exhibit, series: Series, classes: Sequence[str], widths: Sequence[int]) -> AltText:
    name = ", ".join(dict.fromkeys((series.panel, series.name)))
    highest = int(np.nanargmax(series.values / widths))
    texts = {"name": name, "class": classes[highest]}
    return _said(exhibit, "bars_series", peak=series.found[highest], **texts)


def alt_of_dots(exhibit: Exhibit, series: Sequence[Series], *, names: Sequence[str]) -> AltText:
    """Of each series the category that is furthest from 0."""
    title = _said(exhibit, "dots", title=exhibit.own.title)
    return _joined([title, *(_furthest(exhibit, each, names) for each in series)])


def _furthest(exhibit: Exhibit, series: Series, names: Sequence[str]) -> AltText:
    place = int(np.nanargmax(np.abs(series.values)))
    return _said(exhibit, "dots_series", name=series.name, value=series.found[place], **{"class": names[place]})


def alt_of_moves(exhibit: Exhibit, series: Sequence[Series]) -> AltText:
    """For each rung at the start, how many later stand lower, the same and higher."""
    title = _said(exhibit, "moves", title=exhibit.own.title)
    panels = panels_of(series).items()
    texts = [text for name, own in panels for text in (_panel(name), *(_moves(exhibit, each) for each in own))]
    return _joined([title, *(text for text in texts if text.text)])


def _panel(name: str) -> AltText:
    return AltText(f"{name}:" if name else "")


def _moves(exhibit: Exhibit, series: Series) -> AltText:
    found = moves_of(exhibit, series)
    names = {move: label(exhibit.words, "row", move, item=exhibit.item) for move in found}
    moves = [
        _said(exhibit, "move", name=names[move], value=number)
        for move, number in found.items()
        if isinstance(number, Number)
    ]
    text = enumeration(exhibit.words, [move.text for move in moves])
    said = _said(exhibit, "moves_series", name=series.name, moves=text)
    return AltText(said.text, tuple(key for move in moves for key in move.keys)) if moves else AltText("")


def _highest(series: Series) -> int:
    """The place of the first of the highest values."""
    return int(np.nanargmax(series.values))


def _said(exhibit: Exhibit, sentence: str, **parts: str | Number) -> AltText:
    words = exhibit.words
    numbers = {name: part for name, part in parts.items() if isinstance(part, Number)}
    texts = {name: plain(words, number) for name, number in numbers.items()}
    text = words.alt[sentence].format(**{**parts, **texts})
    return AltText(text, tuple(number.expression for number in numbers.values()))


def _joined(sentences: Iterable[AltText]) -> AltText:
    sentences = list(sentences)
    keys = tuple(key for sentence in sentences for key in sentence.keys)
    return AltText(" ".join(sentence.text for sentence in sentences), keys)
