"""Time to an event in whole months, with censoring. Knows persons, months and events, not this report."""

from __future__ import annotations

import numpy as np
import pandas as pd
from lifelines import KaplanMeierFitter


def kaplan_meier(months: pd.Series, happened: pd.Series) -> pd.DataFrame:
    """The product-limit estimate by month, one row a month from 0 to the last with someone at risk.

    `months` (0 or more) is the month of the event where `happened`, else the last month at risk.
    Columns: `month`, `survival` (just after the month's events), `at_risk` (persons), `ci_low` and
    `ci_high` (Greenwood, log-log; nan where the estimate is 1 or 0, for which it is not defined).
    Source: Kaplan and Meier (1958); Kalbfleisch and Prentice (2002), section 1.4.
    """
    spells = pd.DataFrame({"month": np.asarray(months), "happened": np.asarray(happened, bool)})
    spells = spells.value_counts(sort=False).rename("persons").reset_index()
    timeline = np.arange(spells["month"].max() + 1)
    fitter = KaplanMeierFitter().fit(spells["month"], spells["happened"], weights=spells["persons"], timeline=timeline)
    survival = fitter.survival_function_.iloc[:, 0].to_numpy()
    limits = fitter.confidence_interval_.to_numpy()
    limits[(survival == 1) | (survival <= 0)] = np.nan
    at_risk = spells.groupby("month")["persons"].sum().reindex(timeline, fill_value=0)[::-1].cumsum()[::-1]
    return pd.DataFrame(
        {
            "month": timeline,
            "survival": survival,
            "at_risk": at_risk.to_numpy(),
            "ci_low": limits[:, 0],
            "ci_high": limits[:, 1],
        }
    )
