"""Interviews of a new wave, counted: how many of each perspective say what on which theme, and how that may be shown.

A map, made by the analyst, says which code is which theme and which source or speaker has which perspective. What comes
out has no text, name or id: a class, and a number of conversations where that is 10 or more.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from evalbook.contract.codebook import DIRECTIONS, PERSPECTIVES, read_codebook
from evalbook.contract.thresholds import FEWEST_PERSONS, ROUNDED_TO
from evalbook.delivery.contents import read_file
from evalbook.delivery.texts import read_text
from evalbook.delivery.written import UnreadableFile
from evalbook.errors import EvalbookError
from evalbook.interviews.refi_qda import PATH_SIGN, Coding, Project
from evalbook.problems import Findings, Numbering
from evalbook.release.voices_file import ALL, COLUMNS

MAP_COLUMNS = ("kind", "name", "value", "theme", "direction", "perspective")
KINDS = ("code", "variable", "set", "case", "source")
MANY = 0.25  # of a perspective's conversations: more is many, more than half is most


@dataclass(frozen=True)
class Counted:
    """`rows`: what may leave the machine (COLUMNS); the others count what was left out, for the analyst only."""

    rows: pd.DataFrame
    without_perspective: int
    unclear: int
    without_theme: int


def write_map(project: Project, path: Path) -> int:
    """A map to fill in: a row for each code, and for what may tell a perspective. Never replaces a map."""
    if path.exists():
        raise EvalbookError(f"{path.name} is there already. Remove it, or choose another name.")
    codes = [("code", PATH_SIGN.join(names), "") for names in project.codes.values()]
    traits = {trait for unit in project.units.values() for trait in unit.traits}
    rows = [*sorted(codes), *sorted(traits, key=lambda trait: (KINDS.index(trait[0]), trait))]
    frame = pd.DataFrame(rows, columns=list(MAP_COLUMNS[:3])).reindex(columns=list(MAP_COLUMNS), fill_value="")
    frame.to_csv(path, index=False, lineterminator="\n", encoding="utf-8-sig")  # so that Excel shows accents
    return len(frame)


def read_map(path: Path, project: Project) -> pd.DataFrame:
    """The rows of a map that say something. Raises EvalbookError with all that is to be mended, without a name."""
    findings = Findings()
    try:
        content = read_file(path, "listed_bytes")
    except UnreadableFile as fault:
        raise EvalbookError(fault.told_of(path.name)) from None
    try:
        read = read_text(content, known=MAP_COLUMNS, writing={}, tabs=False)
    except UnreadableFile:
        raise EvalbookError(f"{path.name} cannot be read as CSV. --write-map makes one to fill in.") from None
    if faults := [fault for fault in read.faults if fault.severity == "error"]:
        rows = f" (the first is row {faults[0].rows[0]})" if faults[0].rows else ""
        raise EvalbookError(f"{path.name}: {faults[0].problem}{rows}. {faults[0].remedy}")
    if tuple(read.rows.columns) != MAP_COLUMNS:
        raise EvalbookError(f"{path.name} should have the columns {', '.join(MAP_COLUMNS)}.")
    written = read.rows.astype(object).apply(lambda column: column.fillna("").str.strip())
    findings.numbering[path.stem] = Numbering(read.numbers)
    _check_map(written, path.stem, project, findings)
    findings.stop_on_errors()
    return written[(written["theme"] != "") | (written["perspective"] != "")]


def _check_map(written: pd.DataFrame, name: str, project: Project, findings: Findings) -> None:
    themes = tuple(read_codebook().themes.index)
    allowed = {
        "kind": KINDS,
        "theme": ("", *themes),
        "direction": ("", *DIRECTIONS),
        "perspective": ("", *PERSPECTIVES),
    }
    for column, codes in allowed.items():
        expected = "a theme of themes.csv" if column == "theme" else ", ".join(filter(None, codes))
        wrong = ~written[column].isin(codes)
        findings.rows(wrong, name, column, "is no code", "Mend it, or leave it empty.", expected=expected)
    is_code = written["kind"] == "code"
    misplaced = (is_code & (written["perspective"] != "")) | (
        ~is_code & (written["theme"] + written["direction"] != "")
    )
    remedy = "A code has a theme and direction; a variable, set, case or source a perspective."
    findings.rows(misplaced, name, "kind", "says something that its kind cannot", remedy)
    used = is_code & (written["theme"] != "")
    called = written["name"].map(lambda name: len(_called(project, name)))
    findings.rows(used & (called == 0), name, "name", "no code of the project is called so", "Mend it.")
    remedy = f"Write it with the codes above it: Above{PATH_SIGN}Below."
    findings.rows(used & (called > 1), name, "name", "more than one code is called so", remedy)


def _called(project: Project, name: str) -> set[tuple[str, ...]]:
    """The codes, by their names from the top down, that a name means: its whole path, else its last name."""
    paths = set(project.codes.values())
    return {names for names in paths if PATH_SIGN.join(names) == name} or {
        names for names in paths if names[-1] == name
    }


def count_interviews(project: Project, mapped: pd.DataFrame, *, wave: int) -> Counted:
    """How many conversations (sources) of each perspective say what on which theme, as it may be shown.

    A code counts for the theme of its own row in the map, else for that of the nearest code above it.
    """
    themes = _themes(project, mapped)
    perspectives = _perspectives(project, mapped)
    spoken = [(coding, _speaks(coding, perspectives)) for coding in project.codings]
    sources = {
        (source, each) for source, found in perspectives.items() for each in found if _is_source(project, source)
    }
    sources |= {(coding.source, *found) for coding, found in spoken if len(found) == 1}
    said = {
        (coding.source, *found, *themes[coding.code])
        for coding, found in spoken
        if len(found) == 1 and coding.code in themes
    }
    bases = Counter(perspective for _, perspective in sources)
    counts = Counter((perspective, theme, direction) for _, perspective, theme, direction in said)
    return Counted(
        _shown(counts, bases, wave),
        len({coding.source for coding, found in spoken if not found}),
        len({coding.source for coding, found in spoken if len(found) > 1}),
        len({coding.code for coding in project.codings} - set(themes)),
    )


def _is_source(project: Project, unit: str) -> bool:
    return any(kind == "source" for kind, _, _ in project.units[unit].traits)


def _themes(project: Project, mapped: pd.DataFrame) -> dict[str, tuple[str, str]]:
    """The theme and direction of each code that has one, by the nearest row of the map."""
    rows = mapped[mapped["theme"] != ""]
    said = zip(rows["name"], rows["theme"], rows["direction"].replace("", "neutral"), strict=True)
    own = {names: (theme, direction) for name, theme, direction in said for names in _called(project, name)}
    nearest = {code: next(_upwards(names, own), None) for code, names in project.codes.items()}
    return {code: theme for code, theme in nearest.items() if theme}


def _upwards(names: tuple[str, ...], own: Mapping[tuple[str, ...], tuple[str, str]]) -> Iterator[tuple[str, str]]:
    return (own[names[:depth]] for depth in range(len(names), 0, -1) if names[:depth] in own)


def _perspectives(project: Project, mapped: pd.DataFrame) -> dict[str, frozenset[str]]:
    """The perspectives of each source and case, by what the map says of it."""
    rows = mapped[mapped["perspective"] != ""]
    known = dict(zip(zip(rows["kind"], rows["name"], rows["value"], strict=True), rows["perspective"], strict=True))
    return {
        name: frozenset(known[each] for each in unit.traits if each in known) for name, unit in project.units.items()
    }


def _speaks(coding: Coding, perspectives: Mapping[str, frozenset[str]]) -> frozenset[str]:
    """Who speaks: the speakers of the piece, where they are known; else whom the source is of."""
    speakers = frozenset().union(*(perspectives.get(each, frozenset()) for each in coding.speakers))
    return speakers or perspectives.get(coding.source, frozenset())


def _shown(counts: Counter, bases: Counter, wave: int) -> pd.DataFrame:
    order = {code: at for at, code in enumerate((*PERSPECTIVES, ALL, *read_codebook().themes.index, *DIRECTIONS))}
    rows = [(wave, each, ALL, ALL, "", *_number(base)) for each, base in bases.items()]
    for (perspective, theme, direction), count in counts.items():
        base = bases[perspective]
        shared = "" if perspective == "participants" and base < FEWEST_PERSONS else _class(count / base)
        rows.append((wave, perspective, theme, direction, shared, *_number(count)))
    rows.sort(key=lambda row: [order[code] for code in row[1:4]])
    return pd.DataFrame(rows, columns=list(COLUMNS)).astype({"conversations": object})


def _class(share: float) -> str:
    """`most`, `many` or `some`; one conversation is not told from some, since it could be known whose it is."""
    return "most" if share > 0.5 else "many" if share > MANY else "some"


def _number(count: int) -> tuple[str, str]:
    return ("", "count") if count < FEWEST_PERSONS else (str(ROUNDED_TO * round(count / ROUNDED_TO)), "")
