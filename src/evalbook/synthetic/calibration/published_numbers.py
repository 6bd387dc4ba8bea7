"""The report's own numbers as the programs ask for them.

Source: data/published/tables.csv, one row a number; key = item/period/benefit/row/column/statistic.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from evalbook.synthetic.edition import GROUPS

KEY = ["item", "period", "benefit", "row", "column", "statistic"]
Number = dict[str, object]  # a row of the published numbers


def published_numbers(folder: Path) -> pd.DataFrame:
    """The numbers that have a value, with their `key` as one text."""
    numbers = pd.read_csv(folder / "tables.csv", dtype=str, keep_default_na=False)
    numbers = numbers[numbers["value"] != ""].astype({"value": float})
    return numbers.assign(key=numbers[KEY].agg("/".join, axis=1))


def of_item(numbers: pd.DataFrame, item: str) -> list[Number]:
    """An item's numbers, one record each."""
    return numbers[numbers["item"] == item].to_dict("records")


def groups_of(number: Number) -> list[tuple[str, str]]:
    """The groups (period, benefit) that a number is of; `all` is every one."""
    return [group for group in GROUPS if matches(group, (number["period"], number["benefit"]))]


def matches(codes: tuple[str, ...], wanted: tuple[str, ...]) -> bool:
    """Whether each code is the wanted one; `all` wants every code."""
    return all(want in ("all", code) for code, want in zip(codes, wanted, strict=True))


def whole_numbers(rows: list[tuple], columns: list[str]) -> pd.DataFrame:
    """A target table whose counts, solved as floats, are whole numbers."""
    table = pd.DataFrame(rows, columns=columns)
    return table.astype(dict.fromkeys(table.select_dtypes("number").columns, int))
