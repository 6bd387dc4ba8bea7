"""Chapters 3 and 4: which end comes first, the event itself or death, state pension and leaving.

Beside figures 3.1, 3.2, 4.1 and 4.2, in which who dies or leaves counts as someone who might still have had the event.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from evalbook.items.cohort import EXITS, Cohort, Registers, margins
from evalbook.items.services import time_in_service
from evalbook.items.tabulating import UNSEEN, by_kind, by_month, collect
from evalbook.items.work import time_to_work
from evalbook.items.work_history import WorkHistory

ALONE = "alone"


def items(cohort: Cohort, registers: Registers, *, history: WorkHistory | None) -> Iterator[pd.DataFrame]:
    yield _incidences("service_end_competing", cohort, time_in_service(cohort), event="end")
    if history is not None:
        without = cohort.participants[history.without_work_at_start]
        yield _incidences("found_work_competing", cohort, time_to_work(without, history), event="work")


def _incidences(item: str, cohort: Cohort, times: pd.DataFrame, *, event: str) -> pd.DataFrame:
    """The event and each exit by month; and the event ALONE, with who exits as who leaves without it.

    An exit falls in its own calendar month, the one after the last complete month of who exits.
    """
    persons = cohort.participants.loc[times.index]
    exits = ~times["happened"] & persons["exit_month"].notna()
    kinds = np.where(exits, persons["exit"].cat.codes + 1, UNSEEN)
    ends = pd.DataFrame(
        {
            "month": np.where(exits, persons["exit_month"], times["month"]).astype(int),
            "kind": np.where(times["happened"], 0, kinds),
        },
        times.index,
    )
    parts = []
    for key, members in margins(persons):
        parts += by_kind(cohort, ends.loc[members.index], (event, *EXITS), **key)
        parts += by_month(cohort, times.loc[members.index], row=ALONE, **key)
    return collect(item, parts)
