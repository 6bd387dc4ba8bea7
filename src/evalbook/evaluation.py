"""All results of an extract."""

from __future__ import annotations

import pandas as pd

from evalbook import ladder, participants, services, support, work
from evalbook.catalogue import ITEMS
from evalbook.cohort import cohort_of
from evalbook.extract import Extract
from evalbook.results import COLUMNS

ROOMS = (participants, services, work, ladder, support)


def evaluate(extract: Extract) -> pd.DataFrame:
    """The unprotected results in the report's order, one row a number.

    An item without its register, or with nobody in its base, has no rows.
    """
    cohort = cohort_of(extract)
    frames = {}
    for room in ROOMS:
        for frame in room.items(cohort, extract):
            if len(frame):
                frames[frame["item"].iat[0]] = frame
    return pd.concat([frames[item] for item in ITEMS if item in frames], ignore_index=True)[list(COLUMNS)]
