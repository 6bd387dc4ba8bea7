"""An attack on a release: what its files, the contract and arithmetic give away about counts of 1 to 9.

It reads the release's results only and knows what every reader of the book may know: the contract, the rules and how
they are named. It tries, in this order and together until nothing more follows:

1. what a rule tells of the number that it withholds (`count`: 1 to 9);
2. percentages and shares times their bases, and the limits of Wilson intervals solved for the count;
3. the same group of persons in several places: counts, bases, percentages, start of a curve;
4. differences between a total and its parts: periods, benefits, types of Wajong, calendar months of the start,
   categories, cells of the ladder (up, same, down too), euro classes within wider ones, with and without a trajectory;
5. categories within others: a kind of trajectory within any, any within all;
6. bounds of every count by linear and integer programming over all of these;
7. curves (`attack_on_curves`): events and losses of each month from survival and numbers at risk, alone, and by linear
   programming with the same curve in the other split (by period, by benefit), month after month;
8. means times bases: totals so small that fewer than 10 persons can be behind them;
9. estimates (`attack_on_estimates`): differences with their parents, events from the interval of a hazard ratio, states
   of a month that add up to one, exits and incidences by cause, costs whose total, sum over years or group is shown.
"""

from __future__ import annotations

import re
from collections import defaultdict
from itertools import product

import numpy as np
import pandas as pd
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import coo_array

Z = 1.959963984540054
FAMILIES = {  # items on the same persons; what they count in them
    "table_3_2": "followed", "table_3_3": "followed", "figure_3_3": "followed", "table_4_1": "measured",
    "figure_4_3": "measured", "figure_4_4": "measured", "figure_b4_3": "measured", "figure_b4_4": "measured",
    "table_4_2": "hours", "table_4_3": "hourly", "figure_4_5": "hourly", "table_4_4": "monthly",
    "table_4_5": "found", "table_4_6": "found", "table_4_7": "tax", "table_4_8": "ladder", "table_b3": "ladder",
    "ladder_moves": "ladder", "table_2_1": "all", "table_2_2": "all", "figure_2_1": "all", "table_5_2": "all",
    "table_5_1": "provided", "first_half_year": "half_year", "trajectory_stacking": "stacked",
    "first_job_sector": "found", "first_job_size": "found", "reassessment": "seen_24", "stated_time": "begun",
    "waiting_times": "half_year", "work_spells": "found", "trajectory_hazard": "found",
    "ladder_completeness": "followed", "earnings_path": "seen", "reach": "all",
}  # fmt: skip
# Items that count nobody in the tables' sense, and what is tried on them instead.
OTHERWISE = {
    **dict.fromkeys(("figure_3_1", "figure_3_2", "figure_4_1", "figure_4_2", "figure_5_1", "figure_5_2"), "curves"),
    **dict.fromkeys(("figure_b4_1", "figure_b4_2", "trial_placement_entry", "landmark_trajectory"), "curves"),
    **dict.fromkeys(("service_end_competing", "found_work_competing", "leaving", "first_trajectory"), "causes"),
    **dict.fromkeys(("work_states", "work_retention"), "states"),
    **dict.fromkeys(("table_3_1", "table_3_4", "three_year_costs"), "means"),
    **dict.fromkeys(("costs_of_results", "continuation", "calendar_costs"), "made of three_year_costs"),
    "differences": "of numbers that are attacked themselves",
    **dict.fromkeys(("scenario", "recent_inflow", "followed_at_end", "tellable"), "assumed or expected, of no group"),
}
LONGER = {"stacked": "followed", "followed": "half_year"}  # who is followed so long is so for a shorter time
TYPES = ("oWajong", "Wajong2010", "Wajong2015")


def cells(row) -> tuple[tuple, tuple] | None:
    """The counted cell and its base: (family, what, period, benefit)."""
    if row.item not in {*FAMILIES, *OTHERWISE}:
        told = "say in FAMILIES whom it counts (and in `cells` how), or in OTHERWISE what else is tried on it"
        raise LookupError(f"attack.py knows no attack for {row.item}: {told}")
    item, family = row.item, FAMILIES.get(row.item)
    if family is None or row.period == "population" or row.statistic not in ("n", "percent", "share", "n_base"):
        return None
    where = (row.period, row.benefit)
    if item == "reach":
        return ("all", "", *where), ("population", "", *where)
    what, base = row.row, ""
    if item == "table_2_1":
        return ("all", "", row.period, row.row), ("all", "", row.period, "all")
    if item == "figure_2_1":
        return ("all", "", row.column, row.benefit), ("all", "", "all", row.benefit)
    if item == "table_5_2":
        if row.column == "respondents":
            return None
        name, _, code = row.row.partition("=")
        everyone = ("all", "", "all", "all")
        places = {"period": ("all", "", code, "all"), "benefit": ("all", "", "all", code), "N": everyone}
        return places.get(name, ("all", row.row, "all", "all")), everyone
    if item.startswith(("figure_4_3", "figure_4_4", "table_4_1")):
        what = f"work{row.column or 0}"
    elif item.startswith("figure_b4"):
        what, base = f"{row.row}&work{row.column}", row.row
    elif item in ("table_4_8", "table_b3"):
        start = "" if row.row == "start=all" else row.row
        what, base = (start, "") if row.column == "start" else ("&".join(filter(None, (start, row.column))), start)
    elif item == "table_4_7":
        what = "" if row.statistic == "n_base" else "self"
    elif item == "stated_time":
        family, what = f"begun_{row.row}", f"lasted={row.column}"
    elif item == "reassessment":
        what = f"passed_{row.row}{'&surely' if row.column == 'surely' else ''}"
    elif item == "trajectory_hazard":
        return (family, f"found_{row.row}", *where), ("at_risk", row.row, *where)
    elif item == "waiting_times":
        service, months = row.row.split(",")
        what = "&".join(f"{service}_by_{each}" for each in (6, 3, 1) if each >= int(months))
    elif item == "earnings_path":
        family, what = f"seen{row.column}", "in_work"
    elif item == "table_5_1":
        family, what = f"provided{row.column}", f"kind={row.row}"
    elif item in ("table_4_2", "table_4_3", "table_4_4") and row.row == "all":
        what = ""
    elif "=" not in row.row:
        what = f"{'kind' if item in ('table_3_2', 'table_3_3') else item}={row.row}"
    return (family, what, *where), (family, base, *where)


