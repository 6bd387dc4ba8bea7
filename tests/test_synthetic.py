"""The shipped extract: made by the generator to the byte, plausible, and on the report's own numbers."""

from __future__ import annotations

import pandas as pd
import pytest

from evalbook.contract.results import KEY
from evalbook.contract.schema import TABLES
from evalbook.extract.extract import read_extract, validate
from evalbook.gate.making import release_exact
from evalbook.places import CALIBRATION, PUBLISHED, SHIPPED_EXTRACT
from evalbook.published.published import (
    CONTRADICTED,
    MET,
    NOT_COMPARABLE,
    audit_statements,
    audit_tables,
    read_published,
    read_texts,
)
from evalbook.synthetic import synthesize

pytestmark = pytest.mark.slow

FEWEST_MET, FEWEST_MET_IN_A_TABLE = 0.94, 0.60


@pytest.fixture(scope="module")
def validation():
    return validate(SHIPPED_EXTRACT)


@pytest.fixture(scope="module")
def released(validation):
    return release_exact(validation.extract)


@pytest.fixture(scope="module")
def cells(released):
    return audit_tables(read_published(), released)


def read(name, **dates):
    return pd.read_csv(SHIPPED_EXTRACT / f"{name}.csv", **dates)


@pytest.fixture(scope="module")
def participants():
    return read("participants", parse_dates=["birth_date", "service_start", "service_end", "exit_date"])


def test_the_generator_makes_the_shipped_extract_to_the_byte(tmp_path):
    synthesize(tmp_path)
    shipped = {path.name: path.read_bytes() for path in SHIPPED_EXTRACT.iterdir()}
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == shipped


def test_another_seed_gives_other_people_and_meets_the_same_numbers(tmp_path, participants, cells):
    synthesize(tmp_path, seed=1)
    others = audit_tables(read_published(), release_exact(read_extract(tmp_path)))
    assert others["verdict"].tolist() == cells["verdict"].tolist()
    born = pd.read_csv(tmp_path / "participants.csv")["birth_date"]
    assert not born.equals(participants["birth_date"].dt.strftime("%Y-%m-%d"))


def test_every_register_of_the_contract_is_there_without_a_warning(validation):
    assert validation.problems == ()
    assert set(validation.extract.tables) == set(TABLES)


def test_the_published_numbers_are_met(cells):
    met = cells["verdict"] == MET
    assert met.mean() >= FEWEST_MET
    assert met.groupby(cells["item"]).mean().min() >= FEWEST_MET_IN_A_TABLE


def test_each_missed_number_names_what_it_contradicts_and_no_met_number_does(cells):
    contradictions = pd.read_csv(CALIBRATION / "contradictions.csv", dtype=str, keep_default_na=False)
    missed = set(cells.loc[cells["verdict"] != MET, "key"])
    assert set(contradictions[list(KEY)].agg("/".join, axis=1)) == missed
    assert set(cells["verdict"]) == {MET, CONTRADICTED}


def test_each_statement_is_met_or_names_what_it_contradicts(released):
    verdicts = audit_statements(read_published(), released).set_index("id")["verdict"]
    contradictions = pd.read_csv(CALIBRATION / "statement_contradictions.csv", dtype=str, keep_default_na=False)
    assert set(verdicts[~verdicts.isin([MET, NOT_COMPARABLE])].index) == set(contradictions["id"])


@pytest.mark.parametrize("name", ["contradictions", "statement_contradictions"])
def test_what_is_contradicted_is_published_and_why_is_told_in_both_languages(name):
    contradictions = pd.read_csv(CALIBRATION / f"{name}.csv", dtype=str, keep_default_na=False)
    tables = pd.read_csv(PUBLISHED / "tables.csv", dtype=str, keep_default_na=False)
    errata = pd.read_csv(PUBLISHED / "errata.csv")
    published = {*tables[list(KEY)].agg("/".join, axis=1), *errata["id"]}
    assert set(contradictions["contradicts"]) <= published
    assert contradictions[["reason", "reason_nl"]].ne("").all(axis=None)


@pytest.mark.parametrize("language", ["nl", "en"])
def test_each_erratum_is_told_and_resolved_in_both_languages_in_the_order_of_its_number(language):
    errata = list(read_published().errata["id"])
    texts = read_texts(language)
    assert errata == [f"E{number:02}" for number in range(1, len(errata) + 1)]
    assert [each for each in texts.index if each.startswith("E")] == errata
    assert texts.loc[errata, ["text", "resolution"]].ne("").all(axis=None)


def test_nobody_is_paid_far_below_the_minimum_wage_but_with_loondispensatie_or_young(participants):
    jobs = read("jobs", parse_dates=["month"]).merge(participants[["person_id", "birth_date"]])
    dispensed = read("provisions").query("kind == 'loondispensatie'")["person_id"]
    adult = (jobs["month"] - jobs["birth_date"]).dt.days > 21 * 365.25
    low = jobs[(jobs["wage"] < 10 * jobs["hours"]) & (jobs["wage"] > 0) & adult]
    assert low["person_id"].isin(dispensed).groupby(low["person_id"]).first().mean() > 0.8


def test_loondispensatie_and_trial_placements_come_with_the_experiment():
    dispensations = read("provisions", parse_dates=["start_date"]).query("kind == 'loondispensatie'")
    placements = read("trial_placements", parse_dates=["start_date"])
    assert min(dispensations["start_date"].min(), placements["start_date"].min()) >= pd.Timestamp("2023-04-01")


@pytest.mark.parametrize(("kind", "months"), [("modulair", 5), ("werkfit", 18), ("naar_werk", 9), ("werkbehoud", 3)])
def test_trajectories_last_no_longer_than_their_maximum(kind, months):
    trajectories = read("trajectories", parse_dates=["start_date", "end_date"]).query("kind == @kind")
    days = (trajectories["end_date"] - trajectories["start_date"]).dt.days
    assert days.max() <= months * 30.5


def test_work_is_lost_and_found_again():
    jobs = read("jobs", parse_dates=["month"]).query("hours > 0 or wage > 0")
    months = jobs[["person_id", "month"]].drop_duplicates()
    number = months["month"].dt.year * 12 + months["month"].dt.month
    gaps = number.groupby(months["person_id"]).diff() > 1
    assert 0.03 < gaps.groupby(months["person_id"]).any().mean() < 0.3


def test_about_a_tenth_of_the_experiment_has_no_service_in_the_first_half_year(participants):
    """Statement S18; six months before the reference date are the last that can be seen whole."""
    started = participants[participants["service_start"].between("2023-04-01", "2024-11-30")]
    conversations = read("conversations", parse_dates=["date"]).rename(columns={"date": "day"})
    trajectories = read("trajectories", parse_dates=["start_date"]).rename(columns={"start_date": "day"})
    services = pd.concat([conversations, trajectories]).merge(started[["person_id", "service_start"]])
    served = services[services["day"] < services["service_start"] + pd.DateOffset(months=6)]["person_id"]
    assert 0.08 <= (~started["person_id"].isin(served)).mean() <= 0.12


def test_who_is_pensioned_reached_the_age(participants):
    pensioned = participants[participants["exit_reason"] == "aow"]
    assert (pensioned["exit_date"] - pd.DateOffset(years=67) == pensioned["birth_date"]).all()
