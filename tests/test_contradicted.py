"""Which errata of the published report stand below a table or figure."""

import re

import pytest
from lxml import html

from evalbook.book.claim_rows import complete_claims
from evalbook.contract.catalogue import DECLARED
from evalbook.exhibits.contradicted import contradicted_note, errata_by_item
from evalbook.exhibits.tables import table
from evalbook.published.audit import errata
from evalbook.words.vocabulary import languages, read_words
from literal_release import literal_release
from test_claim_rows import FACING


def test_each_erratum_that_names_a_table_or_figure_stands_with_it():
    found = errata_by_item()
    assert found["table_4_3"] == ("E05", "E06", "E12") and found["figure_3_3"] == ("E04", "E24")
    assert found["table_3_3"] == ("E03",)  # the second of "tables 3.2 and 3.3"
    assert {*found} <= {*DECLARED}


@pytest.mark.parametrize("language", languages())
def test_the_note_links_to_each_and_is_missing_where_there_is_none(language):
    (note,) = contradicted_note(read_words(language), "table_4_3")
    assert re.findall("`(E\\d\\d) <audit-errata>`", note) == ["E05", "E06", "E12"]
    assert contradicted_note(read_words(language), "table_4_2") and not contradicted_note(read_words(language), "reach")
    assert "E05" in table(
        literal_release("table_4_3/gedoog/all/[0,10)//percent 40 100"), "table_4_3", language=language
    )


def test_on_a_page_the_link_leads_to_the_row_of_its_erratum():
    rows = "".join(
        f"<tr><td><span data-published='{each}'>{each}</span></td><td>x</td></tr>" for each in ("E05", "E06")
    )
    to = "<a href='b10_errata.html#audit-errata'>"
    linked = f"<p>{to}<span>E05</span></a> {to}all</a></p>"
    body = f"<article><section>{linked}<table id='audit-errata'><tbody>{rows}</tbody></table></section></article>"
    page = html.document_fromstring(f"<html><body>{body}</body></html>")
    complete_claims(page, FACING)
    assert page.xpath("//p/a/@href") == ["b10_errata.html#E05", "b10_errata.html#audit-errata"]
    assert page.xpath("//tr/@id") == ["E05", "E06"] and not page.xpath("//fieldset")
    assert "audit-errata" in errata(language="nl")
