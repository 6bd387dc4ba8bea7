"""The comparison of docs/contract/comparison.md a second time, person by person, with nothing of the program's own.

Slow and plain: every person-trial is a row, weights are found by a minimiser of scipy on the rows, whether they exist
by `linprog`, standard errors from an explicit design matrix.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from functools import partial
from itertools import product

import numpy as np
from scipy.optimize import linprog, minimize

Z = 1.959963984540054
GROUPS = {"IVA": ("IVA",), "Wajong": ("oWajong", "Wajong2010", "Wajong2015")}
CODES = {
    "benefit": ("IVA", "oWajong", "Wajong2010", "Wajong2015"),
    "sex": ("man", "vrouw", "onbekend"),
    "age": ("18-24", "25-34", "35-44", "45-54", "55+"),
    "diagnosis": ("onbekend", "hart", "botspier", "zenuw", "ontwikkeling", "psychisch", "overig"),
    "in_benefit": ("0-1", "2-4", "5-9", "10+", "unknown"),
    "work_last_month": ("yes", "no"),
    "work_year_1": ("0", "1-5", "6-11", "12"),
    "work_year_2": ("0", "1-11", "12"),
}
PERIODS = ("gedoog", "experiment", "all")
HAPPENS = {"left_benefit": "exit_date", "started_later": "service_start"}
LESS = {"": [name for name in CODES if "work" not in name], "month_and_benefit": ["benefit"]}


def number(day):
    return day.year * 12 + day.month - 1


def first_day(month):
    return date(month // 12, month % 12 + 1, 1)


def years_between(day, on):
    return on.year - day.year - ((on.month, on.day) < (day.month, day.day))


class Comparison:
    """`participants`, `comparators`: dicts of dates and codes, None where unknown; `months`: by person the months in
    work. `results`: value, base and limits by item, period, benefit, row, column and statistic."""

    def __init__(self, participants, comparators, months, *, history_from, reference_date, experiment_start):
        self.people = [dict(each) for each in participants] + [dict(each, service_start=None) for each in comparators]
        self.months = {person: {number(day) for day in days} for person, days in months.items()}
        self.history = number(history_from)
        tomorrow = date.fromordinal(reference_date.toordinal() + 1)
        self.last = number(tomorrow) - 1
        self.first = max(self.history + 24, number(date(2022, 2, 1)))
        self.experiment = number(experiment_start)
        self.results = {}

    def in_work(self, person, month):
        exit_date = person["exit_date"]
        gone = exit_date is not None and number(exit_date) <= month
        return not gone and month in self.months.get(person["person_id"], ())

    def worked(self, person, begin, end):
        return sum(self.in_work(person, month) for month in range(begin, end))

    def in_work_at(self, row, k):
        return self.in_work(row["person"], row["trial"] + k)

    def found_by(self, row, k):
        return self.worked(row["person"], row["trial"] + 1, row["trial"] + k + 1) > 0

    def happens_by(self, row, field, k):
        day = row["person"][field]
        return day is not None and row["trial"] < number(day) <= row["trial"] + k

    def in_year_3(self, row):
        return self.worked(row["person"], row["trial"] - 36, row["trial"] - 24) > 0

    def eligible(self, person, month):
        began, gone, start = person["benefit_start"], person["exit_date"], person["service_start"]
        return (
            (began is None or number(began) <= month)
            and (gone is None or number(gone) > month)
            and years_between(person["birth_date"], first_day(month)) >= 18
            and (start is None or number(start) >= month)
        )

    def covariates(self, person, month):
        age = years_between(person["birth_date"], first_day(month))
        began = person["benefit_start"]
        if began is None:
            in_benefit = "unknown"
        else:
            years = 0 if number(began) == month else years_between(began, first_day(month))
            in_benefit = "0-1" if years < 2 else "2-4" if years < 5 else "5-9" if years < 10 else "10+"
        year_1, year_2 = self.worked(person, month - 12, month), self.worked(person, month - 24, month - 12)
        return {
            "benefit": person["benefit"],
            "sex": person["sex"],
            "age": "18-24"
            if age < 25
            else "25-34"
            if age < 35
            else "35-44"
            if age < 45
            else "45-54"
            if age < 55
            else "55+",
            "diagnosis": person["diagnosis"],
            "in_benefit": in_benefit,
            "work_last_month": "yes" if self.in_work(person, month - 1) else "no",
            "work_year_1": "0" if year_1 == 0 else "1-5" if year_1 < 6 else "6-11" if year_1 < 12 else "12",
            "work_year_2": "0" if year_2 == 0 else "1-11" if year_2 < 12 else "12",
        }

    def rows(self, group, months, *, before=0, searching=False):
        """A dict a person-trial: who, which trial, whether a starter, and the covariates."""
        found = []
        for month in months:
            for person in self.people:
                if person["benefit"] not in GROUPS[group] or not self.eligible(person, month):
                    continue
                if not self.eligible(person, month - before):
                    continue
                if searching and (self.in_work(person, month - 1) or self.in_work(person, month)):
                    continue
                starts = person["service_start"] is not None and number(person["service_start"]) == month
                covariates = self.covariates(person, month - before)
                if searching:
                    del covariates["work_last_month"]
                found.append({"person": person, "trial": month, "starter": starts, "covariates": covariates})
        return found

    def of_period(self, period, last):
        months = range(self.first, last + 1)
        return [month for month in months if period == "all" or (month < self.experiment) == (period == "gedoog")]

    def add(self, key, value, base, low=np.nan, high=np.nan):
        self.results[key] = (float(value), float(base), float(low), float(high))

    def compare(self, item, period, row, column, found, only_shares=False):
        """`found`: by group the starters' outcomes, the comparable share, influences by person or None."""
        pooled = len(found) == len(GROUPS)
        for benefit, own in {**{name: [each] for name, each in found.items()}, "all": [*found.values()]}.items():
            if benefit == "all" and not pooled:
                continue
            base = sum(len(each["outcomes"]) for each in own)
            share = sum(sum(each["outcomes"]) for each in own) / base
            comparable = sum(each["comparable"] * len(each["outcomes"]) for each in own) / base
            key = (item, period, benefit, row, column)
            low, high = wilson(share, base)
            self.add((*key, "share_starters"), share, base, low, high)
            self.add((*key, "share_comparable"), comparable, base)
            if only_shares:
                continue
            limits = (np.nan, np.nan)
            error = error_of(own, "influence", base)
            if error is not None:
                self.add((*key, "standard_error"), error, base)
                limits = (share - comparable - Z * error, share - comparable + Z * error)
            self.add((*key, "difference"), share - comparable, base, *limits)
            outcome = item.removeprefix("comparison_")
            if outcome in ("in_work", "found_work", "before"):
                self.tell_band((period, benefit, outcome, column), comparable, base, own)

    def tell_band(self, place, comparable, base, own):
        """Limits of the weighted share: Wilson's, of as many people as would give its standard error."""
        limits = (np.nan, np.nan)
        if error := error_of(own, "of_comparable", base):
            limits = wilson(comparable, comparable * (1 - comparable) / error**2)
        self.add(("comparison_bands", *place, "share_comparable"), comparable, base, *limits)

    def run(self, longest=36):
        for period, k in product(PERIODS, range(1, longest + 1)):
            for item, searching in (("comparison_in_work", False), ("comparison_found_work", True)):
                found = {}
                for group in GROUPS:
                    rows = self.rows(group, self.of_period(period, self.last - k), searching=searching)
                    solved = balance(rows)
                    if solved is None:
                        continue
                    outcome = self.found_by if searching else self.in_work_at
                    found[group] = estimate(*solved, partial(outcome, k=k))
                    if not searching and k in (12, 24):
                        found[group]["overlap"] = overlap_of(rows, *solved)
                        for name, field in HAPPENS.items():
                            found[group][name] = estimate(*solved, partial(self.happens_by, field=field, k=k))
                    if not searching and k == 12:
                        found[group]["balance"] = balance_of(rows, *solved)
                        at_start = estimate(*solved, lambda row: self.in_work(row["person"], row["trial"]))
                        found[group]["at_start"] = at_start
                self.compare(item, period, "", str(k), found)
                if item == "comparison_in_work" and k == 12:
                    starting = {name: each["at_start"] for name, each in found.items()}
                    self.compare("comparison_untouched", period, "work_at_start", "", starting)
                    self.tell_balance(period, found)
                if item == "comparison_in_work" and k in (12, 24):
                    self.tell_overlap(period, k, found)
                    for name in HAPPENS:
                        of_each = {group: each[name] for group, each in found.items()}
                        self.compare("comparison_meanwhile", period, name, str(k), of_each, only_shares=True)
        for period in PERIODS:
            self.run_long_history(period)
            self.run_without_history(period)
        self.run_keeping()
        return self.results

    def run_without_history(self, period):
        for k in (12, 24):
            for place, names in LESS.items():
                found = {}
                for group in GROUPS:
                    rows = self.rows(group, self.of_period(period, self.last - k))
                    for row in rows:
                        row["covariates"] = {name: row["covariates"][name] for name in names}
                    if (solved := balance(rows)) is not None:
                        found[group] = estimate(*solved, partial(self.in_work_at, k=k))
                self.compare("comparison_without_history", period, place, str(k), found)
            for benefit in (*GROUPS, "all"):
                self.tell_e_values(period, benefit, str(k))

    def tell_e_values(self, period, benefit, k):
        known, without = (
            {
                name: self.results.get((f"comparison_{item}", period, benefit, "", k, name))
                for name in ("share_starters", "share_comparable", "difference")
            }
            for item in ("in_work", "without_history")
        )
        if known["difference"] is None:
            return
        p1, p0 = known["share_starters"][0], known["share_comparable"][0]
        value, base, low, high = known["difference"]
        ratios = {"estimate": ratio_of(p1, p0)}
        if not np.isnan(low) and ratios["estimate"] > 0:
            near = low if value > 0 else high
            ratios["limit"] = 1.0 if near * value <= 0 else ratio_of(p0 + near, p0)
        if without["difference"] is not None:
            other = ratio_of(without["share_starters"][0], without["share_comparable"][0])
            ratios["work_history"] = ratio_of(other, ratio_of(p1, p0))
        for row, ratio in ratios.items():
            if ratio > 0:
                larger = max(ratio, 1 / ratio)
                e_value = larger + np.sqrt(larger * (larger - 1))
                self.add(("comparison_unmeasured", period, benefit, row, k, "e_value"), e_value, base)

    def run_keeping(self):
        found = {name: {"participants": [], "comparators": []} for name in (*GROUPS, "all")}
        for person in self.people:
            group = next((name for name, types in GROUPS.items() if person["benefit"] in types), None)
            month = group and self.month_of_finding(person)
            if month:
                row = "comparators" if person["service_start"] is None else "participants"
                for name in (group, "all"):
                    found[name][row].append((person, month))
        for (benefit, rows), k in product(found.items(), range(25)):
            for row, persons in rows.items():
                later = [self.in_work(person, month + k) for person, month in persons if month + k <= self.last]
                if later:
                    share = sum(later) / len(later)
                    key = ("comparison_keeping", "all", benefit, row, str(k), "share")
                    self.add(key, share, len(later), *wilson(share, len(later)))

    def month_of_finding(self, person):
        """The first month in work after two without, None where there is none, or where a start was not idle."""
        start = person["service_start"] and number(person["service_start"])
        if start and not (self.first <= start < self.last and not self.worked(person, start - 1, start + 1)):
            return None
        for month in range(self.first, self.last + 1):
            began = person["benefit_start"]
            there = began is None or number(began) <= month
            of_age = years_between(person["birth_date"], first_day(month)) >= 18
            found = self.in_work(person, month) and not self.worked(person, month - 2, month)
            if found and there and of_age and (not start or start < month):
                return month
        return None

    def run_long_history(self, period):
        earlier, before = {}, {}
        for group in GROUPS:
            months = [m for m in self.of_period(period, self.last - 12) if m >= self.history + 36]
            if (solved := balance(self.rows(group, months))) is not None:
                earlier[group] = estimate(*solved, self.in_year_3)
            months = [m for m in self.of_period(period, self.last - 1) if m >= self.history + 36]
            if (solved := balance(self.rows(group, months, before=12))) is not None:
                before[group] = solved
        self.compare("comparison_untouched", period, "work_year_3", "", earlier)
        for k in range(1, 12):
            found = {name: estimate(*solved, partial(self.in_work_at, k=k - 12)) for name, solved in before.items()}
            self.compare("comparison_before", period, "", str(k), found)

    def tell_balance(self, period, found):
        pooled = {"all": [each["balance"] for each in found.values()]} if len(found) == len(GROUPS) else {}
        for benefit, own in {**{name: [each["balance"]] for name, each in found.items()}, **pooled}.items():
            for name, codes in CODES.items():
                for code in codes:
                    base = sum(len(each["starters"]) for each in own)
                    p1 = sum(row[name] == code for each in own for row in each["starters"]) / base
                    everyone = [row for each in own for row in each["all_controls"]]
                    before = sum(row[name] == code for row in everyone) / len(everyone)
                    weights = [(w, row) for each in own for w, row in zip(each["w"], each["controls"], strict=True)]
                    after = sum(w for w, row in weights if row[name] == code) / sum(w for w, _ in weights)
                    root = np.sqrt((p1 * (1 - p1) + before * (1 - before)) / 2)
                    if root > 0:
                        key = ("comparison_balance", period, benefit, f"{name}={code}", "")
                        self.add((*key, "smd_before"), (p1 - before) / root, base)
                        self.add((*key, "smd_after"), (p1 - after) / root, base)

    def tell_overlap(self, period, k, found):
        pooled = {"all": [each["overlap"] for each in found.values()]} if len(found) == len(GROUPS) else {}
        for benefit, own in {**{name: [each["overlap"]] for name, each in found.items()}, **pooled}.items():
            base = sum(each["kept"] for each in own)
            by_person = np.array([w for each in own for w in each["by_person"].values()])
            key = ("comparison_overlap", period, benefit, "", str(k))
            self.add((*key, "starters"), sum(each["starters"] for each in own), base)
            self.add((*key, "left_out"), sum(each["starters"] - each["kept"] for each in own), base)
            self.add((*key, "controls"), (by_person > 0).sum(), base)
            self.add((*key, "effective_controls"), by_person.sum() ** 2 / (by_person**2).sum(), base)


