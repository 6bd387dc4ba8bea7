"""A drawn extract with comparators, to measure the comparison with: nothing in it is calibrated.

Younger people, those with work in the years before and some diagnoses are likelier to start the service, so that the
weights have something to do.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

PERSONS, PARTICIPANTS = 300_000, 4_000
HISTORY, FIRST_TRIAL, REFERENCE = "2020-02", "2022-02", pd.Timestamp("2025-04-30")
SETTINGS = """id: crowd
title: Very many comparators
kind: synthetic
reference_date: 2025-04-30
self_employment_through: 2023
conversation_cost: 237
history_from: 2020-02-01
"""
BENEFITS, SHARES = ("IVA", "oWajong", "Wajong2010", "Wajong2015"), (0.5, 0.27, 0.05, 0.18)
DIAGNOSES = ("onbekend", "hart", "botspier", "zenuw", "ontwikkeling", "psychisch", "overig")
BY_DIAGNOSIS = (0.03, 0.05, 0.12, 0.12, 0.25, 0.33, 0.10)
EVER, STAYS, FINDS = 0.29, 0.965, 0.022  # the part that ever works; of them from month to month


def write_crowd(folder: Path, *, persons: int = PERSONS, participants: int = PARTICIPANTS, seed: int = 1) -> None:
    """Writes an extract of so many people as Parquet: some 2 million months in work of 300,000 comparators."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "extract.yaml").write_text(SETTINGS, encoding="utf-8")
    draw = np.random.default_rng(seed)
    people = _people(draw, persons + participants)
    months = pd.period_range(HISTORY, REFERENCE, freq="M").to_timestamp()
    at_work = _work(draw, len(people), len(months))
    starters = _starters(draw, people, at_work.mean(axis=0), participants)
    is_starter = np.zeros(len(people), bool)
    is_starter[starters] = True
    starts = _starts(draw, people[is_starter])
    participants = people[is_starter].assign(service_start=starts, service_end=pd.NaT)
    tables = {"participants": participants, "comparators": people[~is_starter]}
    for name, chosen in (("jobs", is_starter), ("comparator_jobs", ~is_starter)):
        tables[name] = _jobs(draw, people["person_id"], at_work & chosen, months)
    tables["jobs"] = tables["jobs"].assign(job_id="J1", contract="bepaald", agency=False)
    for name, rows in tables.items():
        rows.to_parquet(folder / f"{name}.parquet", index=False)


def _people(draw: np.random.Generator, count: int) -> pd.DataFrame:
    born = pd.Timestamp("1959-01-01") + pd.to_timedelta(draw.integers(0, 17000, count), unit="D")
    began = pd.Timestamp("2004-01-01") + pd.to_timedelta(draw.integers(0, 7500, count), unit="D")
    left = pd.Timestamp("2020-01-01") + pd.to_timedelta(draw.integers(0, 18000, count), unit="D")
    return pd.DataFrame(
        {
            "person_id": [f"P{number:07d}" for number in draw.permutation(count)],
            "benefit": draw.choice(BENEFITS, count, p=SHARES),
            "sex": draw.choice(("man", "vrouw"), count),
            "birth_date": born,
            "diagnosis": draw.choice(DIAGNOSES, count, p=BY_DIAGNOSIS),
            "exit_date": pd.Series(left).where(left <= REFERENCE),
            "exit_reason": np.where(left <= REFERENCE, "overig", None),
            "benefit_start": pd.Series(began).where(draw.random(count) > 0.02),
        }
    )


def _work(draw: np.random.Generator, persons: int, months: int) -> np.ndarray:
    """Whether each person is in work in each month: a row a month."""
    ever, rows = draw.random(persons) < EVER, np.zeros((months, persons), bool)
    now = draw.random(persons) < 0.35
    for row in rows:
        now = draw.random(persons) < np.where(now, STAYS, FINDS)
        row[:] = now & ever
    return rows


def _starters(draw: np.random.Generator, people: pd.DataFrame, worked: np.ndarray, count: int) -> np.ndarray:
    age = 2022 - people["birth_date"].dt.year
    score = -0.03 * age + 1.2 * worked + 0.5 * people["diagnosis"].eq("psychisch")
    gone = people["exit_date"].notna() & (people["exit_date"] < pd.Timestamp("2023-01-01"))
    return np.argsort(-(score + draw.gumbel(size=len(people))).mask(gone, -np.inf))[:count]


def _starts(draw: np.random.Generator, people: pd.DataFrame) -> pd.DatetimeIndex:
    days = (REFERENCE - pd.Timestamp(FIRST_TRIAL)).days
    return pd.Timestamp(FIRST_TRIAL) + pd.to_timedelta(draw.integers(0, days, len(people)), unit="D")


def _jobs(draw: np.random.Generator, ids: pd.Series, at_work: np.ndarray, months: pd.DatetimeIndex) -> pd.DataFrame:
    month, person = np.nonzero(at_work)
    wage = draw.integers(10_000, 300_000, len(month)) / 100
    hours = draw.integers(8, 160, len(month)).astype(float)
    return pd.DataFrame(
        {"person_id": ids.to_numpy()[person], "month": months[month], "hours": hours, "wage": wage}
    ).sample(frac=1, random_state=draw.integers(2**31))