class Attack:
    """Bounds of every count that a release speaks of; `lows` and `highs` by cell."""

    def __init__(self, results: pd.DataFrame, *, first_experiment_month: str) -> None:
        self.results, self.month = results, first_experiment_month
        self.bounds: dict[tuple, list[float]] = {}
        self._read()
        self.sums = list(self._sums())
        self.parts = list(self._parts())
        self._propagate()

    def _read(self) -> None:
        told = defaultdict(list)
        for row in self.results.itertuples(index=False):
            pair = cells(row)
            if pair is None:
                continue
            cell, base = pair
            if row.withheld:
                told[cell].append(row.withheld)
                self.bounds.setdefault(base, [0, np.inf])
                continue
            if not (row.column.isdigit() and row.statistic == "share" and row.column != "0"):
                self._narrow(base, *_around(row.base))
            self._narrow(cell, *_around(_count(row)))
        for cell, rules in told.items():
            self._narrow(cell, *((0, 9) if "count" in rules else (0, np.inf)))
        for row in self.results[self.results["withheld"] == "count"].itertuples(index=False):
            pair = cells(row)
            if pair and self.bounds.get(pair[1], [0, np.inf])[0] >= 10:
                self._narrow(pair[0], 1, 9)  # its base is shown: it is not withheld for its base

    def _narrow(self, cell: tuple, low: float, high: float) -> bool:
        bounds = self.bounds.setdefault(cell, [0.0, np.inf])
        before = tuple(bounds)
        bounds[0], bounds[1] = max(bounds[0], low), min(bounds[1], high)
        assert bounds[0] <= bounds[1] + 1e-6, f"the release contradicts itself at {cell}"
        return tuple(bounds) != before

    def _sums(self):
        known = set(self.bounds)
        for family, what in {(cell[0], cell[1]) for cell in known}:
            found = {cell[2:] for cell in known if cell[:2] == (family, what)}
            for period in {each[0] for each in found} | {"all"}:
                if {(period, "IVA"), (period, "Wajong")} & found:
                    parts = [(family, what, period, each) for each in ("IVA", "Wajong", "overig")]
                    yield (family, what, period, "all"), parts
            for benefit in {each[1] for each in found} | {"all"}:
                if {("gedoog", benefit), ("experiment", benefit)} & found:
                    parts = [(family, what, each, benefit) for each in ("gedoog", "experiment")]
                    yield (family, what, "all", benefit), parts
        for period in ("gedoog", "experiment", "all"):
            yield ("all", "", period, "Wajong"), [("all", "", period, each) for each in TYPES]
        months = sorted({cell[2] for cell in known if cell[0] == "all" and re.fullmatch(r"\d{4}-\d\d", cell[2])})
        for benefit in ("IVA", "Wajong", "all") if months else ():
            for period, keep in (("gedoog", True), ("experiment", False)):
                own = [month for month in months if (month < self.month) is keep]
                yield ("all", "", period, benefit), [("all", "", month, benefit) for month in own]
        yield from self._breakdowns(known)

    def _breakdowns(self, known: set[tuple]):
        groups = defaultdict(set)
        for family, what, *where in known:
            head, _, last = what.rpartition("&")
            if "=" in last:
                groups[family, head, last.split("=")[0], *where].add(what)
            if "&" in what:
                groups[family, what.partition("&")[2], "outer", *where].add(what)
        for (family, head, name, *where), whats in groups.items():
            if name in ("kind", "table_4_5", "known"):
                continue
            parts = [(family, what, *where) for what in sorted(whats)]
            rest = [(family, f"{head}?{name}", *where)] if name == "sex" else []
            yield (family, head, *where), parts + rest
        for family, what, *where in known:
            service = what.removesuffix("_by_6")
            if family == "half_year" and service in ("conversation", "trajectory"):
                yield (family, what, *where), [(family, f"served={code}", *where) for code in (service, "both")]
            if what == "known=both":
                yield (family, what, *where), [("ladder", "", *where)]
            if what.startswith("table_4_3=") and any(cell[1].startswith("figure_4_5=") for cell in known):
                low, high = (float(each) for each in what.split("=")[1].strip("[)").split(","))
                codes = [f"[{euro},{euro + 1})" for euro in range(int(low), int(min(high, 60)))]
                codes += ["[60,inf)"] if high > 60 else []
                yield (family, what, *where), [(family, f"figure_4_5={code}", *where) for code in codes]
            if what.startswith("move="):
                way = {"up": int.__gt__, "same": int.__eq__, "down": int.__lt__}[what.split("=")[1]]
                pairs = [(s, e) for s, e in product(range(1, 7), repeat=2) if way(e, s)]
                cells_ = [(family, f"start={s}&end={e}", *where) for s, e in pairs]
                yield (family, what, *where), [cell for cell in cells_ if cell in known]

    def _parts(self):
        for cell in list(self.bounds):
            family, what, *where = cell
            if what.startswith("kind="):
                whole = "kind=any" if family == "followed" else "kind=all"
                yield cell, (family, whole, *where)
                yield cell, (family, "", *where)
            elif what:
                yield cell, (family, what.rpartition("&")[0], *where)
            elif family in LONGER:
                yield cell, (LONGER[family], "", *where)

    def _propagate(self) -> None:
        """Each bound of a sum from those of the others, until nothing changes."""
        for total, parts in self.sums:
            for cell in (total, *parts):
                self.bounds.setdefault(cell, [0.0, np.inf])
        changed = True
        while changed:
            changed = False
            for total, parts in self.sums:
                lows, highs = zip(*(self.bounds[part] for part in parts), strict=True)
                changed |= self._narrow(total, sum(lows), sum(highs))
                for part, low in zip(parts, lows, strict=True):
                    others_high = sum(h for p, h in zip(parts, highs, strict=True) if p != part)
                    least = self.bounds[total][0] - others_high
                    most = self.bounds[total][1] - (sum(lows) - low)
                    changed |= self._narrow(part, max(least, 0), most)
            for part, whole in self.parts:
                if whole in self.bounds:
                    changed |= self._narrow(part, 0, self.bounds[whole][1])
                    changed |= self._narrow(whole, self.bounds[part][0], np.inf)

    def range_of(self, cell: tuple, system: list[tuple]) -> tuple[float, float]:
        """The least and the most that a cell can be, in whole persons, given the cells of its system."""
        place = {each: number for number, each in enumerate(system)}
        rules = self._rules(place)
        limits = np.array([self.bounds[each] for each in system], float)
        ends = []
        for sign in (1, -1):
            objective = np.zeros(len(system))
            objective[place[cell]] = sign
            found = milp(objective, constraints=rules, bounds=Bounds(*limits.T), integrality=np.ones(len(system)))
            ends.append(sign * found.fun if found.x is not None else sign * -np.inf)
        return ends[0], ends[1]

    def _rules(self, place: dict[tuple, int]) -> list[LinearConstraint]:
        sums = [(place[total], [place[part] for part in parts]) for total, parts in self.sums if total in place]
        parts = [(place[whole], [place[part]]) for part, whole in self.parts if part in place and whole in place]
        return [
            LinearConstraint(matrix(rows, len(place)), low, 0) for rows, low in ((sums, 0), (parts, -np.inf)) if rows
        ]

    def systems(self) -> list[list[tuple]]:
        """The cells that hang together."""
        leader = {cell: cell for cell in self.bounds}

        def find(cell):
            while leader[cell] != cell:
                leader[cell] = leader[leader[cell]]
                cell = leader[cell]
            return cell

        for total, parts in [*self.sums, *((whole, [part]) for part, whole in self.parts if whole in leader)]:
            for part in parts:
                leader[find(part)] = find(total)
        found = defaultdict(list)
        for cell in leader:
            found[find(cell)].append(cell)
        return list(found.values())


def matrix(rows, width):
    entries = [(line, total, -1.0) for line, (total, _) in enumerate(rows)]
    entries += [(line, part, 1.0) for line, (_, parts) in enumerate(rows) for part in parts]
    lines, columns, signs = zip(*entries, strict=True)
    return coo_array((signs, (lines, columns)), shape=(len(rows), width)).tocsr()


def _around(shown: float) -> tuple[float, float]:
    """What is rounded to a released count: zero is zero, and fewer than 10 are never shown."""
    return (0, 0) if shown == 0 else (max(10, shown - 2), shown + 2)


def _count(row) -> float:
    """The released count behind a number; from a percentage the multiple of 5 that its interval gives away."""
    if row.statistic in ("n", "n_base"):
        return row.value
    scale = 100 if row.statistic == "percent" else 1
    centre = (row.ci_low + row.ci_high) / 2 / scale
    count = centre * (row.base + Z**2) - Z**2 / 2
    if row.value == 0 and row.ci_low == 0 and count < 1:
        return 0
    return 5 * round(count / 5)
