"""The search page of the finished book, from a folder: what civil servants, members of parliament and participants
type, with errors, endings and other words, leads to the page that answers it."""

import csv
import json
from pathlib import Path

import pytest

from browser import visit

QUERIES = Path(__file__).with_name("queries.csv")
FIRST = 3
MOST_OF_SCRIPTS = 60_000  # bytes: all scripts of the book but what the search knows of its pages
FIND = """queries => queries.map((query) =>
  find(query).pages.slice(0, 3).map(({ parts }) => parts[0].address.replace(/^chapters\\/|\\.html$/g, "")))"""


def asked(language):
    rows = csv.DictReader(QUERIES.read_text(encoding="utf-8").splitlines())
    return [(row["query"], row["page"]) for row in rows if row["language"] == language]


@pytest.fixture(scope="module", params=["nl", "en"])
def spoken(request, browser, shipped_book):
    """A language, and its search page opened from a folder."""
    with visit(browser) as page:
        page.goto((shipped_book / ("" if request.param == "nl" else request.param) / "search.html").as_uri())
        yield request.param, page
        assert page.faults == []


def test_each_query_leads_to_its_page_among_the_first_three(spoken):
    language, page = spoken
    queries = asked(language)
    assert len(queries) >= 30
    found = page.evaluate(FIND, [query for query, _ in queries])
    assert [(*each, got) for each, got in zip(queries, found, strict=True) if each[1] not in got] == []


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("nl", ("jobcoach", "jobcoaches")),
        ("nl", ("zzp", "zelfstandige", "Zelfstandigen")),
        ("nl", ("minimumloon", "minimum loon")),
        ("nl", ("re-integratietraject", "reintegratietraject", "reïntegratietrajecten")),
        ("en", ("jobcoach", "job coaches")),
        ("en", ("freelancer", "self-employed", "selfemployed")),
        ("en", ("cost", "costs", "Costs?")),
    ],
)
def test_endings_accents_and_other_words_find_the_same_pages(spoken, language, words):
    if spoken[0] == language:
        count = "queries => queries.map((query) => find(query).pages.map(({ parts }) => parts[0].address).sort())"
        first, *others = spoken[1].evaluate(count, list(words))
        assert first and others == [first] * len(others)


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("jobcoach", "pagina’s gevonden voor ‘jobcoach’."),
        ("proefplaatsng", "‘proefplaatsng’ staat niet in dit boek; gezocht is naar ‘proefplaatsing’."),
        ("zzzqqq", "Geen pagina gevonden voor ‘zzzqqq’."),
    ],
)
def test_what_was_found_is_said_to_a_screen_reader(browser, shipped_book, query, said):
    """In an element of role status that is there before it is filled (WCAG 4.1.3)."""
    with visit(browser) as page:
        page.add_init_script(
            "new MutationObserver(() => { window.before ??= document.querySelector('[role=status]')?.textContent; })"
            ".observe(document, { childList: true, subtree: true })"
        )
        page.goto((shipped_book / "index.html").as_uri())
        page.fill("#pst-primary-sidebar input[type=search]", query)
        page.keyboard.press("Enter")
        page.wait_for_function("document.querySelector('#search-status')?.textContent")
        assert page.evaluate("window.before") == ""
        status = page.locator("main [role=status]")
        assert status.count() == 1 and status.is_visible() and said in status.inner_text()
        assert page.locator("#found > li").count() == (
            0 if query == "zzzqqq" else page.evaluate("find(asked).pages.length")
        )
        assert page.input_value("main input[type=search]") == query


def test_a_result_shows_the_words_around_the_hit_and_leads_to_its_section(browser, shipped_book):
    with visit(browser) as page:
        page.goto(f"{(shipped_book / 'search.html').as_uri()}?q=proefplaatsingen")
        marked = page.locator("#found li").first.locator("mark").all_inner_texts()
        assert marked and {word.lower() for word in marked} <= {"proefplaatsing", "proefplaatsingen"}
        snippets = page.locator(".search-snippet").all_inner_texts()
        assert max(map(len, snippets)) < 250
        page.locator(".search-parts a").first.click()
        page.locator(":target").wait_for()  # visible, once the page is there


def test_every_place_that_the_search_knows_is_there(spoken, shipped_book):
    language, page = spoken
    told = page.evaluate("parts.map(({ address, place }) => [address, place])")
    folder = shipped_book / ("" if language == "nl" else language)
    texts = {address: (folder / address).read_text(encoding="utf-8") for address, _ in told}
    assert [each for each in told if each[1] and f'id="{each[1]}"' not in texts[each[0]]] == []


def test_without_scripts_the_search_page_says_what_to_do(browser, shipped_book):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{(shipped_book / 'search.html').as_uri()}?q=jobcoach")
    assert "Ctrl+F" in page.inner_text("main noscript")
    assert page.locator("main noscript a").count() > 20
    context.close()


def test_all_scripts_of_the_book_weigh_little(shipped_book):
    scripts = [path for path in shipped_book.rglob("*.js") if path.name != "search-texts.js"]
    assert sum(path.stat().st_size for path in scripts) < MOST_OF_SCRIPTS


def test_what_the_search_loads_is_what_a_page_says(shipped_book):
    text = (shipped_book / "search-texts.js").read_text(encoding="utf-8")
    known = json.loads(text.removeprefix("const BOOK = ").rstrip(";\n"))
    (money,) = [page for page in known["pages"] if page[0] == "chapters/07_money.html"]
    assert money[1] == "7 Wat het kost" and money[2] == 1
    assert [part[0] for part in money[3]][:2] == ["", "kosten-in-deze-editie"] or len(money[3]) > 3
