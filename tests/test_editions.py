"""What two editions tell together."""

from dataclasses import replace

import pytest
from evalbook.gate.editions import exposing_differences, warning

from evalbook.cli import main
from evalbook.contract.thresholds import THRESHOLDS
from evalbook.release.release import write_release
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


def test_the_warning_names_numbers_and_gives_none():
    sides = [edition(f"{COUNT} {value} {value}", protected=True) for value in (1000, 1005)]
    text = warning(exposing_differences(*sides))
    assert COUNT in text and "table_2_1 (1)" in text and "1005" not in text
    assert warning(exposing_differences(sides[0], sides[0])) == ""


@pytest.mark.parametrize(
    ("kind", "after", "warns"), [("register", 1005, True), ("register", 1000, False), ("synthetic", 1005, False)]
)
def test_compare_warns_of_what_two_releases_expose_together(tmp_path, capsys, kind, after, warns):
    """A small group that came in between two editions follows from neither, and from both."""
    for name, value in (("before", 1000), ("after", after)):
        release = edition(f"{COUNT} {value} {value}", protected=kind == "register")
        write_release(replace(release, edition=replace(release.edition, kind=kind), rules=THRESHOLDS), tmp_path / name)
    assert main(["compare", str(tmp_path / "before"), str(tmp_path / "after")]) == 0
    assert ("tell of a group of 1 to 9 persons" in capsys.readouterr().err) is warns
