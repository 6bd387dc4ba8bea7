"""Purchased trajectories and training: who gets which, when and at what cost."""

from __future__ import annotations

import numpy as np
import pandas as pd

from evalbook.months import months_later
from evalbook.synthetic.draw import apportioned, generator, pick, shuffled
from evalbook.synthetic.persons import followed
from evalbook.synthetic.targets import target

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
RECENT_SHARE = 0.036  # a month, of those who cannot yet be followed for a year
LATER_SHARE = {2: 0.085, 3: 0.07}  # of those still followed, with one that starts in the second or third year
LATER_KINDS = ("werkfit", "naar_werk", "scholing", "modulair", "ips")


def trajectories(people: pd.DataFrame, seed: int) -> pd.DataFrame:
    """One row a trajectory: `person` (number), kind, month since the start, dates and cost in whole euros."""
    random = generator(seed, "trajectories")
    first = _first_year(people, random)
    rows = pd.concat([first, _recent(people, random), _later(people, first, random)], ignore_index=True)
    rows = _dated(rows, people, random)
    return rows.assign(cost=_costs(rows, people, random))


def _first_year(people: pd.DataFrame, random: np.random.Generator) -> pd.DataFrame:
    """The planned persons by kind of each period and benefit; some have two kinds."""
    year = people[followed(people, 12) & ~people["leaves"]]
    parts = []
    for (period, benefit), counts in target("trajectories").groupby(["period", "benefit"], sort=False):
        members = year.index[(year["period"] == period) & (year["benefit"] == benefit)].to_numpy()
        planned = counts.set_index("kind")["persons"]
        parts.append(_given(members, planned.drop("any"), planned["any"], random))
    rows = pd.concat(parts, ignore_index=True)
    second = rows.duplicated("person")
    months = np.where(second, 4 + random.random(len(rows)) * 7.8, 0.4 + random.random(len(rows)) ** 1.4 * 9)
    return rows.assign(month=months)


def _given(members: np.ndarray, planned: pd.Series, persons: int, random: np.random.Generator) -> pd.DataFrame:
    """Each of `persons` members one kind, then the other kinds to members who do not have them yet."""
    kinds = shuffled(random, np.repeat(planned.index.to_numpy(), planned))
    chosen = pick(random, members, persons)
    rows = list(zip(chosen, kinds[:persons], strict=True))
    taken = set(rows)
    for kind in kinds[persons:]:
        free = [person for person in chosen if (person, kind) not in taken]
        person = free[int(random.random() * len(free))]
        taken.add((person, kind))
        rows.append((person, kind))
    return pd.DataFrame(rows, columns=["person", "kind"])


def _recent(people: pd.DataFrame, random: np.random.Generator) -> pd.DataFrame:
    """Those who started later have had less time for one."""
    members = people[(people["cohort"] == "recent") & ~people["leaves"]]
    chance = RECENT_SHARE * members["last_month"] * 1.1
    chosen = members[random.random(len(members)) < chance]
    kinds = shuffled(random, np.resize(["modulair", "werkfit", "modulair", "werkfit", "scholing", "ips"], len(chosen)))
    months = 0.4 + random.random(len(chosen)) * (chosen["last_month"] - 0.5)
    return pd.DataFrame({"person": chosen.index, "kind": kinds, "month": months})


def _later(people: pd.DataFrame, first: pd.DataFrame, random: np.random.Generator) -> pd.DataFrame:
    """A next one in a later year, mostly for those who had one."""
    parts = []
    for year, share in LATER_SHARE.items():
        members = people[followed(people, 12 * year) & ~people["leaves"]]
        weights = np.where(members.index.isin(first["person"]), 3.0, 1.0)
        chosen = pick(random, members.index.to_numpy(), round(share * len(members)), weights)
        kinds = shuffled(random, np.resize(LATER_KINDS, len(chosen)))
        months = 12 * (year - 1) + 0.3 + random.random(len(chosen)) * 11.4
        parts.append(pd.DataFrame({"person": chosen, "kind": kinds, "month": months}))
    return pd.concat(parts)


def _dated(rows: pd.DataFrame, people: pd.DataFrame, random: np.random.Generator) -> pd.DataFrame:
    """Start on a day in the month; an end is known once it has passed."""
    starts = day_in_month(people["service_start"].reindex(rows["person"]).reset_index(drop=True), rows["month"])
    low, high = (rows["kind"].map({kind: limits[side] for kind, (_, limits) in USUAL.items()}) for side in (0, 1))
    length = (low + random.random(len(rows)) * (high - low)) * 30.4
    ends = starts + pd.to_timedelta(np.floor(length), unit="D")
    observed = people["observed_until"].reindex(rows["person"]).to_numpy()
    return rows.assign(start_date=starts, end_date=ends.where(ends <= observed))


def day_in_month(starts: pd.Series, months: pd.Series) -> pd.Series:
    """The day so many (broken) months after the start, always within the whole month it lies in."""
    whole = np.floor(months).astype(int)
    days = pd.Series(pd.NaT, index=starts.index, dtype="datetime64[ns]")
    for month in sorted(set(whole)):
        chosen = whole == month
        days[chosen] = months_later(starts[chosen], month)
    return days + pd.to_timedelta(np.floor((months - whole) * 28), unit="D")


def _costs(rows: pd.DataFrame, people: pd.DataFrame, random: np.random.Generator) -> pd.Series:
    """Usual costs, scaled so that each group's year costs what the report says."""
    usual = rows["kind"].map({kind: cost for kind, (cost, _) in USUAL.items()}) * (0.75 + 0.5 * random.random(len(rows)))
    return scaled_costs(rows.assign(cost=usual), people, "trajectories")


def scaled_costs(rows: pd.DataFrame, people: pd.DataFrame, service: str) -> pd.Series:
    """Whole euros in proportion to `cost` that add up to the target of the group's year, where it has one."""
    costs = rows["cost"].round().astype(int)
    for row in target("costs").query("service == @service and euros > 0").itertuples():
        members = people.index[(people["period"] == row.period) & (people["benefit"] == row.benefit) & followed(people, 12 * row.year)]
        in_year = rows["person"].isin(members) & (np.floor(rows["month"] / 12) == row.year - 1)
        if in_year.any():
            costs[in_year] = apportioned(rows.loc[in_year, "cost"].to_numpy(), row.euros)
    return costs
