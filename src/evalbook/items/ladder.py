"""Chapter 4 and appendix 3: steps on the participation ladder.

Definitions: docs/contract/results.md. Source: report section 4.1, table 4.8 and appendix 3.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from evalbook.estimates.intervals import net_share, sign_test, stuart_maxwell
from evalbook.items.cohort import BY_BENEFIT, BY_PERIOD, Cohort, Registers, groups, margins
from evalbook.items.result_rows import collect, counted

RUNGS = range(1, 7)
DAYS_BEFORE_START = 183
DAYS_AFTER_START = 31


def items(cohort: Cohort, registers: Registers) -> Iterator[pd.DataFrame]:
    if "ladder" in registers:
        registrations = observed_registrations(cohort, registers["ladder"])
        moves = first_and_last_rungs(cohort, registrations)
        persons = cohort.participants.loc[moves.index]
        yield collect("table_4_8", _moves(groups(persons), moves))
        by_period, by_benefit = groups(persons, periods=BY_PERIOD), groups(persons, benefits=BY_BENEFIT)
        yield collect("table_b3", [*_moves(by_period, moves), *_moves(by_benefit, moves)])


def estimates(cohort: Cohort, registers: Registers) -> Iterator[pd.DataFrame]:
    if "ladder" in registers:
        registrations = observed_registrations(cohort, registers["ladder"])
        moves = first_and_last_rungs(cohort, registrations)
        yield ladder_moves(moves, cohort.participants.loc[moves.index])
        yield ladder_completeness(cohort, registrations)


def observed_registrations(cohort: Cohort, ladder: pd.DataFrame) -> pd.DataFrame:
    """Registrations while observed, sorted by person, date and rung, with `since_start` (days)."""
    rows = ladder.sort_values(["person", "date", "rung"])
    rows = rows[rows["date"].to_numpy() <= cohort.of(rows, "observed_until")]
    return rows.assign(since_start=(rows["date"] - cohort.of(rows, "service_start")).dt.days)


def first_and_last_rungs(cohort: Cohort, registrations: pd.DataFrame) -> pd.DataFrame:
    """Rung at the start and last later rung, one row a person followed for a year with both known.

    At the start: the last registration from 183 days before to 31 days after it. Later: the last one
    after that day while observed. Of several on one day the highest counts.
    """
    start = _at_start(registrations).drop_duplicates("person", keep="last").set_index("person")
    start_dates = start["date"].reindex(cohort.participants.index).to_numpy()
    later = registrations[registrations["date"].to_numpy() > start_dates[registrations["person"]]]
    end = later.drop_duplicates("person", keep="last").set_index("person")
    moves = pd.DataFrame({"start": start["rung"], "end": end["rung"]}).dropna().astype(int)
    return moves[moves.index.isin(cohort.followed(12).index)]


def _at_start(registrations: pd.DataFrame) -> pd.DataFrame:
    return registrations[registrations["since_start"].between(-DAYS_BEFORE_START, DAYS_AFTER_START)]


def ladder_moves(moves: pd.DataFrame, persons: pd.DataFrame) -> pd.DataFrame:
    """How many went up, stayed and went down, how many more went up than down, and whether that is chance.

    `net_up`: percentage points, with the exact sign test. `marginal_homogeneity`: whether the rungs at start and
    end are distributed alike (Stuart and Maxwell).
    """
    return collect("ladder_moves", [_directions(moves.loc[m.index], **key) for key, m in margins(persons)])


def _directions(moves: pd.DataFrame, **key: str) -> pd.DataFrame:
    steps, persons = np.sign(moves["end"] - moves["start"]), len(moves)
    counts = {f"move={code}": (steps == sign).sum() for code, sign in (("up", 1), ("same", 0), ("down", -1))}
    up, _, down = counts.values()
    value, low, high = (100 * share for share in net_share(up, down, persons))
    statistic, p_value = stuart_maxwell(moves["start"], moves["end"])
    numbers = [
        ("net_up", "difference", value, low, high),
        ("net_up", "p_value", sign_test(up, down), np.nan, np.nan),
        ("marginal_homogeneity", "chi_squared", statistic, np.nan, np.nan),
        ("marginal_homogeneity", "p_value", p_value, np.nan, np.nan),
    ]
    tested = pd.DataFrame(numbers, columns=["row", "statistic", "value", "ci_low", "ci_high"])
    tested = tested[tested["value"].notna()].assign(base=persons, **key)
    return pd.concat([counted(pd.Series(counts), base=persons, **key), tested])


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
    parts = groups(followed, periods=(*BY_PERIOD, "all"), benefits=(*BY_BENEFIT, "all"))
    return collect("ladder_completeness", [counted(known.loc[m.index].sum(), base=len(m), **key) for key, m in parts])


def _moves(parts: Iterator[tuple[dict[str, str], pd.DataFrame]], moves: pd.DataFrame) -> list[pd.DataFrame]:
    return [_table(moves.loc[members.index], key) for key, members in parts]


def _table(moves: pd.DataFrame, key: dict[str, str]) -> pd.DataFrame:
    starts = moves["start"].value_counts().reindex(RUNGS, fill_value=0).rename(lambda rung: f"start={rung}")
    starts["start=all"] = len(moves)
    parts = [counted(starts, base=len(moves), column="start", **key)]
    parts += [_ends(rows, f"start={rung}", key) for rung, rows in moves.groupby("start")]
    return pd.concat([*parts, _ends(moves, "start=all", key)])


def _ends(moves: pd.DataFrame, start: str, key: dict[str, str]) -> pd.DataFrame:
    ends = moves["end"].value_counts().reindex(RUNGS, fill_value=0)
    rows = counted(ends, base=len(moves), statistics=("percent",), **key)
    return rows.assign(column="end=" + rows["row"].astype(str), row=start)
