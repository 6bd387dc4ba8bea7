"""Whether somebody may stand in the bases of two numbers."""

import pytest

from evalbook.contract.cases import KEY
from evalbook.contract.groups import may_share_persons


@pytest.mark.parametrize(
    ("one", "other", "may"),
    [
        ("figure_4_3/gedoog/all//3/share", "figure_4_3/gedoog/all//30/share", True),
        ("figure_4_3/gedoog/all//3/share", "figure_4_3/experiment/all//3/share", False),
        ("figure_4_3/gedoog/all//3/share", "figure_4_4/all/IVA//3/share", True),
        ("figure_4_4/all/IVA//3/share", "figure_4_4/all/Wajong//3/share", False),
        ("table_2_1/all/oWajong/oWajong//n", "table_4_1/all/Wajong///percent", True),
        ("table_2_1/all/IVA/IVA//n", "table_2_1/all/oWajong/oWajong//n", False),
        ("table_2_1/all/IVA/IVA//percent", "table_2_1/all/oWajong/oWajong//percent", True),
        ("table_2_2/experiment/IVA/sex=man//percent", "table_2_2/population/IVA/sex=man//percent", False),
        ("table_3_2/gedoog/all/werkfit//percent", "table_3_2/gedoog/all/ips//percent", True),
        ("table_4_8/all/all/start=1/end=2/percent", "table_4_8/all/all/start=2/end=3/percent", False),
        ("figure_b4_1/all/IVA/trajectory=yes/30/survival", "figure_b4_1/all/IVA/trajectory=no/30/survival", False),
        ("figure_2_1/all/all//2023-01..2023-03/n", "figure_2_1/all/all//2023-04..2023-06/n", False),
        ("three_year_costs/all/all/total/year=1/mean_eur", "three_year_costs/all/all/total/year=2/mean_eur", True),
    ],
)
def test_groups_are_apart_by_period_benefit_category_and_month_of_start(one, other, may):
    codes = [dict(zip(KEY, key.split("/"), strict=True)) for key in (one, other)]
    assert may_share_persons(*codes) == may
