"""The thresholds of the gate, apart from its rules: a release is read without the libraries that compute one.

Source: docs/disclosure.md, which a test holds to these numbers.
"""

from __future__ import annotations

from math import ceil

LARGEST_CHANGE = 5
VARIANCE = 3
MEAN_CHANGE = 1.35  # persons: how far a count of two or more is changed on average, without its sign; follows from both
FEWEST_PERSONS = 10
FEWEST_IN_BASE = 30
FEWEST_WITH_SPREAD = 50
FEWEST_IN_SHARE = 100
FEWEST_WITH_MONEY = 100
FEWEST_PARTICIPANTS = 100
STEADY_BELOW = 10
ROUNDED_TO = 5  # numbers of interviews, and of rows of a delivery, which are no cells of persons
ONE_CELL_SHARE, ONE_CELL_BASE = 0.9, 100
MOST_OF_TWO_LARGEST = 0.5
ERROR_NOISE = 0.1  # of a standard error, either way; its two digits are one twentieth off at most
# In a state: at most 14 are withheld, their share has 5 of noise upwards at most, and the error is that much too small.
FEWEST_IN_STATE = ceil(
    (FEWEST_PERSONS + 2 * LARGEST_CHANGE - 1) ** 2
    / (FEWEST_PERSONS + LARGEST_CHANGE - 1)
    / ((1 - ERROR_NOISE) * (1 - 0.05)) ** 2
)
FEWEST_MONTHS = 12
FULL_MONTHS = 0.5
THRESHOLDS = {
    "largest_change": LARGEST_CHANGE,
    "most_off": LARGEST_CHANGE,
    "variance": VARIANCE,
    "fewest_persons": FEWEST_PERSONS,
    "fewest_in_base": FEWEST_IN_BASE,
    "fewest_with_spread": FEWEST_WITH_SPREAD,
    "fewest_in_share": FEWEST_IN_SHARE,
    "fewest_with_money": FEWEST_WITH_MONEY,
    "fewest_participants": FEWEST_PARTICIPANTS,
    "steady_below": STEADY_BELOW,
    "rounded_to": ROUNDED_TO,
    "one_cell_percent": round(100 * ONE_CELL_SHARE),
    "one_cell_base": ONE_CELL_BASE,
    "two_largest_percent": round(100 * MOST_OF_TWO_LARGEST),
    "error_noise_percent": round(100 * ERROR_NOISE),
    "fewest_in_state": FEWEST_IN_STATE,
    "fewest_months": FEWEST_MONTHS,
    "full_months_percent": round(100 * FULL_MONTHS),
}


def rules_of(*, later: bool) -> dict[str, int]:
    """The rules of a release; of a `later` one a count may stand still while up to nine persons come or go."""
    return THRESHOLDS | {"most_off": LARGEST_CHANGE + (STEADY_BELOW - 1) * later}
