"""What people say: the codebook of the interviews and focus groups, read and checked.

Source: data/qualitative, of which the README says what each column means and how to add a wave.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from evalbook.places import QUALITATIVE
from evalbook.problems import Findings
from evalbook.suggestions import nearest

RESEARCHERS = "researchers"  # who interviewed: what they judge themselves, not what they were told
PERSPECTIVES = ("participants", "labour_experts", "bureaus", "employers", RESEARCHERS)
DIRECTIONS = ("positive", "negative", "mixed", "neutral")
SHARED = ("one", "some", "many", "most")
CHAPTERS = ("2", "3", "4", "5")
WAVE = re.compile(r"(?:19|20)\d\d(?:-(?:19|20)\d\d)?")
COLUMNS = {
    "sections": ("id", "perspective", "about_nl", "about_en"),
    "themes": (
        *("id", "chapter", "name_nl", "name_en", "definition_nl", "definition_en"),
        *("item", "registers_nl", "registers_en"),
    ),
    "findings": ("id", "theme", "perspective", "direction", "shared", "wave", "section", "finding_nl", "finding_en"),
}
MAY_BE_EMPTY = ("item", "registers_nl", "registers_en")
SLUG = re.compile(r"[a-z][a-z0-9_]*")
PARAGRAPH = re.compile(r"(\d\.\d)[a-z]")
QUOTATION = re.compile(r"[\"“”„«»]")
WRITTEN = re.compile(r"\d")  # a number in a finding has no key, and would be refused by the scan of the book


@dataclass(frozen=True)
class Codebook:
    """`themes`, one row a theme with the statement that its findings are about; `findings`, one row a finding;
    `sections`, one row a part of the published report that the interviews are told in."""

    themes: pd.DataFrame
    findings: pd.DataFrame
    sections: pd.DataFrame

    def of_chapter(self, chapter: str) -> list[str]:
        """The themes of a chapter, in the order of the file."""
        return list(self.themes.index[self.themes["chapter"] == chapter])


def read_codebook(folder: Path = QUALITATIVE) -> Codebook:
    """The codebook. Raises EvalbookError with all that is to be mended, by file, column and row."""
    findings = Findings()
    frames = {name: _read(Path(folder) / f"{name}.csv", columns, findings) for name, columns in COLUMNS.items()}
    findings.stop_on_errors()
    _check_texts(frames, findings)
    _check_codes(frames, findings)
    _check_links(frames, findings)
    findings.stop_on_errors()
    return Codebook(frames["themes"].set_index("id"), frames["findings"], frames["sections"].set_index("id"))


def codebook_files(folder: Path = QUALITATIVE) -> dict[str, pd.DataFrame]:
    """The rows of the files that a reader may download, by their names: each finding with its theme's statement."""
    book = read_codebook(folder)
    about = book.themes[[column for column in book.themes.columns if column.startswith(("chapter", "name", "defin"))]]
    return {"voices.csv": book.findings.join(about, on="theme")}


def _read(path: Path, columns: Sequence[str], findings: Findings) -> pd.DataFrame:
    empty = pd.DataFrame(columns=list(columns), dtype=str)
    try:
        frame = pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8-sig")
    except FileNotFoundError:
        findings.add(path.name, "", "the file is not there", f"Write it with the columns {', '.join(columns)}.")
        return empty
    except (pd.errors.ParserError, pd.errors.EmptyDataError, UnicodeDecodeError):
        findings.add(path.name, "", "cannot be read", "Save it as CSV in UTF-8, separated by commas.")
        return empty
    for column in frame.columns.difference(list(columns)):
        findings.add(path.name, column, "the column is not known", f"Remove it.{nearest(column, tuple(columns))}")
    for column in (each for each in columns if each not in frame.columns):
        findings.add(path.name, column, "the column is not there", "Add it.")
    return frame if set(columns) == set(frame.columns) else empty


def _check_texts(frames: dict[str, pd.DataFrame], findings: Findings) -> None:
    for name, frame in frames.items():
        file = name
        for column in frame.columns.difference(MAY_BE_EMPTY):
            findings.rows(frame[column].str.strip() == "", file, column, "is empty", "Fill it in.")
        findings.rows(frame["id"].duplicated(), file, "id", "stands twice", "Give each row an id of its own.")
    for language in ("nl", "en"):
        _check_own_words(frames["themes"], "themes", f"name_{language}", findings)
        _check_own_words(frames["findings"], "findings", f"finding_{language}", findings)


def _check_own_words(frame: pd.DataFrame, name: str, column: str, findings: Findings) -> None:
    quoted, digits = (frame[column].str.contains(pattern) for pattern in (QUOTATION, WRITTEN))
    findings.rows(quoted, name, column, "holds a quotation", "Say it in your own words.")
    findings.rows(digits, name, column, "holds digits", "Say how widely it is shared in `shared`.")


def _check_codes(frames: dict[str, pd.DataFrame], findings: Findings) -> None:
    allowed = {
        ("themes", "chapter"): CHAPTERS,
        ("findings", "perspective"): PERSPECTIVES,
        ("findings", "direction"): DIRECTIONS,
        ("findings", "shared"): SHARED,
        ("sections", "perspective"): PERSPECTIVES,
    }
    for (name, column), codes in allowed.items():
        wrong = ~frames[name][column].isin(codes)
        findings.rows(wrong, name, column, "is no code", "Mend it.", expected=", ".join(codes))
    forms = {("themes", "id"): SLUG, ("sections", "id"): PARAGRAPH, ("findings", "wave"): WAVE}
    for (name, column), form in forms.items():
        wrong = ~frames[name][column].map(lambda text, form=form: bool(form.fullmatch(text)))
        findings.rows(wrong, name, column, "has another form", "Mend it.", expected=EXPECTED[column])


EXPECTED = {"id": "first_conversation for a theme, 3.2a for a section", "wave": "2024 or 2024-2025"}


def _check_links(frames: dict[str, pd.DataFrame], findings: Findings) -> None:
    """Findings name a theme and a section that exist; a theme has findings and, or not, registers in both languages."""
    themes, said, sections = frames["themes"], frames["findings"], frames["sections"]
    for column, known in (("theme", themes["id"]), ("section", sections["id"])):
        unknown = ~said[column].isin(known)
        findings.rows(unknown, "findings", column, "is not known", f"Add it to {column}s.csv, or mend it.")
    findings.rows(~themes["id"].isin(said["theme"]), "themes", "id", "has no findings", "Add one, or remove it.")
    lonely = themes["registers_nl"].eq("") != themes["registers_en"].eq("")
    findings.rows(lonely, "themes", "registers_nl", "stands in one language only", "Fill in the other one.")
