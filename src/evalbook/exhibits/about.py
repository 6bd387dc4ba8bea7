"""About an edition: where its numbers come from and what the check of the data noticed."""

from __future__ import annotations

import re

import pandas as pd

from evalbook.contract.schema import TABLES
from evalbook.exhibits.markup import NUMBERS, TEXTS, headed_table, typed, with_key
from evalbook.release.lookup import demand_release
from evalbook.release.release import Release
from evalbook.typed import readable
from evalbook.words.labels import day_text, decimal_text, heading, number_text
from evalbook.words.vocabulary import Words, read_words

NUMBER = re.compile(r"\d{1,12}", re.ASCII)  # a check writes no longer one


def about(release: Release, *, language: str) -> str:
    """The edition, the rows of each register, how its files were read, what was left out, and the warnings.

    Raises TypeError on anything but a Release.
    """
    demand_release(release)
    words = read_words(language)
    told = _Told(release, words)
    parts = [_edition(release, words, language), _registers(release, words), _files(told)]
    parts += [_columns(told), _left_out(told), _warnings(release, words)]
    return "\n\n".join(part for part in parts if part)


def _edition(release: Release, words: Words, language: str) -> str:
    edition, said = release.edition, words.about
    rows = {
        "edition": typed(edition.title_in(language), "edition/title"),
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
    return headed_table([said["property"], said["value"]], lines, align=TEXTS, caption=caption, name="about-edition")


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
    about = {"caption": said["registers_caption"], "name": "about-registers"}
    return headed_table([said["register_head"], said["rows"]], lines, **about)


def shown_reading(release: Release, words: Words) -> dict[str, str]:
    """How what was read reads on a page, by the number of its row and what it is of it."""
    shown = {}
    for at, row in enumerate(release.reading.itertuples()):
        shown |= {f"{at}/{name}": readable(getattr(row, name)) for name in ("file", "column", "text")}
        shown[f"{at}/text"] = _meant(words, row)
        if row.number:
            shown[f"{at}/number"] = number_text(words, float(row.number), "n")
    return shown


def _meant(words: Words, row: tuple) -> str:
    """The text of a row in the language of the book; codes and signs of the file as they are."""
    said = words.about
    if row.what == "empty":
        text = said["nothing"] if not row.text else said["empty_texts"].get(row.text, _way(words, row.text))
    elif row.what == "left_out":
        text = said["rules"].get(row.text, row.text)
    else:
        text = _way(words, row.text)
    return readable(text)


def _way(words: Words, text: str) -> str:
    """What was detected, phrase by phrase: what follows the words of a phrase stays."""
    for phrase, said in words.about["ways"].items():
        text = text.replace(phrase, said)
    return text


class _Told:
    """The facts of the reading as cells of a table: a text with its key, or the sign of a withheld number."""

    def __init__(self, release: Release, words: Words):
        self.words, self.rows, self._shown = words, release.reading, shown_reading(release, words)

    def cell(self, row: tuple, name: str) -> str:
        key = f"{row.Index}/{name}"
        text = self._shown.get(key)
        return self.words.formats["withheld"] if text is None else typed(text, f"reading/{key}")

    def register(self, table: str, name: str) -> str:
        return f"{heading(self.words.registers[table])} (`{name}`)"


def _files(told: _Told) -> str:
    """A row a file: its form, the rows in it and those read, the columns read and, where there are, passed over."""
    said = told.words.about
    lines = [_file(told, table, facts) for (table, _), facts in told.rows.groupby(["table", "file"], sort=False)]
    if not lines:
        return ""
    names, align = ["register_head", "file", "read", "columns", "passed"], [TEXTS, NUMBERS, NUMBERS, TEXTS]
    if not any(line[-1] for line in lines):
        names, align, lines = names[:-1], align[:-1], [line[:-1] for line in lines]
    about = {"caption": said["files_caption"], "name": "about-files", "kind": "sentences"}
    return headed_table([said[name] for name in names], lines, align=align, **about)


def _file(told: _Told, table: str, facts: pd.DataFrame) -> list[str]:
    of = {row.what: row for row in facts.itertuples()}
    passed = [told.cell(row, "column") for row in facts.itertuples() if row.what == "passed_over"]
    if of["empty_rows"].number != "0":
        passed.append(told.words.about["empty_rows"].format(told.cell(of["empty_rows"], "number")))
    file = f"{told.cell(of['form'], 'file')}<br>{told.cell(of['form'], 'text')}"
    read = told.words.about["of"].format(told.cell(of["rows"], "number"), told.cell(of["in_file"], "number"))
    return [f"`{table}`", file, read, told.cell(of["columns"], "number"), ", ".join(passed)]


def _columns(told: _Told) -> str:
    """A row a column of which something was detected or cells are empty: how it is written, what counts as empty."""
    said = told.words.about
    facts = told.rows[told.rows["what"].isin(["written", "empty"])]
    lines = []
    for (table, _, column), own in facts.groupby(["table", "file", "column"], sort=False):
        rows = list(own.itertuples())
        written = [told.cell(row, "text") for row in rows if row.what == "written"]
        empty = [f"{told.cell(row, 'text')}: {told.cell(row, 'number')}" for row in rows if row.what == "empty"]
        lines.append([f"`{table}.{column}`", ", ".join(written), ", ".join(empty)])
    if not lines:
        return ""
    about = {"caption": said["columns_caption"], "name": "about-columns", "kind": "sentences"}
    return headed_table([said[name] for name in ("column", "written", "empty")], lines, align=TEXTS, **about)


def _left_out(told: _Told) -> str:
    """How many rows the analyst left out, by register and rule; a sentence where there are none."""
    said = told.words.about
    rows = [row for row in told.rows.itertuples() if row.what == "left_out"]
    if not rows:
        return said["none_left_out"]
    lines = [[told.register(row.table, row.table), told.cell(row, "text"), told.cell(row, "number")] for row in rows]
    heads = [said[name] for name in ("register_head", "rule", "rows")]
    about = {"caption": said["left_out_caption"], "name": "about-left-out", "kind": "sentences"}
    return headed_table(heads, lines, align=[TEXTS, NUMBERS], **about)


def _warnings(release: Release, words: Words) -> str:
    said = words.about
    if release.warnings.empty:
        return said["no_warnings"]
    heads = [said[name] for name in ("register_head", "column", "problem", "rows")]
    shown = shown_warnings(release, words)
    lines = [
        [typed(shown[key], f"warnings/{key}") for key in (f"{at}/table", f"{at}/column", f"{at}/problem", f"{at}/rows")]
        for at in range(len(release.warnings))
    ]
    about = {"caption": said["warnings_caption"], "name": "about-warnings", "kind": "sentences"}
    return headed_table(heads, lines, align=TEXTS, **about)


def shown_warnings(release: Release, words: Words) -> dict[str, str]:
    """What was noticed as it reads on a page, by the number of its row and what it is of it."""
    shown = {}
    for at, row in enumerate(release.warnings.itertuples()):
        shown |= {f"{at}/table": readable(row.table), f"{at}/column": readable(row.column)}
        shown |= {f"{at}/problem": problem_text(words, row.problem), f"{at}/rows": number_text(words, row.rows, "n")}
    return shown


def problem_text(words: Words, problem: str) -> str:
    """What a check noticed, in the language of the book; the checks themselves speak English."""
    said = words.about["problems"].get(NUMBER.sub("{}", problem))
    if said is None or "{" in problem:  # a place for a number that is none
        return readable(problem)
    return said.format(*(decimal_text(words, int(number)) for number in NUMBER.findall(problem)))
