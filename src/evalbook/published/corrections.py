"""What earlier editions of this book told wrongly, and what stands in its place.

The list is data, `data/corrections.csv`, one row a correction: its `id`, the labels under which a reader finds it here
(`targets`), and in each language what was told (`was`) and what this book does now (`now`).
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from evalbook.exhibits.markup import TEXTS, escape, headed_table, of_the_report
from evalbook.places import DATA
from evalbook.published.concordance import link
from evalbook.words.labels import heading
from evalbook.words.vocabulary import read_words

FILE = DATA / "corrections.csv"
HEADS = ("erratum", "was", "now", "where")


def read_corrections(path: Path = FILE) -> pd.DataFrame:
    """All corrections in the order of their numbers, as texts."""
    return pd.read_csv(path, dtype=str, keep_default_na=False)


def corrections(*, language: str) -> str:
    """The table of what earlier editions told wrongly. Raises ValueError on a target that no page has."""
    words = read_words(language)
    rows = [_row(each, language) for each in read_corrections().to_dict("records")]
    heads = [words.audit[name] for name in HEADS]
    about = {"caption": words.audit["corrections_caption"], "name": "corrections", "kind": "sentences"}
    return headed_table(heads, rows, align=TEXTS, **about)


def _row(one: dict[str, str], language: str) -> list[str]:
    words = read_words(language)
    told = [of_the_report(escape(heading(one[f"{name}_{language}"])), one["id"]) for name in ("was", "now")]
    links = "; ".join(link(words, target, language) for target in one["targets"].split())
    return [of_the_report(one["id"], one["id"]), *told, links]
