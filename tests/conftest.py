"""Extracts written from literal rows; the book of the shipped extract; a browser to look at it; kinds of tests."""

from __future__ import annotations

import fcntl
import os
import shutil
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from textwrap import dedent
from typing import TYPE_CHECKING

import pytest

from as_register import PUBLISHED_BY
from browser import ARGUMENTS, CHROMIUM
from evalbook.places import SHIPPED_EXTRACT

if TYPE_CHECKING:
    from playwright.sync_api import Browser

SETTINGS = """
id: test
title: A test
kind: synthetic
reference_date: 2025-03-31
self_employment_through: 2023
conversation_cost: 100
"""
PERSON = "IVA,vrouw,1980-06-15,psychisch"
HEADERS = {
    "participants": "person_id,benefit,sex,birth_date,diagnosis,service_start,service_end,exit_date,exit_reason",
    "conversations": "person_id,date",
    "trajectories": "person_id,kind,start_date,end_date,cost",
    "jobs": "person_id,job_id,month,hours,wage,contract,agency",
    "self_employment": "person_id,year",
    "ladder": "person_id,date,rung",
    "provisions": "person_id,kind,start_date,end_date,cost",
    "trial_placements": "person_id,start_date,end_date",
    "population": "benefit,dimension,category,persons",
    "respondents": "respondent_id,wave,benefit,sex,period,age",
    "comparators": "person_id,benefit,sex,birth_date,diagnosis,exit_date,exit_reason,benefit_start",
    "comparator_jobs": "person_id,month,hours,wage",
}


def extract_at(folder: Path, settings: str = "", **tables: str) -> Path:
    """An extract, in the place of the last one there: each table is given as its rows; `settings` replace or add."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    own = dict(line.split(": ", 1) for line in SETTINGS.strip().splitlines())
    own |= dict(line.split(": ", 1) for line in dedent(settings).strip().splitlines())
    lines = [f"{key}: {value}" for key, value in own.items()]
    (folder / "extract.yaml").write_text("\n".join(lines), encoding="utf-8")
    for name, rows in tables.items():
        text = "\n".join([HEADERS[name], *dedent(rows).strip().splitlines()])
        (folder / f"{name}.csv").write_text(text + "\n", encoding="utf-8")
    return folder


@pytest.fixture
def write_extract(tmp_path: Path) -> Callable[..., Path]:
    """Writes an extract of the test's own, as `extract_at` does."""
    return partial(extract_at, tmp_path / "extract")


@pytest.fixture(scope="module")
def asked_before() -> dict[tuple, object]:
    """What a module has asked of literal registers already: their cells with the edition, and results."""
    return {}


@pytest.fixture
def results_of(
    write_extract: Callable[..., Path], asked_before: dict[tuple, object]
) -> Callable[..., dict[str, float]]:
    """The unprotected results of literal registers: value by key, of one item."""
    from evalbook.contract.results import key_texts
    from evalbook.estimates.resampling import Resampling
    from evalbook.extract.extract import read_extract
    from evalbook.items.evaluation import cells_of
    from item_alone import results_of_item

    def results(item: str, settings: str = "", **tables: str) -> dict[str, float]:
        asked = (settings, *((HEADERS[name], rows) for name, rows in sorted(tables.items())))
        made = (asked, item)
        if asked not in asked_before:
            extract = read_extract(write_extract(settings, **tables))
            asked_before[asked] = cells_of(extract, Resampling(replicates=0)), extract.edition
        if made not in asked_before:
            asked_before[made] = results_of_item(item, *asked_before[asked])
        frame = asked_before[made][lambda rows: rows["item"] == item]
        keys = key_texts(frame).str.removeprefix(f"{item}/")
        return dict(zip(keys, frame["value"], strict=True))

    return results


@pytest.fixture(scope="session", autouse=True)
def own_cache(tmp_path_factory: pytest.TempPathFactory) -> None:
    """What tests make is not found by the next run, nor by a person's own builds."""
    os.environ["EVALBOOK_CACHE"] = str(tmp_path_factory.mktemp("cache"))
    publisher = tmp_path_factory.mktemp("publisher") / "publisher.yaml"  # of a register there is no book without one
    publisher.write_text(PUBLISHED_BY)
    os.environ["EVALBOOK_PUBLISHER"] = str(publisher)


@pytest.fixture(autouse=True)
def own_secret(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """What protects the registers of a test: the same numbers each time, and nothing kept of another test's release."""
    path = tmp_path_factory.mktemp("secret") / "secret"
    path.write_text("5e" * 32)
    path.chmod(0o600)
    monkeypatch.setenv("EVALBOOK_SECRET", str(path))


@pytest.fixture(scope="session")
def shipped_book(tmp_path_factory: pytest.TempPathFactory, own_cache: None) -> Path:
    """The whole book of the shipped extract, built once for all who test at the same time."""
    from evalbook.build import build

    own = tmp_path_factory.getbasetemp()
    shared = own.parent if "PYTEST_XDIST_WORKER" in os.environ else own
    with (shared / "shipped_book.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (shared / "shipped_book").is_dir():
            build(SHIPPED_EXTRACT, shared / "shipped_book")
    return shared / "shipped_book"


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, as a reader has it; where it is not, what needs it is skipped."""
    if CHROMIUM is None:
        pytest.skip("Chromium is not on this machine: apt-get install chromium")
    from playwright.sync_api import sync_playwright  # here: no other test needs it

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield chromium
        chromium.close()


KINDS = ("browser", "book", "program", "slow", "chapter")  # in the order of their files, after those of unit tests only
BY_FIXTURE = {"browser": "browser", "shipped_book": "book"}
STARTS = ("subprocess.Popen", "os.fork", "os.posix_spawn", "os.exec", "os.system", "socket.bind", "socket.connect")
runs_alone = False  # while a unit test runs


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Who uses the book or a browser is of that kind; a test of no kind is a unit test. Files with these come first.

    Then those that take longest, so that none of them is begun when all others are done.
    """
    order = defaultdict(lambda: len(KINDS))
    for item in items:
        for fixture in BY_FIXTURE.keys() & set(getattr(item, "fixturenames", ())):
            item.add_marker(BY_FIXTURE[fixture])
        if not any(map(item.get_closest_marker, KINDS)):
            item.add_marker("unit")
        kinds = [number for number, kind in enumerate(KINDS) if item.get_closest_marker(kind)]
        order[item.path] = min(order[item.path], *kinds, len(KINDS))
    items.sort(key=lambda item: (order[item.path] + 1) % (len(KINDS) + 1))


def _refuse(event: str, _: object) -> None:
    if runs_alone and event in STARTS:
        pytest.fail("a unit test starts no program and opens no connection: mark it `program` or `book`")


sys.addaudithook(_refuse)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    global runs_alone
    runs_alone = item.get_closest_marker("unit") is not None
    try:
        return (yield)
    finally:
        runs_alone = False
