"""The gate: what leaves the closed machine, and by which rules numbers are withheld.

Rules: ESSnet/DwB output-checking guidelines (ten persons a cell); see docs of the project, DECISIONS.md.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path

import numpy as np
import pandas as pd
import yaml

from evalbook.errors import EvalbookError
from evalbook.extract import Extract, file_hash
from evalbook.problems import Problem
from evalbook.results import PROPORTIONS, VALUES, read_results, write_results
from evalbook.settings import Edition

FILE = "release.yaml"
RESULTS = "results.csv"
WITHHELD = "withheld.csv"
WARNINGS = "warnings.csv"
FEWEST_PERSONS = 10
ROUNDED_TO = 5
PERSON_COUNTS = ("n", "n_base")
WARNING_COLUMNS = ("table", "column", "problem", "rows")


@dataclass(frozen=True)
class Release:
    """All that may leave the closed machine; tables, figures and prose accept nothing else.

    `results`: the contract's frame after disclosure control; `registers`: rows of each register;
    `warnings`: what the checks of the extract noticed, one row a problem; `inputs`: the hash of each file
    of the extract; `rules`: the thresholds in force. For a register extract counts are rounded.
    """

    edition: Edition
    results: pd.DataFrame
    registers: Mapping[str, int]
    warnings: pd.DataFrame
    protected: bool
    inputs: Mapping[str, str] = field(default_factory=dict)
    rules: Mapping[str, int] = field(default_factory=dict)


def release(extract: Extract) -> Release:
    """The release of an extract: a register extract protected, a synthetic one as it is."""
    # Here, since a release is read without the libraries that compute one: 0.8 s of a chapter's start.
    from evalbook.evaluation import evaluate

    protected = extract.edition.kind == "register"
    results = evaluate(extract)
    return Release(
        extract.edition,
        withhold_small_counts(results) if protected else results,
        {name: _shown(len(rows), protected) for name, rows in extract.tables.items()},
        _warnings(extract.warnings, protected),
        protected,
        dict(extract.inputs),
        {"fewest_persons": FEWEST_PERSONS, "rounded_to": ROUNDED_TO} if protected else {},
    )


def withhold_small_counts(results: pd.DataFrame) -> pd.DataFrame:
    """Numbers that stand on 1 to 9 persons withheld: the counted persons, or the base.

    A true zero stays. `withheld` names the rule; value, base and interval are then empty.
    """
    persons = _persons_counted(results)
    small = persons.between(1, FEWEST_PERSONS, inclusive="left")
    small |= results["base"].between(1, FEWEST_PERSONS, inclusive="left")
    kept = {name: results[name].mask(small) for name in VALUES}
    return results.assign(**kept, withheld=np.where(small, "count", results["withheld"]))


def _persons_counted(results: pd.DataFrame) -> pd.Series:
    """How many persons a count or proportion stands for; nan for means and curves."""
    scale = results["statistic"].map(PROPORTIONS).astype(float)
    counted = (results["value"] / scale * results["base"]).round()
    return counted.mask(results["statistic"].isin(PERSON_COUNTS), results["value"])


def _shown(rows: int, protected: bool) -> int:
    """A number of rows; a protected one is rounded, and is never 0 where there are rows."""
    return max(ROUNDED_TO, ROUNDED_TO * round(rows / ROUNDED_TO)) if protected and rows else rows


def _warnings(warnings: tuple[Problem, ...], protected: bool) -> pd.DataFrame:
    rows = [(w.table, w.column, w.problem, _shown(w.rows, protected)) for w in warnings]
    return pd.DataFrame(rows, columns=list(WARNING_COLUMNS))


def withheld_counts(results: pd.DataFrame) -> pd.DataFrame:
    """How many numbers of each item were withheld and by which rule, one row an item and rule."""
    withheld = results[results["withheld"] != ""]
    return withheld.groupby(["item", "withheld"], sort=False).size().rename("numbers").reset_index()


def is_release(folder: Path) -> bool:
    return (Path(folder) / FILE).is_file()


def write_release(released: Release, folder: Path) -> None:
    """The release as a folder of text files; an existing file of the same name is replaced."""
    folder.mkdir(parents=True, exist_ok=True)
    write_results(released.results, folder / RESULTS)
    withheld_counts(released.results).to_csv(folder / WITHHELD, index=False, lineterminator="\n")
    released.warnings.to_csv(folder / WARNINGS, index=False, lineterminator="\n")
    about = {
        "edition": asdict(released.edition),
        "protected": released.protected,
        "rules": dict(released.rules),
        "registers": dict(released.registers),
        "inputs": dict(released.inputs),
        "hashes": {name: file_hash(folder / name) for name in (RESULTS, WITHHELD, WARNINGS)},
    }
    text = yaml.safe_dump(about, sort_keys=False, allow_unicode=True)
    (folder / FILE).write_text(text, encoding="utf-8", newline="\n")


def read_release(folder: Path) -> Release:
    """A release as `write_release` wrote it. Raises EvalbookError when it is incomplete or was changed."""
    folder = Path(folder)
    try:
        about = yaml.safe_load((folder / FILE).read_text(encoding="utf-8"))
        _check_hashes(folder, about["hashes"])
        return Release(
            Edition(**about["edition"]),
            read_results(folder / RESULTS),
            about["registers"],
            pd.read_csv(folder / WARNINGS, keep_default_na=False),
            about["protected"],
            about["inputs"],
            about["rules"],
        )
    except (OSError, KeyError, TypeError, ValueError, yaml.YAMLError) as fault:
        message = f"{folder.name} is not a whole release. Make it again with `evalbook release`."
        raise EvalbookError(message) from fault


def _check_hashes(folder: Path, hashes: Mapping[str, str]) -> None:
    changed = [name for name, known in hashes.items() if file_hash(folder / name) != known]
    if changed:
        names = ", ".join(changed)
        raise EvalbookError(f"The release was changed after it was made: {names}. Make it again.")
