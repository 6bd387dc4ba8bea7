"""A delivery in an agency's manner becomes a book without a script beside it, and without a number moved."""

from __future__ import annotations

import pandas as pd
import pytest

from agency_delivery import DIRTY, write_delivery
from evalbook.cli import main
from evalbook.contract.catalogue import DECLARED, ITEMS
from evalbook.extract.extract import read_extract, validate
from evalbook.extract.row_lists import write_rows
from evalbook.items.evaluation import evaluate
from evalbook.places import SHIPPED_EXTRACT

pytestmark = pytest.mark.program


def test_own_names_codes_forms_and_dirty_rows_give_the_numbers_of_the_shipped_extract(tmp_path, capsys):
    folder = write_delivery(tmp_path / "levering")
    first = validate(folder)
    assert sum(each.rows for each in first.errors) == sum(DIRTY.values())
    write_rows([row for row in first.rows if row.rule in DIRTY], folder / "weg.csv")
    with (folder / "extract.yaml").open("a") as settings:
        settings.write("leave_out: weg.csv\n")
    extract = read_extract(folder)
    left_out = [account.left_out for account in extract.accounts]
    assert {rule: sum(each.get(rule, 0) for each in left_out) for rule in DIRTY} == DIRTY
    assert [warning.rule for warning in extract.warnings] == ["above_headings", ""]
    known = evaluate(read_extract(SHIPPED_EXTRACT))
    of_comparators = [item for item in ITEMS if "comparators" in DECLARED[item].registers]
    known = known[~known["item"].isin(of_comparators)].reset_index(drop=True)  # the delivery has none
    pd.testing.assert_frame_equal(evaluate(extract), known, check_exact=True)
    assert main(["validate", str(folder)]) == 0 and "This extract can be used" in capsys.readouterr().out
