"""No violation of WCAG 2.2 A or AA on any page in a real browser, nor of PDF/UA-1 in either edition on paper."""

from itertools import islice

import page as pdf_rules
import pikepdf
import pytest
from axe_playwright_python.base import AXE_SCRIPT

from browser import NARROW, WIDE, pages_of, served, visit
from evalbook.book.pdf_text import pdf_text
from evalbook.book.typesetting import chapter_names
from evalbook.build import BOOK

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]
OPTIONS = {"runOnly": RULES, "resultTypes": ["violations"]}


def violations(page):
    page.evaluate(AXE_SCRIPT)
    found = page.evaluate("options => axe.run(document, options)", OPTIONS)["violations"]
    return {each["id"]: [node["html"][:200] for node in each["nodes"]] for each in found}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_no_rule_of_wcag_is_violated_on_any_page(browser, shipped_book, width, scheme):
    found = {}
    with served(shipped_book, {}) as address, visit(browser, width=width, scheme=scheme) as page:
        for name in pages_of(shipped_book):
            page.goto(f"{address}{name}")
            found[name] = violations(page)
    assert len(found) > 10
    assert {name: broken for name, broken in found.items() if broken} == {}


def test_a_violation_is_found(browser, tmp_path):
    (tmp_path / "bad.html").write_text("<title>x</title><p style='color: #ccc'>Grijs op wit</p><img src='x.png'>")
    with visit(browser) as page:
        page.goto((tmp_path / "bad.html").as_uri())
        assert {"color-contrast", "image-alt", "html-has-lang"} <= set(violations(page))


@pytest.mark.parametrize("name", ["evaluatie.pdf", "en/evaluation.pdf"])
def test_no_rule_of_pdf_ua_is_violated_on_paper(shipped_book, name):
    report = pdf_rules.validate_pdf(str(shipped_book / name), profile="ua1")
    assert [(failure.rule_id, failure.message) for failure in report.failures] == []
    with pikepdf.open(shipped_book / name) as pdf, pdf.open_outline() as outline:
        assert len(outline.root) == len(chapter_names(BOOK))


@pytest.mark.parametrize(
    ("name", "contents", "title"),
    [("evaluatie.pdf", "Inhoud", "Op weg naar werk"), ("en/evaluation.pdf", "Contents", "Towards work")],
)
def test_before_the_first_page_stand_a_cover_and_contents_of_two_pages(shipped_book, name, contents, title):
    texts = [text.lstrip() for text in islice(pdf_text((shipped_book / name).read_bytes()), 4)]
    starts = (title, contents, "", title)
    assert [text.startswith(start) for text, start in zip(texts, starts, strict=True)] == [True] * 4
    assert not texts[2].startswith(title)
