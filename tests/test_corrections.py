"""What earlier editions of this book told wrongly."""

import pytest

from evalbook.published.corrections import corrections, read_corrections
from evalbook.words.vocabulary import languages
from test_concordance import labels

LIST = read_corrections()


def test_each_correction_says_in_every_language_what_was_told_and_what_stands_there_now():
    texts = [f"{name}_{language}" for name in ("was", "now") for language in languages()]
    assert LIST[texts].ne("").all(axis=None)
    assert LIST["id"].tolist() == [f"K{number:02}" for number in range(1, len(LIST) + 1)]


def test_each_correction_leads_to_where_it_was_made():
    targets = [target for targets in LIST["targets"] for target in targets.split()]
    assert set(targets) <= labels()
    assert LIST["targets"].ne("").all()


@pytest.mark.parametrize("language", languages())
def test_the_table_has_a_row_a_correction_and_links_to_its_places(language):
    table = corrections(language=language)
    assert table.count('data-published="K') == 3 * len(LIST)
    assert "{ref}`" in table
