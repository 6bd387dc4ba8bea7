"""The finished book in a real browser: alone, by keyboard, on a phone, in the dark, from a server or a folder."""

from contextlib import contextmanager

import pytest

from browser import NARROW, WIDE, pages_of, served, visit

# Every element that the keyboard reaches, and how it shows that it has the focus.
FOCUS = """() => {
  const reachable = [...document.querySelectorAll("a[href], button, input, summary, [tabindex='0']")];
  const there = reachable.filter((each) => each.checkVisibility({ visibilityProperty: true }));
  return there.map((each) => {
    each.focus({ preventScroll: true });
    const style = getComputedStyle(each);
    return [each.outerHTML.slice(0, 120), document.activeElement === each && parseFloat(style.outlineWidth) || 0];
  });
}"""
# What can be scrolled sideways and not by keyboard.
OUT_OF_REACH = """() => [...document.querySelectorAll("main *")]
  .filter((each) => each.scrollWidth > each.clientWidth && /auto|scroll/.test(getComputedStyle(each).overflowX))
  .filter((each) => each.tabIndex !== 0 || !each.getAttribute("aria-label"))
  .map((each) => each.outerHTML.slice(0, 120))"""
TOO_WIDE = "() => document.documentElement.scrollWidth > innerWidth"


def on_every_page(browser, book, ask, **how):
    """What each page answers that has anything to answer."""
    with visit(browser, **how) as page:
        answers = {}
        for name in pages_of(book):
            page.goto((book / name).as_uri())
            answers[name] = ask(page)
    return {name: answer for name, answer in answers.items() if answer}


@contextmanager
def opened(book, way):
    """The address of a book opened from its folder, or from a server."""
    if way == "folder":
        yield f"{book.as_uri()}/"
    else:
        with served(book, {}) as address:
            yield address


@pytest.mark.parametrize("way", ["folder", "server"])
def test_no_other_host_is_asked_and_no_script_fails(browser, shipped_book, way):
    with opened(shipped_book, way) as address, visit(browser) as page:
        for name in pages_of(shipped_book):
            page.goto(f"{address}{name}")
        assert page.faults == []
        assert [asked for asked in page.asked if not asked.startswith(address)] == []


def test_search_finds_pages_from_a_folder(browser, shipped_book):
    with visit(browser) as page:
        page.goto((shipped_book / "index.html").as_uri())
        page.fill("#pst-primary-sidebar input[type=search]", "jobcoach")
        page.keyboard.press("Enter")
        page.wait_for_selector("#search-results li a")
        found = page.locator("#search-results li a")
        assert found.count() > 1
        found.first.click()
        assert page.locator("main h1").count() == 1
        assert page.faults == []


@pytest.mark.parametrize("words", ["jobcoach", "zzzqqq"])
def test_what_a_search_found_is_said_to_a_screen_reader(browser, shipped_book, words):
    """In an element of role status that is there before it is filled (WCAG 4.1.3)."""
    address = f"{(shipped_book / 'search.html').as_uri()}?q={words}"
    with visit(browser) as page:
        page.add_init_script(
            "document.addEventListener('DOMContentLoaded', () => {"
            " window.before = document.querySelector('[role=status]')?.textContent; })"
        )
        page.goto(address)
        page.wait_for_function("document.querySelector('#search-results .search-summary')?.textContent")
        status = page.locator("main [role=status]")
        assert page.evaluate("window.before") == ""
        assert status.count() == 1 and status.inner_text() == page.locator(".search-summary").text_content()
        assert status.is_visible() and not page.locator(".search-summary").is_visible()


def test_the_first_stop_of_the_keyboard_leads_past_the_menu(browser, shipped_book):
    with visit(browser) as page:
        page.goto((shipped_book / "index.html").as_uri())
        page.keyboard.press("Tab")
        first = page.locator(":focus")
        assert first.get_attribute("href") == "#main-content"
        page.wait_for_function("document.activeElement.getBoundingClientRect().top > -1")  # it slides in
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.closest('main') !== null")


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_the_focus_is_always_seen(browser, shipped_book, width):
    def unseen(page):
        page.keyboard.press("Tab")
        return [element for element, outline in page.evaluate(FOCUS) if outline < 2]

    assert on_every_page(browser, shipped_book, unseen, width=width) == {}


@pytest.mark.parametrize("width", [WIDE, 375, NARROW])
def test_what_scrolls_sideways_has_a_name_and_takes_the_focus(browser, shipped_book, width):
    assert on_every_page(browser, shipped_book, lambda page: page.evaluate(OUT_OF_REACH), width=width) == {}


@pytest.mark.parametrize("width", [375, NARROW])
def test_no_page_is_wider_than_a_phone(browser, shipped_book, width):
    assert on_every_page(browser, shipped_book, lambda page: page.evaluate(TOO_WIDE), width=width) == {}


def test_the_menu_of_a_phone_opens_and_closes_by_keyboard(browser, shipped_book):
    with visit(browser, width=NARROW) as page:
        page.goto((shipped_book / "index.html").as_uri())
        page.focus(".primary-toggle")
        page.keyboard.press("Enter")
        assert page.locator("dialog nav a").first.is_visible()
        page.keyboard.press("Escape")
        page.locator("nav.bd-links a").first.wait_for(state="hidden")
        assert page.evaluate("document.activeElement.matches('.primary-toggle')")


@pytest.mark.parametrize("scheme, theme", [("light", "light"), ("dark", "dark")])
def test_a_page_is_as_light_or_dark_as_the_system(browser, shipped_book, scheme, theme):
    with visit(browser, scheme=scheme) as page:
        page.goto((shipped_book / "index.html").as_uri())
        ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
        assert page.evaluate("document.documentElement.dataset.theme") == theme
        assert (sum(map(int, ground.strip("rgb()").split(","))) < 3 * 64) == (theme == "dark")


def press(page, selector):
    """With the mouse where it stands; Playwright's own click scrolls a page first whose header stays in view."""
    box = page.locator(selector).bounding_box()
    with page.expect_navigation():
        page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)


SECTIONS = "() => [...document.querySelectorAll('article section, article figure, article table')].map(({ id }) => id)"


def test_both_languages_have_the_same_sections_tables_and_figures_at_the_same_addresses(browser, shipped_book):
    with visit(browser) as page:
        for name in pages_of(shipped_book / "en"):
            addresses = []
            for folder in (shipped_book, shipped_book / "en"):
                page.goto((folder / name).as_uri())
                addresses.append(page.evaluate(SECTIONS))
            assert addresses[0] == addresses[1], name


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_the_link_to_the_other_language_leads_to_the_section_that_is_read(browser, shipped_book, width):
    with visit(browser, width=width) as page:
        page.goto((shipped_book / "chapters" / "04_steps_to_work.html").as_uri() + "#werk-hebben")
        press(page, "a.language")
        assert page.url.endswith("/en/chapters/04_steps_to_work.html#werk-hebben")
        assert "Who is in work" in page.inner_text(":target")
        press(page, "a.language")
        assert "/en/" not in page.url and page.url.endswith("#werk-hebben")
