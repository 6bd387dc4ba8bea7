"""Which result rows a declaration speaks of, and texts made of their codes: the small language of declarations.

`where` maps fields of the key to patterns, or to a list of them of which one must fit; a field that it does not name
may be anything. A pattern is a whole code, with names in braces for what differs: `start=all`, `{name}={code}`.
A template is a text in which those names, and the fields of the key, stand for what they are in a row:
`followed_{end}`, `hours={row}`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache

from evalbook.errors import EvalbookError
from evalbook.suggestions import nearest

KEY = ("item", "period", "benefit", "row", "column", "statistic")
NAME = re.compile(r"\{(\w*)\}")

Where = Mapping[str, str | list[str]]  # a field of the key to its pattern or patterns
Codes = Mapping[str, str]  # a field of the key to its code


def names_in(where: Where, codes: Codes) -> dict[str, str] | None:
    """What the patterns' names stand for in a row, with the row's own fields; None where it is another row."""
    names = dict(codes)
    for field, patterns in where.items():
        fits = next(filter(None, (_pattern(each).fullmatch(codes[field]) for each in _listed(patterns))), None)
        if fits is None:
            return None
        names |= fits.groupdict()
    return names


def filled(template: str, names: Mapping[str, str]) -> str:
    return NAME.sub(lambda found: names[found[1]], template)


def check_where(where: Where, templates: Iterable[str], *, told: str) -> None:
    """Raises EvalbookError for a field that the key does not have, and for a name that nothing gives a meaning."""
    for field in where:
        if field not in KEY:
            raise EvalbookError(f"{told}: results have no field {field!r}.{nearest(field, KEY)}")
    known = {*KEY, *(name for patterns in where.values() for each in _listed(patterns) for name in NAME.findall(each))}
    for name in (name for template in templates for name in NAME.findall(template)):
        if name not in known:
            raise EvalbookError(f"{told}: nothing says what {{{name}}} is.{nearest(name, known)}")


def _listed(patterns: str | list[str]) -> list[str]:
    return patterns if isinstance(patterns, list) else [patterns]


@cache
def _pattern(text: str) -> re.Pattern:
    pieces = NAME.split(text)  # texts and names by turns
    return re.compile("".join(f"(?P<{each}>.+?)" if at % 2 else re.escape(each) for at, each in enumerate(pieces)))
