"""Purchased trajectories and training: who gets which, when and at what cost."""

from __future__ import annotations

import numpy as np
import pandas as pd

from evalbook.months import months_later
from evalbook.synthetic.draw import apportioned, generator, pick, shuffled
from evalbook.synthetic.persons import followed, known, of_group
from evalbook.synthetic.targets import by_group, target

# Usual cost in euros and duration in months; maxima of the report: modulair 5, werkfit 18, naar_werk 9, werkbehoud 3.
USUAL = {
    "modulair": (2000, (4, 5)),
    "werkfit": (4500, (6, 17)),
    "naar_werk": (5200, (4, 8)),
    "werkbehoud": (1600, (1, 2)),
    "ips": (7500, (24, 35)),
    "scholing": (2800, (3, 18)),
    "financieel_inzicht": (450, (1, 1)),
    "overig": (1500, (2, 6)),
}
USUAL_COST = {kind: cost for kind, (cost, _) in USUAL.items()}
DURATION = {kind: months for kind, (_, months) in USUAL.items()}
RECENT_SHARE = 0.04  # a month seen, of those who cannot yet be followed for a year
RECENT_KINDS = ("modulair", "werkfit", "modulair", "werkfit", "scholing", "ips")
LATER_SHARE = {2: 0.085, 3: 0.11}  # of those still followed, with one that starts in the second or third year
LATER_KINDS = ("werkfit", "naar_werk", "scholing", "modulair", "ips")
EARLIER_ONE_WEIGHT = 3.0  # a later trajectory is mostly a next one
DAYS_PER_MONTH = 30.4
SURE_DAYS = 28  # a day so far into a month since the start lies within it, in any month


def trajectories(people: pd.DataFrame, seed: int) -> pd.DataFrame:
    """One row a trajectory: `person` (number), kind, `month` since the start, dates and cost in whole euros."""
    random = generator(seed, "trajectories")
    first = _first_year(people, random)
    rows = pd.concat([first, _recent(people, random), _later(people, first, random)], ignore_index=True)
    rows = _dated(rows, people, random)
    usual = rows["kind"].map(USUAL_COST) * (0.75 + 0.5 * random.random(len(rows)))
    return rows.assign(cost=scaled_costs(rows.assign(cost=usual), people, "trajectories"))


def _first_year(people: pd.DataFrame, random: np.random.Generator) -> pd.DataFrame:
    """The planned persons by kind of each period and benefit; some have two kinds."""
    year = people[followed(people, 12) & ~people["leaves"]]
    parts = []
    for group, counts in by_group("trajectories"):
        planned = counts.set_index("kind")["persons"]
        chosen = pick(random, of_group(year, group).index.to_numpy(), planned["any"])
        parts.append(_given(chosen, planned.drop("any"), random))
    rows = pd.concat(parts, ignore_index=True)
    early, any_month = random.random((2, len(rows)))
    second = rows.duplicated("person")
    return rows.assign(month=np.where(second, 4 + 7.8 * any_month, 0.4 + 9 * early**1.4))


def _given(persons: np.ndarray, planned: pd.Series, random: np.random.Generator) -> pd.DataFrame:
    """Each person one kind, and the other kinds to persons who do not have them yet."""
    kinds = shuffled(random, np.repeat(planned.index.to_numpy(), planned))
    rows = list(zip(persons, kinds[: len(persons)], strict=True))
    for kind in kinds[len(persons) :]:
        having = {person for person, of_kind in rows if of_kind == kind}
        without = [person for person in persons if person not in having]
        rows.append((without[int(random.random() * len(without))], kind))
    return pd.DataFrame(rows, columns=["person", "kind"])


def _recent(people: pd.DataFrame, random: np.random.Generator) -> pd.DataFrame:
    """Those who started later have had less time for one."""
    members = people[(people["cohort"] == "recent") & ~people["leaves"]]
    chosen = members[random.random(len(members)) < RECENT_SHARE * members["last_month"]]
    kinds = shuffled(random, np.resize(RECENT_KINDS, len(chosen)))
    months = 0.4 + random.random(len(chosen)) * (chosen["last_month"] - 0.5)
    return pd.DataFrame({"person": chosen.index, "kind": kinds, "month": months})


def _later(people: pd.DataFrame, first: pd.DataFrame, random: np.random.Generator) -> pd.DataFrame:
    """A next one in a later year, mostly for those who had one."""
    parts = []
    for year, share in LATER_SHARE.items():
        members = people.index[followed(people, 12 * year) & ~people["leaves"]].to_numpy()
        weights = np.where(np.isin(members, first["person"]), EARLIER_ONE_WEIGHT, 1.0)
        chosen = pick(random, members, round(share * len(members)), weights)
        kinds = shuffled(random, np.resize(LATER_KINDS, len(chosen)))
        months = 12 * (year - 1) + 0.3 + random.random(len(chosen)) * 11.4
        parts.append(pd.DataFrame({"person": chosen, "kind": kinds, "month": months}))
    return pd.concat(parts)


def _dated(rows: pd.DataFrame, people: pd.DataFrame, random: np.random.Generator) -> pd.DataFrame:
    """Start on a day in the month; an end is known once it has passed."""
    starts = day_in_month(known(people, "service_start", rows), rows["month"])
    low, high = (rows["kind"].map({kind: months[side] for kind, months in DURATION.items()}) for side in (0, 1))
    days = np.floor((low + random.random(len(rows)) * (high - low)) * DAYS_PER_MONTH)
    ends = starts + pd.to_timedelta(days, unit="D")
    return rows.assign(start_date=starts, end_date=ends.where(ends <= known(people, "observed_until", rows)))


def day_in_month(starts: pd.Series, months: pd.Series) -> pd.Series:
    """The day so many (broken) months after the start, always within the whole month it lies in."""
    whole = np.floor(months).astype(int)
    days = pd.Series(pd.NaT, index=starts.index, dtype="datetime64[ns]")
    for month in sorted(set(whole)):
        days[whole == month] = months_later(starts[whole == month], month)
    return days + pd.to_timedelta(np.floor((months - whole) * SURE_DAYS), unit="D")


def scaled_costs(rows: pd.DataFrame, people: pd.DataFrame, service: str) -> pd.Series:
    """Whole euros in proportion to `cost` that add up to the target of the group's year, where it has one."""
    costs = rows["cost"].round().astype(int)
    for row in target("costs").query("service == @service").itertuples():
        members = of_group(people, (row.period, row.benefit))
        members = members.index[followed(members, 12 * row.year)]
        in_year = rows["person"].isin(members) & (np.floor(rows["month"] / 12) == row.year - 1)
        if in_year.any():
            costs[in_year] = apportioned(rows.loc[in_year, "cost"].to_numpy(), row.euros)
    return costs
