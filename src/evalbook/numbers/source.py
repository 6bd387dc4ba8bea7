"""What numbers are made from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from evalbook.contract.edition import Edition
from evalbook.contract.scenario import Scenario


@dataclass(frozen=True)
class Source:
    """An edition, what is assumed, the cells of each item side by side, and the results of items made so far."""

    edition: Edition
    scenario: Scenario
    cells: Mapping[str, pd.DataFrame]
    made: dict[str, pd.DataFrame]
