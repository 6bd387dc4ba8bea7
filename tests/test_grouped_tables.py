"""A table with groups of columns and rows on paper: said as it is, and never a title alone at the foot of a page."""

import page as pdf_rules
import pikepdf
import pytest

from paper_pages import FIRST, PAGES, SECOND, grouped_table, heading, printed, said

pytestmark = pytest.mark.book


def test_heads_of_groups_are_of_their_columns_and_titles_of_rows_of_no_column(tmp_path):
    path = printed(tmp_path, {**PAGES, "one": [*PAGES["one"][:2], grouped_table(3, "one#t"), *PAGES["one"][2:]]})
    assert [failure.rule_id for failure in pdf_rules.validate_pdf(str(path), profile="ua1").failures] == []
    with pikepdf.open(path) as pdf:
        every = [each for each in pdf.objects if isinstance(each, pikepdf.Dictionary) and each.get("/S") == "/TH"]
        heads = [(str(head.A[0].Scope), head.A[0].get("/ColSpan", 1), head.A[0].get("/RowSpan", 1)) for head in every]
    spans = [head for head in heads if head[1:] != (1, 1)]
    assert sorted(spans) == [("/Column", 1, 2), ("/Column", 2, 1), ("/Column", 2, 1), ("/Row", 5, 1), ("/Row", 5, 1)]


def test_a_title_has_rows_below_it_and_stands_again_where_these_go_on(tmp_path):
    lengths = range(18, 50)
    pages = {"index": [heading("boek", "Boek", page="index")]}
    pages |= {
        f"p{rows}": [heading("a", f"Lengte {rows}", page=f"p{rows}"), grouped_table(rows, f"p{rows}#t")]
        for rows in lengths
    }
    texts = [text for text in said(printed(tmp_path, pages)) if "Uren" in text]
    assert len(texts) > len(lengths)
    for text in texts:
        words = text.split()
        assert FIRST in words or SECOND in words
        for title in {FIRST, SECOND} & {*words}:
            assert words[words.index(title) + 1].startswith("r")
