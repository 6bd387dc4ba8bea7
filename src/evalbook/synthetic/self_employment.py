"""Tax years with profit as self-employed; the tax register lags behind."""

from __future__ import annotations

import numpy as np
import pandas as pd

from evalbook.synthetic.draw import generator, pick
from evalbook.synthetic.edition import SELF_EMPLOYMENT_THROUGH
from evalbook.synthetic.persons import followed, known, of_group
from evalbook.synthetic.targets import target

REGISTER = ["person_id", "year"]
EARLIER_SHARE = 0.03  # of all, with profit in the year before the start: not counted in table 4.7
EVERY_YEAR = 0.7  # chance of profit in each further year


def self_employment(people: pd.DataFrame, seed: int) -> pd.DataFrame:
    """The register `self_employment`: planned persons by period and benefit, and earlier years of some."""
    random = generator(seed, "self_employment")
    first_years = people["service_start"].dt.year
    base = people[followed(people, 12) & (first_years <= SELF_EMPLOYMENT_THROUGH)]
    rows = []
    for row in target("self_employment").itertuples():
        members = of_group(base, (row.period, row.benefit)).index.to_numpy()
        for person in np.sort(pick(random, members, row.persons)):
            rows += [(person, year) for year in _years(first_years[person], random)]
    earlier = pick(random, people.index.to_numpy(), round(EARLIER_SHARE * len(people)))
    rows += [(person, min(first_years[person] - 1, SELF_EMPLOYMENT_THROUGH)) for person in earlier]
    years = pd.DataFrame(rows, columns=["person", "year"]).drop_duplicates()
    return years.assign(person_id=known(people, "person_id", years)).sort_values(["person_id", "year"])[REGISTER]


def _years(first: int, random: np.random.Generator) -> list[int]:
    """At least one year from the start's on."""
    years = list(range(first, SELF_EMPLOYMENT_THROUGH + 1))
    kept = [year for year in years if random.random() < EVERY_YEAR]
    return kept or years[-1:]