def error_of(own, name, base):
    """Of the influences of the groups together, each person's added; None where one group has none."""
    if any(each[name] is None for each in own):
        return None
    total = defaultdict(float)
    for each in own:
        for person, value in each[name].items():
            total[person] += value * len(each["outcomes"]) / base
    return np.sqrt(sum(value**2 for value in total.values()))


def ratio_of(one, other):
    """nan where either is not above 0."""
    return one / other if one > 0 and other > 0 else np.nan


def wilson(p, n):
    middle, half = p + Z**2 / (2 * n), Z * np.sqrt(p * (1 - p) / n + Z**2 / (4 * n**2))
    return max((middle - half) / (1 + Z**2 / n), 0), min((middle + half) / (1 + Z**2 / n), 1)


def has_overlap(rows):
    """The starters and controls that stay, by the removals of the contract, one person-trial at a time."""
    starters, controls = [row for row in rows if row["starter"]], [row for row in rows if not row["starter"]]
    while True:
        before = len(starters), len(controls)
        for mine, theirs in ((starters, controls), (controls, starters)):
            trials = {row["trial"] for row in theirs}
            known = {pair for row in theirs for pair in row["covariates"].items()}
            stay = [row for row in mine if row["trial"] in trials and set(row["covariates"].items()) <= known]
            mine[:] = stay
        if (len(starters), len(controls)) == before:
            return starters, controls


