"""The PDFs of a book: which pages each has, as the file `_papers.yml` beside its contents says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from evalbook.contract.records import record
from evalbook.errors import EvalbookError
from evalbook.suggestions import nearest

PAPERS = "_papers.yml"
COMPLETE = "complete"


@dataclass(frozen=True)
class Chosen:
    """What of the book an edition on paper has: its pages in order, and the labels of what of these it leaves out."""

    pages: tuple[str, ...]
    left_out: tuple[str, ...] = ()


@dataclass(frozen=True)
class Paper:
    """One PDF of a language: its file, what links to it say, what its cover adds, and what it has (None: all).

    `elsewhere` stands behind what is not in it and would be linked to, `left_out` in the place of what it leaves out.
    """

    file: str
    words: str
    title: str = ""
    elsewhere: str = ""
    left_out: str = ""
    chosen: Chosen | None = None
    compact: frozenset[str] = field(default_factory=frozenset)


@dataclass(frozen=True)
class _Written:
    compact: tuple[str, ...] = ()
    short: Mapping[str, list[str]] = field(default_factory=dict)


def papers_of(book: Path, words: Mapping[str, Mapping[str, str]], names: list[str]) -> tuple[Paper, ...]:
    """The PDFs of a book in the order in which they are offered, the short one first where the book has one.

    `words` say what each is called, `names` are the pages of the contents. Raises EvalbookError for a page that is none
    of them.
    """
    written = record(_Written, _read(book / PAPERS), where=PAPERS)
    compact = frozenset(written.compact)
    complete = Paper(**words[COMPLETE], compact=compact)
    if not written.short:
        return (complete,)
    chosen = record(Chosen, written.short, where=f"{PAPERS}: short")
    for name in (*chosen.pages, *compact):
        if name not in names:
            raise EvalbookError(f"{PAPERS}: {name} is no page of the contents.{nearest(name, names)}")
    return (Paper(**words["short"], chosen=chosen, compact=compact), complete)


def _read(path: Path) -> object:
    return (yaml.safe_load(path.read_text(encoding="utf-8")) or {}) if path.is_file() else {}
