"""What people say, as a chapter shows it: by theme what each perspective says, where they agree and where they do not.

A theme is a statement. What a perspective says to it, and whether perspectives agree, is computed from the codebook.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

import pandas as pd

from evalbook.contract.codebook import PERSPECTIVES, RESEARCHERS, SHARED, Codebook, read_codebook
from evalbook.exhibits.markup import TEXTS, data_link, escape, headed_table, item_link, small_print
from evalbook.exhibits.prose import paragraph
from evalbook.release.lookup import demand_release
from evalbook.release.release import Release
from evalbook.suggestions import nearest
from evalbook.voices.rounds import round_lines, round_tables
from evalbook.words.labels import enumeration, heading
from evalbook.words.vocabulary import Words, read_words

CHAPTER = "chapter_"
NEUTRAL, MIXED = "neutral", "mixed"
SEVERAL_WAVES = ("participants", "labour_experts")  # the others were spoken to in one year
COLUMN_FROM = 3  # the themes of a chapter on which a perspective speaks, to have a column in the overview
AGREED = {"positive": "agree", "negative": "agree_not", MIXED: "varied"}


@dataclass(frozen=True)
class Shown:
    """A piece of a page: a heading, which stands in the contents of the page, or text."""

    markdown: str
    is_heading: bool = False


@cache
def codebook() -> Codebook:
    """The codebook of the project, read once."""
    return read_codebook()


def voices(release: Release, name: str, *, language: str) -> list[Shown]:
    """What people say on one theme, or `chapter_2` to `chapter_5`: all its themes, after a table of who says what.

    Raises ValueError on a name that is neither and TypeError on anything but a Release.
    """
    demand_release(release)
    words, book = read_words(language), codebook()
    if name in book.themes.index:
        return list(_theme(release, words, book, name, language))
    themes = book.of_chapter(name.removeprefix(CHAPTER)) if name.startswith(CHAPTER) else []
    if not themes:
        known = (*book.themes.index, *(f"{CHAPTER}{number}" for number in sorted(set(book.themes["chapter"]))))
        raise ValueError(f"there is no theme or chapter {name!r}.{nearest(name, known)}")
    parts = [part for theme in themes for part in _theme(release, words, book, theme, language)]
    return [Shown(_overview(words, book, themes, language)), *parts]


def standing(said: pd.DataFrame) -> dict[str, str]:
    """What each perspective says to a theme, in the order of PERSPECTIVES: its direction in its last wave.

    The findings that are shared most widely decide; where those differ, it is mixed. `neutral` does not judge.
    """
    return {each: _direction(_last_wave(said, each)) for each in PERSPECTIVES if (said["perspective"] == each).any()}


def _last_wave(said: pd.DataFrame, perspective: str) -> pd.DataFrame:
    own = said[said["perspective"] == perspective]
    ends = own["wave"].str[-4:]
    return own[ends == ends.max()]


def _direction(own: pd.DataFrame) -> str:
    directions = set(_deciding(own)["direction"])
    return directions.pop() if len(directions) == 1 else MIXED if directions else NEUTRAL


def _deciding(own: pd.DataFrame) -> pd.DataFrame:
    """The findings that judge and are shared most widely."""
    judged = own[own["direction"] != NEUTRAL]
    width = judged["shared"].map(SHARED.index)
    return judged[width == width.max()]


def shared_by(said: pd.DataFrame, perspective: str) -> str:
    """How widely a perspective that judges shares what decides its standing."""
    return _deciding(_last_wave(said, perspective))["shared"].iloc[0]


def agreement(standing: Mapping[str, str]) -> str:
    """Whether perspectives agree on a theme: `agree` (yes), `agree_not` (no), `varied` (all mixed), `disagree` (yes and
    no), `partly` (mixed beside yes or no), `alone` (one perspective judges) or `described` (none does)."""
    judged = [direction for direction in standing.values() if direction != NEUTRAL]
    if len(judged) < 2:
        return "alone" if judged else "described"
    if len(set(judged)) == 1:
        return AGREED[judged[0]]
    return "disagree" if {"positive", "negative"} <= set(judged) else "partly"


def moved(said: pd.DataFrame) -> dict[str, dict[str, str]]:
    """The perspectives that said otherwise in one wave than in another: their direction by wave."""
    by_wave = {
        each: {wave: _direction(rows) for wave, rows in own.groupby("wave") if "-" not in wave}
        for each, own in said.groupby("perspective")
    }
    return {each: waves for each, waves in by_wave.items() if len(set(waves.values()) - {NEUTRAL}) > 1}


def label_of(theme: str) -> str:
    """The name under which a theme is linked to."""
    return f"voice-{theme.replace('_', '-')}"


def labels_of(name: str) -> list[str]:
    """The labels of what `voices` shows under a name: of a theme, or of all themes of a chapter."""
    book = codebook()
    themes = [name] if name in book.themes.index else book.of_chapter(name.removeprefix(CHAPTER))
    return [label_of(theme) for theme in themes]


def _overview(words: Words, book: Codebook, themes: list[str], language: str) -> str:
    said = {theme: standing(findings_on(book, theme)) for theme in themes}
    heard, seldom = often_heard(said)
    rows = [_overview_row(words, book, theme, said[theme], heard, language) for theme in themes]
    heads = [words.voices["theme"], words.voices["agreement"], *(words.voices["perspectives"][each] for each in heard)]
    about = {"caption": words.voices["overview_caption"], "name": f"voices-{book.themes.loc[themes[0], 'chapter']}"}
    shown = headed_table(heads, rows, align=TEXTS, **about)
    few = [heading(words.voices["overview_few"].format(group_names(words, seldom)))] if seldom else []
    return f"{shown}\n\n{small_print([words.voices['overview_note'], *few, data_link(words, 'voices')])}"


def often_heard(said: Mapping[str, Mapping[str, str]]) -> tuple[list[str], list[str]]:
    """The perspectives that speak on several of these themes, and those that speak on one or two."""
    themes = {each: sum(each in stand for stand in said.values()) for each in PERSPECTIVES}
    often = [each for each, number in themes.items() if number >= COLUMN_FROM]
    return often, [each for each, number in themes.items() if 0 < number < COLUMN_FROM]


def _overview_row(
    words: Words, book: Codebook, theme: str, said: Mapping[str, str], heard: list[str], language: str
) -> list[str]:
    cells = [words.voices["directions"][said[each]] if each in said else words.voices["silent"] for each in heard]
    return [theme_link(book, theme, language), words.voices["agreements"][agreement(said)], *cells]


def theme_link(book: Codebook, theme: str, language: str) -> str:
    return f"{{ref}}`{escape(book.themes.loc[theme, f'name_{language}'])} <{label_of(theme)}>`"


def findings_on(book: Codebook, theme: str) -> pd.DataFrame:
    return book.findings[book.findings["theme"] == theme]


def _theme(release: Release, words: Words, book: Codebook, theme: str, language: str) -> Iterator[Shown]:
    about, said = book.themes.loc[theme], findings_on(book, theme)
    yield Shown(f"({label_of(theme)})=\n### {escape(about[f'name_{language}'])}", is_heading=True)
    statement = words.voices["statement"].format(escape(about[f"definition_{language}"]))
    stand = standing(said)
    agreed = [agreement_text(words, stand), *_moved_texts(words, said)]
    listed = "\n".join(_perspective(words, said, each, language) for each in stand)
    registers = _registers(release, words, about, language)
    rounds = round_lines(release, words, theme)
    yield Shown("\n\n".join([" ".join([statement, *agreed]), listed, *rounds, *registers]))


def agreement_text(words: Words, standing: Mapping[str, str]) -> str:
    """The sentence that says who agrees with whom."""
    state = agreement(standing)
    judged = {each: direction for each, direction in standing.items() if direction != NEUTRAL}
    if state not in ("disagree", "partly"):
        said = words.voices["directions"][next(iter(judged.values()), NEUTRAL)]
        text = words.voices["sentences"][state].format(group_names(words, list(judged)), said)
        return text[:1].upper() + text[1:]
    groups = {each: [name for name, direction in judged.items() if direction == each] for each in AGREED}
    clauses = [
        words.voices["clauses"][each].format(group_names(words, names)) for each, names in groups.items() if names
    ]
    return words.voices["sentences"][state].format(enumeration(words, clauses))


def interviews(release: Release, *, language: str) -> str:
    """How many interviews of a new round are under which theme, or that there is no new round."""
    demand_release(release)
    return round_tables(release, read_words(language), codebook(), language)


def sections(*, language: str) -> str:
    """The parts of the published report in which people speak, and the themes that each is under."""
    words, book = read_words(language), codebook()
    paragraphs = book.sections.groupby([book.sections.index.str[:-1], "perspective"], sort=False)
    return "\n\n".join(_paragraph(words, book, *where, parts, language) for where, parts in paragraphs)


def _paragraph(words: Words, book: Codebook, number: str, perspective: str, parts: pd.DataFrame, language: str) -> str:
    title = words.voices["paragraph"].format(number, words.voices["perspectives"][perspective])
    return "\n".join([f"**{title}**", "", *(_section(book, part, language) for part in parts.itertuples())])


def _section(book: Codebook, part: tuple, language: str) -> str:
    themes = book.findings.loc[book.findings["section"] == part.Index, "theme"].unique()
    links = ", ".join(theme_link(book, each, language) for each in themes)
    return f"- {heading(escape(getattr(part, f'about_{language}')))}: {links}"


def group_names(words: Words, perspectives: list[str]) -> str:
    return enumeration(words, [words.voices["perspectives"][each] for each in perspectives])


def _moved_texts(words: Words, said: pd.DataFrame) -> list[str]:
    template, directions = words.voices["moved"], words.voices["directions"]
    return [
        template.format(
            heading(group_names(words, [each])),
            enumeration(words, [words.voices["in_wave"].format(wave, directions[waves[wave]]) for wave in waves]),
        )
        for each, waves in moved(said).items()
    ]


def _perspective(words: Words, said: pd.DataFrame, perspective: str, language: str) -> str:
    """What one perspective says, as an item of a list: the most widely shared first."""
    own = said[said["perspective"] == perspective]
    own = own.assign(width=own["shared"].map(SHARED.index)).sort_values("width", ascending=False, kind="stable")
    texts = [_finding(words, row, language) for row in own.to_dict("records")]
    return f"- **{heading(group_names(words, [perspective]))}.** {' '.join(texts)}"


def _finding(words: Words, row: Mapping[str, str], language: str) -> str:
    """A finding after how widely it is shared, what it says and, of a perspective of several waves, its wave.

    Researchers judge as one, so of them it is not told how widely.
    """
    tags = [] if row["perspective"] == RESEARCHERS else [words.voices["shared"][row["shared"]]]
    tags += [words.voices["directions"][row["direction"]]]
    tags += [row["wave"]] if row["perspective"] in SEVERAL_WAVES and len(row["wave"]) == 4 else []
    return f"*{heading(', '.join(tags))}.* {escape(row[f'finding_{language}'])}"


def _registers(release: Release, words: Words, about: pd.Series, language: str) -> list[str]:
    """What the registers show on the same point, with its table or figure; nothing where they hold nothing."""
    if not about[f"registers_{language}"]:
        return []
    shown = paragraph(release, about[f"registers_{language}"], language=language)
    link = item_link(words, about["item"])
    known = "registers_gap" if link in shown else "registers"  # the sentence of a gap names its table itself
    return [words.voices[known].format(shown=shown, link=link)]
