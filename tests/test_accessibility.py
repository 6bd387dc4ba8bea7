"""No violation of PDF/UA-1 in the editions on paper; of WCAG on pages: `test_browser`."""

from itertools import islice

import page as pdf_rules
import pikepdf
import pytest
import yaml

from evalbook.book.papers import PAPERS
from evalbook.book.pdf_text import pdf_text
from evalbook.book.typesetting import chapter_names
from evalbook.build import BOOK

COMPLETE, SHORT = ("evaluatie.pdf", "en/evaluation.pdf"), ("evaluatie-kort.pdf", "en/evaluation-short.pdf")


@pytest.mark.parametrize("name", [*COMPLETE, *SHORT])
def test_no_rule_of_pdf_ua_is_violated_on_paper(shipped_book, name):
    report = pdf_rules.validate_pdf(str(shipped_book / name), profile="ua1")
    assert [(failure.rule_id, failure.message) for failure in report.failures] == []
    chosen = yaml.safe_load((BOOK / PAPERS).read_text())["short"]["pages"] if name in SHORT else chapter_names(BOOK)
    with pikepdf.open(shipped_book / name) as pdf, pdf.open_outline() as outline:
        assert len(outline.root) == len(chosen)


@pytest.mark.parametrize(("name", "elsewhere"), [*zip(SHORT, ["volledige uitgave", "complete edition"], strict=True)])
def test_the_short_edition_is_one_to_print_and_its_brief_has_two_pages(shipped_book, name, elsewhere):
    with pikepdf.open(shipped_book / name) as pdf, pdf.open_outline() as outline:
        assert 60 <= len(pdf.pages) <= 80
        starts = [_page_of(pdf, item) for item in outline.root[:2]]
        assert starts[1] - starts[0] == 2
    texts = " ".join(" ".join(text.split()) for text in pdf_text((shipped_book / name).read_bytes()))
    assert texts.count(f"({elsewhere})") > 10 and elsewhere in texts


def _page_of(pdf, item):
    """The number of the page that a bookmark leads to."""
    place = pdf.Root.Names.Dests
    found = item.destination if item.destination is not None else item.action.D
    if isinstance(found, pikepdf.String):
        found = pikepdf.NameTree(place)[str(found)].D
    return next(number for number, page in enumerate(pdf.pages) if page.objgen == found[0].objgen)


@pytest.mark.parametrize(
    ("name", "contents", "title"),
    [("evaluatie.pdf", "Inhoud", "Op weg naar werk"), ("en/evaluation.pdf", "Contents", "Towards work")],
)
def test_before_the_first_page_stand_a_cover_and_contents_of_two_pages(shipped_book, name, contents, title):
    texts = [text.lstrip() for text in islice(pdf_text((shipped_book / name).read_bytes()), 4)]
    starts = (title, contents, "", title)
    assert [text.startswith(start) for text, start in zip(texts, starts, strict=True)] == [True] * 4
    assert not texts[2].startswith(title)
