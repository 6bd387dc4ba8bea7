"""Every result of the contract has a place in a table or a figure."""

import re
from pathlib import Path

import pandas as pd
import pytest

from evalbook.contract.catalogue import DECLARED, ITEMS
from evalbook.contract.results import KEY
from evalbook.release.lookup import key_of
from evalbook.words.layouts import check_codes, expand, figure_layouts, table_layouts, varying
from evalbook.words.vocabulary import read_words

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


def test_a_span_of_years_is_a_code_for_each_year():
    rows = expand([{"row": ["start=gedoog", "start=2023..2025"]}])
    assert [each["row"] for each in rows] == ["start=gedoog", "start=2023", "start=2024", "start=2025"]


def test_what_differs_is_what_a_head_names():
    assert varying([{"period": "all", "benefit": "IVA"}, {"period": "all", "benefit": "all"}]) == ("benefit",)


def test_every_item_has_a_layout_and_words():
    layouts = table_layouts() | figure_layouts()
    assert set(layouts) >= set(ITEMS)
    assert {getattr(layout, "of", "") or item for item, layout in layouts.items()} == set(ITEMS)
    assert set(read_words("nl").items) >= set(layouts)


def test_the_tables_have_a_cell_for_every_published_number_and_no_other():
    published = pd.read_csv(PUBLISHED, dtype=str, keep_default_na=False)
    keys = published[list(KEY)].agg("/".join, axis=1)
    cells = {
        key_of(item, codes)
        for item, layout in table_layouts().items()
        if DECLARED[item].published
        for codes in layout.cells
    }
    assert cells == set(keys)


def test_a_code_that_an_item_does_not_have_is_refused_with_a_suggestion():
    codes = dict(zip(KEY, ["table_3_2", "gedog", "all", "any", "", "n"], strict=True))
    with pytest.raises(ValueError, match="no period 'gedog'. Did you mean gedoog"):
        check_codes(codes)


def test_any_month_of_a_curve_may_be_asked_for():
    check_codes(dict(zip(KEY, ["figure_4_1", "gedoog", "all", "", "120", "survival"], strict=True)))


@pytest.mark.parametrize("row", ["figure_4_1", "table_4_2:(8,16]"])
def test_a_difference_has_the_codes_of_what_differs(row):
    column = "" if row.startswith("table") else "12"
    codes = ["differences", "experiment-gedoog", "all", row, column, "difference"]
    check_codes(dict(zip(KEY, codes, strict=True)))
    with pytest.raises(ValueError, match="no period 'experimnt'"):
        check_codes(dict(zip(KEY, ["differences", "experimnt-gedoog", *codes[2:]], strict=True)))


def test_only_the_months_of_a_table_by_month_may_be_others_than_its_own():
    key = ["work_states", "all", "all", "state=in_work", "37", "probability"]
    check_codes(dict(zip(KEY, key, strict=True)))
    check_codes(dict(zip(KEY, ["service_end_competing", "all", "all", "event=aow", "7", "incidence"], strict=True)))
    with pytest.raises(ValueError, match="no column '7'"):
        check_codes(dict(zip(KEY, ["table_3_2", "all", "all", "any", "7", "n"], strict=True)))


@pytest.mark.parametrize(
    ("key", "told"),
    [
        ("table_4_5/all/IVA/contract=vast//percent", "no row 'contract=vast'. There are 'bepaald', 'onbepaald'."),
        ("table_4_5/experiment/IVA/onbepald//percent", "no row 'onbepald'. Did you mean onbepaald?"),
    ],
)
def test_a_code_that_an_item_has_not_is_told_with_those_it_has(key, told):
    with pytest.raises(ValueError, match=re.escape(told)):
        check_codes(dict(zip(KEY, key.split("/"), strict=True)))


def test_each_group_has_all_rows_and_columns_and_a_cell_the_codes_of_both():
    layout = table_layouts()["table_5_1"]
    cells = [tuple(codes.get(name) for name in ("period", "column", "benefit", "row")) for codes in layout.cells]
    assert len(set(cells)) < len(cells) == 2 * 5 * 2 * 4  # the count and the percentage of all
    assert cells[0] == ("gedoog", "year=1", "IVA", "jobcoach") and cells[-1] == ("experiment", "year=2", "all", "all")


@pytest.mark.parametrize("item", table_layouts())
def test_no_two_cells_of_a_table_are_the_same_number(item):
    keys = [key_of(item, codes) for codes in table_layouts()[item].cells]
    assert len(set(keys)) == len(keys)
