"""Which group of persons each number counts, and which group its base is, as its item's declaration says.

Two numbers on the same group carry the same name here, in whatever table they stand: the gate rounds them to the same
value and sees what they give away together. Source: docs/contract/results.md, 'Items'.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd

from evalbook.contract.cases import filled, names_in
from evalbook.contract.catalogue import DECLARED
from evalbook.contract.results import COUNTED, ESTIMATES, GIVEN, KEY, PERSON_COUNTS, is_curve
from evalbook.errors import EvalbookError

EVERYONE = ""  # the measure of all persons of a universe
AND = "&"


class Tally(NamedTuple):
    """A group of persons: a universe (who is followed, who works), a period, a benefit and what they have in common.

    `measure` is `class=code` for a category of a breakdown (`hours=(8,16]`), a plain word for a yes or no
    (`in_work_3`), and several of these joined by AND for who has all of them.
    """

    universe: str
    period: str
    benefit: str
    measure: str = EVERYONE

    @property
    def classification(self) -> str:
        """The breakdown that a category is of; '' for a yes or no, and for everyone."""
        last = self.measure.rsplit(AND, 1)[-1]
        return self.measure.rsplit("=", 1)[0] if "=" in last else ""


class Counted(NamedTuple):
    """The group that a number counts (None for a mean or a curve) and the group that is its base."""

    group: Tally | None
    base: Tally | None


NOBODY = Counted(None, None)


def tallies(results: pd.DataFrame) -> pd.DataFrame:
    """The groups of each number, one row a result row: `group`, `base_group`, and their true sizes.

    `persons` is the size of `group` (nan for means and curves of events), `base` that of the base at its start: all
    months of a curve have the group that is followed from its first month. Estimates and assumptions have no groups.
    Raises EvalbookError for numbers of which no declaration says whom they count, and names them.
    """
    found = [counted(dict(zip(KEY, key, strict=True))) for key in results[list(KEY)].itertuples(index=False)]
    _stop_on_undeclared(results[np.array([each is None for each in found], bool)])
    frame = pd.DataFrame(
        {
            "group": pd.Series([each.group for each in found], results.index, dtype=object),
            "base_group": pd.Series([each.base for each in found], results.index, dtype=object),
            "persons": persons_counted(results),
            "base": results["base"],
        }
    )
    curves = is_curve(results)
    first = results[curves].assign(month=pd.to_numeric(results.loc[curves, "column"])).sort_values("month")
    starts = first.groupby(["item", "period", "benefit", "row", "statistic"])["base"].transform("first")
    return frame.assign(base=frame["base"].where(~curves, starts.reindex(results.index)))


def persons_counted(results: pd.DataFrame) -> pd.Series:
    """How many persons a count or proportion stands for; nan for means and curves of events."""
    scale = results["statistic"].map(COUNTED).astype(float)
    persons = (results["value"] / scale * results["base"]).round()
    return persons.mask(results["statistic"].isin(PERSON_COUNTS), results["value"])


def counted(codes: dict[str, str]) -> Counted | None:
    """The groups of the result row of a key; None where its item's declaration has no case for it."""
    if codes["statistic"] in (*ESTIMATES, *GIVEN):
        return NOBODY
    for case in DECLARED[codes["item"]].persons if codes["item"] in DECLARED else ():
        names = names_in(case.where, codes)
        if names is not None:
            own = {"period": codes["period"], "benefit": codes["benefit"]}
            base = Tally(**own | {part: filled(text, names) for part, text in case.base.items()})
            group = {part: filled(text, names) for part, text in case.group.items()}
            group = Tally(**{"universe": base.universe} | own | group)
            if not all((*base[:3], *group[:3])):  # a template that is empty here names no group
                return None
            return Counted(group if codes["statistic"] in (*PERSON_COUNTS, *COUNTED) else None, base)
    return None


def _stop_on_undeclared(rows: pd.DataFrame) -> None:
    if len(rows):
        told = "\n".join(sorted({f"{row.item}: row {row.row!r}, {row.statistic}" for row in rows.itertuples()}))
        raise EvalbookError(
            "No declaration says which persons these numbers count, so nothing can protect them. "
            f"Add cases under `persons` of the item in contract/declarations:\n{told}"
        )


def sizes(found: pd.DataFrame) -> dict[Tally, int]:
    """The true size of every group that the numbers count or are based on."""
    groups = found.dropna(subset=["group", "persons"])
    pairs = [
        *zip(found["base_group"], found["base"], strict=True),
        *zip(groups["group"], groups["persons"], strict=True),
    ]
    return {group: int(round(size)) for group, size in pairs if not np.isnan(size)}
