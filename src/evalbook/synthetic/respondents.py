"""The interviewed participants (appendix 2): characteristics that are counted, joined by chance."""

from __future__ import annotations

import numpy as np
import pandas as pd

from evalbook.synthetic.draw import expand, generator, shuffled
from evalbook.synthetic.targets import target

REGISTER = ["respondent_id", "wave", "benefit", "sex", "period", "age"]
WAVES = {2024: 41, 2025: 21}  # persons by the year of their first interview


def respondents(seed: int) -> pd.DataFrame:
    random = generator(seed, "respondents")
    counts = target("respondents").groupby("dimension", sort=False)
    values = {dimension: shuffled(random, expand(rows)["category"]) for dimension, rows in counts}
    values["wave"] = np.repeat(list(WAVES), list(WAVES.values()))
    people = pd.DataFrame(values)
    people["respondent_id"] = [f"R{number:02d}" for number in range(1, len(people) + 1)]
    return people[REGISTER]
