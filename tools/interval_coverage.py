"""How often intervals hold the true number, and how often a word would be false: `make coverage`.

People are drawn who find, lose and find work again, some of whom leave, who talk and cost money, each followed for a
time of its own. The truth is what the same estimate gives of very many, all followed to the end. Nothing of it is a
test: it takes some minutes. Lines: a kind of interval; columns: how often it held the truth, and how often there was
one, at 600 and at 4,000 persons. Of two groups that do not differ, a word is false as often as the interval misses 0.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping

import numpy as np

from drawn_people import IN_WORK, LEFT, MONTHS, People, people
from evalbook.estimates.grays_test import grays_test
from evalbook.estimates.intervals import Z, paired_difference, square_and_add, wilson
from evalbook.estimates.resampling import Resampling, resampled_mean
from evalbook.estimates.standardisation import standardised_difference
from evalbook.estimates.survival import hazard_ratio, in_two_groups, kaplan_meier, log_rank
from evalbook.estimates.transitions import UNSEEN, cumulative_incidence, occupation
from evalbook.estimates.trends import linear_trend
from evalbook.items.accrual import factor_of_cost, partitioned_means
from evalbook.numbers.spread import FEWEST_BEHIND

SIZES = {600: 500, 4_000: 200}  # persons: draws
VERY_MANY = 400_000
MOST_DRAWN = 10_000  # persons of whom limits are made: the truth needs none
Interval = tuple[float, float, float]
NONE = (np.nan,) * 3


def _seen(them: People, month: int) -> np.ndarray:
    return (them.last >= month) & (them.paths[month] != UNSEEN) & (them.paths[month] != LEFT)


def share(them: People) -> Interval:
    seen = _seen(them, 12)
    return _share(them.in_work[12][seen])


def _share(has: np.ndarray) -> Interval:
    low, high = wilson(has.sum(), len(has))
    return float(has.mean()), float(low), float(high)


def _times(them: People) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Of who had no work at the start: who they are, the month of the end or the last one seen, and 0 work, 1 left."""
    who = np.flatnonzero(~them.in_work[0])
    paths = them.paths[:, who]
    works, left = (
        np.where(hit.any(axis=0), hit.argmax(axis=0), len(paths)) for hit in (paths == IN_WORK, paths == LEFT)
    )
    month = np.minimum(np.minimum(works, left), them.last[who])
    return who, month, np.select([works == month, left == month], [0, 1], UNSEEN)


def curve(them: People, who: np.ndarray | None = None) -> Interval:
    own, month, end = _times(them)
    chosen = np.ones(len(own), bool) if who is None else who[own]
    rows = kaplan_meier(month[chosen], end[chosen] == 0).set_index("month")
    if 24 not in rows.index:
        return NONE
    value, low, high = rows.loc[24, ["survival", "ci_low", "ci_high"]]
    return 1 - value, 1 - high, 1 - low


def incidence(them: People) -> Interval:
    _, month, end = _times(them)
    found = cumulative_incidence(month, end, kinds=2)
    return tuple(float(each[24, 0]) for each in (found.value, *found.limits()))


def state(them: People) -> Interval:
    return _occupied(them.paths, 24)


def _occupied(paths: np.ndarray, month: int) -> Interval:
    found = occupation(paths, states=3, final=1)
    return tuple(float(each[month, IN_WORK]) for each in (found.value, *found.limits()))


def retention(month: int) -> Callable[[People], Interval]:
    def estimate(them: People) -> Interval:
        who, first, end = _times(them)
        found = (end == 0) & (first <= them.horizon[who])
        who, first, length = who[found], first[found], len(them.paths)
        rows = first + np.arange(length)[:, None]
        paths = np.where(rows < length, them.paths[np.minimum(rows, length - 1), who], UNSEEN)
        return _occupied(paths.astype(np.int8), month)

    return estimate


def two_moments(them: People) -> Interval:
    seen = _seen(them, 24)
    first, second = them.in_work[12][seen], them.in_work[24][seen]
    return paired_difference(*(((first == a) & (second == b)).sum() for a, b in ((1, 1), (1, 0), (0, 1), (0, 0))))


def talks(them: People) -> Interval:
    return _mean(them.talks[them.last >= 30][::3])


def euros(which: str) -> Callable[[People], Interval]:
    return lambda them: _mean(them.euros[which][them.last >= 12, :12].sum(axis=1))


def _mean(values: np.ndarray) -> Interval:
    return _told(values.mean(), *resampled_mean(values, Resampling(replicates=0 if len(values) > MOST_DRAWN else 1000)))


def _told(value: float, low: float, high: float) -> Interval:
    """With its limits where they tell of fifteen persons at least, as `numbers.rows.means` has it."""
    return (value, low, high) if (value / ((high - low) / (2 * Z))) ** 2 >= FEWEST_BEHIND else (value, np.nan, np.nan)


def costs(which: str) -> Callable[[People], Interval]:
    def estimate(them: People) -> Interval:
        ended = (them.paths == LEFT).any(axis=0)
        months = np.where(ended, (them.paths == LEFT).argmax(axis=0), np.minimum(them.last, MONTHS - 2))
        return _told(*partitioned_means(them.euros[which], np.minimum(months, MONTHS - 2), ended, parts=((0, 36),))[0])

    return estimate


