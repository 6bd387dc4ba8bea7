"""The audit as the book shows it: each published number beside the rebuilt one.

Source of the verdicts: `published`.
"""

from __future__ import annotations

from functools import cache

import pandas as pd

from evalbook.exhibits.markup import NUMBERS, TEXTS, escape, headed_table, of_the_report, with_key
from evalbook.published.published import (
    CONTRADICTED,
    MET,
    REASON_IN,
    VERDICTS,
    Published,
    audit_statements,
    audit_tables,
    read_published,
    read_texts,
    shares_met,
)
from evalbook.release.lookup import demand_release
from evalbook.release.release import Release
from evalbook.words.labels import anchor, decimal_text, heading, item_name, label, number_text
from evalbook.words.vocabulary import Words, read_words

CODED = ("period", "benefit", "row", "column", "statistic")


@cache
def published() -> Published:
    """What was published, read once."""
    return read_published()


def summary(release: Release, *, language: str) -> str:
    """How many published numbers have which verdict, by table and in all."""
    demand_release(release)
    words = read_words(language)
    counts = shares_met(audit_tables(published(), release))
    rows = [_count_row(words, item_name(words, item), item, row) for item, row in counts.iterrows()]
    total = _count_row(words, words.audit["total"], "all", counts.sum())
    heads = [words.audit["table"], words.audit["published"], *(words.audit["verdicts"][v] for v in VERDICTS)]
    table = headed_table(heads, [*rows, total], caption=words.audit["summary_caption"], name="audit-summary")
    sentence = words.audit["summary"].format(**_totals(words, counts.sum()))
    known = {"invented": release.edition.kind == "synthetic", "rounded": release.protected}
    told = " ".join([sentence, *(words.audit[name] for name, so in known.items() if so)])
    return f"{told}\n\n{table}"


def _count_row(words: Words, name: str, item: str, counts: pd.Series) -> list[str]:
    numbers = {"published": counts.sum(), **{verdict: counts[verdict] for verdict in VERDICTS}}
    return [name, *(_count(words, value, f"audit/{item}/{what}") for what, value in numbers.items())]


def _count(words: Words, value: float, key: str) -> str:
    return with_key(decimal_text(words, value), key)


def _totals(words: Words, counts: pd.Series) -> dict[str, str]:
    percent = number_text(words, counts[MET] / counts.sum() * 100, "percent")
    texts = {verdict: _count(words, counts[verdict], f"audit/all/{verdict}") for verdict in VERDICTS}
    published_count = _count(words, counts.sum(), "audit/all/published")
    return {**texts, "published": published_count, "percent": with_key(percent, "audit/all/percent")}


def item_audit(release: Release, item: str, *, language: str) -> str:
    """Each published number of a table with the rebuilt one, its verdict and why it is not met."""
    demand_release(release)
    words = read_words(language)
    cells = audit_tables(published(), release)
    rows = [_cell_row(words, cell, REASON_IN[language]) for cell in cells[cells["item"] == item].itertuples()]
    heads = [words.audit[name] for name in ("number", "published", "rebuilt", "verdict")]
    caption = words.audit["item_caption"].format(item=item_name(words, item))
    about = {"caption": caption, "name": f"audit-{anchor(item)}", "kind": "sentences"}
    return headed_table(heads, rows, align=(NUMBERS, NUMBERS, TEXTS), **about)


def _cell_row(words: Words, cell: tuple, reason: str) -> list[str]:
    texts = [label(words, field, getattr(cell, field), item=cell.item) for field in CODED if getattr(cell, field)]
    shown = decimal_text(words, cell.published, cell.decimals)
    rebuilt = words.formats["missing"]
    if not pd.isna(cell.rebuilt):
        rebuilt = with_key(decimal_text(words, cell.rebuilt, max(cell.decimals, DECIMALS)), cell.key)
    name = heading(", ".join(dict.fromkeys(filter(None, texts))))
    return [name, of_the_report(shown, cell.key), rebuilt, _verdict(words, cell, reason)]


# One decimal more than the report has: a reader sees how near a number is that is not met.
DECIMALS = 1


def _verdict(words: Words, row: tuple, reason: str) -> str:
    name = words.audit["verdicts"][row.verdict]
    if row.verdict != CONTRADICTED:
        return name
    return f"{name}: {of_the_report(escape(getattr(row, reason)), row.contradicts)}"


def statements(release: Release, *, language: str) -> str:
    """Each quantity of the report's prose with the rebuilt one and its verdict."""
    demand_release(release)
    words, texts = read_words(language), read_texts(language)
    audited, reason = audit_statements(published(), release), REASON_IN[language]
    rows = [_statement_row(words, texts, row, reason) for row in audited.itertuples()]
    heads = [words.audit[name] for name in ("statement", "published", "rebuilt", "verdict")]
    about = {"caption": words.audit["statements_caption"], "name": "audit-statements", "kind": "sentences"}
    return headed_table(heads, rows, align=(NUMBERS, NUMBERS, TEXTS), **about)


def _statement_row(words: Words, texts: pd.DataFrame, row: tuple, reason: str) -> list[str]:
    measure = {"high": row.high, "operation": row.operation}
    limits = dict.fromkeys(quantity_text(words, limit, **measure) for limit in (row.low, row.high))
    rebuilt = words.formats["missing"]
    if not pd.isna(row.rebuilt):
        rebuilt = with_key(quantity_text(words, row.rebuilt, **measure), f"statement/{row.id}")
    name = of_the_report(f"{row.id} {texts.loc[row.id, 'text']}", row.id)
    return [name, of_the_report(words.audit["to"].join(limits), row.id), rebuilt, _verdict(words, row, reason)]


def quantity_text(words: Words, value: float, *, high: float, operation: str) -> str:
    """A statement's quantity: shares (limits of 1 at the most) in percent, their differences in percentage points,
    others as counts or euros."""
    if abs(high) > 1:
        return decimal_text(words, value)
    form = "points" if operation.startswith("difference") else "percent"
    return number_text(words, value * 100, form, decimals=DECIMALS)


def errata(*, language: str) -> str:
    """Where the report contradicts itself and what this book does about it."""
    words, texts = read_words(language), read_texts(language)
    known = published().errata
    rows = [
        [of_the_report(text, identifier) for text in (identifier, *texts.loc[identifier, ["text", "resolution"]])]
        for identifier in known["id"]
    ]
    heads = [words.audit[name] for name in ("erratum", "what", "resolution")]
    about = {"caption": words.audit["errata_caption"], "name": "audit-errata", "kind": "sentences"}
    return headed_table(heads, rows, align=TEXTS, **about)
