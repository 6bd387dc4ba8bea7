"""Of a covariate of which one category holds everybody nothing is told, by what is released and nothing else."""

import pytest

from cells_of import cells
from evalbook.gate.full_covariates import without_full_covariates


def released(*categories):
    """Of each category how many starters and controls have it; which have no number of controls left."""
    lines = [
        f"comparison_balance/all/IVA/{row}//{measure} {number}"
        for row, *numbers in categories
        for measure, number in zip(("persons", "controls_in"), numbers, strict=True)
    ]
    shown = without_full_covariates(cells("\n".join(lines)))
    return {*shown.loc[shown["value"].isna(), "row"]}


@pytest.mark.parametrize(
    ("nobody", "told"), [(0, {"work_year_2=0", "work_year_2=1-11", "work_year_2=12"}), (12, set())]
)
def test_a_category_of_everybody_takes_its_covariate_along(nobody, told):
    rows = [("work_year_2=0", 130, 4000), ("work_year_2=1-11", nobody, 500), ("work_year_2=12", 0, 300)]
    assert released(*rows, ("sex=man", 70, 2000), ("sex=vrouw", 60, 1900)) == told


def test_the_benefit_of_a_group_of_one_benefit_is_no_fact_about_anybody():
    assert released(("benefit=IVA", 130, 4000), ("benefit=oWajong", 0, 0)) == set()
