"""The drawings of the brief: the chart whose title is the headline, and the timeline."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from evalbook.exhibits.brief import headline_title, letter, reconciled, told_headline
from evalbook.exhibits.curves import figure_layout
from evalbook.exhibits.exhibit import Exhibit
from evalbook.exhibits.markup import data_link, item_link, plain, small_print
from evalbook.exhibits.timeline import Event, Period, Timeline, timeline_of, timeline_text
from evalbook.figures.alt_texts import AltText, alt_of_curves
from evalbook.figures.drawing import BOLD, LOOKS, SMALL, Drawing, Scale, dress
from evalbook.figures.figures import Drawn
from evalbook.figures.line_figures import HALF_YEAR, ROOM_ABOVE, draw_line, name_the_lines
from evalbook.figures.line_names import Box
from evalbook.figures.overview_figures import forest_figure, of_hundred_figure
from evalbook.figures.series import Series, series_of
from evalbook.figures.small_figures import well_known
from evalbook.release.lookup import Gap, Number
from evalbook.release.release import Release
from evalbook.suggestions import nearest
from evalbook.words.labels import number_text, reason_text
from evalbook.words.vocabulary import Words, read_words

HEADLINE, TIMELINE = "headline", "timeline"
BRIEF = "brief_"  # how the names of these drawings begin
PARTS = (HEADLINE, "reconciled", "letter", TIMELINE, "of_hundred", "forest")
HEADLINE_HEIGHT, TIMELINE_HEIGHT = 2.2, 1.85  # inches
PLOT = (0.1, 0.23, 0.89, 0.64)  # left, bottom, width and height, of the figure
MARKED = 0.05  # of the y axis: a number stands so far above its dot, or below it
ROOM = 2.5  # months beside a number, in which no name stands
DAYS_A_YEAR = 365.25
DOT = 0.42  # years that the dot of an event takes
LEVELS = 3  # rows of dots
BAR, FIRST_LEVEL, LEVEL, TOP = 0.5, 1.85, 0.72, 4.1  # of the timeline: heights in its own measure
UNKNOWN = "#eceff2"


def brief_part(release: Release, part: str, *, language: str) -> Drawn | str:
    """A part of the brief or of the summary: a drawing, or Markdown; ValueError where there is no such part."""
    if part not in PARTS:
        raise ValueError(f"the brief has no part {part!r}.{nearest(part, PARTS)}")
    made = {HEADLINE: headline, "reconciled": reconciled, "letter": letter, TIMELINE: timeline}
    made |= {"of_hundred": of_hundred_figure, "forest": forest_figure}
    return made[part](release, language=language)


def headline(release: Release, *, language: str) -> Drawn | str:
    """The chart of the first headline that the edition has, both groups by month; a sentence where it has none."""
    words, found = read_words(language), told_headline(release)
    if isinstance(found, Gap):
        reason = reason_text(words, found.reason, found.detail, rules=release.rules)
        return words.brief["no_headline"].format(reason=reason)
    told, place = found
    exhibit = Exhibit(release, told.figure, language)
    series = [well_known(each) for each in series_of(exhibit)[: len(told.numbers)]]
    title = headline_title(release, told, place, language=language)
    more = words.brief["more"].format(item=item_link(words, told.figure))
    draw = partial(
        draw_headline, series=series, scale=_scale(exhibit, series), month=_month(told.numbers[0]), words=words
    )
    drawing = Drawing(draw, height=HEADLINE_HEIGHT, salt="brief headline")
    caption = f"**{title}.** {told.caution[language]} {more}"
    below = small_print([words.brief["band"], data_link(words, exhibit.of)])
    return Drawn(drawing, alt_of_curves(exhibit, series, peaks=False), caption, below)


def _month(key: str) -> int:
    return int(key.split("|")[0].split("/")[4])


def _scale(exhibit: Exhibit, series: Sequence[Series]) -> Scale:
    form = figure_layout(exhibit.item).fixed.get("statistic", series[0].group)
    ticks = {month: str(month) for month in range(0, max(each.positions[-1] for each in series) + 1, HALF_YEAR)}
    return Scale(exhibit.own.x, exhibit.own.y, lambda value: number_text(exhibit.words, value, form), ticks)


def draw_headline(figure: Figure, *, series: Sequence[Series], scale: Scale, month: int, words: Words) -> None:
    """Both lines with their intervals, and the numbers of the title at the month that they are of."""
    axes = figure.add_axes(PLOT)
    for each in series:
        draw_line(axes, each)
    axes.set_xlim(-0.5, max(each.positions[-1] for each in series) + 0.5)
    top = ROOM_ABOVE * max(each.high.max(initial=0.1, where=each.high > 0) for each in series)
    axes.set_ylim(0, top)
    dress(axes, scale)
    axes.set_ylim(0, top)
    axes.axvline(month, color="#555555", linewidth=1, linestyle=(0, (2, 2)))
    marks = [(each, found) for each in series if isinstance(found := _at(each, month), Number)]
    highest = max((found.value for _, found in marks), default=0)
    for each, found in marks:
        _mark(axes, each, found, month=month, above=found.value == highest, text=plain(words, found))
    name_the_lines(axes, series, taken=[Box(month - ROOM, month + ROOM, 0, top)], legend="lower right")


def _at(series: Series, month: int) -> Number | Gap | None:
    return dict(zip(series.positions, series.found, strict=True)).get(month)


def _mark(axes: Axes, series: Series, found: Number, *, month: int, above: bool, text: str) -> None:
    colour, room = LOOKS[series.group].colour, MARKED * axes.get_ylim()[1]
    axes.plot(month, found.value, LOOKS[series.group].marker, color=colour, markersize=8)
    place, side = (found.value + room, "bottom") if above else (found.value - room, "top")
    box = {"facecolor": "white", "edgecolor": "none", "pad": 1}
    axes.text(month, place, text, color=colour, weight=BOLD, ha="center", va=side, bbox=box)


def timeline(release: Release, *, language: str) -> Drawn:
    """The periods and events on one line of years; below it the events as a list, with the numbers of the drawing."""
    words = read_words(language)
    line = timeline_of(release, language=language)
    known = release.edition.reference_date
    draw = partial(draw_timeline, line=line, known=known, after=words.brief["after"])
    drawing = Drawing(draw, height=TIMELINE_HEIGHT, salt="brief timeline")
    said = words.brief["timeline"]
    texts = {"first": line.first, "last": line.last, "events": len(line.events)}
    periods = "; ".join(
        said["period"].format(name=each.name, since=each.since.text(words), until=each.until.text(words))
        for each in line.periods
    )
    alt = said["alt"].format(**texts, periods=periods)
    return Drawn(drawing, AltText(alt), said["caption"].format(**texts), timeline_text(release, language=language))


def draw_timeline(figure: Figure, *, line: Timeline, known: date, after: str) -> None:
    """Years from left to right; what comes after the figures end is grey."""
    axes = figure.add_axes((0.01, 0.15, 0.98, 0.84))
    axes.set(xlim=(line.first, line.last + 1), ylim=(0, TOP))
    axes.add_patch(Rectangle((_place(known), 0), line.last + 1 - _place(known), TOP, color=UNKNOWN, linewidth=0))
    axes.text(line.last + 0.97, TOP - 0.1, after, ha="right", va="top", fontsize=SMALL, color="#45505c")
    for row, each in enumerate(reversed(line.periods)):
        _bar(axes, each, row)
    for number, (event, level) in enumerate(_levels(line.events), start=1):
        _dot(axes, event, number, FIRST_LEVEL + LEVEL * level)
    years = range(line.first, line.last + 1)
    axes.set_xticks([year + 0.5 for year in years], [str(year) for year in years])
    axes.set_yticks([])
    axes.grid(visible=False)
    for year in years:
        axes.axvline(year, color="#c9d2dc", linewidth=0.6, zorder=0.5)
    axes.spines[["top", "left", "right"]].set_visible(False)


def _place(day: date) -> float:
    """A day as a number of years."""
    return day.year + (day - date(day.year, 1, 1)).days / DAYS_A_YEAR


def _bar(axes: Axes, period: Period, row: int) -> None:
    """A period on a row of its own, its name behind it; in it where the line ends before the name would."""
    left, right = _place(period.since.at), _place(period.until.at)
    colour, bottom = LOOKS[period.group].colour, 0.12 + 1.25 * BAR * row
    axes.add_patch(Rectangle((left, bottom), right - left, BAR, color=colour, linewidth=0))
    is_inside = right - left > axes.get_xlim()[1] - right
    place, side, shade = ((left + right) / 2, "center", "white") if is_inside else (right + 0.1, "left", colour)
    axes.text(place, bottom + BAR / 2, period.name, color=shade, weight=BOLD, fontsize=SMALL, ha=side, va="center")


def _dot(axes: Axes, event: Event, number: int, height: float) -> None:
    at = _place(event.at.at)
    axes.plot([at, at], [0, height], color="#333333", linewidth=0.8, zorder=1.5)
    axes.plot(at, height, "o", color="#333333", markersize=15)
    axes.text(
        at, height - 0.02, str(number), color="white", weight=BOLD, fontsize=SMALL, ha="center", va="center_baseline"
    )


def _levels(events: Sequence[Event]) -> list[tuple[Event, int]]:
    """Each event with the lowest row in which its dot touches no other."""
    ends = [float("-inf")] * LEVELS
    placed = []
    for event in events:
        at = _place(event.at.at)
        level = next((row for row, end in enumerate(ends) if end <= at), min(range(LEVELS), key=ends.__getitem__))
        ends[level] = at + DOT
        placed.append((event, level))
    return placed
