"""Which pages are as their source is now, and which are made first."""

from threading import Timer

import pytest

from evalbook.book.live_desk import Desk

FIRST, SECOND, ENGLISH = ("nl", "first"), ("nl", "second"), ("en", "first")
LONG, SHORT = 20, 0.01  # seconds


@pytest.fixture
def desk():
    """Two pages in two languages, all made once."""
    desk = Desk({"nl": "", "en": "en"}, ("first", "second"))
    for place in (FIRST, SECOND, ENGLISH, ("en", "second")):
        desk.made(place, 1)
    return desk


@pytest.mark.parametrize(
    ("address", "place"),
    [
        ("first.html", FIRST),
        ("en/first.html", ENGLISH),
        ("first.css", None),
        ("other.html", None),
        ("en/other.html", None),
    ],
)
def test_an_address_leads_to_a_page_of_a_language(desk, address, place):
    assert desk.place_of(address) == place


def test_a_page_whose_source_changed_is_stale_until_it_was_made_after_that(desk):
    desk.change(["nl"], ["first"])
    assert desk.get(FIRST, SHORT).stale
    desk.made(FIRST, 1)  # it was being made when the source changed
    assert desk.get(FIRST, SHORT).stale
    desk.made(FIRST, 2)
    assert not desk.get(FIRST, SHORT).stale
    assert not desk.get(ENGLISH, SHORT).stale


def test_who_asks_for_a_stale_page_waits_until_it_is_made(desk):
    desk.change(["nl"], ["first"])
    Timer(0.1, desk.made, (FIRST, 2), {"fault": "cell 3"}).start()
    seen = desk.get(FIRST, LONG)
    assert (seen.stale, seen.fault) == (False, "cell 3")


def test_a_change_makes_only_what_is_looked_at_or_is_its_own(desk):
    desk.change(["nl", "en"], ["first", "second"])
    assert desk.next_stale("nl", SHORT) is None
    desk.news(SECOND, (0, False), SHORT, looks=LONG)
    assert desk.next_stale("nl", SHORT) == ("second", 2)
    desk.made(SECOND, 2)
    desk.change(["nl"], ["second"])
    assert desk.next_stale("nl", SHORT) == ("second", 3)
    desk.change(["nl", "en"], ["first"], at_once=True)
    assert desk.next_stale("en", SHORT) == ("first", 3)
    assert desk.next_stale("nl", SHORT) == ("second", 3)  # the one that somebody looks at comes first


def test_a_chapter_that_was_made_in_no_language_is_made_in_the_first():
    desk = Desk({"nl": "", "en": "en"}, ("first",))
    desk.change(["nl", "en"], ["first"], at_once=True)
    assert [desk.next_stale(each, SHORT) for each in ("nl", "en")] == [("first", 2), None]


def test_who_looks_at_a_page_hears_of_a_change_and_that_it_was_made(desk):
    known = desk.get(FIRST, SHORT)
    Timer(0.05, desk.change, (["nl"], ["first"])).start()
    seen = desk.news(FIRST, (known.version, False), LONG, looks=LONG)
    assert (seen.version, seen.stale) == (known.version, True)
    Timer(0.05, desk.made, (FIRST, 2)).start()
    seen = desk.news(FIRST, (known.version, True), LONG, looks=LONG)
    assert (seen.version > known.version, seen.stale) == (True, False)


def test_all_pages_are_loaded_again_when_what_they_share_changed(desk):
    known = desk.get(FIRST, SHORT).version
    desk.reload()
    assert desk.news(FIRST, (known, False), SHORT, looks=LONG).version > known


def test_a_page_that_is_new_in_the_contents_is_known_from_then_on(desk):
    desk.know(["first", "third"])
    assert desk.place_of("third.html") == ("nl", "third")
    assert desk.get(("nl", "third"), SHORT).stale
