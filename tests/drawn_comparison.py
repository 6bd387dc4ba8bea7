"""Small extracts with comparators, drawn at random with what is odd about real ones; both implementations on them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np

from conftest import extract_at
from evalbook.contract.results import KEY
from evalbook.extract.extract import read_extract
from evalbook.items.evaluation import evaluate
from naive_comparison import Comparison, first_day, number


@dataclass(frozen=True)
class Shape:
    """How an extract is drawn: how many of whom, how many trials there are, how many codes the covariates have."""

    participants: int = 24
    comparators: int = 60
    trials: int = 8
    codes: int = 2
    experiment: int = 4  # months after the first trial
    history: int = 12  # months before the first trial beyond the two years that are needed
    unknown: float = 0.2
    exits: float = 0.2
    at_work: float = 0.35


@dataclass(frozen=True)
class Drawn:
    participants: list[Mapping[str, object]]
    comparators: list[Mapping[str, object]]
    months: Mapping[str, set[date]]
    history_from: date
    reference_date: date
    experiment_start: date


def draw(seed: int, shape: Shape) -> Drawn:
    """The last complete month is December 2025."""
    rng, last = np.random.default_rng(seed), number(date(2025, 12, 1))
    first = last - shape.trials
    history = first - 24 - shape.history
    people = [_person(rng, shape, f"P{at}", first, last) for at in range(shape.participants)]
    for each in people:
        start = int(rng.integers(first - 2, last + 1))
        each["service_start"] = date.fromordinal(first_day(start).toordinal() + int(rng.integers(0, 28)))
    others = [_person(rng, shape, f"C{at}", first, last) for at in range(shape.comparators)]
    months = {each["person_id"]: _work(rng, shape, history - 3, last) for each in [*people, *others]}
    start = first_day(first + shape.experiment)
    return Drawn(people, others, months, first_day(history), date(2025, 12, 31), start)


def _person(rng, shape, name, first, last):
    benefits = ["IVA", "Wajong2015", "oWajong", "IVA", "overig"][: shape.codes + 2]
    born = date(
        int(rng.choice([1970, 1975, 1988, 1996, 2004, 2006])), int(rng.integers(1, 13)), int(rng.integers(1, 29))
    )
    began = date(int(rng.choice([2012, 2020, 2022, 2024])), int(rng.integers(1, 13)), int(rng.integers(1, 29)))
    gone = first_day(int(rng.integers(first - 3, last + 3)))
    return {
        "person_id": name,
        "benefit": str(rng.choice(benefits)),
        "sex": str(rng.choice(["man", "vrouw", "onbekend"][: max(shape.codes, 1)])),
        "birth_date": born,
        "diagnosis": str(rng.choice(["psychisch", "hart", "onbekend", "zenuw"][: shape.codes])),
        "benefit_start": None if rng.random() < shape.unknown else began,
        "exit_date": date.fromordinal(gone.toordinal() + int(rng.integers(0, 27)))
        if rng.random() < shape.exits
        else None,
        "service_start": None,
    }


def _work(rng, shape, begin, last):
    """Spells of work, each month the more likely if the last was one."""
    found, at_work = set(), rng.random() < shape.at_work
    if rng.random() < 0.3:
        return found
    for month in range(begin, last + 1):
        at_work = rng.random() < (0.9 if at_work else 0.25 * shape.at_work)
        if at_work:
            found.add(first_day(month))
    return found


def written(folder: Path, drawn: Drawn) -> Path:
    """The extract as files; months in work have hours, a wage or both, and there are rows without either."""
    participants = "\n".join(
        f"{_who(each)},{each['service_start']},,{each['exit_date'] or ''},,{each['benefit_start'] or ''}"
        for each in drawn.participants
    )
    comparators = "\n".join(
        f"{_who(each)},{each['exit_date'] or ''},,{each['benefit_start'] or ''}" for each in drawn.comparators
    )
    jobs = {"P": [], "C": []}
    for person, months in drawn.months.items():
        for at, day in enumerate(sorted(months)):
            hours, wage = (("20", ""), ("", "300"), ("0", "10"))[at % 3]
            job = ",J1" if person[0] == "P" else ""
            end = ",bepaald,nee" if person[0] == "P" else ""
            jobs[person[0]].append(f"{person}{job},{day},{hours},{wage}{end}")
    nothing = first_day(number(drawn.reference_date) - 3)
    jobs["P"] += [f"{each['person_id']},J0,{nothing},0,,bepaald,nee" for each in drawn.participants[:2]]
    settings = f"""
        history_from: {drawn.history_from}
        reference_date: {drawn.reference_date}
        experiment_start: {drawn.experiment_start}
    """
    tables = {"participants": participants, "comparators": comparators}
    return extract_at(folder, settings, **tables, jobs="\n".join(jobs["P"]), comparator_jobs="\n".join(jobs["C"]))


def _who(each):
    return f"{each['person_id']},{each['benefit']},{each['sex']},{each['birth_date']},{each['diagnosis']}"


def naive(drawn: Drawn) -> dict:
    dates = {name: getattr(drawn, name) for name in ("history_from", "reference_date", "experiment_start")}
    return Comparison(drawn.participants, drawn.comparators, drawn.months, **dates).run()


def ours(folder: Path) -> dict:
    results = evaluate(read_extract(folder))
    rows = results[results["item"].str.startswith("comparison_")]
    values = rows[["value", "base", "ci_low", "ci_high"]].to_numpy()
    return dict(zip(map(tuple, rows[list(KEY)].to_numpy()), map(tuple, values), strict=True))


def differences(one: dict, other: dict, within: float = 1e-7) -> list[str]:
    """Keys of one only, and numbers that are further apart."""
    said = [f"only in one: {'/'.join(key)}" for key in set(one) ^ set(other)]
    for key in set(one) & set(other):
        if not np.allclose(one[key], other[key], rtol=0, atol=within, equal_nan=True):
            said.append(f"{'/'.join(key)}: {one[key]} and {other[key]}")
    return sorted(said)
