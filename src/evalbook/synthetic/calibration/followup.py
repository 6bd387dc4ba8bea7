"""How long each start month's participants are followed, and who leaves: the bases of all later targets."""

from __future__ import annotations

import numpy as np
import pandas as pd

from evalbook.synthetic.calibration.inflow import strata
from evalbook.synthetic.edition import LAST_MONTH, STRATUM, stratum_of

# Leaving is rare: start month, benefit, months until the exit's month, reason. Six who started in the
# tolerance period and six in the experiment leave in their first year, four of these started in 2023.
EXITS = """
2022-05 IVA 31 aow
2022-06 IVA 27 aow
2022-06 Wajong 9 overleden
2022-07 Wajong 7 overleden
2022-08 IVA 8 overleden
2022-08 Wajong 32 emigratie
2022-09 IVA 26 overleden
2022-10 Wajong 28 overleden
2022-11 IVA 9 overleden
2022-12 IVA 25 aow
2023-01 IVA 8 overleden
2023-01 Wajong 10 emigratie
2023-01 Wajong 27 overleden
2023-02 IVA 26 overleden
2023-04 IVA 16 aow
2023-05 IVA 9 overleden
2023-05 Wajong 20 overleden
2023-06 IVA 19 overleden
2023-07 Wajong 10 overleden
2023-09 IVA 8 overleden
2023-10 IVA 14 overleden
2023-11 Wajong 7 overleden
2023-12 Wajong 15 overleden
2024-01 IVA 13 aow
2024-02 IVA 7 aow
2024-03 Wajong 9 overleden
2024-04 Wajong 13 emigratie
2024-07 IVA 5 overleden
2024-08 Wajong 7 overleden
2024-09 IVA 4 aow
2024-10 Wajong 5 overig
2024-11 IVA 3 overleden
2024-12 IVA 4 overleden
2025-01 Wajong 3 overleden
"""
LONGEST = 40  # months; nobody is followed longer


def exits() -> pd.DataFrame:
    """Target `exits`: one row a person who leaves."""
    rows = [line.split() for line in EXITS.split("\n") if line]
    return pd.DataFrame(rows, columns=["start_month", "benefit", "months", "reason"]).astype({"months": int})


def followup(inflow: pd.DataFrame, leaving: pd.DataFrame) -> pd.DataFrame:
    """Persons by stratum, whether they leave, and `months`: last full month seen since the start."""
    starts = strata(inflow).groupby([*STRATUM, "start_month"], as_index=False)["persons"].sum()
    last = LAST_MONTH.year * 12 + LAST_MONTH.month
    year, month = (starts["start_month"].str.slice(*part).astype(int) for part in ((0, 4), (5, 7)))
    staying = starts.assign(months=last - year * 12 - month, leaves=False)
    strata_left = stratum_of(leaving["start_month"], leaving["benefit"])
    left = strata_left.assign(start_month=leaving["start_month"], months=leaving["months"] - 1, leaves=True, persons=1)
    gone = left.groupby([*STRATUM, "start_month"])["persons"].sum()
    keys = pd.MultiIndex.from_frame(staying[[*STRATUM, "start_month"]])
    staying["persons"] -= gone.reindex(keys, fill_value=0).to_numpy()
    columns = [*STRATUM, "leaves", "months"]
    return pd.concat([staying, left]).groupby(columns, as_index=False)["persons"].sum()


def seen(group: pd.DataFrame) -> np.ndarray:
    """Persons seen through month 0, 1, 2, ... of a part of `followup`."""
    return np.array([group["persons"][group["months"] >= month].sum() for month in range(LONGEST)])


def followed(persons: pd.DataFrame, months: int) -> pd.Series:
    """Who is seen for that many months, by period and benefit. Exits avoid the windows' limits."""
    long_enough = persons[persons["months"] + persons["leaves"] >= months]
    return long_enough.groupby(["period", "benefit"])["persons"].sum()
