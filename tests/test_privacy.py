"""The page on protection says what holds of the edition at hand, with the numbers of its own rules."""

from dataclasses import replace

import pytest

from evalbook.contract.thresholds import THRESHOLDS
from evalbook.exhibits.privacy import protection, threshold
from literal_release import literal_release

ROWS = "table_2_1/all/all/all//n 4018 4018\ntable_2_1/all/all/IVA//n x"


def release(*, kind="register", protected=False):
    made = literal_release(ROWS)
    return replace(made, edition=replace(made.edition, kind=kind), protected=protected)


@pytest.mark.parametrize(
    ("made", "said"),
    [
        (release(kind="synthetic"), "nothing is protected"),
        (release(), "internal use only"),
        (release(protected=True), 'data-key="protection/shown">1</span> are in the book'),
        (release(protected=True), 'data-key="protection/percent">50%<'),
    ],
)
def test_it_says_whether_the_edition_is_protected_and_how_much_of_it_is_shown(made, said):
    assert said in protection(made, language="en")


def test_a_number_is_that_of_the_release_and_without_rules_that_which_would_be():
    made = release()
    for rules, number in (({**THRESHOLDS, "fewest_persons": 12}, 12), ({}, 10)):
        found = threshold(replace(made, rules=rules), name="fewest_persons", language="nl")
        assert found.text == f'<span data-key="threshold/fewest_persons">{number}</span>'


def test_how_far_counts_are_off_on_average_is_told_with_two_decimals():
    assert threshold(release(), name="mean_change", language="nl").text.endswith(">1,35</span>")


def test_a_misspelt_rule_is_refused():
    with pytest.raises(ValueError, match="no rule has a number 'fewest_person'. Did you mean fewest_persons"):
        threshold(release(), name="fewest_person", language="nl")


def test_only_a_release_is_spoken_of():
    with pytest.raises(TypeError):
        protection(release().results, language="nl")
