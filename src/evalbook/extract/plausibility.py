"""What is possible but unlikely in an extract: values that are far off, and registers that stop or skip a month.

Warnings only: the book is built all the same, and its page about the data says so.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from evalbook.contract.edition import Edition
from evalbook.contract.minimum_wages import last_known_month
from evalbook.contract.schema import TABLES
from evalbook.months import completed_years, last_complete_month, month_number
from evalbook.problems import Findings

OLDEST_AGE = 70  # the state pension begins years before
MOST_HOURS = 400  # in a month: 13 hours on each of its days
MOST_WAGE = 25_000  # euro in a month
MOST_HOURLY_WAGE = 250  # euro
MOST_COST = 100_000  # euro
LONGEST_YEARS = 10  # of a trajectory or a provision
FEWEST_USUAL_ROWS = 20  # in a month; where there are fewer, an empty month is no surprise
COUNTED_TWICE = ("trajectories", "provisions", "trial_placements")  # whose rows may well be delivered twice
MOST_APART = 0.05  # of the persons that one dimension of the population counts and another does not
CHECK = "Compare with the register; change nothing if it is right."


def check_plausibility(tables: Mapping[str, pd.DataFrame], edition: Edition, findings: Findings) -> None:
    """Adds a warning for each kind of unlikely value and each gap in a register."""
    _check_ages(tables["participants"], findings)
    if "population" in tables:
        _check_population(tables["population"], findings)
    if "comparators" in tables:
        _check_exits(tables["comparators"], "comparators", findings)
    for name in ("jobs", "comparator_jobs"):
        if name in tables:
            _check_jobs(tables[name], name, findings)
    for name in ("trajectories", "provisions"):
        if name in tables:
            _check_spans(tables[name], name, findings)
    for name in COUNTED_TWICE:
        if name in tables:
            text = "rows that are the same as an earlier one"
            _warn(tables[name].duplicated(), name, TABLES[name].columns[-1].name, text, findings)
    for name, rows in tables.items():
        if TABLES[name].event_date:
            _check_coverage(rows[TABLES[name].event_date], name, edition, findings)


def _warn(unlikely: pd.Series, table: str, column: str, text: str, findings: Findings) -> None:
    findings.rows(unlikely, table, column, text, CHECK, severity="warning", rule="unlikely")


def _check_ages(participants: pd.DataFrame, findings: Findings) -> None:
    ages = completed_years(participants["birth_date"], participants["service_start"])
    _check_exits(participants, "participants", findings)
    before = participants["exit_date"] < participants["service_start"]
    _warn(before, "participants", "exit_date", "lies before service_start", findings)
    _warn(ages >= OLDEST_AGE, "participants", "birth_date", f"persons of {OLDEST_AGE} or older at the start", findings)
    if "benefit_start" in participants:
        later = month_number(participants["benefit_start"]) > month_number(participants["service_start"])
        _warn(later, "participants", "benefit_start", "lies in a later month than service_start", findings)


def _check_exits(persons: pd.DataFrame, table: str, findings: Findings) -> None:
    if "exit_reason" in persons:
        lost = (persons["exit_reason"] != "") & persons["exit_date"].isna()
        _warn(lost, table, "exit_reason", "says why and exit_date does not say when", findings)


def _check_population(population: pd.DataFrame, findings: Findings) -> None:
    """Each dimension divides the same persons; one that counts others lacks a category, or has a total among them."""
    sums = population.groupby(["benefit", "dimension"], observed=True)["persons"].sum().unstack()
    apart = (sums.max(axis=1) - sums.min(axis=1)) / sums.max(axis=1)
    if (apart > MOST_APART).any():
        text = "dimensions that count different numbers of persons"
        findings.add("population", "persons", text, CHECK, severity="warning")


def _check_jobs(jobs: pd.DataFrame, table: str, findings: Findings) -> None:
    _warn(jobs["hours"] > MOST_HOURS, table, "hours", f"more than {MOST_HOURS} hours in a month", findings)
    _warn(jobs["wage"] > MOST_WAGE, table, "wage", f"more than {MOST_WAGE} euro in a month", findings)
    hourly = jobs["wage"] / jobs["hours"].mask(jobs["hours"] == 0)
    _warn(hourly > MOST_HOURLY_WAGE, table, "wage", f"more than {MOST_HOURLY_WAGE} euro an hour", findings)
    if table == "jobs":  # those of comparators are set beside no minimum wage
        findings.rows(
            month_number(jobs["month"]) > last_known_month(),
            table,
            "month",
            "months of which the minimum wage is not known: their wages are set beside none",
            "Add the amounts with their source to data/minimum_wages.csv.",
            severity="warning",
            rule="unlikely",
        )


def _check_spans(rows: pd.DataFrame, table: str, findings: Findings) -> None:
    _warn(rows["cost"] > MOST_COST, table, "cost", f"more than {MOST_COST} euro", findings)
    years = (rows["end_date"] - rows["start_date"]).dt.days / 365.25
    _warn(years > LONGEST_YEARS, table, "end_date", f"more than {LONGEST_YEARS} years after the start", findings)


def _check_coverage(days: pd.Series, table: str, edition: Edition, findings: Findings) -> None:
    """A register should reach the last complete month, and not skip a month between busy ones."""
    column, last = TABLES[table].event_date, last_complete_month(pd.Timestamp(edition.reference_date))
    months = month_number(days).astype(int)
    counts = np.bincount(months - months.min())
    behind = last - months.max()
    if behind > 0 and np.median(counts[counts > 0]) >= FEWEST_USUAL_ROWS:
        text = f"ends {behind} months before the last complete month"
        findings.add(table, column, text, "Draw it again up to the reference date.", severity="warning")
    busy = np.flatnonzero(counts >= FEWEST_USUAL_ROWS)
    skipped = np.sum(counts[busy[0] : busy[-1]] == 0) if len(busy) else 0
    if skipped:
        text = f"has no rows in {skipped} months in which it usually has"
        findings.add(table, column, text, "Look whether a delivery is missing.", severity="warning")
