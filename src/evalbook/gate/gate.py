"""The gate: results in, results that may leave the closed machine out.

The rules stand in `rules`, what numbers tell together in `linked`, how they are rounded in `rounding`.
"""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd

from evalbook.contract.results import COUNTED, ESTIMATES, GIVEN, KEY, MEANS, PERSON_COUNTS, VALUES, is_curve
from evalbook.contract.sides import sides
from evalbook.contract.thresholds import EVENTS_ROUNDED_TO, FEWEST_IN_BASE, FEWEST_PERSONS, ROUNDED_TO
from evalbook.estimates.intervals import sign_test, wilson
from evalbook.gate.additivity import nestings, sums
from evalbook.gate.consequences import consequences
from evalbook.gate.contrasts import differences
from evalbook.gate.linked import to_withhold
from evalbook.gate.rounding import log_log_limits, rounded, rounded_curve, rounded_incidences, significant
from evalbook.gate.rules import COUNT, LINKED, PERCENT, STATES, reasons
from evalbook.gate.systems import Known
from evalbook.gate.tallies import Tally, sizes, tallies

DIGITS_OF_ESTIMATES = 2
WHOLE = ("percent", "per_thousand")


def protect(results: pd.DataFrame, *, spread: pd.DataFrame, experiment_start: date) -> pd.DataFrame:
    """Results with every number rounded or withheld; `withheld` names the rule, its numbers are then empty.

    `spread` is what stands behind each mean (`contributions`). Rows and their order stay.
    """
    results = results.reset_index(drop=True)
    found, curves = tallies(results), _curves(results)
    why = reasons(results, found, curves, spread)
    # The base of an estimate is the smaller of two groups that other numbers have as theirs.
    persons = found[~results["statistic"].isin((*ESTIMATES, *GIVEN))]
    why = _linked(persons, why[persons.index], experiment_start).reindex(why.index).fillna(why)
    why = consequences(results, why)
    released = _emptied(_rounded(results, found, curves).assign(withheld=why))
    chosen = results["statistic"].eq("difference")
    if chosen.any():
        released.loc[chosen, ["value", "ci_low", "ci_high", "withheld"]] = differences(released, chosen)
    tested = results["row"].eq("net_up") & results["statistic"].eq("p_value")
    released.loc[tested, "value"] = [_sign_test(released, row) for row in results[tested].itertuples()]
    return _emptied(released)


def _sign_test(released: pd.DataFrame, row: tuple) -> float:
    """From the rounded numbers that went up and down: the exact ones would tell these."""
    moves = released[released["item"].eq(row.item) & released["statistic"].eq("n")]
    moves = moves[moves["period"].eq(row.period) & moves["benefit"].eq(row.benefit)].set_index("row")["value"]
    up, down = (moves.get(side["row"], np.nan) for side in sides(row._asdict()))
    return np.nan if np.isnan(up + down) else float(significant([sign_test(up, down)], DIGITS_OF_ESTIMATES)[0])


def _emptied(results: pd.DataFrame) -> pd.DataFrame:
    kept = {name: results[name].mask(results["withheld"] != "") for name in VALUES}
    return results.assign(**kept)


def _linked(found: pd.DataFrame, why: pd.Series, experiment_start: date) -> pd.Series:
    """The rules with what must be withheld because other numbers would follow from it."""
    true = sizes(found)
    known = knowledge(found, why)
    links = {"sums": list(sums(true, experiment_start=experiment_start)), "nestings": list(nestings(true))}
    chosen = to_withhold(known, sizes=true, **links)
    own, base = (found[name].isin(chosen) for name in ("group", "base_group"))
    return why.mask((why.eq("") & (own | base)) | (why.eq(COUNT) & own), LINKED)


def knowledge(found: pd.DataFrame, why: pd.Series) -> dict[Tally, Known]:
    """What a reader knows of each group that a number counts or is based on, given the rule that withholds each."""
    true = sizes(found)
    released = found[why == ""]
    shown = pd.concat([released["group"].dropna(), released["base_group"]]).value_counts()
    both = (released["group"] == released["base_group"]).groupby(released["base_group"]).sum()
    known = {group: _as_shown(true[group], shown[group] - both.get(group, 0)) for group in shown.index}
    hidden = found.assign(why=why)[why != ""]
    told = hidden.groupby("base_group")["why"].agg(set)
    for group, rules in told.items():
        known.setdefault(group, _as_base(rules, true[group]))
    own = hidden.dropna(subset=["group"])
    for group, base, rule in zip(own["group"], own["base_group"], own["why"], strict=True):
        known.setdefault(group, _as_counted(rule, base in shown.index))
    return known


