"""What changed since the last edition, as the book shows it. The comparison itself is in `compare`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice

import pandas as pd

from evalbook.contract.results import GONE, KEY, MOVED, NEW, SAME
from evalbook.exhibits.changed import added_and_gone, previous_edition, told
from evalbook.exhibits.markup import NUMBERS, TEXTS, headed_table, with_key
from evalbook.release.lookup import Number, demand_release, find
from evalbook.release.release import Release
from evalbook.words.labels import anchor, decimal_text, heading, item_name, label, number_text
from evalbook.words.vocabulary import Words, read_words

STATES = (MOVED, NEW, GONE, SAME)
MOST_SHOWN = 20
CODED = ("period", "benefit", "row", "column")
SHARES = ("percent", "share", "survival")


def changes(release: Release, *, language: str) -> str:
    """How many numbers moved, by item and by reason, and the shares that moved most; or that there is no last edition.

    Raises TypeError on anything but a Release.
    """
    demand_release(release)
    words = read_words(language)
    if release.changes.empty:
        return words.changes["none"]
    tables = (_counts(words, release), _reasons(words, release), _largest(words, release))
    return "\n\n".join(filter(None, (*_in_sentences(words, release, language), *tables)))


def _in_sentences(words: Words, release: Release, language: str) -> Iterator[str]:
    """Which the last edition is, its main results beside those of this one, what is assumed, what came and went."""
    yield previous_edition(release, language=language)
    if sentences := told(release, language=language):
        yield "\n".join(f"- {each}" for each in sentences)
        yield " ".join(filter(None, (words.changes["assumed"], words.changes["steady"] * release.protected)))
    for which, items in added_and_gone(release):
        if items:
            shown = [_link(words, item) if which == "added" else item_name(words, item) for item in items]
            yield words.changes[which].format("; ".join(shown))


def summary(release: Release, *, language: str) -> str:
    """One sentence: how many numbers of the report moved since the last edition, or that there is none."""
    demand_release(release)
    words, counts = read_words(language), counted(release)
    if release.changes.empty:
        return words.changes["none"]
    texts = {state: _count(words, counts, f"all/{state}") for state in (*STATES, "numbers")}
    return words.changes["summary"].format(**texts)


def counted(release: Release) -> dict[str, int]:
    """How many numbers are in which state, by item, and moved for which reason; by `item/state` and `reason/name`."""
    shown = release.changes
    states = pd.crosstab(shown["item"], shown["state"]).reindex(columns=STATES, fill_value=0)
    reasons = shown.loc[shown["reason"] != "", "reason"].value_counts()
    by_item = {f"{item}/{state}": count for item, row in states.iterrows() for state, count in row.items()}
    whole = {f"all/{state}": count for state, count in {**states.sum(), "numbers": states.to_numpy().sum()}.items()}
    return by_item | whole | {f"reason/{reason}": count for reason, count in reasons.items()}


def _counts(words: Words, release: Release) -> str:
    counts = counted(release)
    rows = [
        [item_name(words, item), *(_count(words, counts, f"{item}/{state}") for state in STATES)]
        for item in release.changes["item"].unique()
    ]
    heads = [words.changes["item"], *(words.changes["states"][state] for state in STATES)]
    return headed_table(heads, rows, caption=words.changes["counts_caption"], name="changes-counts")


def _count(words: Words, counts: Mapping[str, int], key: str) -> str:
    return with_key(decimal_text(words, counts[key]), f"changes/{key}")


def _reasons(words: Words, release: Release) -> str:
    counts = counted(release)
    names = [key.removeprefix("reason/") for key in counts if key.startswith("reason/")]
    if not names:
        return words.changes["no_reasons"]
    rows = [[heading(words.changes["reasons"][name]), _count(words, counts, f"reason/{name}")] for name in names]
    about = {"caption": words.changes["reasons_caption"], "name": "changes-reasons", "kind": "sentences"}
    return headed_table([words.changes["reason"], words.changes["numbers"]], rows, **about)


def _largest(words: Words, release: Release) -> str:
    shown = release.changes
    moved = shown[(shown["state"] == MOVED) & shown["statistic"].isin(SHARES)]
    points = moved["change"].abs() * moved["statistic"].map({"percent": 1}).fillna(100)
    moved = moved.loc[points.sort_values(ascending=False, kind="stable").index]
    # A month of a curve with few who are followed is no number of the book.
    told = (row for row in moved.itertuples() if isinstance(find(release, _key(row)), Number))
    moved = list(islice(told, MOST_SHOWN))
    if not moved:
        return ""
    heads = [words.changes[name] for name in ("number", "before", "after", "item")]
    rows = [_moved(words, row) for row in moved]
    about = {"caption": words.changes["largest_caption"], "name": "changes-largest", "kind": "sentences"}
    return headed_table(heads, rows, align=(NUMBERS, NUMBERS, TEXTS), **about)


def _moved(words: Words, row: tuple) -> list[str]:
    key = _key(row)
    texts = [_code(words, row, field) for field in CODED if getattr(row, field)]
    before = f'<span data-previous="{key}">{number_text(words, row.before, row.statistic)}</span>'
    link = _link(words, row.item)
    after = with_key(number_text(words, row.after, row.statistic), key)
    return [heading(", ".join(dict.fromkeys(filter(None, texts)))), before, after, link]


def _key(row: tuple) -> str:
    return "/".join(getattr(row, name) for name in KEY)


def _link(words: Words, item: str) -> str:
    return f"{{ref}}`{item_name(words, item)} <{anchor(item)}>`"


def _code(words: Words, row: tuple, field: str) -> str:
    code = getattr(row, field)
    is_month = field == "column" and code.isdigit()
    return words.changes["month"].format(code) if is_month else label(words, field, code, item=row.item)
