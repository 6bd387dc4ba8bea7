"""What numbers are made from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from evalbook.contract.cells import COLUMNS
from evalbook.contract.edition import Edition
from evalbook.contract.scenario import Scenario
from evalbook.numbers.wide import wide

NONE = wide(pd.DataFrame({name: pd.Series(dtype=bool if name == "few" else object) for name in COLUMNS}))


@dataclass(frozen=True)
class Source:
    """An edition, what is assumed, the cells of each item side by side, and the results of items made so far."""

    edition: Edition
    scenario: Scenario
    cells: Mapping[str, pd.DataFrame]
    made: dict[str, pd.DataFrame]

    def of(self, item: str) -> pd.DataFrame:
        """The cells of an item; none where it has none."""
        return self.cells.get(item, NONE)
