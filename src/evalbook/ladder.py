"""Chapter 4 and appendix 3: steps on the participation ladder.

Definitions: contract/results.md. Source: report section 4.1, table 4.8 and appendix 3.
"""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from evalbook.cohort import BY_BENEFIT, BY_PERIOD, Cohort, groups
from evalbook.extract import Extract
from evalbook.rows import collect, counted

RUNGS = range(1, 7)
DAYS_BEFORE_START = 183
DAYS_AFTER_START = 31


def items(cohort: Cohort, extract: Extract) -> Iterator[pd.DataFrame]:
    if "ladder" in extract:
        moves = ladder_moves(cohort, extract["ladder"])
        persons = cohort.participants.loc[moves.index]
        yield collect("table_4_8", _moves(groups(persons), moves))
        by_period, by_benefit = groups(persons, periods=BY_PERIOD), groups(persons, benefits=BY_BENEFIT)
        yield collect("table_b3", [*_moves(by_period, moves), *_moves(by_benefit, moves)])


def ladder_moves(cohort: Cohort, ladder: pd.DataFrame) -> pd.DataFrame:
    """Rung at the start and last later rung, one row a person followed for a year with both known.

    At the start: the last registration from 183 days before to 31 days after it. Later: the last one
    after that day while observed. Of several on one day the highest counts.
    """
    rows = cohort.events(ladder).sort_values(["person", "date", "rung"])
    rows = rows[rows["date"] <= cohort.of(rows, "observed_until")]
    since_start = (rows["date"] - cohort.of(rows, "service_start")).dt.days
    at_start = rows[since_start.between(-DAYS_BEFORE_START, DAYS_AFTER_START)]
    start = at_start.drop_duplicates("person", keep="last").set_index("person")
    later = rows[rows["date"] > rows["person"].map(start["date"])]
    end = later.drop_duplicates("person", keep="last").set_index("person")
    moves = pd.DataFrame({"start": start["rung"], "end": end["rung"]}).dropna().astype(int)
    return moves[moves.index.isin(cohort.followed(12).index)]


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
