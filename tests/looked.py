"""Every page of a book looked at in each width and scheme, each time loaded once for all that tests ask of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from axe_playwright_python.base import AXE_SCRIPT

from browser import pages_of, served, visit

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

TABLET, PHONE = 768, 375
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]
OPTIONS = {"runOnly": RULES, "resultTypes": ["violations"]}
CONTRAST = "color-contrast"  # three quarters of the time of all rules together
AGAIN = {**OPTIONS, "preload": False}  # which would ask for the style sheets, and may not in a folder
BUT_CONTRAST = {**AGAIN, "rules": {CONTRAST: {"enabled": False}}}
CONTRAST_ONLY = {**AGAIN, "runOnly": {"type": "rule", "values": [CONTRAST]}}
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
# Tables and figures, those that open too, of which a part cannot be seen where it stands, and how many pixels: beyond
# the window, a box that cuts off or scrolls, or the cell itself; of a card each value without the head of its column.
CUT_OFF = """() => {
  const opened = [...document.querySelectorAll("main details:not([open])")];
  opened.forEach((each) => { each.open = true; });
  const seen = (each) => {
    let [left, right] = [0, document.documentElement.clientWidth];
    for (let around = each.parentElement; around; around = around.parentElement) {
      if (getComputedStyle(around).overflowX === "visible") continue;
      const box = around.getBoundingClientRect();
      [left, right] = [Math.max(left, box.left), Math.min(right, box.right)];
    }
    return [left, right];
  };
  const off = (each, [left, right]) => {
    const range = document.createRange();
    range.selectNodeContents(each);
    const own = each.getBoundingClientRect();
    const words = each.matches("th, td, caption") ? [...range.getClientRects()] : [];
    const within = words.map((box) => Math.max(box.right - own.right, own.left - box.left));
    return Math.max(...[own, ...words].map((box) => Math.max(box.right - right, left - box.left)), ...within);
  };
  const unseen = (head) => head && getComputedStyle(head).position === "absolute";
  const told = {};
  const tell = (each, much) => {
    const name = each.closest("table[id], figure[id]")?.id ?? each.closest("[id]").id;
    told[name] = Math.max(told[name] ?? 0, Math.round(much));
  };
  for (const each of document.querySelectorAll("main :is(th, td, caption, figure, img, svg)")) {
    if (!each.checkVisibility({ visibilityProperty: true }) || unseen(each.closest("thead"))) continue;
    const much = off(each, seen(each));
    if (much > 1) tell(each, much);
  }
  for (const head of document.querySelectorAll("main thead")) {
    if (!unseen(head)) continue;
    for (const cell of head.parentElement.querySelectorAll("td:not(:empty):not(:has(.verdict))")) {
      const { label } = cell.dataset;
      if (!label || !getComputedStyle(cell, "::before").content.includes(`"${label}"`)) tell(cell, 0);
    }
  }
  opened.forEach((each) => { each.open = false; });
  return told;
}"""
TOO_WIDE = "() => document.documentElement.scrollWidth > innerWidth"
SECTIONS = "() => [...document.querySelectorAll('article section, article figure, article table')].map(({ id }) => id)"
# Of all texts that look the same, with all that is below them, the first: what axe says of its contrast holds for all.
ONE_OF_EACH = """options => {
  const behind = new Map([[null, ""]]);
  const ground = (each) => {
    if (!behind.has(each)) {
      const style = getComputedStyle(each);
      const own = [style.backgroundColor, style.backgroundImage, style.opacity, style.filter, style.mixBlendMode];
      const seen = own.filter((said) => !/^(rgba.*, 0.|none|1|normal)$/.test(said));
      behind.set(each, `${ground(each.parentElement)}|${seen}`);
    }
    return behind.get(each);
  };
  const looks = new Map();
  for (const each of document.body.querySelectorAll("*")) {
    const says = [...each.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
    if (says && each.checkVisibility({ visibilityProperty: true })) {
      const { color, fontSize, fontWeight, textShadow, webkitTextFillColor } = getComputedStyle(each);
      const look = [ground(each), color, fontSize, fontWeight, textShadow, webkitTextFillColor].join("|");
      if (!looks.has(look)) looks.set(look, each);
    }
  }
  return axe.run({ include: [...looks.values()] }, options);
}"""
RUN = "options => axe.run(document, options)"


@dataclass(frozen=True)
class Look:
    """What each page of a book answered, by width and question; complaints and requests of the browser, its address."""

    answers: Mapping[tuple[int, str], Mapping[str, object]]
    faults: list[str]
    asked: list[str]
    address: str

    def told(self, width: int, question: str) -> dict[str, object]:
        """What the pages answer that have anything to answer; every page was asked."""
        answers = self.answers[width, question]
        assert len(answers) > 10
        return {name: answer for name, answer in answers.items() if answer}


def look(
    browser: Browser, book: Path, way: str, questions: Mapping[int, Mapping[str, Callable]], *, scheme: str = "light"
) -> Look:
    """Loads each page once, in the first width, and asks it in each width what is to be asked there, in that order."""
    answers = defaultdict(dict)
    with opened(book, way) as address, visit(browser, scheme=scheme) as page:
        for name in pages_of(book):
            for number, (width, asked_there) in enumerate(questions.items()):
                page.set_viewport_size({"width": width, "height": 900})
                if number == 0:
                    page.goto(f"{address}{name}")
                for question, ask in asked_there.items():
                    answers[width, question][name] = ask(page)
        return Look(answers, page.faults, page.asked, address)


def violations(page: Page, options: Mapping = OPTIONS, run: str = RUN) -> dict[str, list[str]]:
    """The rules of WCAG that a page breaks, and where."""
    if page.evaluate("typeof axe") == "undefined":
        page.evaluate(AXE_SCRIPT)
    found = page.evaluate(run, options)["violations"]
    return {each["id"]: [node["html"][:200] for node in each["nodes"]] for each in found}


def violations_again(page: Page) -> dict[str, list[str]]:
    """Of a page of which the contrast of all texts was looked at in another width or scheme: of one of each look."""
    return violations(page, BUT_CONTRAST) | contrast_again(page)


def contrast_again(page: Page) -> dict[str, list[str]]:
    """Whether a text of any look has too little contrast."""
    return violations(page, CONTRAST_ONLY, ONE_OF_EACH)


def out_of_reach(page: Page) -> list[str]:
    """What can be scrolled sideways, and not by keyboard."""
    return page.evaluate(OUT_OF_REACH)


def cut_off(page: Page) -> dict[str, int]:
    """The tables and figures of which a part cannot be seen without scrolling sideways, and how many pixels."""
    return page.evaluate(CUT_OFF)


def too_wide(page: Page) -> bool:
    """Whether a page scrolls sideways as a whole."""
    return page.evaluate(TOO_WIDE)


def sections(page: Page) -> list[str]:
    """The addresses within a page."""
    return page.evaluate(SECTIONS)


def without_focus(page: Page) -> list[str]:
    """What the keyboard reaches and does not show that it has the focus. Moves the focus."""
    page.keyboard.press("Tab")
    return [element for element, outline in page.evaluate(FOCUS) if outline < 2]


@contextmanager
def opened(book: Path, way: str) -> Iterator[str]:
    """The address of a book opened from its folder, or from a server."""
    if way == "folder":
        yield f"{book.as_uri()}/"
    else:
        with served(book, {}) as address:
            yield address
