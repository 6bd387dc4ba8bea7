"""How each keyed number must read: what the release has for its key, in the words of one language."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, cached_property

from evalbook.contract.results import PERCENTAGES
from evalbook.exhibits import changes, contrasts
from evalbook.exhibits.about import shown_reading, shown_warnings
from evalbook.exhibits.colophon import made_from
from evalbook.exhibits.directions import quantity
from evalbook.exhibits.expressions import evaluate
from evalbook.exhibits.markup import as_said, few_text, plain
from evalbook.exhibits.privacy import shown_counts, shown_thresholds
from evalbook.published import audit, claim_texts, question_texts
from evalbook.published.published import audit_statements, audit_tables, shares_met
from evalbook.release.lookup import Number, is_few, rows_of
from evalbook.release.release import Release
from evalbook.typed import readable
from evalbook.voices.rounds import round_numbers
from evalbook.words.labels import decimal_text, heading, in_percent, number_text
from evalbook.words.vocabulary import read_words

MOST_DECIMALS = 3  # the audit shows one more than the report


class ShownNumbers:
    """The texts by which a release may be shown, found by key."""

    def __init__(self, release: Release, language: str) -> None:
        self._release, self._language = release, language
        self._words = read_words(language)
        self._rows: dict[str, Mapping[str, tuple]] = {}
        self.texts = cache(self._texts)

    def _texts(self, key: str) -> frozenset[str]:
        """The texts that a number with this key may have, of few that they are few; none for what is not shown."""
        own, _, rest = key.partition("/")
        if own in self._others:
            return self._others[own].get(rest, frozenset())
        try:
            found = evaluate(self._release, key, self._known)
        except ValueError:
            return frozenset()
        if isinstance(found, Number):
            return _at_the_start(self._as_shown(found))
        forms = ("few_cell", "few_said") if is_few(found) else ()
        texts = (few_text(self._words, found, form=form) for form in forms)
        # As a page's text is read: no-break spaces are spaces.
        return _at_the_start(frozenset(" ".join(text.split()) for text in texts))

    def _known(self, item: str) -> Mapping[str, tuple]:
        if item not in self._rows:
            self._rows[item] = rows_of(self._release, item)
        return self._rows[item]

    def _as_shown(self, number: Number) -> frozenset[str]:
        texts = {plain(self._words, number), as_said(self._words, number)[0]}
        if not number.as_interval:
            most = 0 if number.expression.endswith("|month") else MOST_DECIMALS
            texts |= {decimal_text(self._words, number.value, decimals) for decimals in range(most + 1)}
        if number.form in PERCENTAGES:
            of_hundred = decimal_text(self._words, in_percent(number.value, number.form))
            none = {self._words.quantities["none"]} if number.value == 0 and not number.rounded else set()
            texts |= {self._fraction(number), of_hundred} | none
        return frozenset(texts)

    def _fraction(self, number: Number) -> str:
        text = quantity(self._release, number.expression, language=self._language).text
        return text.partition(">")[2].removesuffix("</span>")

    @cached_property
    def _others(self) -> dict[str, dict[str, frozenset[str]]]:
        """Numbers of other kinds than results: the audit's, the sizes of registers, the edition's settings."""
        release, words = self._release, self._words
        return {
            "registers": {name: _one(number_text(words, rows, "n")) for name, rows in release.registers.items()},
            "warnings": {key: _one(text) for key, text in shown_warnings(release, words).items()},
            "reading": {key: _one(text) for key, text in shown_reading(release, words).items()},
            "edition": {
                "title": _one(readable(release.edition.title_in(self._language))),
                "conversation_cost": _one(number_text(words, release.edition.conversation_cost, "mean_eur")),
            },
            "protection": {name: _one(text) for name, text in shown_counts(release, words).items()},
            "threshold": {name: _one(text) for name, text in shown_thresholds(release, words).items()},
            "audit": self._audit,
            "statement": self._statements,
            "changes": self._changes,
            **{kind: {name: _one(text) for name, text in texts.items()} for kind, texts in made_from(release).items()},
            "voices": {key: _one(text) for key, text in round_numbers(release, words).items()},
            "claim": _each(claim_texts.shown_claims(release, words)),
            "claims": _each(claim_texts.shown_counts(release, words)),
            "contrasts": {key: _one(text) for key, text in contrasts.shown_counts(release, words).items()},
            "question": _each(question_texts.shown_months(release, words)),
            "questions": _each(question_texts.shown_counts(release, words)),
        }

    @cached_property
    def _audit(self) -> dict[str, frozenset[str]]:
        counts = shares_met(audit_tables(audit.published(), self._release))
        counts.loc["all"] = counts.sum()
        counts["published"] = counts.sum(axis=1)
        texts = {
            f"{item}/{name}": _one(decimal_text(self._words, value))
            for item, row in counts.iterrows()
            for name, value in row.items()
        }
        percent = counts.loc["all", "met"] / counts.loc["all", "published"] * 100
        return texts | {"all/percent": _one(number_text(self._words, percent, "percent"))}

    @cached_property
    def _changes(self) -> dict[str, frozenset[str]]:
        return {key: _one(decimal_text(self._words, count)) for key, count in changes.counted(self._release).items()}

    @cached_property
    def _statements(self) -> dict[str, frozenset[str]]:
        rows = audit_statements(audit.published(), self._release)
        rows = rows[rows["rebuilt"].notna()]
        return {
            row.id: _one(audit.quantity_text(self._words, row.rebuilt, high=row.high, operation=row.operation))
            for row in rows.itertuples()
        }


def _at_the_start(texts: frozenset[str]) -> frozenset[str]:
    """With what each text reads like as the first of a sentence."""
    return texts | {heading(text) for text in texts}


def _one(text: str) -> frozenset[str]:
    return frozenset({text})


def _each(texts: Mapping[str, str]) -> dict[str, frozenset[str]]:
    return {key: _one(text) for key, text in texts.items()}
