"""The rules by which a single number is withheld, each named as in `withheld`.

Source: docs/disclosure.md, where each threshold has its own.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from evalbook.contract.results import ESTIMATES, KEY, MEANS, MONEY, STATISTICS, is_curve
from evalbook.contract.thresholds import (
    FEWEST_IN_BASE,
    FEWEST_PERSONS,
    FEWEST_WITH_MONEY,
    MOST_OF_TWO_LARGEST,
    ONE_CELL_BASE,
    ONE_CELL_SHARE,
)
from evalbook.errors import EvalbookError
from evalbook.gate.additivity import overlapping
from evalbook.gate.tallies import Tally

COUNT, PERCENT, ONE_CELL, MEAN, CURVE, LINKED = "count", "percent", "one_cell", "mean", "curve", "linked"
STATES = ("state=in_work", "state=not_in_work")


def reasons(results: pd.DataFrame, found: pd.DataFrame, curves: pd.DataFrame, spread: pd.DataFrame) -> pd.Series:
    """The rule that withholds each number, '' where none does; before what numbers give away together.

    `found`: the groups of persons (`tallies`); `curves`: what is released of curves; `spread`: `contributions`.
    A rule that holds for a whole base is named for all of it: which category is the small or the full one would
    else be told by the rule.
    """
    base = results["base"]
    tests = {
        CURVE: is_curve(results) & _ended(results, curves),
        COUNT: base.between(1, FEWEST_PERSONS, inclusive="left"),
        MEAN: _weak_mean(results, spread) | _weak_estimate(results),
        PERCENT: results["statistic"].eq("percent") & (base < FEWEST_IN_BASE),
        ONE_CELL: _in_one_cell(results, found),
    }
    small = _persons(results, found).between(1, FEWEST_PERSONS, inclusive="left")
    named = np.select([*tests.values(), small], [*tests, COUNT], "")
    return pd.Series(named, results.index)


def _persons(results: pd.DataFrame, found: pd.DataFrame) -> pd.Series:
    """Who a number counts; of a probability of being in a state, as many as it would be of those who are seen.

    An exit is no state that is left again: its probability is a curve of events, made of rounded ones.
    """
    states = results["statistic"].eq("probability") & results["row"].isin(STATES)
    expected = (results["value"] * results["base"]).where(states)
    return found["persons"].fillna(expected.round())


def _ended(results: pd.DataFrame, curves: pd.DataFrame) -> pd.Series:
    """Whether a curve has ended: fewer than 30 at risk, in truth or as released, in this month or before it."""
    few = (results["base"] < FEWEST_IN_BASE) | (curves["base"] < FEWEST_IN_BASE)
    months = results.assign(few=few, month=pd.to_numeric(results["column"], errors="coerce")).sort_values("month")
    ended = months.groupby([name for name in KEY if name != "column"], sort=False)["few"].cummax()
    return ended.reindex(results.index)


def _weak_mean(results: pd.DataFrame, spread: pd.DataFrame) -> pd.Series:
    """Too few persons, too few who contribute, or two who dominate; a mean of which that is not known too.

    Raises EvalbookError where that is known of no mean of an item.
    """
    keys = [name for name in KEY if name != "statistic"]
    behind = results[keys].merge(spread, on=keys, how="left").set_index(results.index)
    means = results["statistic"].isin(MEANS)
    if unknown := sorted({*results.loc[means, "item"]} - {*spread["item"]}):
        told = "nothing says who stands behind its means, so nobody knows whether one person makes them"
        raise EvalbookError(f"{', '.join(unknown)}: {told}. Add its rows to `contributions`.")
    fewest = np.where(results["statistic"].isin(MONEY), FEWEST_WITH_MONEY, FEWEST_IN_BASE)
    weak = (results["base"] < fewest) | behind["contributors"].between(1, FEWEST_PERSONS, inclusive="left")
    weak |= (behind["largest_two"] > MOST_OF_TWO_LARGEST) | behind["contributors"].isna()
    return weak & means


def _weak_estimate(results: pd.DataFrame) -> pd.Series:
    """Estimates of other kinds. Raises EvalbookError for a statistic without a rule: one must be written first."""
    if unknown := sorted({*results["statistic"]} - {*STATISTICS}):
        raise EvalbookError(f"No rule says when {', '.join(unknown)} may be shown. Write one in `rules`.")
    return results["statistic"].isin(ESTIMATES) & ~(results["base"] >= FEWEST_IN_BASE)


def _in_one_cell(results: pd.DataFrame, found: pd.DataFrame) -> pd.Series:
    """Whether (nearly) everyone of a base is in one category of the number's breakdown, or in none of a yes or no."""
    shares = pd.DataFrame({"persons": found["persons"], "base": results["base"]})
    shares["breakdown"] = [_breakdown(*pair) for pair in zip(found["group"], found["base_group"], strict=True)]
    shares["period"] = results["column"].where(is_curve(results), "")
    shares = shares[shares["breakdown"].notna()]
    full = _is_full(shares["persons"], shares["base"])
    yes_or_no = np.array([each[1].startswith("?") for each in shares["breakdown"]], bool)
    full |= yes_or_no & (shares["persons"] == 0) & (shares["base"] < ONE_CELL_BASE)
    return (
        full.groupby([shares["breakdown"], shares["period"]]).transform("any").reindex(results.index, fill_value=False)
    )


def _is_full(persons: pd.Series, base: pd.Series) -> pd.Series:
    return (persons == base) | ((persons >= ONE_CELL_SHARE * base) & (base < ONE_CELL_BASE))


def _breakdown(group: Tally | None, base: Tally) -> tuple[Tally, str] | None:
    """The breakdown of a base that a group is a category of; `?` before the name of a yes or no."""
    if group is None or group == base:
        return None
    if group.measure == base.measure:
        return base, "period" if group.period != base.period else "benefit"
    name = group.classification
    return base, name if name and name not in overlapping() else f"?{group.measure}" if not name else group.measure
