"""The thresholds of the gate, apart from its rules: a release is read without the libraries that compute one.

Source: docs/disclosure.md, which a test holds to these numbers.
"""

from __future__ import annotations

FEWEST_PERSONS = 10
ROUNDED_TO = 5
FEWEST_IN_BASE = 30
FEWEST_WITH_MONEY = 100
ONE_CELL_SHARE, ONE_CELL_BASE = 0.9, 100
MOST_OF_TWO_LARGEST = 0.5
EVENTS_ROUNDED_TO = 10
THRESHOLDS = {
    "fewest_persons": FEWEST_PERSONS,
    "rounded_to": ROUNDED_TO,
    "fewest_in_base": FEWEST_IN_BASE,
    "fewest_with_money": FEWEST_WITH_MONEY,
    "one_cell_percent": round(100 * ONE_CELL_SHARE),
    "one_cell_base": ONE_CELL_BASE,
    "two_largest_percent": round(100 * MOST_OF_TWO_LARGEST),
    "events_rounded_to": EVENTS_ROUNDED_TO,
}
