"""Names stand beside their lines, clear of one another, or a legend takes their place."""

from itertools import combinations

import pytest
from matplotlib.figure import Figure

from evalbook.figures.line_names import Box, name_lines
from evalbook.figures.series import Series
from evalbook.release.lookup import Number

GROUPS = ("gedoog", "experiment", "all")


def lines(*heights, name="naam"):
    return [
        Series("", name, group, tuple(range(len(each))), tuple(Number(v, "share", "", low=v, high=v) for v in each))
        for group, each in zip(GROUPS, heights, strict=False)
    ]


def named(series, **taken):
    axes = Figure(figsize=(5, 3)).add_axes((0, 0, 1, 1))
    axes.set(xlim=(0, 12), ylim=(0, 1))
    return name_lines(axes, series, **taken), axes


def test_each_line_is_named_at_its_own_height():
    fits, axes = named(lines([0.2] * 13, [0.5] * 13, [0.8] * 13))
    assert fits
    assert [text.get_position()[1] for text in axes.texts] == pytest.approx([0.2, 0.5, 0.8], abs=0.1)


def test_names_do_not_meet():
    _, axes = named(lines([0.2] * 13, [0.25] * 13, [0.8] * 13))
    boxes = [text.get_window_extent() for text in axes.texts]
    assert not any(one.overlaps(other) for one, other in combinations(boxes, 2))


@pytest.mark.parametrize("name", ["een naam die veel langer is dan de figuur waarin hij moet staan " * 2])
def test_a_name_without_room_is_left_to_a_legend(name):
    assert named(lines([0.2] * 13, [0.5] * 13, name=name))[0] is False


def test_a_line_squeezed_between_two_others_is_left_to_a_legend():
    assert named(lines([0.5] * 13, [0.53] * 13, [0.56] * 13))[0] is False


def test_a_name_keeps_clear_of_what_is_taken():
    _, axes = named(lines([0.5] * 13), taken=[Box(0, 12, 0.5, 1)])
    assert axes.texts[0].get_position()[1] < 0.5


@pytest.mark.parametrize(
    ("other", "gap"),
    [(Box(2, 3, 0, 1), float("inf")), (Box(0, 3, 4, 5), 3), (Box(0, 3, -3, -1), 1), (Box(0, 3, 0, 5), -1)],
)
def test_the_gap_between_boxes_is_upwards(other, gap):
    assert Box(0, 2, 0, 1).gap_to(other) == gap