def cost_of_result(them: People) -> Interval:
    seen = them.last >= 24
    amounts, works = them.euros["many"][seen, :24].sum(axis=1), them.in_work[24][seen]
    value, factor = amounts.sum() / works.sum(), factor_of_cost(amounts, works)
    return value, value / factor, value * factor


def months_in_work(them: People) -> Interval:
    months = them.in_work[1:25, them.last >= 24].sum(axis=0)
    half = Z * months.std(ddof=1) / np.sqrt(len(months))
    return _told(months.mean(), months.mean() - half, months.mean() + half)


def difference(them: People) -> Interval:
    return _apart(*(_share(them.in_work[12][_seen(them, 12) & (them.group == code)]) for code in (0, 1)))


def curve_difference(them: People) -> Interval:
    return _apart(*(curve(them, them.group == code) for code in (0, 1)))


def _apart(one: Interval, other: Interval) -> Interval:
    low, high = square_and_add(one, other)
    return one[0] - other[0], float(low), float(high)


def same_mix(them: People) -> Interval:
    seen, width = _seen(them, 12), 3
    sides = [seen & (them.group == code) for code in (0, 1)]
    counts = [
        [np.bincount(them.kind[each], weights, width) for weights in (them.in_work[12][each], None)] for each in sides
    ]
    return standardised_difference(*counts)


def trend(them: People) -> Interval:
    """Over quarters of the start: who is seen for longer started earlier."""
    seen = _seen(them, 12)
    quarter = them.last[seen] // 3
    return linear_trend(np.bincount(quarter, them.in_work[12][seen]), np.bincount(quarter), range(quarter.max() + 1))[
        :3
    ]


def ratio(them: People) -> Interval:
    who, month, end = _times(them)
    found = hazard_ratio(*in_two_groups(month, end == 0, them.group[who] == 1))
    return found.ratio, found.ci_low, found.ci_high


def _as_interval(p_value: float) -> Interval:
    """Of a test: one that misses 0 where it tells."""
    return 0.0, 0.0 if p_value >= 0.05 else 1.0, 2.0


def tested_by_log_rank(them: People) -> Interval:
    who, month, end = _times(them)
    return _as_interval(log_rank(*in_two_groups(month, end == 0, them.group[who] == 1))[1])


def tested_by_gray(them: People) -> Interval:
    who, month, end = _times(them)
    at_risk, events = in_two_groups(month, end == 0, them.group[who] == 1)
    others = in_two_groups(month, end == 1, them.group[who] == 1)[1]
    return _as_interval(grays_test(at_risk, events, others)[1])


KINDS: Mapping[str, Callable[[People], Interval]] = {
    "share (Wilson)": share,
    "curve, month 24 (Kaplan-Meier)": curve,
    "incidence, month 24": incidence,
    "in work as a state, month 24": state,
    **{f"work kept, month {month}": retention(month) for month in (6, 12, 24)},
    "the same persons at two moments": two_moments,
    "conversations of few, months 24-30": talks,
    "euros a person, 3% have any": euros("few"),
    "euros a person, 30% have any": euros("many"),
    "three-year costs, 3% have any": costs("few"),
    "three-year costs, 30% have any": costs("many"),
    "cost of a result": cost_of_result,
    "months in work in two years": months_in_work,
}
# Of two groups that do not differ: the truth is 0 (of a ratio 1).
FALSE: Mapping[str, Callable[[People], Interval]] = {
    "difference of shares": difference,
    "difference of curves, month 24": curve_difference,
    "difference in one mix": same_mix,
    "trend by quarter": trend,
    "ratio of hazards": ratio,
    "log-rank test": tested_by_log_rank,
    "Gray's test": tested_by_gray,
}


def held(
    estimates: Mapping[str, Callable], truth: Mapping[str, float], number: int, draws: int
) -> dict[str, np.ndarray]:
    """By kind and draw: 1 where the interval holds the truth, 0 where not, nan where there is none."""
    found = {name: np.full(draws, np.nan) for name in estimates}
    for seed in range(draws):
        them = people(np.random.default_rng([number, seed]), number)
        for name, estimate in estimates.items():
            _, low, high = estimate(them)
            if np.isfinite(low) and np.isfinite(high):
                found[name][seed] = low <= truth[name] <= high
    return found


def main(sizes: Mapping[int, int]) -> None:
    everybody = people(np.random.default_rng(1), VERY_MANY, whole=True)
    truth = {name: estimate(everybody)[0] for name, estimate in KINDS.items()}
    truth |= dict.fromkeys(FALSE, 0.0) | {"ratio of hazards": 1.0}
    found = {number: held({**KINDS, **FALSE}, truth, number, draws) for number, draws in sizes.items()}
    print(f"{'':36}" + "".join(f"{number:>10,} persons" for number in sizes))
    for title, kinds in (("holds the truth (an interval)", KINDS), ("a false word (an interval)", FALSE)):
        print(f"{title:36}")
        for name in kinds:
            numbers = [each[name] for each in found.values()]
            shares = [np.nanmean(each) if np.isfinite(each).any() else np.nan for each in numbers]
            shares = [1 - each if kinds is FALSE else each for each in shares]
            there = [np.isfinite(each).mean() for each in numbers]
            print(
                f"  {name:34}" + "".join(f"{a:>10.3f} ({b:.2f})" for a, b in zip(shares, there, strict=True)),
                flush=True,
            )


if __name__ == "__main__":
    scale = float(sys.argv[1]) if len(sys.argv) > 1 else 1.0
    main({number: max(int(draws * scale), 2) for number, draws in SIZES.items()})
