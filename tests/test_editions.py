"""Two editions on one site, from a server with the headers and from a folder: the switch, in both directions."""

import shutil
from pathlib import Path

import pytest
from axe_playwright_python.base import AXE_SCRIPT

from browser import served, visit
from evalbook.book.edition_site import write_site
from evalbook.build import BOOK, build, place_on
from evalbook.errors import EvalbookError
from test_hosting import FILE, headers
from two_editions import put_release, write_two

pytestmark = pytest.mark.book

FIRST, SECOND = "chapters/first.html", "chapters/second.html"
LANGUAGES = {"": ("Edities", "Er is een nieuwere editie"), "en/": ("Editions", "There is a newer edition")}


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    return write_two(tmp_path_factory.mktemp("editions"))


def bytes_of(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


@pytest.fixture(params=["a server", "a folder"])
def root(request, site):
    if request.param == "a folder":
        yield f"{site.as_uri()}/"
    else:
        with served(site, headers(FILE)) as address:
            yield address


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_switch_leads_to_the_same_page_of_the_other_edition_and_back(browser, root, language):
    title, newer = LANGUAGES[language]
    with visit(browser) as page:
        page.goto(f"{root}spring/{language}{FIRST}")
        assert newer in page.inner_text("article .newer-edition")
        page.get_by_text(title, exact=True).click()
        page.click("details.editions a:has-text('2025'):not(:has-text('31'))")
        assert page.url == f"{root}autumn/{language}{FIRST}" and not page.query_selector(".newer-edition")
        page.get_by_text(title, exact=True).click()
        page.click("details.editions a:has-text('31')")
        assert page.url == f"{root}spring/{language}{FIRST}" and page.faults == []


def test_to_an_edition_without_the_page_it_leads_to_the_first_and_says_so(browser, root):
    with visit(browser) as page:
        page.goto(f"{root}spring/{SECOND}")
        assert "heeft deze pagina niet" in page.inner_text(".newer-edition")
        page.click(".newer-edition a")
        assert page.url == f"{root}autumn/index.html" and page.faults == []


def test_the_switch_works_with_the_keyboard_and_marks_the_newest_and_this_one(browser, root):
    with visit(browser) as page:
        page.goto(f"{root}spring/index.html")
        page.focus("details.editions summary")
        page.keyboard.press("Enter")
        items = page.locator("details.editions li").all_inner_texts()
        assert ["(nieuwste)" in each for each in items] == [True, False, False]
        assert ["(deze editie)" in each for each in items] == [False, True, False]
        page.keyboard.press("Escape")
        assert page.evaluate("document.activeElement.tagName") == "SUMMARY" and not page.query_selector("details[open]")


def test_the_section_that_is_read_is_kept(browser, root):
    with visit(browser) as page:
        page.set_viewport_size({"width": 1280, "height": 200})
        page.goto(f"{root}spring/{FIRST}")
        page.evaluate("scrollTo(0, 1e6)")
        page.click(".header-article-item summary")
        page.click("details.editions a >> nth=0")
        assert page.url == f"{root}autumn/{FIRST}#table-2-1"


def test_without_scripts_a_link_leads_to_a_page_with_all_editions(browser, site):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((site / "spring" / "en" / FIRST).as_uri())
    page.click("a.editions")
    assert page.url == (site / "en" / "index.html").as_uri()
    page.click("ol a >> nth=0")
    assert page.url == (site / "autumn" / "en" / "index.html").as_uri()
    context.close()


def test_an_old_edition_is_left_as_it_was(site, tmp_path):
    release = put_release(tmp_path, "spring")
    before = bytes_of(site / "spring")
    build(release, tmp_path / "alone" / "spring", book=site.parent / "old", among=True)
    assert bytes_of(tmp_path / "alone" / "spring") == before


def test_the_list_is_the_same_to_the_byte_when_it_is_made_again(site):
    before = bytes_of(site)
    assert [each.id for each in write_site(site, BOOK)] == ["autumn", "spring"]
    assert bytes_of(site) == before


def test_a_run_that_fails_leaves_the_site_as_it_was(site, tmp_path):
    before = bytes_of(site)
    release = put_release(tmp_path, "autumn")
    shutil.copytree(site.parent / "new", tmp_path / "broken")
    (tmp_path / "broken" / "index.md").write_text("# Een boek\n\nZie {ref}`nergens <nowhere>`.\n")
    with pytest.raises(EvalbookError, match="nowhere"):
        build(release, place_on(site, release), book=tmp_path / "broken", among=True)
    assert bytes_of(site) == before


@pytest.mark.parametrize("width", [375, 1280])
@pytest.mark.parametrize("name", [f"spring/{SECOND}", "index.html", "en/index.html"])
def test_the_switch_and_the_page_with_all_pass_the_rules_of_accessibility_and_fit(browser, site, width, name):
    with visit(browser, width=width) as page:
        page.goto((site / name).as_uri())
        if shut := page.query_selector("details.editions summary"):
            shut.click()
            inside = page.eval_on_selector("details.editions ul", "list => list.getBoundingClientRect().toJSON()")
            assert inside["left"] >= 0 and inside["right"] <= width
        page.evaluate(AXE_SCRIPT)
        found = page.evaluate("axe.run().then(({ violations }) => violations.map(({ id }) => id))")
        assert found == [] and page.evaluate("document.documentElement.scrollWidth") <= width


def test_all_scripts_of_an_edition_stay_within_what_a_book_may_have(site):
    static = site / "spring" / "_static"
    own = sum(path.stat().st_size for path in static.rglob("*.js") if path.name != "stems.js")
    assert (static / "editions.js").stat().st_size < 3_000 and own < 60_000
