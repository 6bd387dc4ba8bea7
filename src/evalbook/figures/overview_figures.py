"""Two drawings for who looks once: a hundred people, and the contrasts that come first with their intervals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from itertools import accumulate
from textwrap import wrap

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from evalbook.exhibits.contrasts import FALSE_WORDS, contrasts, drawn_counts, p_value
from evalbook.exhibits.expressions import compared, evaluate
from evalbook.exhibits.markup import as_said, plain, small_print, with_key
from evalbook.figures.alt_texts import AltText
from evalbook.figures.drawing import BOLD, SMALL, Drawing
from evalbook.figures.figures import Drawn
from evalbook.release.lookup import Gap, Number
from evalbook.release.release import Release
from evalbook.words.labels import decimal_text, heading, in_percent, reason_text, round_half_up
from evalbook.words.vocabulary import Words, read_words

# What a panel of a hundred squares shows: the part that is told, and what is not followed to the end of it. Of who
# started without work, and of who found it.
PANELS = {
    "found": (
        "found_work_competing/all/all/event=work/24/incidence",
        "found_work_competing/all/all/event={}/24/incidence",
    ),
    "kept": ("work_retention/all/all/state=in_work/12/probability", "work_retention/all/all/state={}/12/probability"),
}
GONE = ("overleden", "aow", "left")
HUNDRED, A_ROW = 100, 10
TOLD, OTHERS, APART = "#0b4a82", "#c9d2dc", "#8a6d3b"
SQUARE = 0.84  # of its place
TITLE, HUNDRED_HEIGHT = 29, 2.75  # signs of a line above a panel, inches
LABEL, ROW_HEIGHT, FOREST_ROOM = 66, 0.64, 0.62  # signs of a line, inches a contrast, inches of the axis
CHANCE = "#66737d"
GROUND = {"facecolor": "white", "edgecolor": "none"}


def of_hundred_figure(release: Release, *, language: str) -> Drawn | str:
    """A hundred squares for who found work, and for who kept it; a sentence where a number is not there."""
    words = read_words(language)
    found = {name: evaluate(release, key) for name, (key, _) in PANELS.items()}
    if gap := next((each for each in found.values() if isinstance(each, Gap)), None):
        reason = reason_text(words, gap.reason, gap.detail, rules=release.rules)
        return words.overview["no_figure"].format(reason=reason)
    said = words.overview["hundred"]
    counts = {name: _counts(release, name, number) for name, number in found.items()}
    texts = {name: decimal_text(words, count[0]) for name, count in counts.items()}
    titles = {name: said["panels"][name].format(texts[name]) for name in PANELS}
    draw = partial(draw_hundreds, counts=list(counts.values()), titles=list(titles.values()), legend=said["legend"])
    keyed = {name: with_key(text, found[name].expression) for name, text in texts.items()}
    alt = AltText(said["alt"].format(**texts), tuple(each.expression for each in found.values()))
    caption = f"**{said['title'].format(**keyed)}** {said['note']}"
    return Drawn(Drawing(draw, height=HUNDRED_HEIGHT, salt="of hundred"), alt, caption, "")


def _counts(release: Release, panel: str, found: Number) -> tuple[int, int, int]:
    """How many of a hundred are told of, how many are not followed any longer, and the others."""
    told = int(round_half_up(in_percent(found.value, found.form)))
    away = [evaluate(release, PANELS[panel][1].format(each)) for each in GONE]
    gone = sum(in_percent(each.value, each.form) for each in away if isinstance(each, Number))
    apart = min(int(round_half_up(gone)), HUNDRED - told)
    return told, HUNDRED - told - apart, apart


def draw_hundreds(
    figure: Figure, *, counts: Sequence[tuple[int, int, int]], titles: Sequence[str], legend: Sequence[str]
) -> None:
    """Panels of ten rows of ten, filled row by row; what the colours are stands below both."""
    for at, (count, title) in enumerate(zip(counts, titles, strict=True)):
        axes = figure.add_axes((0.02 + 0.5 * at, 0.14, 0.45, 0.66))
        axes.set(xlim=(0, A_ROW), ylim=(A_ROW, 0), aspect="equal")
        axes.set_title("\n".join(wrap(title, TITLE)), fontsize=SMALL, weight=BOLD)
        axes.axis("off")
        ends = list(accumulate(count))
        for place in range(HUNDRED):
            kind = next(which for which, end in enumerate(ends) if place < end)
            _square(axes, place % A_ROW, place // A_ROW, (TOLD, OTHERS, APART)[kind])
    below = figure.add_axes((0.02, 0.0, 0.96, 0.1))
    below.set(xlim=(0, 30), ylim=(1, 0))
    below.axis("off")
    for at, (text, colour) in enumerate(zip(legend, (TOLD, OTHERS, APART), strict=True)):
        below.plot(10 * at + 0.5, 0.5, "s", color=colour, markersize=10)
        below.text(10 * at + 1.3, 0.5, text, va="center_baseline", fontsize=SMALL)


def _square(axes: Axes, left: float, top: float, colour: str) -> None:
    room = (1 - SQUARE) / 2
    axes.add_patch(Rectangle((left + room, top + room), SQUARE, SQUARE, color=colour, linewidth=0))


@dataclass(frozen=True)
class Row:
    """A contrast of the forest: what it compares, and the difference with its limits in percentage points."""

    label: str
    number: Number
    text: str

    @property
    def is_told(self) -> bool:
        return p_value(self.number) <= FALSE_WORDS


def forest_figure(release: Release, *, language: str) -> Drawn | str:
    """The primary contrasts, each a dot with its interval; that some have no number is said below it."""
    words = read_words(language)
    said = words.overview["forest"]
    found = {key: compared(release, key) for key in contrasts().primary}
    rows = [
        Row(heading(contrasts().primary[key][language]), number, plain(words, number))
        for key, number in found.items()
        if isinstance(number, Number) and number.low == number.low
    ]
    if not rows:
        return words.overview["no_forest"]
    height = ROW_HEIGHT * len(rows) + FOREST_ROOM
    draw = partial(draw_forest, rows=rows, axis=said["axis"], text=partial(decimal_text, words))
    caption = f"**{_told(words, drawn_counts(release))}.** {said['note']}"
    absent = len(found) - len(rows)
    below = small_print([said["absent"]]) if absent else ""
    return Drawn(Drawing(draw, height=height, salt="forest"), _alt(words, rows), caption, below)


def _told(words: Words, counts: dict[str, int]) -> str:
    """How many of the drawn contrasts show a difference, in words."""
    told, drawn = counts["drawn_told"], counts["drawn_all"]
    form = "all" if told == drawn else "none" if told == 0 else "some"
    keyed = {name: with_key(decimal_text(words, count), f"contrasts/{name}") for name, count in counts.items()}
    return words.overview["forest"][form].format(**keyed)


def _alt(words: Words, rows: Sequence[Row]) -> AltText:
    said = words.overview["forest"]
    each = [said["row"].format(label=row.label, value=as_said(words, row.number)[0]) for row in rows]
    return AltText(" ".join([said["alt"], *each]), tuple(row.number.expression for row in rows))


def draw_forest(figure: Figure, *, rows: Sequence[Row], axis: str, text: object) -> None:
    """Rows from top to bottom, the words of each above its interval; a hollow dot where it may be chance."""
    bottom = FOREST_ROOM / figure.get_figheight()
    axes = figure.add_axes((0.02, bottom, 0.96, 1 - bottom))
    low, high = min(0, *(row.number.low for row in rows)), max(0, *(row.number.high for row in rows))
    room = (high - low) / 20
    axes.set(xlim=(low - room, high + room), ylim=(len(rows), -0.15))
    axes.axvline(0, color="#555555", linewidth=1, zorder=1.2)
    for at, row in enumerate(rows):
        colour, line = TOLD if row.is_told else CHANCE, at + 0.8
        words = {
            "fontsize": SMALL - 0.5,
            "va": "bottom",
            "linespacing": 1.0,
            "bbox": dict(GROUND, pad=0.5),
            "zorder": 1.8,
        }
        axes.text(low - room, at + 0.52, "\n".join(wrap(row.label, LABEL)), **words)
        axes.plot([row.number.low, row.number.high], [line, line], color=colour, linewidth=2)
        face = colour if row.is_told else "white"
        axes.plot(row.number.value, line, "o", color=colour, markerfacecolor=face, markersize=7)
    axes.xaxis.set_major_formatter(lambda value, _: text(value))
    axes.set_yticks([])
    axes.set_xlabel(axis)
    axes.grid(visible=False, axis="y")
    axes.spines[["top", "left", "right"]].set_visible(False)
