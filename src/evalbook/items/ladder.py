"""Chapter 4 and appendix 3: steps on the participation ladder.

Definitions: docs/contract/results.md. Source: report section 4.1, table 4.8 and appendix 3.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain

import numpy as np
import pandas as pd

from evalbook.contract.cells import BASE, CHI_SQUARED, P_VALUE
from evalbook.estimates.intervals import stuart_maxwell
from evalbook.items.cohort import BY_BENEFIT, BY_PERIOD, Cohort, Registers, groups, margins
from evalbook.items.tabulating import Part, by_code, by_flag, collect, inside, summed, whole

RUNGS = range(1, 7)
DAYS_BEFORE_START = 183
DAYS_AFTER_START = 31
DAYS_IN_MONTH = 365.25 / 12


def items(cohort: Cohort, registers: Registers) -> Iterator[pd.DataFrame]:
    if "ladder" in registers:
        registrations = observed_registrations(cohort, registers["ladder"])
        moves = first_and_last_rungs(cohort, registrations)
        persons = cohort.participants.loc[moves.index]
        yield collect("table_4_8", _moves(cohort, groups(persons), moves))
        by_period, by_benefit = groups(persons, periods=BY_PERIOD), groups(persons, benefits=BY_BENEFIT)
        yield collect("table_b3", _moves(cohort, chain(by_period, by_benefit), moves))


def estimates(cohort: Cohort, registers: Registers) -> Iterator[pd.DataFrame]:
    if "ladder" in registers:
        registrations = observed_registrations(cohort, registers["ladder"])
        moves = first_and_last_rungs(cohort, registrations)
        yield ladder_moves(cohort, moves)
        yield ladder_completeness(cohort, registrations)
        yield ladder_bounds(cohort, registrations, moves)


def observed_registrations(cohort: Cohort, ladder: pd.DataFrame) -> pd.DataFrame:
    """Registrations while observed, sorted by person, date and rung, with `since_start` (days)."""
    return cohort.once("registrations", lambda: _observed(cohort, ladder))


def _observed(cohort: Cohort, ladder: pd.DataFrame) -> pd.DataFrame:
    rows = ladder.sort_values(["person", "date", "rung"])
    rows = rows[rows["date"].to_numpy() <= cohort.of(rows, "observed_until")]
    return rows.assign(since_start=(rows["date"] - cohort.of(rows, "service_start")).dt.days)


def first_and_last_rungs(cohort: Cohort, registrations: pd.DataFrame) -> pd.DataFrame:
    """Rung at the start and last later rung, one row a person followed for a year with both known.

    At the start: the last registration from 183 days before to 31 days after it. Later: the last one
    after that day while observed. Of several on one day the highest counts.
    """
    return cohort.once("first_and_last_rungs", lambda: _first_and_last(cohort, registrations))


def _first_and_last(cohort: Cohort, registrations: pd.DataFrame) -> pd.DataFrame:
    start = _at_start(registrations).drop_duplicates("person", keep="last").set_index("person")
    start_dates = start["date"].reindex(cohort.participants.index).to_numpy()
    later = registrations[registrations["date"].to_numpy() > start_dates[registrations["person"]]]
    end = later.drop_duplicates("person", keep="last").set_index("person")
    moves = pd.DataFrame({"start": start["rung"], "end": end["rung"]}).dropna().astype(int)
    return moves[moves.index.isin(cohort.followed(12).index)]


def _at_start(registrations: pd.DataFrame) -> pd.DataFrame:
    return registrations[registrations["since_start"].between(-DAYS_BEFORE_START, DAYS_AFTER_START)]


def ladder_moves(cohort: Cohort, moves: pd.DataFrame) -> pd.DataFrame:
    """Who went up, stayed and went down; and whether rungs at start and end are alike (Stuart and Maxwell)."""
    steps = np.sign(moves["end"] - moves["start"])
    directions = pd.Series(pd.Categorical.from_codes(1 - steps, ("up", "same", "down")), moves.index)
    parts = []
    for key, members in margins(cohort.participants.loc[moves.index]):
        parts += by_code(cohort.keys, directions[members.index], name="move=", **key)
        own = moves.loc[members.index]
        statistic, p_value = stuart_maxwell(own["start"], own["end"])
        tested = {CHI_SQUARED: [statistic], P_VALUE: [p_value]}
        parts += inside(["marginal_homogeneity"], codes_in="row", of=tested, **key)
    return collect("ladder_moves", parts)


def ladder_completeness(cohort: Cohort, registrations: pd.DataFrame) -> pd.DataFrame:
    """Of who is followed for a year: rung at the start known, a registration after that, both (table 4.8's base)."""
    followed = cohort.followed(12)
    later = registrations["person"][registrations["since_start"] > DAYS_AFTER_START]
    known = {
        "known=start": _at_start(registrations)["person"],
        "known=later": later,
        "known=both": first_and_last_rungs(cohort, registrations).index,
    }
    known = pd.DataFrame({code: followed.index.isin(persons) for code, persons in known.items()}, followed.index)
    split = {"periods": (*BY_PERIOD, "all"), "benefits": (*BY_BENEFIT, "all")}
    parts = [by_flag(cohort.keys, known.loc[m.index], **key) for key, m in groups(followed, **split)]
    return collect("ladder_completeness", chain(*parts))


def ladder_bounds(cohort: Cohort, registrations: pd.DataFrame, moves: pd.DataFrame) -> pd.DataFrame:
    """Months from the registration at the start to the last one, added, of the persons of table 4.8."""
    days = registrations[registrations["person"].isin(moves.index)]
    start = _at_start(days).groupby("person")["since_start"].max()
    months = (days.groupby("person")["since_start"].max() - start) / DAYS_IN_MONTH
    parts = []
    for key, members in margins(cohort.participants.loc[moves.index]):
        keys, own = cohort.keys[members.index], months[members.index].to_numpy()
        parts.append(summed(keys, own[:, None], ["months"], codes_in="row", **key))
        parts.append(whole(len(own), keys.sum(), measure=BASE, row=["months"], **key))
    return collect("ladder_bounds", parts)


def _moves(cohort: Cohort, parts: Iterable[tuple[dict[str, str], pd.DataFrame]], moves: pd.DataFrame) -> Iterator[Part]:
    for key, members in parts:
        yield from _table(cohort, moves.loc[members.index], key)


def _table(cohort: Cohort, moves: pd.DataFrame, key: dict[str, str]) -> Iterator[Part]:
    """Who starts on each rung, of all; and where these end, of who started there."""
    starts = pd.DataFrame(
        {f"start={rung}": moves["start"] == rung for rung in RUNGS} | {"start=all": True}, moves.index
    )
    yield from by_flag(cohort.keys, starts, column="start", **key)
    ends = pd.Series(pd.Categorical(moves["end"], RUNGS), moves.index)
    for start, there in starts.items():
        yield from by_code(cohort.keys, ends[there], row=start, column=[f"end={rung}" for rung in RUNGS], **key)
