"""The edition that the invented extract belongs to, and the strata that its targets are solved for.

A stratum is period x benefit x cohort: `year` may be followed for twelve months, `recent` may not.
"""

from __future__ import annotations

import itertools

import pandas as pd

# Curves reach month 25 for the first starters of the experiment, so the registers run to the end of May 2025;
# starts are counted through March 2025 (table 2.1).
REFERENCE_DATE = pd.Timestamp("2025-05-31")
EXPERIMENT_START = pd.Timestamp("2023-04-01")
HISTORY_FROM = pd.Timestamp("2020-02-01")  # two years before the first start: what everybody did since is known
LAST_MONTH = pd.Period("2025-05", "M")
LAST_FOLLOWED_A_YEAR = pd.Period("2024-05", "M")
SELF_EMPLOYMENT_THROUGH = 2023
# Tables 3.1 and 3.4 together leave this tariff for the first year in all four groups.
CONVERSATION_COST = 237
BENEFITS = ("IVA", "Wajong", "overig")
PERIODS = ("gedoog", "experiment")
GROUPS = tuple(itertools.product(PERIODS, BENEFITS))
STRATUM = ["period", "benefit", "cohort"]
SETTINGS = {
    "id": "synthetic",
    "title": "Evaluatie re-integratiedienstverlening IVA en Wajong-DGA",
    "title_en": "Evaluation of re-integration services for IVA and Wajong-DGA",
    "kind": "synthetic",
    "reference_date": REFERENCE_DATE.date().isoformat(),
    "self_employment_through": SELF_EMPLOYMENT_THROUGH,
    "experiment_start": EXPERIMENT_START.date().isoformat(),
    "conversation_cost": CONVERSATION_COST,
    "version": 1,
    "history_from": HISTORY_FROM.date().isoformat(),
}


def benefit_group(benefits: pd.Series) -> pd.Series:
    """IVA, Wajong (the three types together) or overig."""
    return benefits.where(~benefits.str.contains("Wajong"), "Wajong")


def stratum_of(start_months: pd.Series, benefits: pd.Series) -> pd.DataFrame:
    """Period, benefit and cohort of persons with these start months (`YYYY-MM`) and types of benefit."""
    gedoog = start_months < str(EXPERIMENT_START.to_period("M"))
    recent = start_months > str(LAST_FOLLOWED_A_YEAR)
    return pd.DataFrame(
        {
            "period": gedoog.map({True: "gedoog", False: "experiment"}),
            "benefit": benefit_group(benefits),
            "cohort": recent.map({True: "recent", False: "year"}),
        }
    )
