"""The report's own numbers as the programs ask for them.

Source: data/published/tables.csv, one row a number; key = item/period/benefit/row/column/statistic.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

KEY = ["item", "period", "benefit", "row", "column", "statistic"]


def published_numbers(folder: Path) -> pd.DataFrame:
    """The numbers that have a value, with their `key` as one text."""
    numbers = pd.read_csv(folder / "tables.csv", dtype=dict.fromkeys(KEY, str), keep_default_na=False, na_values={"value": [""]})
    numbers = numbers.dropna(subset="value")
    return numbers.assign(key=numbers[KEY].agg("/".join, axis=1))


def of_item(numbers: pd.DataFrame, item: str) -> list[dict[str, object]]:
    """An item's numbers, one record each."""
    return numbers[numbers["item"] == item].to_dict("records")


def whole_numbers(table: pd.DataFrame) -> pd.DataFrame:
    """A target table with its counts as whole numbers."""
    counts = table.select_dtypes("number").columns
    return table.astype(dict.fromkeys(counts, int))
