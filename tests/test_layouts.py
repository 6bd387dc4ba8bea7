"""Every result of the contract has a place in a table or a figure."""

from pathlib import Path

import pandas as pd
import pytest

from evalbook.catalogue import PUBLISHED_ITEMS
from evalbook.labels import read_words
from evalbook.layouts import check_codes, expand, figure_layouts, table_layouts, varying
from evalbook.released import key_of
from evalbook.results import KEY

PUBLISHED = Path(__file__).parents[1] / "data" / "published" / "tables.csv"


def test_lists_multiply_in_the_order_written_and_blocks_follow_one_another():
    blocks = [{"benefit": ["IVA", "Wajong"], "statistic": ["n", "percent"]}, {"benefit": "all"}]
    assert expand(blocks) == (
        {"benefit": "IVA", "statistic": "n"},
        {"benefit": "IVA", "statistic": "percent"},
        {"benefit": "Wajong", "statistic": "n"},
        {"benefit": "Wajong", "statistic": "percent"},
        {"benefit": "all"},
    )


def test_what_differs_is_what_a_head_names():
    assert varying([{"period": "all", "benefit": "IVA"}, {"period": "all", "benefit": "all"}]) == ("benefit",)


def test_every_item_has_a_layout_and_words():
    assert {*table_layouts(), *figure_layouts()} >= set(PUBLISHED_ITEMS)
    assert set(read_words("nl").items) >= set(PUBLISHED_ITEMS)


def test_the_tables_have_a_cell_for_every_published_number_and_no_other():
    published = pd.read_csv(PUBLISHED, dtype=str, keep_default_na=False)
    keys = published[list(KEY)].agg("/".join, axis=1)
    cells = {
        key_of(item, layout.fixed, part, row, column)
        for item, layout in table_layouts().items()
        for part in layout.parts
        for row in layout.rows
        for column in layout.columns
    }
    assert cells == set(keys)


def test_a_code_that_an_item_does_not_have_is_refused_with_a_suggestion():
    codes = dict(zip(KEY, ["table_3_2", "gedog", "all", "any", "", "n"], strict=True))
    with pytest.raises(ValueError, match="no period 'gedog'. Did you mean gedoog"):
        check_codes(codes)


def test_any_month_of_a_curve_may_be_asked_for():
    check_codes(dict(zip(KEY, ["figure_4_1", "gedoog", "all", "", "120", "survival"], strict=True)))
