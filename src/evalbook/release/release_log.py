"""What a release shows, how far it is off, what it withholds and by which rule: for the one who signs for publication.

One page, made of the release alone: `read_release` makes it again and compares.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import pandas as pd

from evalbook.contract.results import EDITION, PERSON_COUNTS, SAME
from evalbook.contract.thresholds import MEAN_CHANGE
from evalbook.release.leeway import leeway
from evalbook.typed import escape

if TYPE_CHECKING:
    from evalbook.release.release import Release

UNPROTECTED = """# Release log: {title}

**Not protected.** No number of this release was changed or withheld. It is for reading inside the closed machine only.
"""
SYNTHETIC_OR_EXACT = """# Release log: {title}

No person is in this release: the extract is invented and its numbers are exact.
"""
PROTECTED = """# Release log: {title}

Made through the gate. Who signs for publication reads here what is shown, how far it is off, and what is withheld.

## Shown

{shown} of {numbers} numbers ({shown_percent} %); {withheld} are withheld. Months of curves that end have no row.

## Noisy: every number of persons

- Counts: changed by a whole number, at most {largest_change} either way, on average {mean_change:.2f} without its sign
  (variance {variance}), by a key of the persons counted. {counts} are shown. A zero stays zero. What stands still since
  an earlier edition is off by at most {most_drift} more.
{shares}- Means of persons: the sum is changed in proportion to the largest contribution of one person; three digits.
- Everything else (limits, curves, differences, projections, verdicts) is computed from these. Of persons
  themselves come only the limits of means, hazard ratios and tests: two digits.
{since}
## Withheld

{by_rule}

- `count`: counts of fewer than {fewest_persons} after the change, and what stands on a base of so many.
- `percent`: on a base of fewer than {fewest_in_base}.
- `one_cell`: a breakdown of which one category has everybody, or of fewer than {one_cell_base}
  {one_cell_percent} % or more.
- `mean`: a mean or another estimate on fewer than {fewest_in_base} persons (hazard ratios and tests of persons:
  {fewest_with_spread}; money: {fewest_with_money}), or on a sum of which the two largest make more than
  {two_largest_percent} %. A mean of fewer than {fewest_with_spread} has no limits.
- `comparison`: all of the comparison with people who got no service, where there is one: it is not protected yet.

{by_item}

## What the recipient may be told

All that is in this folder, and how it was made: the noise with its parameters, the rules, docs/disclosure.md. That
parts do not add up to their whole, and by how much at most. That "fewer than {fewest_persons}" was not zero when it was
first released, and that a zero of a later edition may be {most_drift} persons who came since.

Never: the secret and the cells kept beside it, exact results (`--unprotected`, `--internal`), why a number moved since
the last edition, whether a number is the true one.
"""
SHARES = """- Percentages: whole, from a changed count on a changed base. Of {shares} that are shown half are off by at
  most {median} points, the worst by {most}.
"""
SINCE = """- Of {both} counts that the last edition has too, {same} have the same value. A count that moved by fewer
  than {steady_below} persons keeps what was released of it: which have, is not in this release.
"""


HELD = """

Nothing was kept of the last edition. What may not have moved by ten persons since stands as it was, or is withheld
(`edition`): who has both releases would else find single persons who came or left."""


def withheld_counts(results: pd.DataFrame) -> pd.DataFrame:
    """How many numbers of each item were withheld and by which rule, one row an item and rule.

    `of` is how many numbers the item has.
    """
    withheld = results[results["withheld"] != ""]
    counts = withheld.groupby(["item", "withheld"], sort=False).size().rename("numbers").reset_index()
    return counts.assign(of=counts["item"].map(results["item"].value_counts()).astype(int))


def release_log(release: Release) -> str:
    """The log as Markdown; no number in it is of a person."""
    title = escape(release.edition.title)
    if not release.protected:
        return (SYNTHETIC_OR_EXACT if release.edition.kind == "synthetic" else UNPROTECTED).format(title=title)
    results = release.results
    withheld = results.loc[results["withheld"] != "", "withheld"]
    return PROTECTED.format(
        title=title,
        numbers=len(results),
        shown=len(results) - len(withheld),
        shown_percent=round(100 * (1 - len(withheld) / max(len(results), 1))),
        withheld=len(withheld),
        counts=(results["statistic"].isin(PERSON_COUNTS) & results["value"].notna()).sum(),
        mean_change=MEAN_CHANGE,
        shares=_shares(release),
        since=_since(release.changes, release.rules),
        by_rule=_table(("rule", "numbers"), withheld.value_counts().items())
        + (HELD if withheld.eq(EDITION).any() else ""),
        by_item=_by_item(results),
        most_drift=release.rules["steady_below"] - 1,
        **release.rules,
    )


def _shares(release: Release) -> str:
    """How far percentages are off at most, in points: half of them, and the worst."""
    off = leeway(release)[release.results["statistic"] == "percent"].dropna()
    numbers = {"shares": len(off), "median": f"{off.median():.1f}", "most": f"{off.max():.1f}"}
    return SHARES.format(**numbers) if len(off) else ""


def _since(changes: pd.DataFrame, rules: Mapping[str, int]) -> str:
    """How many counts are what they were, as far as the release knows: of a last edition that it was compared with."""
    counts = changes[changes["statistic"].isin(PERSON_COUNTS)].dropna(subset=["before", "after"])
    same = (counts["state"] == SAME).sum()
    return SINCE.format(both=len(counts), same=same, **rules) if len(counts) else ""


def _by_item(results: pd.DataFrame) -> str:
    counts = withheld_counts(results).pivot(index="item", columns="withheld", values="numbers").fillna(0).astype(int)
    counts = counts.reindex([item for item in results["item"].unique() if item in counts.index])
    totals = results["item"].value_counts()
    rows = [(item, totals[item], *row) for item, row in zip(counts.index, counts.to_numpy(), strict=True)]
    return _table(("item", "numbers", *counts.columns), rows)


def _table(heads: tuple[str, ...], rows: object) -> str:
    lines = [heads, ("---", *("---:" for _ in heads[1:])), *rows]
    return "\n".join(f"| {' | '.join(map(str, line))} |" for line in lines)
