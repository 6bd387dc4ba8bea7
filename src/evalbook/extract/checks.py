"""What must hold across the rows and tables of an extract.

Source: docs/extract.md, 'Across tables'.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from evalbook.contract.edition import Edition
from evalbook.contract.schema import AGE_CLASSES, DIAGNOSES, SEXES, TABLES, YOUNGEST_AGE, Table
from evalbook.delivery.headings import TOTAL
from evalbook.extract.comparison_checks import check_comparison
from evalbook.months import completed_years
from evalbook.problems import Findings

NOT_KNOWN = "onbekend"  # of the population's age, which a participant always has
SPANS = ("trajectories", "provisions", "trial_placements")
OF_PERSONS = ("participants", "comparators")
MEND = "Mend the register's file, or leave the rows out (docs/extract.md)."


def check_tables(tables: Mapping[str, pd.DataFrame], edition: Edition | None, findings: Findings) -> None:
    """Adds an error for each rule that typed tables break; a value that is not there breaks none.

    Without an edition (when something of it is wrong) what depends on it is not looked at.
    """
    for name, rows in tables.items():
        _check_unique(rows, TABLES[name], findings)
    if "participants" in tables:
        _check_participants(tables["participants"], edition, findings)
    if "population" in tables:
        _check_totals(tables["population"], findings)
        _check_categories(tables["population"], findings)
    for name in SPANS:
        if name in tables:
            _check_order(tables[name], name, "start_date", "end_date", findings)
    check_comparison(tables, edition, findings)


def _check_totals(population: pd.DataFrame, findings: Findings) -> None:
    """A total among the categories would count everybody twice."""
    totals = population["category"].map(lambda text: bool(TOTAL.fullmatch(text)))
    text = "looks like a total, which is no category"
    findings.rows(totals, "population", "category", text, "Remove it, or leave it out (`leave_out`).", rule="totals")


def of_known_persons(tables: Mapping[str, pd.DataFrame], findings: Findings) -> dict[str, pd.DataFrame]:
    """The tables with pseudonyms as categories of the register of their persons (participants, of some comparators),
    each looked up once; unknown ones are an error."""
    known = dict(tables)
    for name, rows in tables.items():
        of = TABLES[name].persons
        if "person_id" in rows and of in tables and name != of:
            persons = tables[of]["person_id"].cat.categories
            known[name] = rows.copy(deep=False)  # the other columns are as they were
            known[name]["person_id"] = _looked_up(rows["person_id"], persons, name, of, findings)
    return known


def _looked_up(own: pd.Series, persons: pd.Index, name: str, of: str, findings: Findings) -> pd.Categorical:
    codes = persons.get_indexer(own.cat.categories)[own.cat.codes]
    unknown = (codes < 0) & (own != "").to_numpy()
    zeros = _lost_zeros(own.cat.categories, persons) if unknown.any() else ""
    remedy = zeros or "Add them, or leave the rows out (docs/extract.md)."
    findings.rows(unknown, name, "person_id", f"persons who are not in {of}", remedy, rule="unknown_person")
    return pd.Categorical.from_codes(codes, persons)


def _lost_zeros(own: pd.Index, persons: pd.Index) -> str:
    """What to do where unknown persons are known with zeros before their number; '' where they are not."""
    length = max(map(len, persons), default=0)
    unknown = [each for each in own if each and each not in persons]
    if not any(each.isdigit() and each.zfill(length) in persons for each in unknown):
        return ""
    return "With zeros before them some are known: draw the column again as text, in which they are not lost."


def _check_categories(population: pd.DataFrame, findings: Findings) -> None:
    """Categories that no participant can have stand beside nothing, and leave those that they can at 0."""
    known = {"sex": SEXES, "diagnosis": DIAGNOSES, "age": (*AGE_CLASSES, NOT_KNOWN)}
    unknown = pd.Series(False, population.index)
    for dimension, codes in known.items():
        unknown |= (population["dimension"] == dimension) & ~population["category"].isin(codes)
    none_known = unknown.groupby([population["benefit"], population["dimension"]]).transform("all")
    text, remedy = "is no category of participants", "Map it under `categories` to the codes of participants."
    findings.rows(unknown & none_known, "population", "category", text, remedy, rule="another_kind")
    findings.rows(unknown & ~none_known, "population", "category", text, remedy, severity="warning", rule="unlikely")


def _check_unique(rows: pd.DataFrame, table: Table, findings: Findings) -> None:
    if table.unique:
        text = f"rows that repeat an earlier {', '.join(table.unique)}"
        known = (rows[table.unique[0]] != "").to_numpy()
        repeated = rows.duplicated(list(table.unique)).to_numpy() & known
        findings.rows(repeated, table.name, table.unique[-1], text, MEND, rule="repeated")


def _check_order(rows: pd.DataFrame, table: str, start: str, end: str, findings: Findings) -> None:
    findings.rows(rows[start] > rows[end], table, end, f"lies before {start}", MEND, rule="end_before_start")


def _check_participants(participants: pd.DataFrame, edition: Edition | None, findings: Findings) -> None:
    starts = participants["service_start"]
    if edition is not None:
        after = starts > pd.Timestamp(edition.reference_date)
        late = f"lies after the reference date {edition.reference_date}"
        findings.rows(after, "participants", "service_start", late, MEND, rule="start_after_reference")
    _check_order(participants, "participants", "service_start", "service_end", findings)
    young = completed_years(participants["birth_date"], starts) < YOUNGEST_AGE
    text = f"persons younger than {YOUNGEST_AGE} at the start"
    findings.rows(
        young,
        "participants",
        "birth_date",
        text,
        "Mend the birth date or the start, or leave the rows out (docs/extract.md).",
        rule="too_young",
    )


def leave_out_late_events(
    tables: Mapping[str, pd.DataFrame], edition: Edition, findings: Findings
) -> dict[str, pd.DataFrame]:
    """The tables without events after the reference date or the person's exit, each counted as a warning.

    A participant stays; a service end that late is as if it were not known.
    """
    participants = tables["participants"]
    reference = pd.Timestamp(edition.reference_date)
    until = {name: _until(tables[name], reference) for name in OF_PERSONS if name in tables}
    kept = dict(tables)
    late = participants["service_end"] > until["participants"]
    _warn(late, "participants", "service_end", findings)
    kept["participants"] = participants.assign(service_end=participants["service_end"].mask(late))
    last_days = {name: _by_pseudonym(days, tables[name]) for name, days in until.items()}
    for name, rows in tables.items():
        if day := TABLES[name].event_date:
            last = last_days[TABLES[name].persons][rows["person_id"].cat.codes]
            late = pd.Series(rows[day].to_numpy() > last)
            _warn(late, name, day, findings)
            kept[name] = _without(rows, late.to_numpy()) if late.any() else rows
    return {name: rows for name, rows in kept.items() if len(rows)}


def _without(rows: pd.DataFrame, late: np.ndarray) -> pd.DataFrame:
    kept = rows[~late]
    kept.index = pd.RangeIndex(len(kept))
    return kept


def _until(persons: pd.DataFrame, reference: pd.Timestamp) -> pd.Series:
    return persons["exit_date"].fillna(reference).clip(upper=reference)


def _by_pseudonym(days: pd.Series, persons: pd.DataFrame) -> np.ndarray:
    """A day of each person at the place of their pseudonym among the categories."""
    own = persons["person_id"].cat
    of_each = np.full(len(own.categories), np.datetime64("NaT"), days.dtype)  # some may be of rows that are left out
    of_each[own.codes] = days
    return of_each


def _warn(late: pd.Series, table: str, column: str, findings: Findings) -> None:
    text = "lies after the reference date or the person's exit"
    findings.rows(late, table, column, text, "It is not counted.", severity="warning", rule="late")
