"""Where the published report contradicts itself about a table or figure: which errata name it."""

from __future__ import annotations

import csv
import re
from functools import cache

from evalbook.exhibits.markup import of_the_report
from evalbook.places import DATA
from evalbook.words.vocabulary import Words

FILE = DATA / "published" / "errata.csv"
NAMED = re.compile(r"\b(table|figure)s? (\d\.\d(?:(?:, | and )\d\.\d)*)")
TABLE = "audit-errata"  # the label of the table of errata


@cache
def errata_by_item() -> dict[str, tuple[str, ...]]:
    """The ids of the errata that name an item of the report, in order (`table_4_3`: E05, E06, ...)."""
    found: dict[str, tuple[str, ...]] = {}
    with FILE.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            for kind, numbers in NAMED.findall(row["where"]):
                for number in re.findall(r"\d\.\d", numbers):
                    item = f"{kind}_{number.replace('.', '_')}"
                    found[item] = (*found.get(item, ()), row["id"])
    return found


def contradicted_note(words: Words, item: str) -> list[str]:
    """That the report's numbers of an item contradict others of it, with a link to each erratum; none where they do
    not."""
    links = [f"{{ref}}`{identifier} <{TABLE}>`" for identifier in errata_by_item().get(item, ())]
    return [of_the_report(words.sentences["contradicted"].format(", ".join(links)), item)] if links else []
