"""What rounding leaves open, and the audit of a rounded release."""

import pytest

from evalbook.published.published import CONTRADICTED, MET, NOT_COMPARABLE, NOT_MET, audit_tables, read_published
from evalbook.release.leeway import leeway
from literal_release import literal_release, protected_release

N = "table_2_1/all/all/all//n"  # published: 4,018
PERCENT = "table_4_1/gedoog/IVA///percent"


protected = protected_release


@pytest.mark.parametrize(
    ("row", "moved"),
    [
        (f"{N} 4020 4020", 5),
        (f"{PERCENT} 12 350", 0.5 + 112 * 5 / 350),
        ("figure_4_1/gedoog/all//12/survival 0.8 200", 10 / 200),
        ("table_3_4/gedoog/IVA/conversations/year=1/mean_eur 1230 500", 5),
    ],
)
def test_what_protection_leaves_open(row, moved):
    assert leeway(protected(row)).tolist() == pytest.approx([moved])
    assert leeway(literal_release(row)).tolist() == [0]


def test_what_stands_still_may_be_off_by_nine_more():
    assert leeway(protected_release(f"{N} 4020 4020", later=True)).tolist() == [14]


def verdict(release, key):
    audited = audit_tables(read_published(), release)
    return audited.loc[audited["key"] == key, "verdict"].item()


@pytest.mark.parametrize(("value", "verdict_of_it"), [("4020", MET), ("4030", NOT_MET), ("x", NOT_COMPARABLE)])
def test_a_rounded_number_is_met_when_the_published_one_can_be_what_was_rounded(value, verdict_of_it):
    row = f"{N} {value}" if value == "x" else f"{N} {value} {value}"
    assert verdict(protected(row), N) in {verdict_of_it, CONTRADICTED if verdict_of_it == NOT_MET else verdict_of_it}


def test_an_exact_number_has_no_leeway():
    assert verdict(literal_release(f"{N} 4020 4020"), N) != MET
