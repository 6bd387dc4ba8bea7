"""How numbers are made into result rows, and the kinds of estimates that many items share.

Source of the columns: docs/contract/results.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import numpy as np
import pandas as pd

from evalbook.contract.cells import ABOVE, AMOUNT, AT_START, BASE, BELOW, EVENTS, PERSONS
from evalbook.contract.results import COUNTED, VALUES
from evalbook.estimates.intervals import wilson
from evalbook.estimates.survival import product_limit
from evalbook.estimates.transitions import Probabilities, incidences
from evalbook.numbers.risk_sets import RiskSets, risk_sets
from evalbook.numbers.spread import FEWEST_BEHIND, persons_behind
from evalbook.numbers.wide import GROUP, PLACE

ROWS = (*PLACE, "statistic", *VALUES, "few")


def single(value: float, *, base: float, statistic: str, **key: object) -> pd.DataFrame:
    """One number."""
    return pd.DataFrame({"value": float(value), "base": base, "statistic": statistic, **key}, index=[0])


def joined(parts: Iterable[pd.DataFrame]) -> pd.DataFrame:
    """Result rows of one item with all their columns: texts '' and numbers nan where a part has none."""
    parts = [part for part in parts if len(part)]
    rows = pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=list(ROWS))
    rows = rows.reindex(columns=list(ROWS))
    texts = {name: rows[name].fillna("").astype(str) for name in (*PLACE, "statistic")}
    rows = rows.assign(**texts, few=rows["few"].eq(True))
    order = rows.groupby(GROUP, sort=False).ngroup().argsort(kind="stable")
    return rows.iloc[order].reset_index(drop=True)


def shares(cells: pd.DataFrame, statistic: str) -> pd.DataFrame:
    """Persons, or the part that they are of their base with its Wilson interval; `n_base`: the base itself."""
    rows = cells[cells[PERSONS].notna()]
    base = rows[BASE]
    made = rows[[*PLACE, "few"]].assign(statistic=statistic, base=base)
    if statistic not in COUNTED:
        return made.assign(value=rows[PERSONS]) if statistic == "n" else made.assign(value=base, few=False)
    whole, persons = COUNTED[statistic], np.minimum(rows[PERSONS], base)
    low, high = wilson(persons, base)
    return made.assign(value=persons / base.where(base > 0) * whole, ci_low=whole * low, ci_high=whole * high)


def curves(cells: pd.DataFrame, statistic: str = "survival") -> Iterator[pd.DataFrame]:
    """Survival by month of each group and row with one kind of event; `base` is the number at risk."""
    of_events = cells[
        cells[EVENTS].notna() | cells[AT_START].notna() | cells["losses"].notna() | cells["entries"].notna()
    ]
    for key, group in of_events.groupby([*GROUP, "row"], sort=False):
        yield curve(risk_sets(group)).assign(**dict(zip((*GROUP, "row"), key, strict=True)))


def curve(sets: RiskSets) -> pd.DataFrame:
    """The product-limit estimate, a row a month with someone at risk."""
    rows = product_limit(sets.at_risk.astype(int), sets.events[:, 0].astype(int))
    names = {"value": "survival", "base": "at_risk", "ci_low": "ci_low", "ci_high": "ci_high"}
    columns = {name: rows[source].to_numpy() for name, source in names.items()}
    few = sets.few[rows["month"].to_numpy(int), 0]
    return pd.DataFrame({"statistic": "survival", "column": rows["month"].astype(str), **columns, "few": few})


def cumulative(cells: pd.DataFrame, statistic: str = "incidence") -> Iterator[pd.DataFrame]:
    """The incidence of each kind of event of each group by month."""
    for key, group in cells.groupby(GROUP, sort=False):
        sets = risk_sets(group)
        estimated = incidences(sets.at_risk, sets.events)
        yield probabilities(estimated, sets.kinds, sets.few).assign(
            statistic=statistic, **dict(zip(GROUP, key, strict=True))
        )


def probabilities(estimated: Probabilities, rows: tuple[str, ...], few: np.ndarray) -> pd.DataFrame:
    """A probability a month and row code; `base` is who is seen in the month, months without anyone are left out."""
    seen = np.flatnonzero(estimated.seen)
    low, high = estimated.limits()
    columns = {"value": estimated.value, "ci_low": low, "ci_high": high, "few": few}
    columns = {name: each[seen].T.ravel() for name, each in columns.items()}
    columns["row"] = np.repeat(np.asarray(rows, object), len(seen))
    columns["column"] = np.tile(seen.astype(str).astype(object), len(rows))
    columns["base"] = np.tile(estimated.seen[seen], len(rows))
    return pd.DataFrame(columns)


def means(cells: pd.DataFrame, statistic: str) -> pd.DataFrame:
    """A sum over its persons, with limits as far from it as persons tell.

    None where they tell of fewer than fifteen persons: so few do not make limits that hold the mean as often as said.
    """
    rows = cells[cells[BASE].notna()]
    value = rows[AMOUNT] / rows[BASE].where(rows[BASE] > 0)
    made = rows[list(PLACE)].assign(statistic=statistic, value=value, base=rows[BASE])
    made = made.assign(ci_low=value - rows[BELOW], ci_high=value + rows[ABOVE])
    few = persons_behind(made) < FEWEST_BEHIND
    return made.assign(ci_low=made["ci_low"].mask(few), ci_high=made["ci_high"].mask(few))


KINDS: Mapping[str, object] = {
    **dict.fromkeys(("n", "n_base", *COUNTED), shares),
    "survival": curves,
    "incidence": cumulative,
    **dict.fromkeys(("mean", "mean_eur", "mean_percent"), means),
}
