"""What the minister's letter says of the future, and what is assumed: the latter in a file of its own.

An assumption is changed in one place and is seen; what the letter says stays what it says.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date
from functools import cache
from pathlib import Path

import yaml

from evalbook.errors import EvalbookError
from evalbook.places import DATA
from evalbook.suggestions import nearest

FILE = DATA / "scenario.yaml"


@dataclass(frozen=True)
class Letter:
    """What UWV and the minister reckon with: persons a month, euros a year, and three days."""

    inflow_per_month: int
    costs_per_year: int
    means_until: date
    no_intake_from: date
    ends_on: date


# The minister's letter of 22 April 2026, reference 2026-0000078016.
LETTER = Letter(120, 4_000_000, date(2026, 12, 31), date(2027, 1, 1), date(2028, 4, 22))


@dataclass(frozen=True)
class Scenario:
    """Inflow in persons a month, the days on which things end, and the power that is wanted."""

    inflow_per_month: int
    means_until: date
    no_intake_from: date
    ends_on: date
    power: float

    def __post_init__(self) -> None:
        if not self.inflow_per_month > 0:
            raise EvalbookError(f"{FILE.name}: inflow_per_month must be above 0.")
        if not 0.5 < self.power < 1:
            raise EvalbookError(f"{FILE.name}: power must lie between 0.5 and 1.")
        if (self.means_until.month, self.means_until.day) != (12, 31) or self.ends_on <= self.means_until:
            raise EvalbookError(
                f"{FILE.name}: means_until must be the last day of a calendar year, before ends_on: costs are by year."
            )

    @property
    def years_without_means(self) -> range:
        """The calendar years after the means, through that of the end."""
        return range(self.means_until.year + 1, self.ends_on.year + 1)


@cache
def read_scenario(path: Path = FILE) -> Scenario:
    """The scenario of a file. Raises EvalbookError on a key that is not known, missing, or of another kind."""
    written = yaml.safe_load(path.read_text(encoding="utf-8"))
    kinds = {"date": date, "int": int, "float": float}
    known = {each.name: kinds[each.type] for each in fields(Scenario)}
    for key in written:
        if key not in known:
            raise EvalbookError(f"{path.name}: the key {key!r} is not known.{nearest(key, tuple(known))}")
    for key, kind in known.items():
        if type(written.get(key)) is not kind:
            raise EvalbookError(f"{path.name}: {key!r} must be there, as a {kind.__name__}.")
    return Scenario(**written)
