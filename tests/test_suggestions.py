"""Did-you-means."""

import pytest

from evalbook.suggestions import LONGEST, nearest, nearest_name

NAMES = ("participants", "person_id", "Person_ID", "jobs")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("particpants", "participants"), ("JOBS", "jobs"), ("PERSON_ID", "person_id"), ("xyz", ""), ("", "")],
)
def test_the_nearest_name_is_meant_whatever_its_case(typed, meant):
    assert nearest_name(typed, NAMES) == meant
    assert nearest(typed, NAMES) == (f" Did you mean {meant}?" if meant else "")


def test_a_long_text_is_no_misspelt_name():
    name = "a" * LONGEST
    assert nearest_name(name, [name]) == name
    assert nearest_name(name + "a", [name]) == ""