def design_of(rows, columns):
    return np.array([[float(column in facts(row)) for column in columns] for row in rows]).reshape(len(rows), -1)


def facts(row):
    return {("trial", row["trial"]), *row["covariates"].items()}


def balance(rows):
    """Starters kept, controls kept and their weights; None where there are none."""
    starters, controls = has_overlap(rows)
    if not starters:
        return None
    columns = sorted({fact for row in controls for fact in facts(row)}, key=str)
    design, margins = design_of(controls, columns), design_of(starters, columns).sum(axis=0)
    # The largest least weight: t, with every weight at least t.
    matrix = np.hstack([design.T, design.sum(axis=0)[:, None]])
    goal = np.append(np.zeros(len(controls)), -1.0)
    programme = linprog(goal, A_eq=matrix, b_eq=margins, bounds=(0, None))
    if programme.status != 0 or -programme.fun < 1e-9:
        return None
    u, sizes, turned = np.linalg.svd(design, full_matrices=False)
    rank = (sizes > 1e-9 * sizes[0]).sum()
    basis, target = u[:, :rank], (turned[:rank] @ margins) / sizes[:rank]

    def dual(theta):
        w = np.exp(basis @ theta)
        return w.sum() - target @ theta

    def slope(theta):
        return basis.T @ np.exp(basis @ theta) - target

    def curve(theta):
        return basis.T @ (np.exp(basis @ theta)[:, None] * basis)

    begin = np.linalg.lstsq(basis, np.full(len(controls), np.log(len(starters) / len(controls))), rcond=None)[0]
    theta = minimize(
        dual, begin, jac=slope, hess=curve, method="trust-exact", options={"gtol": 1e-9, "maxiter": 5000}
    ).x
    for _ in range(3):
        theta = theta - np.linalg.solve(curve(theta), slope(theta))
    w = np.exp(basis @ theta)
    assert np.abs(design.T @ w - margins).max() < 1e-9
    return starters, controls, w


