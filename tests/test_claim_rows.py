"""Claims on a page: an address each, and a choice by verdict that needs no script."""

import pytest
from lxml import html

from browser import visit
from evalbook.book.claim_rows import complete_claims
from evalbook.book.typesetting import Interface

FACING = Interface("nl", "Op weg", "x", "", "", {"claims": {"choose": "Toon", "all": "alle"}})
ROW = "<tr><td><span data-published='{0}'>{0}</span> dat</td><td><span class='verdict {1}'>x</span></td></tr>"
TABLE = f"<table id='claims-letter'><tbody>{ROW.format('C01', 'fits')}{ROW.format('C02', 'holds')}</tbody></table>"
COUNTS = "<table id='claims-counts'><tbody><tr><td><span data-published='x'>x</span></td></tr></tbody></table>"
VERDICTS = ("holds", "fits", "fails", "cannot")


def completed(body):
    page = html.document_fromstring(f"<html><body><article><section>{body}</section></article></body></html>")
    complete_claims(page, FACING)
    return page


def test_each_claim_has_an_address_that_its_number_leads_to():
    page = completed(f"<section id='brief'>{TABLE}</section>{COUNTS}")
    assert page.xpath("//tr/@id") == ["C01", "C02"] and page.xpath("//td/a/@href") == ["#C01", "#C02"]
    assert page.xpath("//a/@data-published") == ["C01", "C02"]


def test_the_choice_stands_above_the_first_of_them_and_says_how_many_there_are():
    page = completed(f"{COUNTS}<section id='brief'>{TABLE}</section><section>{TABLE}</section>")
    (choice,) = page.xpath("//fieldset")
    assert choice.getnext().get("id") == "brief"
    assert [label.text_content().strip() for label in choice.iter("label")] == [
        *("alle (4)", "houdt stand (2)", "past erbij (2)", "houdt geen stand (0)", "niet te zeggen (0)")
    ]
    assert choice.xpath(".//input[@checked]/@id") == ["show-all"]


def test_only_a_link_that_is_called_as_an_erratum_leads_to_that_one():
    page = completed("".join(f'<a href="b7.html#audit-errata">{text}</a>' for text in ("E17", "Errata", "E17 en E18")))
    assert page.xpath("//a/@href") == ["b7.html#E17", "b7.html#audit-errata", "b7.html#audit-errata"]


def test_a_page_without_claims_has_no_choice():
    assert not completed(COUNTS).xpath("//fieldset")


@pytest.mark.parametrize("folder", ["", "en/"])
def test_a_choice_leaves_the_claims_with_that_verdict_and_all_bring_back_the_others(browser, shipped_book, folder):
    with visit(browser) as page:
        page.goto(f"{shipped_book.as_uri()}/{folder}chapters/06_claims.html")
        rows = page.locator("tr[id]")
        there = {name: page.locator(f"tr[id]:has(.verdict.{name})").count() for name in VERDICTS}
        assert min(there.values()) > 0 and sum(there.values()) == rows.count()
        for name in (*VERDICTS, "all"):
            page.check(f"#show-{name}")
            seen = page.locator("tr[id]:visible")
            assert seen.count() == there.get(name, rows.count())
            assert f"({seen.count()})" in page.locator(f"label:has(#show-{name})").inner_text()


def test_without_scripts_too(browser, shipped_book):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{shipped_book.as_uri()}/chapters/06_claims.html#C26")
    assert page.locator("#C26").is_visible()
    page.check("#show-fails")
    assert 0 < page.locator("tr[id]:visible").count() < 20
    context.close()
