"""The report's own quantities as they are shown beside the rebuilt ones."""

from dataclasses import replace

import pytest

from evalbook.published.audit import quantity_text, summary
from evalbook.published.claim_texts import claims_summary
from evalbook.words.vocabulary import read_words
from literal_release import literal_release


@pytest.mark.parametrize(
    ("value", "high", "operation", "shown"),
    [
        (0.266, 0.275, "complement", "26,6%"),
        (0.056, 0.08, "difference_of_complements", "5,6 procentpunt"),
        (-0.012, 0.02, "difference", "−1,2 procentpunt"),
        (947, 961, "value", "947"),
        (0.0, 0.3, "value", "0,0%"),
    ],
)
def test_a_share_is_a_percentage_and_a_difference_of_shares_is_in_points(value, high, operation, shown):
    assert quantity_text(read_words("nl"), value, high=high, operation=operation) == shown


@pytest.mark.parametrize("told", [summary, claims_summary])
@pytest.mark.parametrize(("kind", "said"), [("synthetic", True), ("register", False)])
def test_a_verdict_on_invented_data_says_that_they_are_invented(told, kind, said):
    release = literal_release()
    release = replace(release, edition=replace(release.edition, kind=kind))
    assert ("verzonnen" in told(release, language="nl")) == said
