"""A drawn extract of very many people, to measure seconds and memory with. Nothing in it is calibrated.

Unlike copies of the shipped extract no two people are alike, so that nothing is gained by what repeats.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

PERSONS, JOB_MONTHS = 300_000, 900_000
FIRST_DAY, REFERENCE = pd.Timestamp("2022-02-01"), pd.Timestamp("2025-03-31")
SETTINGS = """id: crowd
title: Very many people
kind: synthetic
reference_date: 2025-03-31
self_employment_through: 2023
conversation_cost: 237
"""
KINDS = ("modulair", "werkfit", "naar_werk", "ips", "scholing")
BENEFITS = ("IVA", "oWajong", "Wajong2010", "Wajong2015", "overig")
LONGEST_JOB = 24  # months
COSTS = tuple(range(500, 6000))
EVENTS = {  # rows a person, the column of the day, and what the others are drawn from
    "conversations": (4, "date", {}),
    "trajectories": (1, "start_date", {"end_date": ("",), "kind": KINDS, "cost": COSTS}),
    "ladder": (2, "date", {"rung": tuple(range(1, 7))}),
    "provisions": (0.25, "start_date", {"end_date": ("",), "kind": ("jobcoach", "overig"), "cost": COSTS}),
    "trial_placements": (0.1, "start_date", {"end_date": ("",)}),
}


def write_crowd(folder: Path, *, persons: int = PERSONS, job_months: int = JOB_MONTHS, seed: int = 1) -> None:
    """Writes an extract of so many participants and job months as CSV."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "extract.yaml").write_text(SETTINGS, encoding="utf-8")
    draw = np.random.default_rng(seed)
    ids = np.array([f"P{number:07d}" for number in draw.permutation(persons)])
    starts = FIRST_DAY + pd.to_timedelta(draw.integers(0, (REFERENCE - FIRST_DAY).days, persons), unit="D")
    tables = {"participants": _participants(draw, ids, starts), "jobs": _jobs(draw, ids, starts, job_months)}
    for name, (rows, day, codes) in EVENTS.items():
        tables[name] = _events(draw, ids, starts, int(persons * rows), day, codes)
    for name, rows in tables.items():
        rows.to_csv(folder / f"{name}.csv", index=False, date_format="%Y-%m-%d")


def _participants(draw: np.random.Generator, ids: np.ndarray, starts: pd.DatetimeIndex) -> pd.DataFrame:
    count = len(ids)
    ended = starts + pd.to_timedelta(draw.integers(30, 1500, count), unit="D")
    left = starts + pd.to_timedelta(draw.integers(30, 9000, count), unit="D")
    reasons = draw.choice(("overleden", "aow", "emigratie"), count)
    return pd.DataFrame(
        {
            "person_id": ids,
            "benefit": draw.choice(BENEFITS, count, p=(0.4, 0.27, 0.12, 0.2, 0.01)),
            "sex": draw.choice(("man", "vrouw"), count),
            "birth_date": pd.Timestamp("1965-01-01") + pd.to_timedelta(draw.integers(0, 13000, count), unit="D"),
            "diagnosis": draw.choice(("psychisch", "ontwikkeling", "zenuw"), count),
            "service_start": starts,
            "service_end": ended.where((ended <= REFERENCE) & (ended <= left)),
            "exit_date": left.where(left <= REFERENCE),
            "exit_reason": np.where(left <= REFERENCE, reasons, ""),
        }
    )


def _jobs(draw: np.random.Generator, ids: np.ndarray, starts: pd.DatetimeIndex, rows: int) -> pd.DataFrame:
    """Unbroken spells of work, two a person at the most, until there are so many months."""
    people = np.tile(draw.permutation(len(ids)), 2)
    lengths = draw.integers(1, LONGEST_JOB + 1, len(people))
    first = draw.integers(-3, 30, len(people))
    person = np.repeat(people, lengths)
    since = np.concatenate([np.arange(length) for length in lengths]) + np.repeat(first, lengths)
    months = starts.to_numpy().astype("datetime64[M]")[person] + since
    keep = months <= np.datetime64("2025-03")
    jobs = pd.DataFrame({"person_id": ids[person], "job_id": "J1", "month": months.astype("datetime64[D]")})
    jobs = jobs[keep].drop_duplicates(["person_id", "month"]).head(rows)
    return jobs.assign(
        hours=draw.integers(8, 160, len(jobs)),
        wage=draw.integers(100_00, 3000_00, len(jobs)) / 100,
        contract="bepaald",
        agency=draw.choice(("True", "False"), len(jobs)),
    )


def _events(
    draw: np.random.Generator, ids: np.ndarray, starts: pd.DatetimeIndex, rows: int, day: str, codes: dict[str, tuple]
) -> pd.DataFrame:
    person = draw.integers(0, len(ids), rows)
    days = starts[person] + pd.to_timedelta(draw.integers(-100, 900, rows), unit="D")
    drawn = {name: draw.choice(choices, rows) for name, choices in codes.items()}
    return pd.DataFrame({"person_id": ids[person], day: days, **drawn})[days <= REFERENCE]
