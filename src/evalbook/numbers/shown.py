"""Which numbers of protected cells are shown and how, by rules that read nothing but what is released.

Source: docs/disclosure.md, where each rule and threshold has its reason.
"""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd

from evalbook.contract.cases import KEY
from evalbook.contract.catalogue import DECLARED
from evalbook.contract.classes import parts_of
from evalbook.contract.groups import breakdown, counted
from evalbook.contract.results import (
    COLUMNS,
    COMPARED,
    COMPARED_BY_MONTH,
    COMPARISON,
    COUNTED,
    DIFFERENCES,
    ESTIMATES,
    FEW_COMPARED,
    JOINED,
    MEANS,
    MONEY,
    PERSON_COUNTS,
    VALUES,
    is_curve,
)
from evalbook.contract.sides import sides
from evalbook.contract.thresholds import (
    FEWEST_IN_BASE,
    FEWEST_IN_SHARE,
    FEWEST_PERSONS,
    FEWEST_WITH_MONEY,
    FEWEST_WITH_SPREAD,
    ONE_CELL_BASE,
    ONE_CELL_SHARE,
)
from evalbook.errors import EvalbookError
from evalbook.numbers.spread import tell_of_few

COUNT, PERCENT, ONE_CELL, MEAN = "count", "percent", "one_cell", "mean"
WHOLE = ("percent", "per_thousand")
MAY_BE_FULL = [name for name, item in DECLARED.items() if item.may_be_full]
BY_PERSONS = ("hazard_ratio", "chi_squared")  # and their tests: released as they were computed of persons
DIGITS_OF_MEANS = 3
TINY = 1e-9  # 100 * 0.57 is a little less than 57


def shown(rows: pd.DataFrame) -> pd.DataFrame:
    """Results (COLUMNS): `withheld` names the rule, numbers are then empty; percentages whole, means in three digits.

    `rows`: the results of protected cells, as `evaluate_cells` makes them. The months of a curve from the first with
    fewer than 30 at risk on are not there; of the share in a state at the time, and of a comparison, from the first
    with fewer than 100.
    """
    rows = rows[~_ended(rows)].reset_index(drop=True)
    of_few = tell_of_few(rows)
    why = _reasons(rows).mask(of_few & rows["statistic"].isin(("hazard_ratio", "p_value")), MEAN)
    why = why.where(why != "", _of_sides(rows, why))
    apart = ~rows["statistic"].isin(MEANS) | (rows["ci_low"] < rows["ci_high"])
    spread = (rows["base"] >= FEWEST_WITH_SPREAD) & ~of_few & apart
    limits = {
        name: _limit(rows, name).where(spread | rows["statistic"].isin(COUNTED)) for name in ("ci_low", "ci_high")
    }
    rows = rows.assign(value=_rounded(rows), withheld=why, **limits)
    return _with_parts(rows.assign(**{name: rows[name].mask(why != "") for name in VALUES})[list(COLUMNS)])


def _of_sides(rows: pd.DataFrame, why: pd.Series) -> pd.Series:
    """The rule by which a side of a difference is withheld: the other, less the difference, would tell it. Not of few
    persons: 5 stands for them in it."""
    places = rows.loc[~why.isin(("", COUNT)) & rows["statistic"].isin(COMPARED), list(KEY[:-1])]
    withheld = dict(zip(map(tuple, places.to_numpy()), why[places.index], strict=True))
    differences = rows.loc[rows["statistic"] == "difference", list(KEY)]
    found = [
        next((withheld[place] for side in sides(codes) if (place := tuple(side.values())) in withheld), "")
        for codes in differences.to_dict("records")
    ]
    return pd.Series(found, differences.index, dtype=object).reindex(rows.index, fill_value="")


