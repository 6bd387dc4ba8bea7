"""The picture of a shared page: drawn from the release, the same bytes each time, whatever somebody typed."""

from dataclasses import replace
from io import BytesIO

import pytest
from PIL import Image

from evalbook.book.heads import CARD_SIZE
from evalbook.figures.cards import card
from literal_release import EDITION, curve_rows, literal_release

CURVE = "figure_4_1/experiment/all//*/survival"
ABOUT = {"title": "Op weg naar werk", "until": "Peildatum 1 mei", "notice": ""}


def drawn(rows="", edition=EDITION, **about):
    return card(literal_release(rows, edition=edition), **{**ABOUT, "language": "nl", **about})


def curve(share):
    return curve_rows(CURVE, *(1 - share * month / 24 for month in range(25)))


def test_it_has_the_size_that_networks_ask_for_and_the_same_bytes():
    one = drawn(curve(0.4))
    assert Image.open(BytesIO(one)).size == CARD_SIZE and one == drawn(curve(0.4))
    assert len(one) < 60_000


def test_another_release_another_language_or_another_day_is_another_picture():
    pictures = [
        drawn(curve(0.4)),
        drawn(curve(0.2)),
        drawn(curve(0.4), language="en"),
        drawn(curve(0.4), until="Later"),
    ]
    assert len({*pictures}) == 4


def test_without_the_number_it_says_what_the_book_is():
    assert drawn() != drawn(curve(0.4))


@pytest.mark.parametrize("title", ["$\\frac{1}{$", "\U0001f600 \u202e", "w" * 300, "woord " * 50])
def test_any_title_can_be_drawn(title):
    assert drawn(edition=replace(EDITION, title=title))


def test_only_a_release_is_drawn():
    with pytest.raises(TypeError):
        card("results.csv", **ABOUT, language="nl")
