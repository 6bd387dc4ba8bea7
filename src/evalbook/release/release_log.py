"""What was withheld, by which rule and how many: for the one who signs for publication."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from evalbook.typed import escape

UNPROTECTED = """# Release log: {title}

**Not protected.** No number of this release was rounded or withheld. It is for reading inside the closed machine only.
"""
SYNTHETIC_OR_EXACT = """# Release log: {title}

No person is in this release: the extract is invented and its numbers are exact.
"""
PROTECTED = """# Release log: {title}

Made through the gate. The one who signs for publication reads here what was withheld, by which rule and how often.

{numbers} numbers, of which {withheld} withheld ({percent} %).

## By rule

{by_rule}

## By item

{by_item}

## Rules in force

- `count`: counts of 1 to {most_withheld} persons, and what stands on a base of so many. Others are rounded to
  {rounded_to}.
- `percent`: percentages on fewer than {fewest_in_base} persons. Others are whole, and follow from rounded counts.
- `one_cell`: a breakdown of fewer than {one_cell_base} persons of whom one category holds {one_cell_percent} % or
  more; of any number of whom it holds all; a yes or no that nobody of fewer than {one_cell_base} has.
- `mean`: means on fewer than {fewest_in_base} persons (money: {fewest_with_money}), to which fewer than
  {fewest_persons} contribute, or the two largest more than {two_largest_percent} %; and other estimates on fewer than
  {fewest_in_base}. Three significant digits.
- `curve`: months in which fewer than {fewest_in_base} are at risk.
- `linked`: counts that would tell a withheld one together with others. A small count may have this rule instead of
  its own, where its own would tell too much.

What linear programming checks: with every released number within its rounding, sums over periods, benefits,
categories, the ladder's cells and nested classes, each withheld count of 1 to {most_withheld} can still be any of
1 to {most_withheld}.
"""


def withheld_counts(results: pd.DataFrame) -> pd.DataFrame:
    """How many numbers of each item were withheld and by which rule, one row an item and rule.

    `of` is how many numbers the item has.
    """
    withheld = results[results["withheld"] != ""]
    counts = withheld.groupby(["item", "withheld"], sort=False).size().rename("numbers").reset_index()
    return counts.assign(of=counts["item"].map(results["item"].value_counts()).astype(int))


def release_log(results: pd.DataFrame, *, rules: Mapping[str, int], protected: bool, title: str, kind: str) -> str:
    """The log as Markdown; no number in it is of a person."""
    if not protected:
        return (SYNTHETIC_OR_EXACT if kind == "synthetic" else UNPROTECTED).format(title=escape(title))
    withheld = results[results["withheld"] != ""]
    return PROTECTED.format(
        title=escape(title),
        numbers=len(results),
        withheld=len(withheld),
        percent=round(100 * len(withheld) / max(len(results), 1)),
        by_rule=_table(("rule", "numbers"), withheld["withheld"].value_counts().items()),
        by_item=_by_item(results),
        most_withheld=rules["fewest_persons"] - 1,
        **rules,
    )


def _by_item(results: pd.DataFrame) -> str:
    counts = withheld_counts(results).pivot(index="item", columns="withheld", values="numbers").fillna(0).astype(int)
    counts = counts.reindex([item for item in results["item"].unique() if item in counts.index])
    totals = results["item"].value_counts()
    rows = [(item, totals[item], *row) for item, row in zip(counts.index, counts.to_numpy(), strict=True)]
    return _table(("item", "numbers", *counts.columns), rows)


def _table(heads: tuple[str, ...], rows: object) -> str:
    lines = [heads, ("---", *("---:" for _ in heads[1:])), *rows]
    return "\n".join(f"| {' | '.join(map(str, line))} |" for line in lines)
