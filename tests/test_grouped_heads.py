"""Heads over several columns or rows, which Markdown has no form for, stand in the tree of a table."""

import pytest
from docutils import nodes
from docutils.core import publish_doctree
from myst_parser.parsers.docutils_ import Parser
from sphinx.util.docutils import docutils_namespace

from evalbook.book.grouped_heads import GroupedHeads
from evalbook.exhibits.markup import over, pipe_table


def grouped(heads, rows):
    """The rows of head and body of a table: each cell's words, with the columns and rows that it takes."""
    with docutils_namespace():
        document = publish_doctree(pipe_table(heads, rows), parser=Parser())
    GroupedHeads.apply(type("", (), {"document": document})())
    return [
        [[(e.astext(), e.get("morecols", 0) + 1, e.get("morerows", 0) + 1) for e in row] for row in next(found)]
        for found in (document.findall(nodes.thead), document.findall(nodes.tbody))
    ]


BEFORE, NOW = over("Eerst"), over("Nu")


def test_columns_next_to_each_other_with_one_mark_have_one_head_above_them():
    head, _ = grouped(["Uren", f"{BEFORE}, IVA", f"{BEFORE}, totaal", f"{NOW}, IVA"], [["0", "1", "2", "3"]])
    assert head == [
        [("Uren", 1, 2), ("Eerst", 2, 1), ("Nu", 1, 1)],
        [("IVA", 1, 1), ("Totaal", 1, 1), ("IVA", 1, 1)],
    ]


def test_a_mark_alone_in_a_row_heads_all_rows_below_it():
    _, body = grouped(["Uren", "IVA", "Wajong"], [[BEFORE, "", ""], ["0", "1", "2"]])
    assert body == [[("Eerst", 3, 1)], [("0", 1, 1), ("1", 1, 1), ("2", 1, 1)]]


@pytest.mark.parametrize("cell", ['<span data-key="x">1</span>', "eerst, iva", ""])
def test_what_is_not_marked_stays_as_it_is(cell):
    head, body = grouped(["Uren", "eerst, IVA"], [["0", cell]])
    assert head == [[("Uren", 1, 1), ("eerst, IVA", 1, 1)]] and [len(row) for row in body] == [2]


def test_a_name_that_is_written_otherwise_keeps_its_first_letter():
    head, _ = grouped(["Uren", f"{BEFORE}, oWajong"], [["0", "1"]])
    assert head[1] == [("oWajong", 1, 1)]
