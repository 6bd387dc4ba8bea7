"""Did-you-means."""

from __future__ import annotations

import difflib
from collections.abc import Collection

LONGEST = 100  # signs: a longer text is no name that someone misspelt, and comparing it takes long


def nearest(name: str, names: Collection[str]) -> str:
    """A did-you-mean, or nothing when no name is near; case makes no difference."""
    near = nearest_name(name, names)
    return f" Did you mean {near}?" if near else ""


def nearest_name(name: str, names: Collection[str]) -> str:
    """The name that is nearest, or '' when none is near."""
    if len(str(name)) > LONGEST:
        return ""
    by_folded = {each.casefold(): each for each in reversed(list(names))}
    near = difflib.get_close_matches(str(name).casefold(), by_folded, n=1)
    return by_folded[near[0]] if near else ""