def _with_parts(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows with those of the classes that a joined class consists of after it: they say that it has them."""
    parts = [_parts(item, row) for item, row in zip(rows["item"], rows["row"], strict=True)]
    single = rows[list(map(bool, parts))].assign(row=list(filter(None, parts)), withheld=JOINED).explode("row")
    single[list(VALUES)] = np.nan
    return pd.concat([rows, single]).sort_index(kind="stable").reset_index(drop=True)


@cache
def _parts(item: str, row: str) -> list[str]:
    """The rows that a joined class stands for; none of any other row."""
    own, between, code = row.rpartition(":") if item == DIFFERENCES else (item, "", row)
    before = own + between if between else ""
    return [f"{before}{each}" for each in parts_of(own).get(code, ())]


def _ended(rows: pd.DataFrame) -> pd.Series:
    compared = rows["item"].isin(COMPARED_BY_MONTH)
    months = rows[is_curve(rows) | compared].assign(month=lambda curve: curve["column"].astype(int))
    months = months.sort_values("month")
    of_share = (months["statistic"] == "share") | months["item"].isin(COMPARED_BY_MONTH)
    fewest = np.where(of_share, FEWEST_IN_SHARE, FEWEST_IN_BASE)
    few = (months["base"] < fewest).groupby([months[name] for name in KEY if name != "column"], sort=False).cummax()
    return few.reindex(rows.index, fill_value=False)


def _reasons(rows: pd.DataFrame) -> pd.Series:
    statistic, base = rows["statistic"], rows["base"]
    of_persons = statistic.isin((*PERSON_COUNTS, *COUNTED)) | is_curve(rows)
    by_persons = statistic.isin(BY_PERSONS) | (statistic.eq("p_value") & ~rows["item"].eq("differences"))
    fewest = np.select([statistic.isin(MONEY), by_persons], [FEWEST_WITH_MONEY, FEWEST_WITH_SPREAD], FEWEST_IN_BASE)
    compared = rows["item"].isin(COMPARISON)
    tests = [
        (FEW_COMPARED, compared & (base < FEWEST_IN_SHARE)),
        (COUNT, compared & rows["few"]),
        (ONE_CELL, compared & rows["value"].isna()),
        (COUNT, of_persons & (base < FEWEST_PERSONS)),
        (MEAN, statistic.isin((*MEANS, *ESTIMATES)) & ~(base >= fewest)),
        (MEAN, statistic.isin((*MEANS, "difference")) & rows["value"].isna()),
        (PERCENT, of_persons & ~statistic.isin(PERSON_COUNTS) & (base < FEWEST_IN_BASE)),
        (ONE_CELL, _in_one_cell(rows)),
        (COUNT, rows["few"]),
    ]
    return pd.Series(np.select([found for _, found in tests], [name for name, _ in tests], ""), rows.index)


def _in_one_cell(rows: pd.DataFrame) -> pd.Series:
    """Whether (nearly) everyone of a base is in one category of the number's breakdown."""
    sensitive = ~rows["item"].isin(MAY_BE_FULL)
    parts = rows[sensitive & rows["statistic"].isin((*PERSON_COUNTS, *COUNTED)) & ~is_curve(rows)]
    found = pd.Series([_breakdown(each) for each in parts[list(KEY)].to_dict("records")], parts.index, dtype=object)
    parts = parts[found.notna()]
    whole = parts["statistic"].map(COUNTED)
    persons = (parts["value"] / whole * parts["base"]).mask(whole.isna(), parts["value"]).where(~parts["few"], 1)
    by = [parts["item"], found[parts.index], parts["statistic"]]  # another item may have the same categories
    only = persons.gt(0).groupby(by).transform("sum").eq(1) & persons.groupby(by).transform("size").gt(1)
    most = persons.groupby(by).transform("max") >= ONE_CELL_SHARE * parts["base"]
    full = only | (most & (parts["base"] < ONE_CELL_BASE))
    return full.reindex(rows.index, fill_value=False)


def _breakdown(codes: dict[str, str]) -> object:
    if counted(codes) is None:
        told = "/".join(codes.values())
        raise EvalbookError(
            f"No declaration says which persons {told} counts: add a case under `persons` of its item, in "
            "contract/declarations."
        )
    return breakdown(codes)


def _rounded(rows: pd.DataFrame) -> pd.Series:
    value, statistic = rows["value"], rows["statistic"]
    digits = [float(f"{each:.{DIGITS_OF_MEANS - 1}e}") for each in value]
    return value.mask(statistic.isin(WHOLE), np.floor(value + 0.5 + TINY)).mask(statistic.isin(MEANS), digits)


def _limit(rows: pd.DataFrame, name: str) -> pd.Series:
    """Limits of a mean have no more digits than it has; they are rounded away from it."""
    value, limit = rows["value"].abs(), rows[name]
    place = DIGITS_OF_MEANS - 1 - np.floor(np.log10(value.where(value > 0, 1)))
    scaled = limit * 10**place
    outward = np.floor(scaled + TINY) if name == "ci_low" else np.ceil(scaled - TINY)
    rounded = [round(each, int(at)) if at == at else each for each, at in zip(outward / 10**place, place, strict=True)]
    return limit.mask(rows["statistic"].isin(MEANS), rounded)
