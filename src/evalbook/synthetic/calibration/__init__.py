"""Solves the targets from which the invented extract is made.

Each target is a table of whole numbers in data/calibration; generating from them needs no solver. The same
published numbers and contradictions give the same targets with the same version of scipy.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from evalbook.places import CALIBRATION, PUBLISHED
from evalbook.synthetic.calibration.characteristics import population, respondents, solve_characteristics
from evalbook.synthetic.calibration.curves import solve_service_ends, solve_trial_placements
from evalbook.synthetic.calibration.earnings import solve_earnings
from evalbook.synthetic.calibration.employment import solve_employment
from evalbook.synthetic.calibration.followup import exits, followed, followup
from evalbook.synthetic.calibration.inflow import solve_inflow, strata
from evalbook.synthetic.calibration.ladder import solve_ladder
from evalbook.synthetic.calibration.provisions import solve_provisions
from evalbook.synthetic.calibration.published_numbers import KEY, published_numbers
from evalbook.synthetic.calibration.self_employment import solve_self_employment
from evalbook.synthetic.calibration.spending import solve_conversations, solve_costs
from evalbook.synthetic.calibration.trajectories import solve_trajectories

SEED = 20250531
LAST_TAX_YEAR = "2023-12"


def calibrate(output_dir: Path = CALIBRATION) -> None:
    """Writes the targets. Raises RuntimeError where published numbers that are asked for cannot hold together."""
    output_dir.mkdir(parents=True, exist_ok=True)
    for name, target in solve_targets().items():
        target.to_csv(output_dir / f"{name}.csv", index=False, lineterminator="\n")


def solve_targets() -> dict[str, pd.DataFrame]:
    """All targets, by name of their file."""
    asked = asked_numbers()
    inflow, leaving = solve_inflow(asked, seed=SEED), exits()
    persons = followup(inflow, leaving)
    sizes = strata(inflow).groupby(["period", "benefit"])["persons"].sum()
    year = followed(persons, 12)
    earnings = solve_earnings(asked, sizes)
    provisions = solve_provisions(asked, earnings["workers"])
    in_time = followup(*(rows[rows["start_month"] <= LAST_TAX_YEAR] for rows in (inflow, leaving)))
    return {
        "inflow": inflow,
        "exits": leaving,
        "characteristics": solve_characteristics(asked, sizes),
        "population": population(asked),
        "respondents": respondents(asked),
        "service_ends": solve_service_ends(persons),
        "conversations": solve_conversations(asked, persons),
        "trajectories": solve_trajectories(asked, year),
        "costs": solve_costs(asked, persons),
        **earnings,
        "provisions": provisions,
        "work_flows": solve_employment(earnings["workers"], provisions, persons),
        "self_employment": solve_self_employment(asked, followed(in_time, 12)),
        "ladder": solve_ladder(asked, year),
        "trial_placements": solve_trial_placements(persons, inflow.groupby("start_month")["persons"].sum()),
    }


def asked_numbers() -> pd.DataFrame:
    """The published numbers that hold together: all but those in contradictions.csv."""
    published = published_numbers(PUBLISHED)
    contradictions = pd.read_csv(CALIBRATION / "contradictions.csv", keep_default_na=False, dtype=str)
    return published[~published["key"].isin(contradictions[KEY].agg("/".join, axis=1))]
