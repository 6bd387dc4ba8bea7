"""About an edition: where its numbers come from and what the check of the data noticed."""

from __future__ import annotations

import re

from evalbook.disclosure import Release
from evalbook.labels import day_text, decimal_text, heading, number_text
from evalbook.markup import TEXTS, captioned_table, escape, pipe_table, with_key
from evalbook.released import demand_release
from evalbook.schema import TABLES
from evalbook.vocabulary import Words, read_words

NUMBER = re.compile(r"\d+")


def about(release: Release, *, language: str) -> str:
    """Three tables: the edition, the rows of each register, and the warnings (counts only).

    Raises TypeError on anything but a Release.
    """
    demand_release(release)
    words = read_words(language)
    return "\n\n".join([_edition(release, words, language), _registers(release, words), _warnings(release, words)])


def _edition(release: Release, words: Words, language: str) -> str:
    edition, said = release.edition, words.about
    rows = {
        "edition": escape(edition.title_in(language)),
        "kind": said["kinds"][edition.kind],
        "reference_date": day_text(words, edition.reference_date),
        "experiment_start": day_text(words, edition.experiment_start),
        "self_employment_through": str(edition.self_employment_through),
        "conversation_cost": with_key(
            number_text(words, edition.conversation_cost, "mean_eur"), "edition/conversation_cost"
        ),
        "protected": said[_protection(release)],
    }
    caption = said["caption"].format(date=rows["reference_date"])
    lines = [[heading(said[name]), text] for name, text in rows.items()]
    head = [heading(said["property"]), heading(said["value"])]
    return captioned_table(pipe_table(head, lines, align=TEXTS), caption=caption, name="about-edition")


def _protection(release: Release) -> str:
    if release.protected:
        return "is_protected"
    return "not_protected" if release.edition.kind == "synthetic" else "unprotected"


def _registers(release: Release, words: Words) -> str:
    said = words.about
    counts = {name: release.registers.get(name, 0) for name in TABLES}
    texts = {
        name: with_key(number_text(words, rows, "n"), f"registers/{name}") if rows else said["absent"]
        for name, rows in counts.items()
    }
    lines = [[f"{heading(words.registers[name])} (`{name}`)", text] for name, text in texts.items()]
    head = [heading(said["register_head"]), heading(said["rows"])]
    return captioned_table(pipe_table(head, lines), caption=said["registers_caption"], name="about-registers")


def _warnings(release: Release, words: Words) -> str:
    said = words.about
    if release.warnings.empty:
        return said["no_warnings"]
    head = [heading(said[name]) for name in ("register_head", "column", "problem", "rows")]
    lines = [
        [
            *(escape(text) for text in (row.table, row.column)),
            escape(problem_text(words, row.problem)),
            with_key(number_text(words, row.rows, "n"), f"warnings/{number}"),
        ]
        for number, row in enumerate(release.warnings.itertuples())
    ]
    table = pipe_table(head, lines, align=TEXTS)
    return captioned_table(table, caption=said["warnings_caption"], name="about-warnings", kind="sentences")


def problem_text(words: Words, problem: str) -> str:
    """What a check noticed, in the language of the book; the checks themselves speak English."""
    asked = NUMBER.sub("{}", problem)
    said = words.about["problems"].get(asked, asked)
    return said.format(*(decimal_text(words, int(number)) for number in NUMBER.findall(problem)))
