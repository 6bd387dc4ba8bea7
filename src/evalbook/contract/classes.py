"""Classes in an order, and those that neighbours of them make together: `[40,50)` and `[50,inf)` are `[40,inf)`.

Of the items whose declaration says with `joined_from` at which ends classes may be joined where few persons are in
them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from itertools import combinations

from evalbook.contract.catalogue import DECLARED

INTERVAL = re.compile(r"([\[(])(\d+),(\d+|inf)([\])])")
NUMBER = re.compile(r"(\d+)(\+?)")


def is_class(code: str) -> bool:
    """Whether a code is of a class: `[40,inf)`, `(8,16]`, `7` or `11+`."""
    return bool(INTERVAL.fullmatch(code) or NUMBER.fullmatch(code))


@cache
def classes_of(item: str) -> tuple[str, ...]:
    """The classes of an item that may be joined, in order; none where its declaration does not say that they may."""
    own = DECLARED.get(item)
    if own is None or not own.joined_from:
        return ()
    codes = own.layout.get("classes") or [code for block in own.layout["rows"] for code in block["row"]]
    return tuple(filter(is_class, codes))


def joined_code(first: str, last: str) -> str:
    """The code of all classes from the first to the last: from the lower limit of the one to the upper of the other."""
    if first == last:
        return first
    low, high = INTERVAL.fullmatch(first), INTERVAL.fullmatch(last)
    if low and high:
        return f"{low[1]}{low[2]},{high[3]}{high[4]}"
    return f"{first}+" if last.endswith("+") else f"{first}-{last}"


@cache
def parts_of(item: str) -> Mapping[str, tuple[str, ...]]:
    """The classes that each joined class of an item consists of, two at least, whether it is used or not."""
    classes = classes_of(item)
    ends = combinations(range(len(classes)), 2)
    return {joined_code(classes[first], classes[last]): classes[first : last + 1] for first, last in ends}
