"""Who finds work, loses it and returns, by month since the start: figures 4.1-4.4 and the bases of table 5.1.

Source: data/published/statements.csv, S23-S34; the totals come from `earnings` and `provisions`.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from evalbook.synthetic.calibration.curves import whole
from evalbook.synthetic.calibration.followup import LONGEST, seen
from evalbook.synthetic.calibration.inflow import apportion
from evalbook.synthetic.edition import BENEFITS, STRATUM

# Share in work by months since the start; month 0 comes from table 4.1.
IN_WORK = {
    ("gedoog", "IVA"): {3: 0.132, 6: 0.157, 12: 0.180, 18: 0.207, 24: 0.190, 30: 0.148, 40: 0.135},
    ("gedoog", "Wajong"): {3: 0.106, 6: 0.130, 12: 0.147, 18: 0.178, 24: 0.158, 30: 0.119, 40: 0.110},
    ("gedoog", "overig"): {1: 0.10, 12: 0.18, 24: 0.15, 40: 0.10},
    ("experiment", "IVA"): {3: 0.105, 6: 0.147, 12: 0.192, 18: 0.178, 25: 0.165},
    ("experiment", "Wajong"): {3: 0.08, 6: 0.11, 12: 0.152, 18: 0.135, 25: 0.125},
    ("experiment", "overig"): {12: 0.2, 25: 0.2},
}
# How readily work is found, relative to month 1, at these months since the start.
READINESS = {
    "gedoog": {1: 1.0, 3: 0.85, 12: 0.44, 20: 0.42, 24: 0.40, 26: 0.15, 40: 0.10},
    "experiment": {1: 1.0, 3: 1.0, 12: 1.0, 20: 1.0, 22: 0.4, 25: 0.3},
}
RETURNING = 0.015  # a month, of those who lost their work
FIRST_RETURN = 5


def solve_employment(workers: pd.DataFrame, provisions: pd.DataFrame, persons: pd.DataFrame) -> pd.DataFrame:
    """Target `work_flows`: by stratum and month, persons who find work, return to it and are in work.

    Month 0 gives who is in work at the start. Those who leave the population do not work here.
    """
    counts = workers.set_index(["period", "benefit"])
    bases = provisions[provisions["kind"] == "base"].set_index(["period", "benefit", "year"])["persons"].sort_index()
    staying = persons[~persons["leaves"]]
    parts = []
    for benefit in BENEFITS:
        gedoog = _of(staying, "gedoog", benefit, "year")
        parts.append(_gedoog(gedoog, counts.loc["gedoog", benefit], bases["gedoog", benefit], benefit))
        cohorts = {cohort: _of(staying, "experiment", benefit, cohort) for cohort in ("year", "recent")}
        parts += _experiment(cohorts, counts.loc["experiment", benefit], bases["experiment", benefit], benefit)
    flows = pd.concat(parts)
    return flows[flows[["found", "returned", "in_work"]].any(axis=1)]


def _of(persons: pd.DataFrame, *stratum: str) -> np.ndarray:
    return seen(persons[(persons[STRATUM] == list(stratum)).all(axis=1)])


def _gedoog(at_risk: np.ndarray, totals: pd.Series, bases: pd.Series, benefit: str) -> pd.DataFrame:
    """Nobody is censored in the first two years, so that both bases of table 5.1 are met exactly."""
    in_work = _in_work(at_risk, totals["at_start"], "gedoog", benefit)
    ready = _readiness("gedoog") * at_risk
    first_year = bases[1] - totals["at_start"]
    found = np.zeros(LONGEST, int)
    found[1:13] = apportion(ready[1:13], first_year)
    returned = _returned(found, in_work, at_risk)
    returned[13:25] = whole(np.full(12, RETURNING * (bases[1] - in_work[12])))
    returned[13] = 0
    later = totals["found"] - first_year
    # Who worked in the second year: in work in its first month, or found or returned after it.
    second_year = bases[2] - in_work[13] - returned[14:25].sum()
    found[13] = round(later * ready[13] / ready[13:].sum())
    found[14:25] = apportion(ready[14:25], second_year)
    found[25:] = apportion(ready[25:], later - found[13] - second_year)
    returned[25:] = _returned(found, in_work, at_risk)[25:]
    return _flows(found, returned, in_work, ("gedoog", benefit, "year"))


def _experiment(cohorts: dict[str, np.ndarray], totals: pd.Series, bases: pd.Series, benefit: str) -> list[pd.DataFrame]:
    """Both cohorts find work equally fast in their first year; what is left is found later by the first."""
    everyone = sum(at_risk[0] for at_risk in cohorts.values())
    starters = {"year": round(totals["at_start"] * cohorts["year"][0] / everyone)}
    starters["recent"] = totals["at_start"] - starters["year"]
    first_year = bases[1] - starters["year"]
    ready = _readiness("experiment")
    without = {name: at_risk - starters[name] * at_risk / max(at_risk[0], 1) for name, at_risk in cohorts.items()}
    pace = _pace(ready[1:13], without["year"][1:13], first_year)
    left = np.exp(-pace * np.cumsum(ready))
    found = {"year": np.zeros(LONGEST, int), "recent": np.zeros(LONGEST, int)}
    found["year"][1:13] = apportion((pace * ready * left * without["year"])[1:13], first_year)
    found["recent"][1:12] = whole((pace * ready * left * without["recent"])[1:12])
    later = totals["found"] - first_year - found["recent"].sum()
    found["year"][13:26] = apportion((ready * left * without["year"])[13:26], later)
    parts = []
    for cohort, at_risk in cohorts.items():
        in_work = _in_work(at_risk, starters[cohort], "experiment", benefit)
        returned = _returned(found[cohort], in_work, at_risk)
        parts.append(_flows(found[cohort], returned, in_work, ("experiment", benefit, cohort)))
    return parts


def _pace(ready: np.ndarray, at_risk: np.ndarray, persons: int) -> float:
    """The monthly hazard at readiness 1 with which so many find work."""
    paces = np.linspace(0, 0.2, 4001)
    found = [(pace * ready * np.exp(-pace * np.cumsum(ready)) * at_risk).sum() for pace in paces]
    return float(paces[np.argmin(np.abs(np.array(found) - persons))])


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
