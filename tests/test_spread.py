"""Limits that were computed of persons are shown where they can be of fifteen persons at least."""

import numpy as np
import pandas as pd
import pytest

from evalbook.contract.results import KEY
from evalbook.estimates.intervals import Z
from evalbook.numbers.rows import means
from evalbook.numbers.spread import persons_behind, tell_of_few

COLUMNS = [*KEY, "value", "ci_low", "ci_high"]


def rows(*texts):
    parts = [text.split() for text in texts]
    return pd.DataFrame([[*key.split("/"), *map(float, numbers)] for key, *numbers in parts], columns=COLUMNS)


@pytest.mark.parametrize(("persons", "few"), [(2, True), (14, True), (35, True), (37, False), (100, False)])
def test_the_limits_of_a_state_tell_who_is_in_it(persons, few):
    share = persons / 10_000
    half = 1.96 * (share * (1 - share) / 10_000) ** 0.5
    state = rows(f"work_states/all/all/state=aow/12/probability {share} {share - half} {share + half}")
    assert persons_behind(state).item() == pytest.approx(persons, rel=0.02)
    assert tell_of_few(state).item() is few
    rest = rows(f"work_states/all/all/state=in_work/12/probability {1 - share} {1 - share - half} {1 - share + half}")
    assert tell_of_few(rest).item() is few


def test_a_ratio_of_few_events_goes_with_its_test():
    key = "trajectory_hazard/all/{}///{}"
    found = rows(
        f"{key.format('IVA', 'hazard_ratio')} 1.5 0.7 3.1",
        f"{key.format('IVA', 'p_value')} 0.3 nan nan",
        f"{key.format('all', 'hazard_ratio')} 1.5 1.3 1.8",
        f"{key.format('all', 'p_value')} 0.01 nan nan",
    )
    assert tell_of_few(found).tolist() == [True, True, False, False]


def test_a_difference_has_no_limits_where_one_of_its_numbers_has_none():
    found = rows(
        "table_3_4/gedoog/IVA/jobcoach/year=1/mean_eur 200 20 380",
        "table_3_4/experiment/IVA/jobcoach/year=1/mean_eur 200 180 220",
        "differences/experiment-gedoog/IVA/table_3_4:jobcoach/year=1/difference 0 -180 180",
        "differences/experiment-gedoog/Wajong/table_3_4:jobcoach/year=1/difference 0 -180 180",
    )
    assert tell_of_few(found).tolist() == [True, False, True, False]


def test_a_mean_whose_limits_tell_of_fewer_than_fifteen_persons_has_none_in_any_edition():
    """A mean of 10 with a standard error of 2.5 is that of sixteen, with one of 2.6 of fourteen."""
    halves = np.array([2.5, 2.6]) * Z
    measures = {"amount": [1000, 1000], "base": [100, 100], "below": halves, "above": halves}
    places = {"period": "all", "benefit": "all", "row": ["a", "b"], "column": ""}
    made = means(pd.DataFrame({**places, **measures}), "mean")
    assert made["value"].tolist() == [10, 10]
    assert made["ci_low"].notna().tolist() == made["ci_high"].notna().tolist() == [True, False]
