"""A new round of interviews as the book shows it: how many conversations say what, where that may be told."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from evalbook.contract.codebook import PERSPECTIVES, Codebook
from evalbook.exhibits.markup import TEXTS, data_link, headed_table, small_print, with_key
from evalbook.release.release import Release
from evalbook.release.voices_file import ALL
from evalbook.words.labels import decimal_text, heading
from evalbook.words.vocabulary import Words

KEY = ("wave", "perspective", "theme", "direction")


def round_numbers(release: Release, words: Words) -> dict[str, str]:
    """The numbers of conversations that are shown, as they read, by `wave/perspective/theme/direction`."""
    told = release.voices[release.voices["conversations"] != ""]
    return {_key(row): decimal_text(words, float(row.conversations)) for row in told.itertuples()}


def _key(row: tuple) -> str:
    return "/".join(getattr(row, name) for name in KEY)


def round_tables(release: Release, words: Words, book: Codebook, language: str) -> str:
    """A table a wave: what each perspective says on each theme; or that there is no new round."""
    if release.voices.empty:
        return words.voices["no_round"]
    waves = release.voices.groupby("wave", sort=True)
    tables = [_table(wave, rows, words, book, language) for wave, rows in waves]
    return "\n\n".join([*tables, small_print([words.voices["round_note"], data_link(words, "interviews")])])


def _table(wave: str, rows: pd.DataFrame, words: Words, book: Codebook, language: str) -> str:
    there = [each for each in PERSPECTIVES if (rows["perspective"] == each).any()]
    themes = [theme for theme in book.themes.index if (rows["theme"] == theme).any()]
    names = {ALL: words.voices["conversations"]} | {each: book.themes.loc[each, f"name_{language}"] for each in themes}
    lines = [[heading(name), *(_cell(rows, words, theme, each) for each in there)] for theme, name in names.items()]
    heads = [words.voices["theme"], *(words.voices["perspectives"][each] for each in there)]
    about = {"caption": words.voices["round_caption"].format(wave), "name": f"voices-{wave}", "kind": "sentences"}
    return headed_table(heads, lines, align=TEXTS, **about)


def _cell(rows: pd.DataFrame, words: Words, theme: str, perspective: str) -> str:
    own = rows[(rows["theme"] == theme) & (rows["perspective"] == perspective)]
    return ", ".join(_said(words, row) for row in own.itertuples()) or words.voices["silent"]


def _said(words: Words, row: tuple) -> str:
    """`velen ja (20)`: how widely, what, and in how many conversations."""
    number = words.formats["withheld"]
    if row.conversations:
        number = with_key(decimal_text(words, float(row.conversations)), f"voices/{_key(row)}")
    if row.theme == ALL:
        return number
    shared = words.voices["shared"][row.shared] if row.shared else words.voices["mentioned"]
    return f"{shared} {words.voices['directions'][row.direction]} ({number})"


def round_lines(release: Release, words: Words, theme: str) -> Iterator[str]:
    """What the conversations of each new round say on a theme, as a paragraph a wave."""
    for wave, rows in release.voices[release.voices["theme"] == theme].groupby("wave", sort=True):
        texts = [
            f"{heading(words.voices['perspectives'][each])}: {_cell(rows, words, theme, each)}"
            for each in PERSPECTIVES
            if (rows["perspective"] == each).any()
        ]
        yield words.voices["round_line"].format(wave, "; ".join(texts))
