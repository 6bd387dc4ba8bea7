"""Which calendar months have rows, by what is released of them."""

import pytest

from cells_of import cells
from evalbook.gate.kept import read_kept
from evalbook.gate.protecting import protect
from variations import SECRET


@pytest.fixture
def nothing(tmp_path):
    return read_kept(tmp_path / "none")


def released(text, nothing):
    return protect(cells(text), SECRET, nothing)[0]


def test_months_before_the_first_and_after_the_last_of_ten_have_no_rows(nothing):
    starts = {"2022-01": 1, **{f"2022-{m:02}": 40 for m in range(2, 13)}, "2023-01": 2, "2023-02": 30, "2023-03": 3}
    text = "\n".join(f"figure_2_1/all/{whom}//{m}/persons {n}" for m, n in starts.items() for whom in ("all", "IVA"))
    shown = released(text, nothing)
    assert sorted(shown["column"].unique()) == [*starts][1:-1] and {*shown["benefit"]} == {"all", "IVA"}


def test_of_a_benefit_with_few_starts_in_most_months_no_month_has_a_row(nothing):
    months = [f"2022-{m:02}" for m in range(1, 13)]
    text = "\n".join(f"figure_2_1/all/{whom}//{m}/persons {n}" for m in months for whom, n in (("all", 40), ("IVA", 4)))
    assert {*released(text, nothing)["benefit"]} == {"all"}
    assert released(text.replace("persons 40", "persons 4"), nothing).empty
    assert released("\n".join(text.splitlines()[2:]), nothing).empty  # eleven months
