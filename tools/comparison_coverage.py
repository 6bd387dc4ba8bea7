"""How often the interval of the comparison holds the true difference: `python tools/comparison_coverage.py [200]`.

People are drawn with monthly trials; who starts, and who is in work later, follows from the same categories, so that
unweighted they differ. The truth of a draw is what its starters would have done without the service, on average over
draws, plus the difference that is planted. With `hidden` something that is not measured makes both likelier.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator

import numpy as np
import pandas as pd

from evalbook.estimates.compared import compared
from evalbook.estimates.entropy_balancing import balanced
from evalbook.estimates.intervals import Z, limits_of_weighted
from evalbook.estimates.trials import Trials, trials_of

CATEGORIES = {"age": ("18-34", "35-54", "55+"), "diagnosis": ("hart", "psychisch", "zenuw"), "at_work": ("no", "yes")}
PEOPLE, TRIALS, DRAWS = 4_000, 12, 200
PLANTED = (0.0, 0.05)


def person_trials(draw: np.random.Generator, planted: float, hidden: float) -> pd.DataFrame:
    """A row a person and trial until the start: `starter`, the categories, `y`, and `chance`: of `y` without it."""
    age, diagnosis = draw.integers(0, 3, PEOPLE), draw.integers(0, 3, PEOPLE)
    unseen, waiting, rows = draw.random(PEOPLE) < 0.5, np.ones(PEOPLE, bool), []
    at_work = draw.random(PEOPLE) < 0.2
    for trial in range(TRIALS):
        starts = waiting & (
            draw.random(PEOPLE) < 0.008 * np.exp(0.5 * (diagnosis == 1) - 0.4 * age + 0.6 * at_work + hidden * unseen)
        )
        chance = 0.1 + 0.06 * (diagnosis == 1) - 0.03 * age + 0.45 * at_work + 0.15 * hidden * unseen
        y = draw.random(PEOPLE) < chance + planted * starts
        codes = {"age": age, "diagnosis": diagnosis, "at_work": at_work.astype(int)}
        frame = pd.DataFrame({name: np.array(CATEGORIES[name], object)[each] for name, each in codes.items()})
        rows.append(frame.assign(person=range(PEOPLE), trial=trial, starter=starts, y=y, chance=chance)[waiting])
        waiting &= ~starts
        at_work = draw.random(PEOPLE) < np.where(at_work, 0.9, 0.03)
    return pd.concat(rows, ignore_index=True)


def outcomes(frame: pd.DataFrame) -> np.ndarray:
    found = np.zeros((TRIALS, PEOPLE), bool)
    found[frame["trial"], frame["person"]] = frame["y"]
    return found


def one_draw(seed: int, planted: float, hidden: float = 0.0) -> tuple[float, ...]:
    """The difference that was found and its standard error, the limits of the share of comparable people, and what the
    starters would have had of it."""
    frame = person_trials(np.random.default_rng(seed), planted, hidden)
    trials: Trials = trials_of(frame, CATEGORIES)
    weighted, had = balanced(trials, slice(0, TRIALS)), outcomes(frame)
    found = compared(trials, weighted, lambda trial: had[trial])
    starters = frame["starter"].to_numpy()
    low, high = (float(each) for each in limits_of_weighted(found.comparable, found.comparable_error))
    return found.difference, found.standard_error, low, high, frame.loc[starters, "chance"].mean()


def lines(draws: int) -> Iterator[str]:
    """A line a kind of draw: coverage, the mean of the standard errors and the true spread, the bias, and how often the
    band of comparable people holds what the starters of all draws would have had."""
    yield f"{'planted':>8} {'hidden':>7} {'coverage':>9} {'mean error':>11} {'true spread':>12} {'bias':>8} {'band':>6}"
    for planted, hidden in (*((each, 0.0) for each in PLANTED), (0.0, 0.5)):
        drawn = np.array([one_draw(seed, planted, hidden) for seed in range(draws)]).T
        difference, error, low, high, chance = drawn
        covered = np.abs(difference - planted) < Z * error
        band = (low < chance.mean()) & (chance.mean() < high)
        numbers = covered.mean(), error.mean(), difference.std(ddof=1), difference.mean() - planted, band.mean()
        yield f"{planted:>8} {hidden:>7} " + "{:>9.3f} {:>11.4f} {:>12.4f} {:>8.4f} {:>6.3f}".format(*numbers)


if __name__ == "__main__":
    for line in lines(int(sys.argv[1]) if len(sys.argv) > 1 else DRAWS):
        print(line, flush=True)
