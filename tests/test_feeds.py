"""The feed of an edition and of a site of several: valid Atom, with sentences, and the same whenever it is made."""

from dataclasses import replace
from datetime import date
from xml.etree import ElementTree

import pandas as pd
import pytest

from evalbook.book.edition_site import write_site
from evalbook.book.feeds import write_feeds
from evalbook.book.typesetting import interfaces
from evalbook.build import BOOK
from evalbook.contract.results import CHANGES, KEY
from literal_release import EDITION, literal_release
from test_edition_site import put

ATOM = "{http://www.w3.org/2005/Atom}"
FOUND = "figure_4_1/experiment/all//20/survival"
ROWS = f"table_2_1/all/all/all//n 4000 4000\n{FOUND} 0.6 900 0.57 0.63"
BEFORE = dict(zip(KEY, FOUND.split("/"), strict=True)) | {
    **{"before": 0.8, "after": 0.6, "change": -0.2, "state": "moved", "reason": ""},
    **{"before_base": 600, "before_low": 0.77, "before_high": 0.83},
}


def of(day="2025-10-01", name="autumn", previous=None):
    release = literal_release(ROWS, edition=replace(EDITION, id=name, reference_date=date.fromisoformat(day)))
    if previous:
        changes = pd.DataFrame([BEFORE], columns=list(CHANGES))
        release = replace(release, changes=changes, previous=replace(EDITION, reference_date=previous))
    return release


def feeds(folder, release, **more):
    facings = interfaces(BOOK, release, **more)
    (folder / "en").mkdir(parents=True, exist_ok=True)
    write_feeds(folder, release, facings)
    return {each.language: folder / each.folder / "feed.xml" for each in facings}


def entries(path):
    return ElementTree.parse(path).getroot().findall(f"{ATOM}entry")


@pytest.mark.parametrize("language", ["nl", "en"])
def test_a_feed_has_all_that_the_standard_demands(tmp_path, language):
    root = ElementTree.parse(feeds(tmp_path, of())[language]).getroot()
    assert root.tag == f"{ATOM}feed" and root.find(f"{ATOM}author/{ATOM}name").text
    for each in (root, *entries(feeds(tmp_path, of())[language])):
        found = {child.tag.removeprefix(ATOM) for child in each}
        assert {"id", "title", "updated"} <= found
        assert each.findtext(f"{ATOM}updated") == "2025-10-01T00:00:00Z"
        assert each.findtext(f"{ATOM}id").startswith("urn:uuid:")
    (entry,) = root.findall(f"{ATOM}entry")
    assert entry.find(f"{ATOM}content").get("type") == "xhtml"


def test_an_entry_tells_in_sentences_what_changed_and_names_the_last_edition(tmp_path):
    (entry,) = entries(feeds(tmp_path, of(previous=date(2025, 3, 31)))["en"])
    text = " ".join("".join(entry.find(f"{ATOM}content").itertext()).split())
    assert "The previous edition is: A test, as at 31 March 2025." in text
    assert "of those who started the experiment without work, has risen from 20% to 40%." in text
    assert "<" not in text and "span" not in text


def test_of_one_without_a_last_edition_it_tells_the_results(tmp_path):
    (entry,) = entries(feeds(tmp_path, of())["en"])
    text = "".join(entry.find(f"{ATOM}content").itertext())
    assert "is 40%." in text and "previous" not in text


def test_a_feed_is_the_same_whenever_it_is_made_and_its_names_are_its_own(tmp_path):
    one, other = (feeds(tmp_path / name, of())["nl"].read_bytes() for name in ("one", "other"))
    assert one == other
    spring = feeds(tmp_path / "spring", of("2025-03-31", "spring"))
    names = [entries(path)[0].findtext(f"{ATOM}id") for path in (*spring.values(), *feeds(tmp_path, of()).values())]
    assert len({*names}) == 4


def test_an_edition_for_internal_use_has_no_feed(tmp_path):
    internal = replace(of(), edition=replace(EDITION, kind="register"))
    assert not [path for path in feeds(tmp_path, internal).values() if path.exists()]


def test_the_feed_of_a_site_has_the_entries_of_all_editions_with_links_that_lead_there(tmp_path):
    for name, day in (("spring", "2025-03-31"), ("autumn", "2025-10-01")):
        put(tmp_path, name, day)
        feeds(tmp_path / name, of(day, name), among=True)
    write_site(tmp_path, BOOK)
    for page, up in ((tmp_path / "feed.xml", ""), (tmp_path / "en" / "feed.xml", "../")):
        links = [each.find(f"{ATOM}link").get("href") for each in entries(page)]
        own = "en/" if up else ""
        assert links == [f"{up}autumn/{own}index.html", f"{up}spring/{own}index.html"]
        assert all((page.parent / to).parent.is_dir() for to in links)
        assert ElementTree.parse(page).getroot().findtext(f"{ATOM}updated") == "2025-10-01T00:00:00Z"


def test_with_the_address_of_the_site_links_are_whole(tmp_path, monkeypatch):
    from evalbook.book import typesetting

    site = "https://a.nl/"
    of_publisher = typesetting.publisher_text
    monkeypatch.setattr(
        typesetting,
        "publisher_text",
        lambda name, language: site if name == "site" else of_publisher(name, language=language),
    )
    put(tmp_path, "autumn", "2025-10-01", site)
    feeds(tmp_path / "autumn", of(), among=True)
    write_site(tmp_path, BOOK)
    root = ElementTree.parse(tmp_path / "en" / "feed.xml").getroot()
    assert [each.get("href") for each in root.findall(f"{ATOM}link")] == [f"{site}en/feed.xml", f"{site}en/"]
    (entry,) = root.findall(f"{ATOM}entry")
    assert entry.find(f"{ATOM}link").get("href") == f"{site}autumn/en/"
