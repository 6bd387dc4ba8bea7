"""What a figure shows, in one computed sentence that heads its caption; the sentences are data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import yaml

from evalbook.contract.catalogue import DECLARED
from evalbook.contract.records import record
from evalbook.errors import EvalbookError
from evalbook.exhibits.prose import Meaning, meanings_said, set_beside
from evalbook.exhibits.sentences import filled
from evalbook.places import DATA
from evalbook.release.release import Release
from evalbook.suggestions import nearest

FILE = DATA / "figure_findings.yaml"


@dataclass(frozen=True)
class Beside:
    """Two numbers of a sentence that are set beside each other, as keys or names of it."""

    left: str
    right: str
    by: str = ""
    form: str = "against"


@dataclass(frozen=True)
class Finding:
    """The names of a sentence, and the sentence in each language."""

    names: Mapping[str, Meaning]
    nl: str
    en: str


@cache
def figure_findings() -> dict[str, Finding]:
    """By figure. Raises EvalbookError for what is no figure, and for a word that is not known."""
    written = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    for item in written:
        if item not in DECLARED or DECLARED[item].figure is None:
            raise EvalbookError(f"{FILE.name}: {item} is no figure.{nearest(item, tuple(DECLARED))}")
    return {item: _finding(item, about) for item, about in written.items()}


def _finding(item: str, about: dict[str, object]) -> Finding:
    names = {name: _meaning(item, name, said) for name, said in about["names"].items()}
    return record(Finding, about | {"names": names}, where=f"{FILE.name}: {item}")


def _meaning(item: str, name: str, said: str | dict[str, str]) -> Meaning:
    if isinstance(said, str):
        return said
    pair = record(Beside, said, where=f"{FILE.name}: {item}: {name}")
    return set_beside(pair.left, pair.right, pair.by, form=pair.form)


def figure_finding(release: Release, item: str, *, language: str) -> str:
    """The sentence of a figure, without its full stop; '' of a figure without one, or where a number is not there."""
    if item not in figure_findings():
        return ""
    finding = figure_findings()[item]
    said = meanings_said(release, finding.names, language)
    if any(each.instead for each in said.values()):
        return ""
    return filled(getattr(finding, language), said.__getitem__)
