"""The one frame of numbers: its columns, its keys and how it is written.

Source: docs/contract/results.md.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path

import pandas as pd

from evalbook.contract.cases import KEY
from evalbook.contract.catalogue import ITEMS
from evalbook.delivery.own_tables import read_own_csv, read_own_parquet
from evalbook.delivery.written import UnreadableFile
from evalbook.errors import EvalbookError

VALUES = ("value", "base", "ci_low", "ci_high")
COLUMNS = (*KEY, *VALUES, "withheld")
CURVES = ("survival", "share", "incidence", "one_minus_survival", "probability")  # a month of one follows persons
# The whole of each proportion; those of which the persons can be counted; those that are shown as a percentage.
OF_BOTH = ("share_starters", "share_comparable")  # of a comparison (docs/contract/comparison.md)
PROPORTIONS = {"percent": 100.0, "per_thousand": 1000.0, **dict.fromkeys((*CURVES, "power", *OF_BOTH), 1.0)}
COUNTED = {name: PROPORTIONS[name] for name in ("percent", "share", "per_thousand", "share_starters")}
PERCENTAGES = {name: whole for name, whole in PROPORTIONS.items() if name != "per_thousand"}
COMPARED = ("percent", "survival", "share", "mean", "mean_eur")  # of which differences are made
CALENDAR_MONTH = r"\d{4}-\d\d"
# A number between two editions.
SAME, MOVED, NEW, GONE = "same", "moved", "new", "gone"
REASONS = ("", "revised", "follow_up", "settings", "entrants")
BEFORE = ("before_base", "before_low", "before_high")  # of the number that the last edition had
CHANGES = (*KEY, "before", "after", "change", "state", "reason", *BEFORE)


MONEY = ("mean_eur", "mean_percent", "eur")
MEANS = ("mean", *MONEY)
POINTS = "estimated_points"  # percentage points that are not one number shown less another
# Of no group of persons: numbers of two groups or computed from several, and what is assumed, which tells of nobody.
ESTIMATES = ("difference", POINTS, "hazard_ratio", "p_value", "chi_squared", "expected", "detectable", "power")
# Of starters beside comparable people: estimates, and counts of persons.
OF_COMPARISON = ("standard_error", "smd_before", "smd_after", "e_value")
PERSONS_COMPARED = ("starters", "left_out", "controls")
PEOPLE_COMPARED = (*PERSONS_COMPARED, "effective_controls")
DIFFERENCES = "differences"  # the item of them
GIVEN = ("given", "given_eur", "given_million", "given_day")
PERSON_COUNTS = ("n", "n_base")
STATISTICS = (*PERSON_COUNTS, *PROPORTIONS, *MEANS, *ESTIMATES, *GIVEN, *OF_COMPARISON, *PEOPLE_COMPARED)
JOINED = "joined"  # a class that is shown as part of a wider one
FEW_COMPARED = "comparison"  # the rule by which a comparison of few starters is withheld, all of it
EDITION = "edition"  # the rule by which what two editions together would tell is withheld
WITHHELD = ("", "count", "percent", "one_cell", "mean", JOINED, FEW_COMPARED, EDITION)
COMPARISON = tuple(item for item in ITEMS if item.startswith("comparison_"))  # the items of which that is so
COMPARED_BY_MONTH = ("comparison_in_work", "comparison_found_work", "comparison_before", "comparison_bands")
# What a code consists of: words of letters and digits with single signs between them, a class (`[10,20)`), or both.
# Nothing else is ever a code, and none of these has a meaning in a page or a file's name.
WORDS = r"[A-Za-z0-9+]+(?:[_ ,=-][A-Za-z0-9+]+)*"
CODE = re.compile(rf"(?:{WORDS}:)?(?:{WORDS}|[\[(]\d+,(?:\d+|inf)[\])])|", re.ASCII)
LONGEST_CODE = 100
MANY_DIGITS = re.compile(r"\d{7}")
LAST_MONTH = 1_200  # since a start: a hundred years
BY_CALENDAR_MONTH = ("figure_2_1",)
CALENDAR_MONTH = re.compile(r"(?:19|20)\d\d-(?:0[1-9]|1[0-2])", re.ASCII)
DAY = re.compile(r"(?:19|20)\d{6}", re.ASCII)
LARGEST = 1e15  # of a number, and far over all euros of a register


def key_texts(results: pd.DataFrame) -> pd.Series:
    """A row's key as one text: item/period/benefit/row/column/statistic."""
    keys = [results[column] for column in KEY]
    return keys[0].str.cat(keys[1:], sep="/")


