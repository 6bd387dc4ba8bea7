"""The finished book in a real browser: alone, by keyboard, on a phone, in the dark, from a server or a folder."""

from collections import Counter

import pytest

from browser import NARROW, WIDE, visit
from looked import (
    PHONE,
    TABLET,
    contrast_again,
    cut_off,
    look,
    out_of_reach,
    sections,
    too_wide,
    violations,
    violations_again,
    without_focus,
)


@pytest.fixture(scope="module")
def by_day(browser, shipped_book):
    """Wide, from a server."""
    asked = {"sections": sections, "out of reach": out_of_reach, "wcag": violations, "without focus": without_focus}
    return look(browser, shipped_book, "server", {WIDE: {"cut off": cut_off, "too wide": too_wide, **asked}})


@pytest.fixture(scope="module")
def on_a_phone(browser, shipped_book):
    """A tablet, a phone and a narrow one, from a folder."""
    asked = {"cut off": cut_off, "out of reach": out_of_reach, "too wide": too_wide}
    more = {"wcag": violations_again, "without focus": without_focus}
    return look(browser, shipped_book, "folder", {TABLET: asked, PHONE: asked, NARROW: asked | more})


@pytest.fixture(scope="module")
def by_night(browser, shipped_book):
    asked = {WIDE: {"wcag": violations_again}, NARROW: {"wcag": contrast_again}}
    return look(browser, shipped_book, "server", asked, scheme="dark")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_no_rule_of_wcag_is_violated_on_any_page(by_day, on_a_phone, by_night, width, scheme):
    """Of light pages, wide, all texts; else of those that look the same one."""
    there = by_night if scheme == "dark" else by_day if width == WIDE else on_a_phone
    assert there.told(width, "wcag") == {}


BAD = """<title>x</title><style>body { background: white; color: black }
@media (prefers-color-scheme: dark) { body { background: #222 } }
@media (max-width: 400px) { .box { background: black; color: #333 } }</style>
<div>Goed</div><div class="box">Smal</div><div><em style="color: #ccc">Grijs</em> op wit</div><img src="x.png">"""


@pytest.mark.parametrize(
    ("scheme", "width", "wrong"),
    [("light", WIDE, ["<em"]), ("light", NARROW, ["<div class", "<em"]), ("dark", WIDE, ["<div>"])],
)
@pytest.mark.parametrize("found", [violations, violations_again], ids=["all texts", "one of each look"])
def test_a_violation_is_found(browser, tmp_path, scheme, width, wrong, found):
    (tmp_path / "bad.html").write_text(BAD)
    with visit(browser, scheme=scheme, width=width) as page:
        page.goto((tmp_path / "bad.html").as_uri())
        told = found(page)
    assert {"image-alt", "html-has-lang"} <= set(told)
    assert all(each.startswith(start) for each, start in zip(told["color-contrast"], wrong, strict=scheme == "light"))


@pytest.mark.parametrize("way", ["folder", "server"])
def test_no_other_host_is_asked_and_no_script_fails(by_day, on_a_phone, way):
    there = {"folder": on_a_phone, "server": by_day}[way]
    assert there.faults == []
    assert [asked for asked in there.asked if not asked.startswith(there.address)] == []


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
def test_the_focus_is_always_seen(by_day, on_a_phone, width):
    assert {WIDE: by_day, NARROW: on_a_phone}[width].told(width, "without focus") == {}


@pytest.mark.parametrize("width", [WIDE, PHONE, NARROW])
def test_what_scrolls_sideways_has_a_name_and_takes_the_focus(by_day, on_a_phone, width):
    there = by_day if width == WIDE else on_a_phone
    assert there.told(width, "out of reach") == {}


@pytest.mark.parametrize("width", [WIDE, TABLET, PHONE, NARROW])
def test_nothing_of_a_table_or_figure_is_cut_off_and_no_page_scrolls_sideways(by_day, on_a_phone, width):
    """No table scrolls sideways either: one that had to would be named here."""
    there = by_day if width == WIDE else on_a_phone
    assert (there.told(width, "cut off"), there.told(width, "too wide")) == ({}, {})


CUT = {
    "in a box that scrolls": "<div style='overflow-x: auto'><table id=x><td><p style='width: 500px'>1</table></div>",
    "beyond the window": "<figure id=x><svg width=500 height=9></svg></figure>",
    "by a box": "<div style='overflow: hidden'><figure id=x style='width: 500px'>1</figure></div>",
    "over the next cell": "<table id=x style='table-layout: fixed; width: 90px'><td>Arbeidsdeskundigen<td>1</table>",
    "in what opens": "<details><summary>x</summary><table id=x><td><p style='width: 500px'>1</table></details>",
    "without its head": "<table id=x><thead style='position: absolute'><tr><th>A<tbody><tr><td>1</table>",
}


@pytest.mark.parametrize("page_body", CUT.values(), ids=CUT)
def test_what_is_cut_off_is_found(browser, tmp_path, page_body):
    (tmp_path / "bad.html").write_text(f"<!DOCTYPE html><main id=all>{page_body}</main>")
    with visit(browser, width=NARROW) as page:
        page.goto((tmp_path / "bad.html").as_uri())
        assert list(cut_off(page)) == ["x"]
        assert page.locator("details[open]").count() == 0


@pytest.mark.parametrize("name", ["05_support_at_work", "06_claims"])
def test_rows_as_cards_are_a_table_to_who_listens(browser, shipped_book, name):
    """With the names that they have on a desk, and of as many parts of each kind."""
    kinds, names = {}, {}
    for width in (WIDE, NARROW):
        with visit(browser, width=width) as page:
            page.goto((shipped_book / "chapters" / f"{name}.html").as_uri())
            tree = page.context.new_cdp_session(page).send("Accessibility.getFullAXTree")["nodes"]
            found = Counter(node["role"]["value"] for node in tree if not node["ignored"])
            kinds[width] = [found[kind] for kind in ("table", "row", "rowheader", "columnheader", "cell")]
            names[width] = [node["name"]["value"] for node in tree if node["role"].get("value") == "table"]
    assert kinds[WIDE] == kinds[NARROW] and min(kinds[WIDE]) > 1
    assert names[WIDE] == names[NARROW] and all(names[WIDE])


def test_on_a_phone_a_verdict_stands_before_its_claim(browser, shipped_book):
    with visit(browser, width=PHONE) as page:
        page.goto((shipped_book / "chapters" / "06_claims.html").as_uri())
        rows = page.locator("#claims-letter tbody tr").all()
        places = [[row.locator(part).bounding_box()["y"] for part in (".verdict", "th")] for row in rows]
        assert places and all(verdict < claim for verdict, claim in places)


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


def test_both_languages_have_the_same_sections_tables_and_figures_at_the_same_addresses(by_day):
    told = by_day.answers[WIDE, "sections"]
    other = {name: told[f"en/{name}"] for name in told if not name.startswith("en/")}
    assert {name: told[name] for name in other} == other and 2 * len(other) == len(told)


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_the_link_to_the_other_language_leads_to_the_section_that_is_read(browser, shipped_book, width):
    with visit(browser, width=width) as page:
        page.goto((shipped_book / "chapters" / "04_steps_to_work.html").as_uri() + "#werk-hebben")
        press(page, "a.language")
        assert page.url.endswith("/en/chapters/04_steps_to_work.html#werk-hebben")
        assert "Who is in work" in page.inner_text(":target")
        press(page, "a.language")
        assert "/en/" not in page.url and page.url.endswith("#werk-hebben")
