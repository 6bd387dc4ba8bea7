"""The two numbers that a difference or a test is of, by their codes."""

from __future__ import annotations

from collections.abc import Mapping

from evalbook.contract.cases import KEY
from evalbook.contract.catalogue import DECLARED

SIDES = ("period", "benefit", "row")


def sides(difference: Mapping[str, str]) -> tuple[dict[str, str], dict[str, str]]:
    """The codes, without their statistic, of the two numbers that a difference or a test is of."""
    codes = {name: difference[name] for name in KEY[:-1]}
    if codes["item"] in DECLARED:
        codes = DECLARED[codes["item"]].of_both_sides(codes)
    return tuple({name: _side(name, code, place) for name, code in codes.items()} for place in (0, 1))


def _side(name: str, code: str, place: int) -> str:
    """`trajectory=yes` or `trajectory=no` of `trajectory=yes-no`; other codes are of both sides."""
    if name not in SIDES or "-" not in code:
        return code
    head, sign, last = code.rpartition("=")
    sides = last.split("-")
    return f"{head}{sign}{sides[place]}" if sides[place].isalpha() else code