def is_curve(results: pd.DataFrame) -> pd.Series:
    """Whether a number is of a curve: one month of a proportion that follows persons."""
    return results["column"].str.fullmatch(r"\d+") & results["statistic"].isin(CURVES)


def write_results(results: pd.DataFrame, path: Path) -> None:
    """As CSV or Parquet by the file's ending; numbers in full."""
    if path.suffix == ".parquet":
        results.to_parquet(path, index=False)
    else:
        results.to_csv(path, index=False, lineterminator="\n")


def read_changes(content: bytes) -> pd.DataFrame:
    """What changed since the last edition, as `to_csv` wrote it; no rows where there was none.

    A release of before there were columns of BEFORE is read too.
    """
    numbers = ("before", "after", "change", *BEFORE)
    written = CHANGES if BEFORE[0].encode() in content.partition(b"\n")[0] else CHANGES[: -len(BEFORE)]
    changes = _told("changes.csv", read_own_csv, content, _types(written, numbers)).reindex(columns=list(CHANGES))
    _stop_on("changes.csv", _faults(changes, numbers, {"state": (SAME, MOVED, NEW, GONE), "reason": REASONS}))
    return changes


def read_results(name: str, content: bytes, *, canonical: bool = False) -> pd.DataFrame:
    """Results as `write_results` wrote them, in the form that the file's name tells; texts '' where empty, numbers nan
    where withheld. `canonical`: CSV byte for byte so.

    Raises EvalbookError for what it never writes: the file may come from elsewhere.
    """
    types = _types(COLUMNS, VALUES)
    if name.endswith(".parquet"):
        results = _told(name, read_own_parquet, content, types)
    else:
        results = _told(name, read_own_csv, content, types, canonical=canonical)
    _stop_on(name, _faults(results, VALUES, {"withheld": WITHHELD}))
    return results


def _types(columns: Sequence[str], numbers: Sequence[str]) -> dict[str, type]:
    return {name: float if name in numbers else str for name in columns}


def _told(name: str, read: Callable[..., pd.DataFrame], *given: object, **more: object) -> pd.DataFrame:
    """What `read` gives; what it finds wrong is told of the file of this name."""
    try:
        return read(*given, **more)
    except UnreadableFile as fault:
        raise EvalbookError(fault.told_of(name)) from None
    except ValueError as fault:
        raise _unlike(name, [str(fault)]) from None


def _stop_on(name: str, faults: Iterable[str]) -> None:
    if told := list(dict.fromkeys(faults)):
        raise _unlike(name, told)


def _unlike(name: str, faults: Sequence[str]) -> EvalbookError:
    return EvalbookError(f"{name} is not as evalbook writes it: {', '.join(faults)}. Make it again.")


def _faults(rows: pd.DataFrame, numbers: Sequence[str], codes: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """The columns with a code that is not known or a number out of bounds, and a key that is there twice."""
    for name, known in {"item": ITEMS, "statistic": STATISTICS, **codes}.items():
        if not rows[name].isin(known).all():
            yield name
    yield from (name for name in KEY if not all(map(_is_code, rows[name].unique())))
    if not rows.loc[rows["item"].isin(BY_CALENDAR_MONTH), "column"].str.fullmatch(CALENDAR_MONTH).all():
        yield "column"
    for name in numbers:
        known = rows[name].dropna()
        days = (
            known[rows.loc[known.index, "statistic"].eq("given_day")]
            if name in ("before", "after", "value")
            else known[:0]
        )
        if not ((known.abs() < LARGEST).all() and days.map(_is_day).all()):
            yield name
    if rows.duplicated(list(KEY)).any():
        yield "a key that is there twice"
    if "withheld" in rows and rows.loc[rows["withheld"] != "", list(numbers)].notna().any(axis=None):
        yield "a number that is withheld"


def _is_code(code: str) -> bool:
    """Whether a code is one that can be; one of digits alone is a month since the start, or a number of services."""
    if len(code) > LONGEST_CODE or not CODE.fullmatch(code) or MANY_DIGITS.search(code):
        return False
    return not code.isdigit() or (str(int(code)) == code and int(code) <= LAST_MONTH)


def _is_day(number: float) -> bool:
    """Whether a number is a day, as yyyymmdd."""
    try:
        return bool(datetime.strptime(DAY.fullmatch(f"{number:.0f}")[0], "%Y%m%d"))
    except (ValueError, TypeError):
        return False
