"""What the report and the letter conclude, tested on each edition: holds, fits, does not hold, or cannot be told.

The claims are data, `data/claims/claims.csv`: one row a claim in words of our own, with the quantity that it is about
(`evidence` says how it is written), the limits between which it holds in the unit that is shown, and why it can never
be told from an extract where that is so. `sentences.csv` lists the sentences that they come from.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from itertools import product
from math import inf, isnan
from pathlib import Path

import pandas as pd

from evalbook.contract.results import PERSON_COUNTS
from evalbook.exhibits.expressions import compared, may_share_persons
from evalbook.places import CLAIMS
from evalbook.published.evidence import Shelf, each_of, evidence, form_of, keys_of, shelf
from evalbook.published.quantity import Evidence, Found, less, only_few, ratio
from evalbook.release.lookup import Gap, demand_release
from evalbook.release.release import Release

HOLDS, FITS, FAILS, CANNOT = "holds", "fits", "fails", "cannot"
VERDICTS = (HOLDS, FITS, FAILS, CANNOT)
NO_DIFFERENCE = {"difference": 0.0, "ratio": 1.0}  # what a claim that only says "more" has as its limit
# level: how many; comparison: more than, as often as; causal: because of; promise: what will be.
KINDS = ("level", "comparison", "causal", "promise")
SOURCES = ("letter", "summary", "2.1", "2.2", "2.6", "3.1", "3.5", "4.1", "4.6", "5.1", "5.5", "b4")
# Why no extract can tell: nobody to compare with, said in conversations, about what no register of the contract holds.
NEVER = ("causal", "interviews", "no_register", "no_item")
MOST_SHOWN = 2
ONE_PERSON = "one_person"  # one more or less decides, and of a register nothing is told of one
OF_ALL = ("n", "months")  # forms of numbers that have no interval: counts of who there is, and how long they are seen


@dataclass(frozen=True)
class Claim:
    """A row of the register; `quantity` less `minus`, or over `per`, lies between `low` and `high` if it holds.

    `never` says why it cannot be told from any extract; before the day `since` it cannot be told yet.
    """

    id: str
    sources: tuple[str, ...]
    kind: str
    texts: dict[str, str]
    quantity: str = ""
    minus: str = ""
    per: str = ""
    low: float = -inf
    high: float = inf
    never: str = ""
    since: str = ""
    statements: tuple[str, ...] = ()

    @property
    def form(self) -> str:
        """The unit in which the quantity and its limits are shown."""
        if self.per or not self.quantity:
            return "ratio" if self.per else ""
        form = form_of(self.quantity)
        return "difference" if self.minus and form == "percent" else form

    @property
    def by_one_person(self) -> bool:
        """Whether one person more or less decides it: on a number of persons that is exact, or one at least."""
        return self.form in PERSON_COUNTS and (self.low == self.high or 0 < self.low <= 1)


@dataclass(frozen=True)
class Tested:
    """A claim with what this edition says: its `verdict`, why it cannot be told, and the numbers that decide."""

    claim: Claim
    verdict: str
    reason: str = ""
    detail: str = ""
    found: tuple[Evidence, ...] = ()


@cache
def claims(folder: Path = CLAIMS) -> dict[str, Claim]:
    """The register, by id, in its order."""
    rows = pd.read_csv(folder / "claims.csv", dtype=str, keep_default_na=False)
    return {row.id: _claim(row) for row in rows.itertuples(index=False)}


def _claim(row: tuple) -> Claim:
    texts = {"nl": row.nl, "en": row.en}
    low, high = float(row.low or -inf), float(row.high or inf)
    numbers = (row.quantity, row.minus, row.per, low, high, row.cannot, row.since)
    return Claim(row.id, tuple(row.sources.split()), row.kind, texts, *numbers, tuple(row.statements.split()))


def tested(release: Release, chosen: Iterable[Claim] | None = None) -> list[Tested]:
    """Each claim with its verdict on a release. Raises TypeError on anything else."""
    demand_release(release)
    at_hand = shelf(release)
    return [put_to_test(at_hand, claim) for claim in (claims().values() if chosen is None else chosen)]


def put_to_test(at_hand: Shelf, claim: Claim) -> Tested:
    """The verdict on one claim: by the whole interval of each of its numbers. One that fails decides alone."""
    found = _compared(at_hand, claim) if claim.quantity else ()
    numbers = tuple(each for each in found if isinstance(each, Evidence))
    gap = next((each for each in found if isinstance(each, Gap)), None)
    if claim.never:
        return Tested(claim, CANNOT, claim.never, found=_decisive(claim, numbers))
    if claim.since and str(at_hand.release.edition.reference_date) < claim.since:
        return Tested(claim, CANNOT, "future", claim.since, _decisive(claim, numbers))
    verdict = _together([_verdict(claim, each) for each in numbers])
    lacks = verdict != FAILS and (gap or not numbers)
    if (lacks or verdict in (FITS, CANNOT)) and claim.by_one_person and at_hand.release.protected:
        return Tested(claim, CANNOT, ONE_PERSON)
    if lacks:
        return Tested(claim, CANNOT, *((gap.reason, gap.detail) if gap else ("no_item", "")))
    reason = _open_by(numbers) if verdict in (FITS, CANNOT) else ""
    return Tested(claim, verdict, reason, found=_decisive(claim, numbers))


def _compared(at_hand: Shelf, claim: Claim) -> tuple[Found, ...]:
    """The quantities of a claim, each with what it is set against: one by one, or each with each; of a ratio one."""
    left = evidence(at_hand, claim.quantity)
    if not (claim.minus or claim.per):
        return tuple(each.few[0] if isinstance(each, Evidence) and only_few(each) else each for each in left)
    right = evidence(at_hand, claim.minus or claim.per)
    if claim.per:
        rates = tuple(compared(at_hand.release, text) for text in (claim.quantity, claim.per))
        return (ratio(*left, *right, rates),)
    texts = each_of(claim.quantity), each_of(claim.minus)
    sides = (tuple(zip(*side, strict=True)) for side in zip((left, right), texts, strict=True))
    pairs = zip(*sides, strict=True) if len(left) == len(right) else product(*sides)
    return tuple(less(one, other, same_persons=_share_persons(a, b)) for (one, a), (other, b) in pairs)


def _share_persons(quantity: str, minus: str) -> bool:
    return any(may_share_persons(one, other) for one in keys_of(quantity) for other in keys_of(minus))


def _open_by(numbers: Iterable[Evidence]) -> str:
    if any(map(_lacks_interval, numbers)):
        return "no_interval"
    return "changed" if all(each.form in PERSON_COUNTS for each in numbers) else "straddles"


def _lacks_interval(found: Evidence) -> bool:
    """Whether an estimate is without its interval: undefined, or not shown of so few."""
    return found.form not in OF_ALL and (isnan(found.low) or isnan(found.high))


def _verdict(claim: Claim, found: Evidence) -> str:
    """Holds when the interval lies within the limits, fails when it lies outside. With a limit inside it the estimate
    fits where it lies within them, unless it stands for few that are not told, or chance may have made all of a
    difference; else, and without one, it is open.
    """
    if _lacks_interval(found):
        return CANNOT
    if isnan(found.low) or isnan(found.high):
        return HOLDS if claim.low <= found.value <= claim.high else FAILS
    if found.high < claim.low or found.low > claim.high:
        return FAILS
    if claim.low < found.low and found.high < claim.high:
        return HOLDS
    fits = claim.low <= found.value <= claim.high and not found.few and not _may_be_none(claim, found)
    return FITS if fits else CANNOT


def _may_be_none(claim: Claim, found: Evidence) -> bool:
    """Whether a claim that says which is more rests on a difference that may be none."""
    none = 0.0 if claim.minus else NO_DIFFERENCE.get(claim.form)
    return none in (claim.low, claim.high) and found.low <= none <= found.high


def _together(verdicts: Iterable[str]) -> str:
    """Of what should hold each time."""
    found = set(verdicts)
    return next((verdict for verdict in (FAILS, CANNOT, FITS) if verdict in found), HOLDS)


def _decisive(claim: Claim, numbers: tuple[Evidence, ...]) -> tuple[Evidence, ...]:
    """The numbers that are shown: all of a few, of more the one that lies least within the limits."""
    if len(numbers) <= MOST_SHOWN:
        return numbers
    return (min(numbers, key=lambda each: min(each.value - claim.low, claim.high - each.value)),)


def counted(results: Iterable[Tested]) -> dict[str, int]:
    """How many claims have which verdict."""
    verdicts = [each.verdict for each in results]
    return {verdict: verdicts.count(verdict) for verdict in VERDICTS}


def items_of(claim: Claim) -> tuple[str, ...]:
    """The items that a claim rests on, in order."""
    keys = [quantity.split("/")[0] for text in (claim.quantity, claim.minus, claim.per) for quantity in each_of(text)]
    return tuple(dict.fromkeys(filter(None, keys)))


def table_of(results: Iterable[Tested]) -> pd.DataFrame:
    """The tested claims as a frame, one row a number of a claim."""
    rows = [
        {
            "id": each.claim.id,
            "sources": " ".join(each.claim.sources),
            "kind": each.claim.kind,
            "quantity": each.claim.quantity,
            "minus": each.claim.minus,
            "per": each.claim.per,
            **{name: limit if abs(limit) < inf else "" for name, limit in _limits(each.claim)},
            "verdict": each.verdict,
            "reason": each.reason,
            "unit": each.claim.form,
            "value": number.value if number else "",
            "ci_low": number.low if number else "",
            "ci_high": number.high if number else "",
        }
        for each in results
        for number in each.found or (None,)
    ]
    return pd.DataFrame(rows)


def _limits(claim: Claim) -> tuple[tuple[str, float], ...]:
    return (("low", claim.low), ("high", claim.high))
