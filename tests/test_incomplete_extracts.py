"""Extracts in which something is missing: every cell of every chapter still says something sensible."""

from __future__ import annotations

import re
from functools import cache

import pytest
from IPython.core.interactiveshell import InteractiveShell

from conftest import extract_at
from evalbook.extract.extract import read_extract
from evalbook.gate.making import release_exact
from evalbook.published.contents import shown_items
from evalbook.report import Report
from evalbook.stored import notebooks
from evalbook.words.labels import anchor
from in_process import page
from variations import protected

pytestmark = pytest.mark.slow

PEOPLE = """
    A,IVA,vrouw,1980-06-15,psychisch,2022-05-31,2024-02-01,,
    B,oWajong,man,1990-02-28,ontwikkeling,2022-03-01,,2025-01-15,overleden
    C,Wajong2015,onbekend,2000-02-29,onbekend,2024-01-31,,,
    D,IVA,man,1970-01-01,hart,2023-07-01,,,
"""
FULL = {
    "participants": PEOPLE,
    "conversations": "A,2022-06-01\nD,2023-07-03",
    "trajectories": "A,werkfit,2022-09-01,,4000\nD,modulair,2023-08-01,,900",
    "jobs": "A,J1,2022-07-01,52,612,bepaald,False\nD,J1,2023-09-01,100,1900,onbepaald,True",
    "self_employment": "A,2023",
    "ladder": "A,2022-06-01,1\nA,2023-06-01,5\nD,2023-07-01,2\nD,2024-07-01,2",
    "provisions": "A,jobcoach,2022-08-01,,1500",
    "trial_placements": "D,2023-08-01,",
    "population": "IVA,sex,man,500\nIVA,sex,vrouw,600",
    "respondents": "R1,2024,IVA,man,gedoog,25-34",
}

LINK = re.compile(r"\{ref\}`[^`<>]*<([a-z0-9-]+)>`")
LABEL = re.compile(r"(?:\(|:name: )([a-z0-9-]+)\b")


def only(*persons):
    """The full extract with these persons only."""

    def keeps(line):
        return line.strip().split(",")[0] in persons

    tables = {
        name: "\n".join(filter(keeps, rows.strip().splitlines()))
        for name, rows in FULL.items()
        if name not in ("population", "respondents")
    }
    return {name: rows for name, rows in tables.items() if rows}


def without(*names):
    return {name: rows for name, rows in FULL.items() if name not in names}


INCOMPLETE = {
    "all registers": FULL,
    "participants only": {"participants": PEOPLE},
    **{f"without {name}": without(name) for name in FULL if name != "participants"},
    "one period only": only("A", "B"),
    "one benefit only": only("A", "D"),
    "a single participant": only("A"),
    "nobody in work": without("jobs") | {"jobs": "A,J1,2022-07-01,0,0,bepaald,False"},
    "a cohort of this month": {"participants": "A,IVA,vrouw,1980-06-15,psychisch,2025-03-30,,,"},
}


def shown(report):
    """The text of the pages of all chapters."""
    return "".join(page(path, report) for path in notebooks())


@pytest.fixture(scope="module", autouse=True)
def shell():
    """One for all pages: to make it takes as long as a short page."""
    yield InteractiveShell.instance()
    InteractiveShell.clear_instance()


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    """The pages of a kind of extract, made once."""

    @cache
    def made(name, kind):
        extract = read_extract(extract_at(tmp_path_factory.mktemp("extract"), f"kind: {kind}", **INCOMPLETE[name]))
        return shown(Report(release_exact(extract) if kind == "synthetic" else protected(extract), "nl"))

    return made


@pytest.mark.parametrize("kind", ["synthetic", "register"])
@pytest.mark.parametrize("name", INCOMPLETE)
def test_every_cell_says_something_sensible(pages, name, kind):
    text = pages(name, kind)
    assert re.search(r"\b(nan|NaN|None|inf|NaT)\b", re.sub(r"inf\)", "", text)) is None
    assert set(LINK.findall(text)) <= {*LABEL.findall(text), *map(anchor, shown_items())}


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("without jobs", "bevatten niets over banen (polisadministratie)"),
        ("without ladder", "bevatten niets over metingen op de participatieladder"),
        ("without respondents", "bevatten niets over geïnterviewden"),
    ],
)
def test_a_missing_register_is_named(pages, name, said):
    assert said in pages(name, "synthetic")
