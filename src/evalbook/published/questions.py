"""The sub-questions of the evaluation: for each what answers it, how well it does in this edition, and what is missing.

The questions are data, `data/questions/questions.csv`, one row a part of a question: the quantities that answer it
(`evidence` says how they are written), the topics of conversations that do, the months that must have been followed
by the end evaluation, and what nothing of this project can tell.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pandas as pd

from evalbook.places import QUESTIONS
from evalbook.published.evidence import Shelf, evidence, keys_of, shelf
from evalbook.published.quantity import Evidence
from evalbook.release.lookup import Gap, demand_release
from evalbook.release.release import Release
from evalbook.voices.themes import codebook

ANSWERED, PARTLY, NOT_YET = "answered", "partly", "not_yet"
STATUSES = (ANSWERED, PARTLY, NOT_YET)
GROUPS = ("describe", "monitor", "experience", "conditions")
NUMBER = re.compile(r"\d+")


@dataclass(frozen=True)
class Question:
    """A part of a sub-question; `follow` is the quantity that says how many of the `months` needed are followed."""

    id: str
    group: str
    topics: dict[str, str]
    labels: tuple[str, ...]
    quantities: str
    follow: str
    months: int
    perspective: str
    themes: tuple[str, ...]
    lacks: dict[str, str]

    @property
    def number(self) -> int:
        """The sub-question that it is a part of."""
        return int(NUMBER.match(self.id)[0])


@dataclass(frozen=True)
class Answer:
    """How well a question is answered: `gaps` are the numbers that are not there, `silent` the topics on which the
    perspective asked for has said nothing, `followed` the months reached (-1 where none are)."""

    question: Question
    status: str
    gaps: tuple[Gap, ...] = ()
    silent: tuple[str, ...] = ()
    followed: int = -1


@cache
def questions(folder: Path = QUESTIONS) -> tuple[Question, ...]:
    """All parts, in the order of the report's appendix."""
    rows = pd.read_csv(folder / "questions.csv", dtype=str, keep_default_na=False)
    return tuple(_question(row) for row in rows.itertuples(index=False))


def _question(row: tuple) -> Question:
    topics, lacks = {"nl": row.topic_nl, "en": row.topic_en}, {"nl": row.lack_nl, "en": row.lack_en}
    asked = (row.evidence, row.follow, int(row.months or 0), row.perspective, tuple(row.themes.split()))
    return Question(row.id, row.group, topics, tuple(row.labels.split()), *asked, lacks)


def answers(release: Release, chosen: Iterable[Question] | None = None) -> list[Answer]:
    """How well each question is answered by a release. Raises TypeError on anything else."""
    demand_release(release)
    at_hand = shelf(release)
    return [_answer(at_hand, each) for each in (questions() if chosen is None else chosen)]


def _answer(at_hand: Shelf, question: Question) -> Answer:
    found = evidence(at_hand, question.quantities) if question.quantities else ()
    gaps = tuple(each for each in found if isinstance(each, Gap))
    silent = tuple(theme for theme in question.themes if not spoken(theme, question.perspective))
    followed = _followed(at_hand, question)
    there = len(found) - len(gaps) + len(question.themes) - len(silent)
    complete = not (gaps or silent or question.lacks["nl"] or followed < question.months)
    status = NOT_YET if not there else ANSWERED if complete else PARTLY
    return Answer(question, status, gaps, silent, followed)


def _followed(at_hand: Shelf, question: Question) -> int:
    if not question.follow:
        return 0
    (found,) = evidence(at_hand, question.follow)
    return int(found.value) if isinstance(found, Evidence) else -1


def spoken(theme: str, perspective: str) -> bool:
    """Whether a perspective has said something on a topic of the codebook."""
    said = codebook().findings
    return bool(((said["theme"] == theme) & (said["perspective"] == perspective)).any())


def last_wave() -> str:
    """The last year in which people were spoken to."""
    return max(year for wave in codebook().findings["wave"] for year in wave.split("-"))


def by_number(results: Iterable[Answer]) -> dict[int, str]:
    """The status of each sub-question: of all its parts the same, or partly."""
    statuses: dict[int, set[str]] = {}
    for each in results:
        statuses.setdefault(each.question.number, set()).add(each.status)
    return {number: found.pop() if len(found) == 1 else PARTLY for number, found in statuses.items()}


def items_of(question: Question) -> tuple[str, ...]:
    """The items that answer a question, in order."""
    if not question.quantities:
        return ()
    return tuple(dict.fromkeys(key.split("/")[0] for key in keys_of(question.quantities)))
