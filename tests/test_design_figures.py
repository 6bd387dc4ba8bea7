"""The drawn example of who is compared with whom."""

import re

import pytest

from evalbook.figures.design_figures import CONTROL, NOT_THERE, PEOPLE, STARTS, trials_drawing


@pytest.mark.parametrize("language", ["nl", "en"])
def test_it_is_drawn_told_and_said_to_be_an_example_without_a_number(language):
    drawn = trials_drawing(language)
    assert "<svg" in drawn.drawing.svg()
    assert not re.search(r"\d", drawn.alt.text + drawn.caption)
    assert {"nl": "voorbeeld", "en": "example"}[language] in drawn.caption


def test_nobody_is_there_again_after_a_start_and_who_starts_later_is_a_control_until_then():
    for states in PEOPLE.values():
        if STARTS in states:
            start = states.index(STARTS)
            assert {*states[:start]} <= {CONTROL} and {*states[start + 1 :]} == {NOT_THERE}
