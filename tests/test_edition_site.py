"""What is about all editions of a site, made of what each says of itself."""

import json
from xml.etree import ElementTree

import pytest
from lxml import html

from evalbook.book.edition_site import check_name, check_site, editions_of, write_site
from evalbook.build import BOOK
from evalbook.cli import main
from evalbook.errors import EvalbookError

PAGES = ["chapters/b7_changes.html", "index.html"]


def put(site, name, day, address="", languages=("nl", "en"), **more):
    spoken = {
        each: {
            "folder": "en/" if at else "",
            "title": f"{name} in {each}",
            "until": day,
            "notice": "",
            "pages": PAGES,
        }
        for at, each in enumerate(languages)
    }
    folder = site / more.pop("folder", name)
    folder.mkdir(parents=True)
    address = address and f"{address}{name}/"
    about = {"id": name, "day": day, "site": address, "languages": spoken, **more}
    (folder / "edition.json").write_text(json.dumps(about))
    (folder / "sitemap.xml").write_text("<urlset/>")
    (folder / "_headers").write_text(name)


@pytest.fixture
def site(tmp_path):
    put(tmp_path, "a", "2025-10-01")
    put(tmp_path, "c", "2025-03-31")
    put(tmp_path, "b", "2026-03-31")
    (tmp_path / "papers").mkdir()
    return tmp_path


def links(path):
    return [link.get("href") for link in html.parse(path).getroot().xpath("//ol//a")]


def test_the_newest_edition_comes_first(site):
    assert [each.id for each in editions_of(site)] == ["b", "a", "c"]


@pytest.mark.parametrize(("page", "up", "own"), [("index.html", "", ""), ("en/index.html", "../", "en/")])
def test_the_page_with_all_editions_leads_to_each_and_to_what_changed(site, page, up, own):
    write_site(site, BOOK)
    names = [f"{up}{each}/{own}" for each in "bac"]
    assert links(site / page) == [f"{name}{to}" for name in names for to in ("index.html", "chapters/b7_changes.html")]
    assert [each.text.strip() for each in html.parse(site / page).getroot().iter("strong")] in (
        ["(nieuwste)"],
        ["(newest)"],
    )


def test_an_edition_in_one_language_is_led_to_in_that_one(tmp_path):
    put(tmp_path, "a", "2025-10-01", languages=("nl",))
    write_site(tmp_path, BOOK)
    assert links(tmp_path / "en" / "index.html")[0] == "../a/index.html"


def test_the_headers_of_the_newest_edition_stand_at_the_root(site):
    write_site(site, BOOK)
    assert (site / "_headers").read_text() == "b"


def test_without_an_address_nothing_is_said_to_search_engines(site):
    write_site(site, BOOK)
    assert not {"sitemap.xml", "robots.txt"} & {path.name for path in site.iterdir()}


@pytest.mark.parametrize(("address", "robots"), [("https://a.nl/", True), ("https://a.nl/report/", False)])
def test_with_an_address_the_sitemaps_of_all_editions_are_named(tmp_path, address, robots):
    put(tmp_path, "a", "2025-10-01", address)
    put(tmp_path, "b", "2026-10-01", address)
    write_site(tmp_path, BOOK)
    named = [each[0].text for each in ElementTree.parse(tmp_path / "sitemap.xml").getroot()]
    assert named == [f"{address}b/sitemap.xml", f"{address}a/sitemap.xml"]
    assert (tmp_path / "robots.txt").exists() == robots


def test_an_edition_that_was_taken_out_is_gone_from_the_list(site):
    write_site(site, BOOK)
    (site / "b" / "edition.json").unlink()
    assert main(["site", str(site)]) == 0
    assert links(site / "index.html")[0] == "a/index.html"
    assert '"b"' not in (site / "editions.js").read_text()


@pytest.mark.parametrize("about", [{"folder": "d"}, {"more": 1}], ids=["another name", "another key"])
def test_what_is_not_as_a_build_writes_it_is_refused(site, about):
    put(site, "e", "2025-01-01", **about)
    before = {path.name for path in site.iterdir()}
    with pytest.raises(EvalbookError, match="give the folder that name|Build that edition again"):
        write_site(site, BOOK)
    assert {path.name for path in site.iterdir()} == before


def test_a_folder_with_another_site_is_refused(tmp_path):
    (tmp_path / "index.html").write_text("x")
    with pytest.raises(EvalbookError, match="something else than a site of editions"):
        check_site(tmp_path)


def test_a_site_without_editions_is_told_how_to_begin(tmp_path, capsys):
    assert main(["site", str(tmp_path)]) == 2
    assert "evalbook build SOURCE --site" in capsys.readouterr().err


def test_an_edition_may_not_be_called_as_a_language():
    check_name("2025-najaar")
    with pytest.raises(EvalbookError, match="another `id`"):
        check_name("en")


@pytest.mark.parametrize("other", [["--output", "x"], ["--chapter", "work"]])
def test_a_site_has_whole_books_in_folders_of_their_names(tmp_path, other, capsys):
    assert main(["build", "data/synthetic", "--site", str(tmp_path), *other]) == 2
    assert f"leave out {other[0]}" in capsys.readouterr().err
