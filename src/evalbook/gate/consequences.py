"""What is withheld because a withheld number would follow from it: totals of means, states of one month, tests.

Counts and the linear programmes over them are in `linked`; here the rules are plain ones, and rather too strict.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from evalbook.contract.catalogue import DECLARED
from evalbook.contract.results import KEY, MEANS
from evalbook.contract.sides import sides
from evalbook.contract.thresholds import FEWEST_PERSONS
from evalbook.errors import EvalbookError
from evalbook.gate.rounding import SIGNIFICANT_DIGITS, events_of
from evalbook.gate.rules import COUNT, LINKED, STATES

# Of every item: the code of the whole, and its parts. What more adds up stands in an item's `totals`.
WHOLES = {"benefit": {"all": ["IVA", "Wajong"]}, "period": {"all": ["gedoog", "experiment"]}}
PERSONS = ("benefit", "period")  # parts of which are other persons, and count as often as there are
CLOSE = 0.25  # of an amount: whoever contributes little to it cannot tell another's part closer
TESTS = ("hazard_ratio", "p_value")
TOLD = (COUNT, LINKED)


def consequences(results: pd.DataFrame, why: pd.Series) -> pd.Series:
    """The rules of all numbers with those that follow; a number that has a rule keeps it."""
    for follow in (_of_means, _of_costs, _of_states, _of_tests, _of_moves):
        why = why.mask(why.eq("") & follow(results, why), LINKED)
    return why


def _of_means(results: pd.DataFrame, why: pd.Series) -> pd.Series:
    """Means of a whole with a withheld part of which they would tell, with the other parts, nearly all there is.

    A withheld mean must stay in doubt by CLOSE of itself; what is withheld for its sake by as much in its place.
    """
    means = results[results["statistic"].isin(MEANS)]
    doubt = (CLOSE * means["value"].abs()).where(why[means.index] != "")
    for field, whole, own in _wholes(means) * 2:  # a whole may be part of another one
        for _, rows in own.groupby([name for name in KEY if name != field], sort=False):
            is_part = (rows[field] != whole).to_numpy()
            if not is_part.all() and doubt[rows.index[is_part]].notna().any():
                weight = rows["base"].to_numpy() if field in PERSONS else np.ones(len(rows))
                told = _told(rows, weight * doubt[rows.index].to_numpy(), weight, is_part)
                doubt[rows.index[~is_part]] = (told / weight)[~is_part]
    return doubt.notna().reindex(results.index, fill_value=False)


def _wholes(means: pd.DataFrame) -> list[tuple[str, str, pd.DataFrame]]:
    """The field and code of each whole, and the means of an item that are it or part of it."""
    return [
        (field, whole, rows[rows[field].isin((whole, *parts))])
        for item, rows in means.groupby("item", sort=False)
        for field, wholes in (*DECLARED[item].totals.items(), *WHOLES.items())
        for whole, parts in wholes.items()
    ]


def _told(rows: pd.DataFrame, doubt: np.ndarray, weight: np.ndarray, is_part: np.ndarray) -> np.ndarray:
    """The doubt that each number must be left in, nan where it may be shown: the whole's too, if it tells a part."""
    rounding = weight * _half_of_last_digit(rows["value"].to_numpy())
    left = np.where(np.isnan(doubt), rounding, doubt)
    secret = is_part & ~np.isnan(doubt)
    if not np.isnan(doubt[~is_part]).any() or not (left.sum() - left < doubt)[secret].any():
        return doubt
    return np.where(is_part, doubt, doubt[secret].min())


def _half_of_last_digit(values: np.ndarray) -> np.ndarray:
    size = np.floor(np.log10(np.where(values == 0, 1.0, np.abs(values))))
    return np.where(values == 0, 0.0, 0.5 * 10.0 ** (size - SIGNIFICANT_DIGITS + 1))


def _of_costs(results: pd.DataFrame, why: pd.Series) -> pd.Series:
    """Numbers that are made of those of another item, where these are withheld."""
    keys = results[["item", "row", "period", "benefit", "column"]].itertuples(index=False, name=None)
    hidden = {key for key, rule in zip(keys, why, strict=True) if rule}
    derived = results[results["item"].isin([name for name, item in DECLARED.items() if item.made_of])]
    told = [row.Index for row in derived.itertuples() if _needs(row) & hidden]
    return pd.Series(results.index.isin(told), results.index)


def _needs(row: tuple) -> set[tuple[str, ...]]:
    of = DECLARED[row.item].made_of
    every = [code for whole, parts in DECLARED[of.item].totals["column"].items() for code in (whole, *parts)]
    return {(of.item, of.row, row.period, row.benefit, column) for column in of.columns.get(row.column, every)}


def _of_states(results: pd.DataFrame, why: pd.Series) -> pd.Series:
    """Who is in work and who is not, of all groups, in a month in which either of one group is withheld.

    They add up to nearly everyone, and groups to all; who is in work may be counted in other items (`told_by`) too.
    """
    states = results["statistic"].eq("probability") & results["row"].isin(STATES)
    told_by = {name: item for item, declared in DECLARED.items() for name in declared.told_by}
    counted = results["item"].isin([*told_by])
    month = results["item"].replace(told_by) + "/" + results["column"]
    return states & month.isin(month[(states | counted) & why.isin(TOLD)])


def _of_tests(results: pd.DataFrame, why: pd.Series) -> pd.Series:
    """Tests and hazard ratios of groups of whom fewer than 10 had the event: their interval would tell how many."""
    tests = results[results["statistic"].isin(TESTS)]
    events = _events(results)
    few = [_fewest(row, events) < FEWEST_PERSONS for row in tests.itertuples(index=False, name="Row")]
    return pd.Series(few, tests.index, dtype=bool).reindex(results.index, fill_value=False)


def _fewest(row: tuple, events: Mapping[tuple[str, ...], float]) -> float:
    keys = [tuple(side[name] for name in KEY[:4]) for side in sides(row._asdict())]
    if row.statistic == "hazard_ratio" and not events.keys() >= {*keys}:
        told = "nothing says how many of its two groups had the event"
        raise EvalbookError(f"{row.item}: hazard_ratio: {told}. Declare its `sides`, and where `events` are counted.")
    return min(events.get(key, float("inf")) for key in keys)


def _events(results: pd.DataFrame) -> dict[tuple[str, ...], float]:
    """Who had the event in all, by item, period, benefit and row: of each curve, and where they are counted."""
    curves = results[results["statistic"].eq("survival")]
    curves = curves.assign(month=pd.to_numeric(curves["column"])).sort_values("month")
    keys = list(KEY[:4])
    found = {
        key: events_of(rows["value"].to_numpy(), rows["base"].to_numpy())[0].sum()
        for key, rows in curves.groupby(keys, sort=False)
    }
    counted = results[results["statistic"].eq(results["item"].map(lambda item: DECLARED[item].events))]
    return found | dict(zip(counted[keys].itertuples(index=False, name=None), counted["value"], strict=True))


def _of_moves(results: pd.DataFrame, why: pd.Series) -> pd.Series:
    """The tests of numbers (an item's `tests_of`) of which one is withheld: who went up or down the ladder."""
    rows = results["item"].map(lambda item: DECLARED[item].tests_of)
    tested = np.array([row in of for row, of in zip(results["row"], rows, strict=True)], bool)
    same = [results["item"], results["period"], results["benefit"]]
    hidden = (tested & why.ne("")).groupby(same).transform("any")
    return hidden & results["statistic"].isin(("p_value", "chi_squared"))
