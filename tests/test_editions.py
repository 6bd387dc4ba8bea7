"""What two editions tell together."""

from dataclasses import replace

import pytest

from evalbook.editions import exposing_differences
from literal_release import literal_release

COUNT = "table_2_1/all/all/all//n"


def edition(rows, *, protected):
    return replace(literal_release(rows), protected=protected)


@pytest.mark.parametrize(
    ("before", "after", "protected", "exposes"),
    [
        (1000, 1003, False, True),
        (1000, 1000, False, False),
        (1000, 1010, False, False),
        (1000, 997, False, True),
        (1000, 1005, True, True),  # 1 to 9
        (1000, 1010, True, False),  # 6 to 14
        (1000, 1000, True, False),
    ],
)
def test_a_change_of_1_to_9_persons_exposes_a_group(before, after, protected, exposes):
    sides = [edition(f"{COUNT} {value} {value}", protected=protected) for value in (before, after)]
    assert len(exposing_differences(*sides)) == exposes


def test_a_number_that_is_shown_near_the_limit_tells_of_the_edition_that_withheld_it():
    found = exposing_differences(edition(f"{COUNT} x", protected=True), edition(f"{COUNT} 10 10", protected=True))
    assert found["turned"].tolist() == [True]
    far = exposing_differences(edition(f"{COUNT} x", protected=True), edition(f"{COUNT} 500 500", protected=True))
    assert far.empty
