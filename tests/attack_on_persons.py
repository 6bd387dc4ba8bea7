"""One person more or less: what two releases, with and without her, tell of who she is. Closed machine.

Everything but her is taken to be known, so all that the attacker has is which results changed.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from evalbook.contract.results import COLUMNS, KEY
from evalbook.extract.extract import Extract
from evalbook.gate.compare import of_persons
from evalbook.gate.making import release_protected
from evalbook.items.cohort import cohort_of, without_keys
from variations import SECRET

OF_HER = ("period", "benefit", "sex", "age", "diagnosis")


def people(extract: Extract) -> pd.DataFrame:
    """The attributes of each person, in the order of the register."""
    participants = cohort_of(extract, without_keys).participants
    return participants[list(OF_HER)].astype(str).assign(start=participants["service_start"].dt.strftime("%Y-%m"))


def changed(before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    """The keys of results that are not the same in both releases, or in one of them only."""
    both = pd.concat([before, after])[list(COLUMNS)]
    return both[~both.duplicated(keep=False)][list(KEY)].drop_duplicates()


def scores(keys: pd.DataFrame, candidates: pd.DataFrame) -> np.ndarray:
    """How many of the changed results are on codes of each candidate."""
    found = np.zeros(len(candidates))
    for row in keys.itertuples():
        for name, value in (("period", row.period), ("benefit", row.benefit)):
            found += candidates[name].eq(value) if value != "all" else 0
        for name in ("sex", "age", "diagnosis"):
            found += candidates[name].radd(f"{name}=").eq(row.row)
        found += candidates["start"].isin((row.column, row.period))
    return found


def without_each(
    extract: Extract, chosen: Sequence[int], first: pd.DataFrame, kept: pd.DataFrame
) -> list[pd.DataFrame]:
    """What changes when each of the persons at these places leaves. `first`, `kept`: the release with all."""
    persons = pd.Index(extract["participants"]["person_id"])
    others = (of_persons(extract, persons.delete(at)) for at in chosen)
    return [changed(first, release_protected(each, SECRET, kept)[0].results) for each in others]


def area(changes: Sequence[pd.DataFrame], chosen: Sequence[int], everybody: pd.DataFrame) -> float:
    """How often she has a higher score than another person: 0.5 where nothing is told."""
    higher = []
    for keys, at in zip(changes, chosen, strict=True):
        score = scores(keys, everybody)
        others = np.delete(score, at)
        higher.append((others < score[at]).mean() + (others == score[at]).mean() / 2)
    return float(np.mean(higher))


def attributes_told(
    changes: Sequence[pd.DataFrame], chosen: Sequence[int], everybody: pd.DataFrame
) -> dict[str, tuple[float, float]]:
    """Of each attribute how often the code of the highest score is hers, and how often the most frequent one is."""
    found = {}
    for name in OF_HER:
        most = everybody[name].mode().iat[0]
        told = []
        for keys, at in zip(changes, chosen, strict=True):
            score = pd.Series(scores(keys, everybody)).groupby(everybody[name].to_numpy()).max()
            best = score.index[score == score.max()]
            told.append(everybody[name].iat[at] == (most if most in best else best[0]))
        own = everybody[name].iloc[list(chosen)]
        found[name] = float(np.mean(told)), float((own == most).mean())
    return found
