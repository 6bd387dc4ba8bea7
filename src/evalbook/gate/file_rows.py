"""Numbers of rows that are told beside the results: in the account of a delivery, and of warnings.

They are changed by the noise of a count, times the most rows that one person has in the table, with a key of what is
told and of how many; and they stand still as cells do (`kept`). Else the next file, with one person more, tells what
stands in her rows. Source: docs/disclosure.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

import numpy as np
import pandas as pd

from evalbook.contract.account import Account
from evalbook.contract.thresholds import FEWEST_PERSONS
from evalbook.gate.kept import KEY, PAST, steady
from evalbook.gate.noise import changes
from evalbook.gate.record_keys import MODULUS, record_keys
from evalbook.problems import UNUSED, Problem

ITEM, MEASURE = "file_rows", "rows"
Number = tuple[str, str, str, int]  # the table, the file ('' of a warning), what is told, and of how many rows


def protect_rows(
    accounts: Iterable[Account],
    warnings: Iterable[Problem],
    tables: Mapping[str, pd.DataFrame],
    *,
    secret: bytes,
    past: pd.DataFrame,
) -> tuple[tuple[Account, ...], tuple[Problem, ...], pd.DataFrame]:
    """Accounts and warnings as they may be told, and what is kept of them. Of fewer than ten rows nothing is said: that
    there is a row of them tells of somebody."""
    accounts, warnings = tuple(accounts), tuple(warnings)
    counted = [each for each in warnings if each.rows and each.rule != UNUSED]
    numbers = [number for account in accounts for number in _numbers(account)]
    numbers += [(each.table, "", f"{each.column}: {each.problem}", each.rows) for each in counted]
    released = _steady(numbers, {name: _most_of_one(rows) for name, rows in tables.items()}, secret, past)
    told = iter(released["released"].round().astype(int))
    accounts = tuple(_with_numbers(account, told) for account in accounts)
    rows = {id(each): next(told) for each in counted}
    kept_warnings = (each if id(each) not in rows else replace(each, rows=rows[id(each)]) for each in warnings)
    few = {key for key, number in rows.items() if number < FEWEST_PERSONS}
    return (
        accounts,
        tuple(each for original, each in zip(warnings, kept_warnings, strict=True) if id(original) not in few),
        released[[*KEY, *PAST]],
    )


def _most_of_one(rows: pd.DataFrame) -> float:
    return float(rows["person_id"].value_counts().max()) if "person_id" in rows and len(rows) else 1.0


def _numbers(account: Account) -> Iterator[Number]:
    start = (account.table, account.name)
    for what in ("in_file", "rows", "empty_rows"):
        yield (*start, what, getattr(account, what))
    for column, counts in account.empty.items():
        yield from ((*start, f"empty {column}: {text}", number) for text, number in counts.items())
    yield from ((*start, f"left out: {rule}", number) for rule, number in account.left_out.items())


def _with_numbers(account: Account, told: Iterator[int]) -> Account:
    """The account with the next numbers, in the order of `_numbers`."""
    whole = {what: next(told) for what in ("in_file", "rows", "empty_rows")}
    empty = {column: _enough({text: next(told) for text in counts}) for column, counts in account.empty.items()}
    left_out = _enough({rule: next(told) for rule in account.left_out})
    return replace(account, **whole, empty=empty, left_out=left_out)


def _enough(numbers: Mapping[str, int]) -> dict[str, int]:
    return {name: number for name, number in numbers.items() if number >= FEWEST_PERSONS}


def _steady(numbers: list[Number], most: Mapping[str, float], secret: bytes, past: pd.DataFrame) -> pd.DataFrame:
    """As `steady` gives cells. What the last release had no row of was zero in it, where it had any rows."""
    tables, files, what, true = zip(*numbers, strict=True) if numbers else ((),) * 4
    cells = pd.DataFrame(
        {"item": ITEM, "period": tables, "benefit": files, "row": what, "column": "", "measure": MEASURE}
    )
    cells["column"] = cells.groupby(KEY).cumcount().astype(str)
    true, largest = np.array(true, float), np.array([most.get(each, 1.0) for each in tables])
    texts = [f"{table}/{file}/{number}" for table, file, _, number in numbers]
    noise = changes(true.astype(int), record_keys(texts, secret) / MODULUS) * largest
    cells = cells.assign(true=true, released=np.maximum(true + noise, 0), largest=largest)
    before = past[past["item"] == ITEM]
    unknown = cells.merge(before[KEY], on=KEY, how="left", indicator=True).query("_merge == 'left_only'")
    zero = unknown[KEY].assign(true=0.0, released=0.0, largest=0.0) if len(before) else before[:0]
    return steady(cells, pd.concat([before, zero], ignore_index=True))
