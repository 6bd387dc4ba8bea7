"""What notices a field of a declaration that is lost, misnamed, or what it is in another item.

`python tests/lost_fields.py` tries every field of every item, and prints what nobody notices and who does the others;
after names of items these only; with `swapped` also what is true of another item, which may be true of this one too.
"""

from __future__ import annotations

import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from tempfile import TemporaryDirectory

import yaml

from declared_evidence import Evidence, evidence
from declared_facts import faults
from evalbook.contract.catalogue import DECLARED, check_named, read_item
from evalbook.contract.catalogue import FOLDER as DECLARATIONS
from evalbook.errors import EvalbookError
from evalbook.words.layouts import figure_layouts, table_layouts

Path_ = tuple[str | int, ...]


def written() -> dict[str, dict]:
    return {
        name: item
        for path in sorted(DECLARATIONS.glob("*.yaml"))
        for name, item in yaml.safe_load(path.read_text(encoding="utf-8")).items()
    }


def paths(declaration: object, above: Path_ = ()) -> Iterator[Path_]:
    """Every field, and every field within it; of a layout its own fields only."""
    entries = declaration.items() if isinstance(declaration, dict) else enumerate(declaration)
    for key, value in entries:
        yield (*above, key)
        if isinstance(value, dict) and key not in ("table", "figure", "sums") or key in ("persons", "parts", "sides"):
            yield from paths(value, (*above, key))
        elif isinstance(value, dict) and key in ("table", "figure"):
            yield from ((*above, key, each) for each in value)
        elif isinstance(value, dict) and isinstance(key, int):
            yield from paths(value, (*above, key))


def mutations(name: str, path: Path_) -> Iterator[tuple[str, dict]]:
    """The declaration with a field deleted, misnamed, or with what it is in another item."""
    declarations = written()
    own = within(declarations[name], path[:-1])
    mutant = deepcopy(declarations[name])
    del within(mutant, path[:-1])[path[-1]]
    yield "deleted", mutant
    if isinstance(own, dict):
        mutant = deepcopy(declarations[name])
        above = within(mutant, path[:-1])
        above[f"{path[-1]}x"] = above.pop(path[-1])
        yield "misnamed", mutant
    values = [within(each, path) for other, each in declarations.items() if other != name]
    other = next((each for each in values if each is not None and each != own[path[-1]]), None)
    if other is not None:
        mutant = deepcopy(declarations[name])
        within(mutant, path[:-1])[path[-1]] = other
        yield "swapped", mutant


def within(declaration: object, path: Path_) -> object:
    for key in path:
        try:
            declaration = declaration[key]
        except (KeyError, IndexError, TypeError):
            return None
    return declaration


def noticed(name: str, mutant: dict, *known: Evidence) -> str:
    """The check that notices a changed declaration, '' where none does."""
    before = DECLARED[name]
    try:
        DECLARED[name] = read_item(name, mutant, where=name)
        check_named(DECLARED[name], DECLARED)
        forget_layouts()
        return next((check for check, _ in faults(DECLARED[name], *known)), "")
    except EvalbookError:
        return "reading"
    finally:
        DECLARED[name] = before
        forget_layouts()


def forget_layouts() -> None:
    table_layouts.cache_clear()
    figure_layouts.cache_clear()


if __name__ == "__main__":
    with TemporaryDirectory() as room:
        KNOWN = [evidence(Path(room), one_in=8)]
        COUNTS = defaultdict(Counter)
        NAMES = [each for each in sys.argv if each in DECLARED] or [*DECLARED]
        for NAME, DECLARATION in [(each, written()[each]) for each in NAMES]:
            for PATH in paths(DECLARATION):
                for KIND, MUTANT in mutations(NAME, PATH):
                    if KIND == "swapped" and KIND not in sys.argv:
                        continue
                    BY = noticed(NAME, MUTANT, *KNOWN)
                    COUNTS[".".join(str(each) for each in PATH if isinstance(each, str)), KIND][BY or "NOBODY"] += 1
                    if not BY:
                        print("not noticed:", NAME, PATH, KIND)
        for PLACE, FOUND in COUNTS.items():
            print(*PLACE, dict(FOUND))
