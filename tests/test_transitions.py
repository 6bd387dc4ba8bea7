"""State occupation and cumulative incidence against R (reference values c2, c3) and raw shares."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from evalbook.estimates import transitions
from evalbook.estimates.survival import kaplan_meier
from evalbook.estimates.transitions import UNSEEN, cumulative_incidence, occupation

REFERENCE = Path(__file__).parent / "reference"
STATES = {"entry": 0, "CR": 1, "relapse": 2, "death": 3}


@pytest.fixture(scope="module")
def spells():
    rows = pd.read_csv(REFERENCE / "UnempDur.csv")
    ends = np.select([rows[f"censor{cause}"] == 1 for cause in (1, 2, 3)], [0, 1, 2], UNSEEN)
    return rows["spell"].to_numpy(), ends


@pytest.fixture(scope="module")
def paths():
    """The course of acute myeloid leukaemia by day, a column a person."""
    rows = pd.read_csv(REFERENCE / "myeloid_long.csv")
    persons = pd.factorize(rows["id"])[0]
    days = np.full((rows["tstop"].max() + 1, persons.max() + 1), UNSEEN, np.int8)
    state = dict.fromkeys(persons, 0)
    for person, row in zip(persons, rows.itertuples(), strict=True):
        days[row.tstart : row.tstop + 1, person] = state[person]
        state[person] = STATES.get(row.ev, state[person])
        days[row.tstop, person] = state[person]
    return days


def test_cumulative_incidence_agrees_with_r(spells):
    known = pd.read_csv(REFERENCE / "c2_aj_unempdur.csv").set_index("t")
    ours = cumulative_incidence(*spells, kinds=3)
    np.testing.assert_allclose(ours.value[known.index], known[["cif1", "cif2", "cif3"]], atol=1e-12)
    np.testing.assert_allclose(ours.standard_error[known.index], known[[f"se{n}_ij" for n in (1, 2, 3)]], atol=1e-12)


def test_incidences_and_survival_sum_to_one(spells):
    months, ends = spells
    survival = kaplan_meier(months, ends != UNSEEN)["survival"]
    np.testing.assert_allclose(cumulative_incidence(*spells, kinds=3).value.sum(axis=1) + survival, 1)


def test_one_kind_of_end_is_kaplan_meier(spells):
    months, ends = spells
    ours = cumulative_incidence(months, np.where(ends == UNSEEN, UNSEEN, 0), kinds=1)
    np.testing.assert_allclose(1 - ours.value[:, 0], kaplan_meier(months, ends != UNSEEN)["survival"])


def test_incidence_without_censoring_is_the_raw_share():
    ours = cumulative_incidence([0, 1, 1, 3], [0, 1, 0, 0], kinds=2)
    np.testing.assert_allclose(ours.value, [[1 / 4, 0], [1 / 2, 1 / 4], [1 / 2, 1 / 4], [3 / 4, 1 / 4]])
    np.testing.assert_allclose(ours.standard_error**2, ours.value * (1 - ours.value) / 4, atol=1e-15)


def test_incidence_is_the_occupation_of_an_end(spells):
    months, ends = spells
    time = np.arange(months.max() + 1)[:, None]
    paths = np.where(time > months, UNSEEN, np.where((time == months) & (ends != UNSEEN), ends + 1, 0)).astype(np.int8)
    ours, theirs = cumulative_incidence(*spells, kinds=3), occupation(paths, states=4, final=3)
    np.testing.assert_allclose(ours.value, theirs.value[:, 1:], atol=1e-12)
    np.testing.assert_allclose(ours.standard_error, theirs.standard_error[:, 1:], atol=1e-12)


def test_occupation_agrees_with_r(paths):
    known = pd.read_csv(REFERENCE / "c3_myeloid_state_occupation.csv").set_index("day")
    ours = occupation(paths, states=4)
    np.testing.assert_allclose(ours.value[known.index], known[[f"p_{state}" for state in STATES]], atol=1e-12)
    np.testing.assert_allclose(ours.standard_error[known.index, 1], known["se_CR_ij"], atol=1e-12)


def test_states_sum_to_one(paths):
    np.testing.assert_allclose(occupation(paths, states=4).value.sum(axis=1), 1)


def test_order_of_persons_and_how_many_are_taken_at_once_change_nothing(paths, monkeypatch):
    one = occupation(paths, states=4)
    monkeypatch.setattr(transitions, "PERSONS_AT_ONCE", 100)
    other = occupation(paths[:, ::-1], states=4)
    np.testing.assert_allclose(one.value, other.value)
    np.testing.assert_allclose(one.standard_error, other.standard_error)


def test_a_path_that_many_have_is_as_many_persons(paths):
    persons = 1 + np.arange(paths.shape[1]) % 3
    one = occupation(np.repeat(paths, persons, axis=1), states=4)
    other = occupation(paths, states=4, persons=persons)
    np.testing.assert_allclose(one.value, other.value, atol=1e-12)
    np.testing.assert_allclose(one.standard_error, other.standard_error, atol=1e-12)
    assert one.seen.tolist() == other.seen.tolist()


def test_occupation_without_censoring_is_the_raw_share():
    paths = np.array([[0, 0, 1, 1], [1, 0, 1, 0], [0, 0, 1, 1]], np.int8)
    ours = occupation(paths, states=2)
    np.testing.assert_allclose(ours.value[:, 1], [1 / 2, 1 / 2, 1 / 2])
    np.testing.assert_allclose(ours.standard_error, 1 / 4)


def test_who_entered_a_final_state_is_not_seen_but_stays_in_it():
    paths = np.array([[0, 0], [1, 0], [UNSEEN, 0]], np.int8)
    ours = occupation(paths, states=2, final=1)
    assert ours.seen.tolist() == [2, 1, 1]
    assert ours.value[:, 1].tolist() == [0, 0.5, 0.5]
