"""Covariates of the comparison of which one category holds all who started: nothing is told of their balance.

By what is released and nothing else: the other categories have nobody. Source: docs/disclosure.md, rule `one_cell`.
"""

from __future__ import annotations

import pandas as pd

from evalbook.contract.cells import CONTROLS_IN, MEASURE, PERSONS

BALANCE, OF_GROUP = "comparison_balance", "benefit"  # a group is of one benefit or of several: no fact about anybody


def without_full_covariates(shown: pd.DataFrame) -> pd.DataFrame:
    """The released cells; of these covariates without how many controls have a category."""
    own = shown[(shown["item"] == BALANCE) & shown[MEASURE].isin((PERSONS, CONTROLS_IN))]
    covariate = own["row"].map(lambda row: row.partition("=")[0])
    by = [own["period"], own["benefit"], covariate]
    there = (own["value"] > 0) & (own[MEASURE] == PERSONS)
    full = own.index[there.groupby(by).transform("sum").eq(1) & (covariate != OF_GROUP)]
    return shown.assign(value=shown["value"].mask(shown.index.isin(full) & (shown[MEASURE] == CONTROLS_IN)))
