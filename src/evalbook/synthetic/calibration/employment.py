"""Who finds work, loses it and returns, by month since the start: figures 4.1-4.4 and the bases of table 5.1.

Source: data/published/statements.csv, S23-S34; the totals come from `earnings` and `provisions`.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from evalbook.synthetic.calibration.curves import whole
from evalbook.synthetic.calibration.followup import LONGEST, seen
from evalbook.synthetic.draw import apportioned
from evalbook.synthetic.edition import BENEFITS, STRATUM

# Share in work by months since the start; month 0 comes from table 4.1.
IN_WORK = {
    ("gedoog", "IVA"): {3: 0.132, 6: 0.157, 12: 0.177, 18: 0.207, 24: 0.190, 30: 0.148, 40: 0.135},
    ("gedoog", "Wajong"): {3: 0.106, 6: 0.130, 12: 0.145, 18: 0.178, 24: 0.158, 30: 0.119, 40: 0.110},
    ("gedoog", "overig"): {1: 0.10, 12: 0.18, 24: 0.15, 40: 0.10},
    ("experiment", "IVA"): {3: 0.105, 6: 0.147, 12: 0.192, 18: 0.178, 25: 0.165},
    ("experiment", "Wajong"): {3: 0.08, 6: 0.11, 12: 0.152, 18: 0.135, 25: 0.125},
    ("experiment", "overig"): {12: 0.2, 25: 0.2},
}
# How readily work is found, relative to month 1, at these months since the start.
READINESS = {
    "gedoog": {1: 1.0, 3: 0.85, 12: 0.44, 14: 0.37, 19: 0.38, 22: 0.46, 25: 0.40, 28: 0.15, 40: 0.08},
    "experiment": {1: 1.0, 12: 1.0, 20: 1.15, 22: 0.25, 25: 0.2},
}
RETURNING = 0.015  # a month, of those who lost their work
FIRST_RETURN = 5
PACES = np.linspace(0, 0.2, 4001)  # monthly hazards to choose from
YEAR, SECOND_YEAR, LATER = slice(1, 13), slice(13, 25), slice(25, None)  # months since the start


def solve_employment(workers: pd.DataFrame, provisions: pd.DataFrame, persons: pd.DataFrame) -> pd.DataFrame:
    """Target `work_flows`: by stratum and month, persons who find work, return to it and are in work.

    Month 0 gives who is in work at the start. Those who leave the population do not work here.
    """
    totals = workers.set_index(["period", "benefit"])
    bases = provisions[provisions["kind"] == "base"].set_index(["period", "benefit", "year"])["persons"].sort_index()
    staying = persons[~persons["leaves"]]
    parts = []
    for benefit in BENEFITS:
        at_risk = {cohort: seen(rows) for cohort, rows in staying[staying["benefit"] == benefit].groupby(STRATUM)}
        parts.append(_gedoog(at_risk, totals.loc["gedoog", benefit], bases["gedoog", benefit], benefit))
        parts += _experiment(at_risk, totals.loc["experiment", benefit], bases["experiment", benefit], benefit)
    flows = pd.concat(parts)
    return flows[flows[["found", "returned", "in_work"]].any(axis=1)]


def _gedoog(at_risk: dict, totals: pd.Series, bases: pd.Series, benefit: str) -> pd.DataFrame:
    """Nobody is censored in the first two years, so that both bases of table 5.1 are met exactly."""
    stratum = "gedoog", benefit, "year"
    seen_through = at_risk[stratum]
    in_work = _in_work(seen_through, totals["at_start"], *stratum[:2])
    ready = _readiness("gedoog") * seen_through
    found, returned = np.zeros((2, LONGEST), int)
    found[YEAR] = apportioned(ready[YEAR], bases[1] - totals["at_start"])
    returned[YEAR] = _returned(found, in_work, seen_through)[YEAR]
    returned[SECOND_YEAR] = whole(np.full(12, RETURNING * (bases[1] - in_work[12])))
    returned[SECOND_YEAR.start] = 0
    _find_later(found, ready, totals["found"], in_second_year=bases[2] - in_work[13] - returned[14:25].sum())
    returned[LATER] = _returned(found, in_work, seen_through)[LATER]
    return _flows(found, returned, in_work, stratum)


def _find_later(found: np.ndarray, ready: np.ndarray, everyone: int, *, in_second_year: int) -> None:
    """Work found after the first year. Who worked in the second year was in work in its first month, or
    found work (`in_second_year`) or returned to it after that month."""
    first = SECOND_YEAR.start
    left = everyone - found[YEAR].sum()
    found[first] = round(left * ready[first] / ready[first:].sum())
    found[first + 1 : SECOND_YEAR.stop] = apportioned(ready[first + 1 : SECOND_YEAR.stop], in_second_year)
    found[LATER] = apportioned(ready[LATER], left - found[SECOND_YEAR].sum())


def _experiment(at_risk: dict, totals: pd.Series, bases: pd.Series, benefit: str) -> list[pd.DataFrame]:
    """Both cohorts find work equally fast in their first year; what is left is found later by the first."""
    seen_through = {name: at_risk.get(("experiment", benefit, name), np.zeros(LONGEST)) for name in ("year", "recent")}
    starters = _starters(seen_through, totals["at_start"])
    without = {name: persons - starters[name] * persons / max(persons[0], 1) for name, persons in seen_through.items()}
    ready = _readiness("experiment")
    first_year = bases[1] - starters["year"]
    pace = _pace(ready[YEAR], without["year"][YEAR], first_year)
    finding = {name: pace * ready * np.exp(-pace * np.cumsum(ready)) * persons for name, persons in without.items()}
    found = {name: np.zeros(LONGEST, int) for name in finding}
    found["year"][YEAR] = apportioned(finding["year"][YEAR], first_year)
    found["recent"][YEAR] = whole(finding["recent"][YEAR])
    later = totals["found"] - first_year - found["recent"].sum()
    found["year"][13:] = apportioned(finding["year"][13:], later)
    parts = []
    for cohort, persons in seen_through.items():
        in_work = _in_work(persons, starters[cohort], "experiment", benefit)
        returned = _returned(found[cohort], in_work, persons)
        parts.append(_flows(found[cohort], returned, in_work, ("experiment", benefit, cohort)))
    return parts


def _starters(seen_through: dict[str, np.ndarray], at_start: int) -> dict[str, int]:
    """Who is in work at the start, in proportion to the cohorts."""
    share = seen_through["year"][0] / sum(persons[0] for persons in seen_through.values())
    in_year = round(at_start * share)
    return {"year": in_year, "recent": at_start - in_year}


def _pace(ready: np.ndarray, at_risk: np.ndarray, persons: int) -> float:
    """The monthly hazard at readiness 1 with which so many find work."""
    found = [(pace * ready * np.exp(-pace * np.cumsum(ready)) * at_risk).sum() for pace in PACES]
    return float(PACES[np.argmin(np.abs(np.array(found) - persons))])


def _readiness(period: str) -> np.ndarray:
    points = READINESS[period]
    return np.interp(range(LONGEST), list(points), list(points.values()))


def _in_work(at_risk: np.ndarray, at_start: int, period: str, benefit: str) -> np.ndarray:
    points = IN_WORK[period, benefit]
    months, shares = [0, *points], [at_start / max(at_risk[0], 1), *points.values()]
    persons = np.floor(np.interp(range(LONGEST), months, shares) * at_risk + 0.5).astype(int)
    persons[0] = at_start
    return persons


def _returned(found: np.ndarray, in_work: np.ndarray, at_risk: np.ndarray) -> np.ndarray:
    """Some of those who lost their work and are still seen."""
    ever = (in_work[0] + np.cumsum(found)) * at_risk / max(at_risk[0], 1)
    lost = (ever - in_work).clip(min=0)
    lost[:FIRST_RETURN] = 0
    return whole(RETURNING * lost)


def _flows(found: np.ndarray, returned: np.ndarray, in_work: np.ndarray, stratum: tuple[str, ...]) -> pd.DataFrame:
    columns = {"month": range(LONGEST), "found": found, "returned": returned, "in_work": in_work}
    return pd.DataFrame(columns).assign(**dict(zip(STRATUM, stratum, strict=True)))[[*STRATUM, *columns]]
