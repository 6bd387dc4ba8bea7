"""A release: what leaves the closed machine, kept as a folder. It is made in `making`, through the gate."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from functools import cached_property
from pathlib import Path
from types import MappingProxyType

import pandas as pd

from evalbook.contract.edition import Edition
from evalbook.contract.results import CHANGES, KEY, read_changes, read_results, write_results
from evalbook.contract.thresholds import LARGEST_CHANGE
from evalbook.delivery.contents import read_file
from evalbook.delivery.own_tables import read_own_csv
from evalbook.delivery.written import UnreadableFile
from evalbook.errors import EvalbookError
from evalbook.hashes import file_hash
from evalbook.release.protection import check_protected
from evalbook.release.reading import no_reading, read_reading
from evalbook.release.release_file import FILE, read_about, write_about
from evalbook.release.release_log import release_log, withheld_counts
from evalbook.release.voices_file import empty_interviews, interviews_of

RESULTS = "results.csv"
WITHHELD = "withheld.csv"
WARNINGS = "warnings.csv"
LOG = "release_log.md"
CHANGED = "changes.csv"
VOICES = "voices.csv"
READING = "reading.csv"
FILES = (FILE, RESULTS, WITHHELD, WARNINGS, LOG, CHANGED, VOICES, READING)
MOST = {FILE: "settings_bytes"}  # the limit of a file that is no list
WARNING_COLUMNS = ("table", "column", "problem", "rows")


@dataclass(frozen=True)
class Release:
    """All that may leave the closed machine; tables, figures and prose accept nothing else.

    `results`: the contract's frame after disclosure control; `registers`: rows of each register;
    `warnings`: what the checks of the extract noticed, one row a problem; `inputs`: the hash of what each register
    says, whatever its file (none of real registers: who has a list of persons could try it on them); `rules`: the
    thresholds in force; `changes`: each number beside the last edition's, no rows without one; `voices`: interviews
    of a new wave, as `interviews` counts them, no rows without them; `reading`: how each file was read; `previous`:
    the last edition, where `changes` has one and it says which it is. For a register extract counts are noisy.
    """

    edition: Edition
    results: pd.DataFrame
    registers: Mapping[str, int]
    warnings: pd.DataFrame
    protected: bool
    inputs: Mapping[str, str] = field(default_factory=dict)
    rules: Mapping[str, int] = field(default_factory=dict)
    changes: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=list(CHANGES)))
    voices: pd.DataFrame = field(default_factory=empty_interviews)
    reading: pd.DataFrame = field(default_factory=no_reading)
    previous: Edition | None = None

    @cached_property
    def rows_by_item(self) -> Mapping[str, Mapping[str, tuple]]:
        """The results of each item by their key, as named tuples; a chapter looks some thousand of them up."""
        found: dict[str, dict[str, tuple]] = {}
        for row in self.results.itertuples(index=False, name="Row"):
            found.setdefault(row.item, {})["/".join(row[: len(KEY)])] = row
        return {item: MappingProxyType(rows) for item, rows in found.items()}

    @property
    def most_off(self) -> int:
        """By how many persons a released count may be off; 0 where nothing is protected."""
        return self.rules["most_off"] if self.protected else 0

    @property
    def drift(self) -> int:
        """How many of them came or went since the count was released first."""
        return self.most_off - LARGEST_CHANGE if self.protected else 0


def is_release(folder: Path) -> bool:
    return (Path(folder) / FILE).is_file()


def check_release_place(output: Path, extract: Path) -> None:
    """Raises EvalbookError where something else than a release stands, and within what is read."""
    if output.exists() and not is_release(output) and not (output.is_dir() and not any(output.iterdir())):
        raise EvalbookError(f"{output} holds something else than a release. Choose another --output.")
    if output.is_dir() and (others := sorted({path.name for path in output.iterdir()} - {*FILES})):
        raise EvalbookError(f"{output} holds {others[0]} beside a release. Move it, or choose another --output.")
    if output.resolve().is_relative_to(extract.resolve()):
        raise EvalbookError(f"{output} lies in what the release is made from. Choose another --output.")


def write_release(released: Release, folder: Path) -> None:
    """The release as a folder of text files; an existing file of the same name is replaced."""
    folder.mkdir(parents=True, exist_ok=True)
    write_results(released.results, folder / RESULTS)
    (folder / WITHHELD).write_text(_withheld_text(released), encoding="utf-8", newline="\n")
    released.warnings.to_csv(folder / WARNINGS, index=False, lineterminator="\n")
    released.changes.to_csv(folder / CHANGED, index=False, lineterminator="\n")
    released.voices.to_csv(folder / VOICES, index=False, lineterminator="\n")
    released.reading.to_csv(folder / READING, index=False, lineterminator="\n")
    (folder / LOG).write_text(release_log(released), encoding="utf-8", newline="\n")
    about = {
        "edition": _of_edition(released.edition),
        **({"previous": _of_edition(released.previous)} if released.previous else {}),
        "protected": released.protected,
        "rules": dict(released.rules),
        "registers": dict(released.registers),
        "inputs": dict(released.inputs),
        "hashes": {name: file_hash(folder / name) for name in FILES if name != FILE},
    }
    write_about(about, folder / FILE)


def _of_edition(edition: Edition) -> dict[str, object]:
    return {key: value for key, value in asdict(edition).items() if value is not None}


def read_release(folder: Path) -> Release:
    """A release as `write_release` wrote it.

    Raises EvalbookError when it is incomplete, was changed, or says what no release says: it may come from elsewhere.
    """
    folder = Path(folder)
    try:
        return _read(release_bytes(folder))
    except (OSError, KeyError, TypeError, ValueError) as fault:
        message = f"{folder.name} is not a whole release. Make it again with `evalbook release`."
        raise EvalbookError(message) from fault


def release_bytes(folder: Path) -> dict[str, bytes]:
    """The files of a release by their names. Raises EvalbookError for one that is missing, too large or no file."""
    try:
        return {name: read_file(Path(folder) / name, MOST.get(name, "listed_bytes")) for name in FILES}
    except UnreadableFile as fault:
        told = f"{Path(folder).name} is not a whole release: a file of it {fault.problem}"
        raise EvalbookError(f"{told}. Make it again with `evalbook release`.") from None


def _read(contents: Mapping[str, bytes]) -> Release:
    about = read_about(contents[FILE], files=[name for name in FILES if name != FILE])
    hashes = {name: hashlib.sha256(contents[name]).hexdigest() for name in about.hashes}
    _stop_on_changed([name for name, known in about.hashes.items() if hashes[name] != known])
    released = Release(
        about.edition,
        read_results(RESULTS, contents[RESULTS], canonical=True),
        about.registers,
        _read_warnings(contents[WARNINGS]),
        about.protected,
        about.inputs,
        about.rules,
        read_changes(contents[CHANGED]),
        interviews_of(VOICES, contents[VOICES]),
        read_reading(contents[READING]),
        about.previous,
    )
    check_protected(released)
    derived = {WITHHELD: _withheld_text(released), LOG: release_log(released)}
    _stop_on_changed([name for name, text in derived.items() if contents[name] != text.encode()])
    return released


def _stop_on_changed(names: Sequence[str]) -> None:
    if names:
        raise EvalbookError(f"The release was changed after it was made: {', '.join(names)}. Make it again.")


def _read_warnings(content: bytes) -> pd.DataFrame:
    return read_own_csv(content, dict.fromkeys(WARNING_COLUMNS, str) | {"rows": int})


def _withheld_text(released: Release) -> str:
    return withheld_counts(released.results).to_csv(index=False, lineterminator="\n")