def _as_shown(size: int, numbers: int) -> Known:
    """A released count: what is rounded to it, and at least the fewest that are shown; zero is zero."""
    if size == 0:
        return Known(0.0, 0.0, float(numbers))
    around = float(rounded(size))
    return Known(max(around - ROUNDED_TO // 2, FEWEST_PERSONS), around + ROUNDED_TO // 2, float(numbers))


def _as_base(rules: set[str], size: int) -> Known:
    """A base of which nothing is shown; a reader may conclude from the rule how small it is."""
    if rules == {COUNT} and size < FEWEST_PERSONS:
        return Known(1.0, FEWEST_PERSONS - 1, 0.0)
    if rules == {PERCENT} and FEWEST_PERSONS <= size < FEWEST_IN_BASE:
        return Known(FEWEST_PERSONS, FEWEST_IN_BASE - 1, 0.0)
    return Known(cost=0.0)


def _as_counted(rule: str, base_is_shown: bool) -> Known:
    """A withheld count; where its base is withheld as small it may be that the count itself is zero."""
    if rule != COUNT:
        return Known(cost=0.0)
    return Known(1.0 if base_is_shown else 0.0, FEWEST_PERSONS - 1, 0.0)


def _curves(results: pd.DataFrame) -> pd.DataFrame:
    """What is released of each month of a curve: `value`, `base` and limits; nan for other rows."""
    made = pd.DataFrame(np.nan, results.index, list(VALUES))
    months = results[is_curve(results)].assign(month=lambda rows: rows["column"].astype(int)).sort_values("month")
    for key, rows in months.groupby([name for name in KEY if name != "column"], sort=False):
        if key[-1] != "incidence":
            made.loc[rows.index, list(VALUES)] = _curve(key, rows)[list(VALUES)].to_numpy()
    incidences = months[months["statistic"] == "incidence"]
    for _, rows in incidences.groupby(["item", "period", "benefit"], sort=False):
        made.loc[rows.index, list(VALUES)] = _incidences(rows)[list(VALUES)]
    return made


def _curve(key: tuple[str, ...], rows: pd.DataFrame) -> pd.DataFrame:
    *_, state, statistic = key
    value, base = rows["value"].to_numpy(), rows["base"].to_numpy()
    if statistic == "one_minus_survival":
        turned = rounded_curve(1 - value, base)
        return turned.assign(value=1 - turned["value"], ci_low=1 - turned["ci_high"], ci_high=1 - turned["ci_low"])
    if statistic == "survival":
        return rounded_curve(value, base)
    shown = rounded_curve(np.ones(len(base)), base)["base"].to_numpy()
    present = np.minimum(rounded(value * base), shown)
    if statistic == "probability" and state not in STATES:
        # Of all at the start: of those still seen, the rounding of one same number would move with these.
        present = shown * rounded(value * base[0], EVENTS_ROUNDED_TO) / max(shown[0], 1.0)
    low, high = wilson(present, shown)
    share = np.divide(present, shown, where=shown > 0, out=np.zeros(len(shown)))
    return pd.DataFrame({"value": share, "base": shown, "ci_low": low, "ci_high": high})


def _incidences(rows: pd.DataFrame) -> pd.DataFrame:
    """All causes of one group together; limits as of a survival with the same number of events and at risk."""
    wide = rows.pivot(index="month", columns="row", values="value")
    base = rows.drop_duplicates("month").set_index("month")["base"].reindex(wide.index).to_numpy()
    values, _, at_risk = rounded_incidences(wide.to_numpy(), base)
    table = pd.DataFrame(values, wide.index, wide.columns).stack()
    places = pd.MultiIndex.from_frame(rows[["month", "row"]])
    value = table.reindex(places).to_numpy()
    shown = pd.Series(at_risk, wide.index).reindex(rows["month"]).to_numpy()
    with np.errstate(invalid="ignore", divide="ignore"):
        limits = log_log_limits(1 - value, value / ((1 - value) * shown))
    turned = {"ci_low": 1 - limits["ci_high"], "ci_high": 1 - limits["ci_low"]}
    return pd.DataFrame({"value": value, "base": shown, **turned}, rows.index)


def _rounded(results: pd.DataFrame, found: pd.DataFrame, curves: pd.DataFrame) -> pd.DataFrame:
    """Every number as it may be shown, were it not withheld."""
    statistic, on_curve = results["statistic"], is_curve(results)
    base = pd.Series(rounded(results["base"]), results.index)
    persons = pd.Series(rounded(found["persons"]), results.index)
    proportion = statistic.isin(COUNTED) & ~on_curve
    low, high = wilson(persons, base)
    scale = statistic.map(COUNTED).astype(float)
    made = {
        "value": _values(results, persons, base, scale),
        "base": base,
        "ci_low": results["ci_low"].mask(proportion, scale * low),
        "ci_high": results["ci_high"].mask(proportion, scale * high),
    }
    for name in ("ci_low", "ci_high"):
        made[name] = _significant(made[name], statistic)
    return results.assign(**{name: values.mask(on_curve, curves[name]) for name, values in made.items()})


def _values(results: pd.DataFrame, persons: pd.Series, base: pd.Series, scale: pd.Series) -> pd.Series:
    """Counts rounded, percentages whole and from rounded counts, other numbers to significant digits."""
    share = scale * persons / base
    share = share.mask(results["statistic"].isin(WHOLE), np.floor(share + 0.5))
    counts = results["statistic"].isin(PERSON_COUNTS)
    return _significant(results["value"], results["statistic"]).mask(counts, persons).mask(scale.notna(), share)


def _significant(values: pd.Series, statistic: pd.Series) -> pd.Series:
    means, estimates = statistic.isin(MEANS), statistic.isin(ESTIMATES)
    shown = values.mask(means, significant(values))
    return shown.mask(estimates, significant(values, DIGITS_OF_ESTIMATES))
