"""No violation of PDF/UA-1 in either edition on paper; of WCAG on pages: `test_browser`."""

from itertools import islice

import page as pdf_rules
import pikepdf
import pytest

from evalbook.book.pdf_text import pdf_text
from evalbook.book.typesetting import chapter_names
from evalbook.build import BOOK


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
