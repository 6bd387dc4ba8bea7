"""Who says yes and who says no to a theme of the conversations, in a line each, for the summary of the book."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import pandas as pd

from evalbook.contract.codebook import RESEARCHERS, SHARED, Codebook
from evalbook.exhibits.markup import escape
from evalbook.suggestions import nearest
from evalbook.voices.themes import MIXED, codebook, findings_on, group_names, shared_by, standing, theme_link
from evalbook.words.labels import enumeration, heading
from evalbook.words.vocabulary import Words, read_words


def opinions(themes: Iterable[str], *, language: str) -> str:
    """A list of themes, each with its statement and who says yes, who no, and among whom it varies.

    Raises ValueError on a theme that does not exist.
    """
    return "\n".join(_opinion(read_words(language), codebook(), theme, language) for theme in themes)


def _opinion(words: Words, book: Codebook, theme: str, language: str) -> str:
    if theme not in book.themes.index:
        raise ValueError(f"there is no theme {theme!r}.{nearest(theme, tuple(book.themes.index))}")
    statement = escape(book.themes.loc[theme, f"definition_{language}"])
    clauses = enumeration(words, list(_clauses(words, findings_on(book, theme))))
    said = f"{heading(clauses)}." if clauses else words.voices["sentences"]["described"]
    return f"- {theme_link(book, theme, language)}. {statement} *{said}*"


def _clauses(words: Words, said: pd.DataFrame) -> Iterator[str]:
    stand = standing(said)
    for direction, clause in words.voices["clauses"].items():
        own = [each for each in stand if stand[each] == direction]
        if own:
            yield clause.format(group_names(words, own) if direction == MIXED else _by_width(words, said, own))


def _by_width(words: Words, said: pd.DataFrame, perspectives: Sequence[str]) -> str:
    """`most participants and labour experts, and researchers`: how widely each group shares what it says.

    Researchers judge as one.
    """
    widths = {each: shared_by(said, each) for each in perspectives if each != RESEARCHERS}
    groups = [(width, [each for each in widths if widths[each] == width]) for width in reversed(SHARED)]
    told = [words.voices["shared_by"][width].format(group_names(words, group)) for width, group in groups if group]
    alone = [group_names(words, [RESEARCHERS])] if RESEARCHERS in perspectives else []
    return enumeration(words, [*told, *alone])