def estimate(starters, controls, w, outcome):
    y1 = np.array([float(outcome(row)) for row in starters])
    y0 = np.array([float(outcome(row)) for row in controls])
    columns = sorted({fact for row in controls for fact in facts(row)}, key=str)
    x0, x1 = design_of(controls, columns), design_of(starters, columns)
    root = np.sqrt(w)
    beta = np.linalg.lstsq(root[:, None] * x0, root * y0, rcond=1e-11)[0]
    influence = of_comparable = None
    _, sizes, turned = np.linalg.svd(x0)
    null = turned[(sizes > 1e-9 * sizes[0]).sum() :]
    if np.abs(x1 @ null.T).max(initial=0) < 1e-6:
        influence, of_comparable = defaultdict(float), defaultdict(float)
        e1, e0 = y1 - x1 @ beta, y0 - x0 @ beta
        for row, value in zip(starters, x1 @ beta, strict=True):
            of_comparable[row["person"]["person_id"]] += (value - (x1 @ beta).mean()) / len(starters)
        for row, value in zip(controls, w * e0, strict=True):
            of_comparable[row["person"]["person_id"]] += value / len(starters)
        for row, value in zip(starters, e1 - e1.mean(), strict=True):
            influence[row["person"]["person_id"]] += value / len(starters)
        for row, value in zip(controls, w * e0, strict=True):
            influence[row["person"]["person_id"]] -= value / len(starters)
    comparable = (w @ y0) / w.sum()
    return {"outcomes": list(y1), "comparable": comparable, "influence": influence, "of_comparable": of_comparable}


def balance_of(rows, starters, controls, w):
    return {
        "starters": [row["covariates"] for row in starters],
        "all_controls": [row["covariates"] for row in rows if not row["starter"]],
        "controls": [row["covariates"] for row in controls],
        "w": w,
    }


def overlap_of(rows, starters, controls, w):
    by_person = defaultdict(float)
    for row, weight in zip(controls, w, strict=True):
        by_person[row["person"]["person_id"]] += weight
    everyone = sum(row["starter"] for row in rows)
    return {"starters": everyone, "kept": len(starters), "by_person": by_person}
