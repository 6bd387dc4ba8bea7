"""Programs that hold published numbers together."""

import pytest

from evalbook.synthetic.calibration.model import IntegerModel, each, scaled, total


@pytest.mark.parametrize(("percent", "wished", "nearest"), [(12, 0, 23), (12, 99, 24), (13, 0, 25), (13, 99, 26)])
def test_a_percentage_is_met_after_rounding_half_up(percent, wished, nearest):
    model = IntegerModel()
    counted = model.variable(0, 200)
    model.require_percent({counted: 1}, model.fixed(200), percent)
    model.wish({counted: 1}, wished)
    assert model.solve(near_enough=0)[counted] == nearest


def test_the_base_of_a_percentage_may_be_variable():
    model = IntegerModel()
    agency, base = model.variable(1, 50), model.variable(100, 111)
    model.require_percent({agency: 1}, {base: 1}, 13)
    model.require_percent({base: 1, agency: -1}, {base: 1}, 88)
    solution = model.solve()
    assert solution[agency] / solution[base] == 0.125


def test_numbers_that_contradict_each_other_have_no_solution():
    model = IntegerModel()
    counted = model.variable(0, 1000)
    model.require({counted: 1}, 65, 65)
    model.require_percent({counted: 1}, model.fixed(355), 17)
    with pytest.raises(RuntimeError, match="do not hold together"):
        model.solve()


def test_expressions_add_and_scale():
    assert total([each([1, 2]), scaled({2: 1.0}, -3)]) == {1: 1.0, 2: -2.0}
