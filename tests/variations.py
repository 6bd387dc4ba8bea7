"""What may be otherwise from one build to the next and must change nothing: the surroundings, and how files stand.

Used by `same.py` and by tests; no book is made with it.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from as_register import PUBLISHED_BY
from evalbook.extract.extract import Extract
from evalbook.gate.kept import read_kept
from evalbook.gate.making import release_protected
from evalbook.gate.secret import VARIABLE
from evalbook.machine import cache
from evalbook.places import PUBLISHER, SHIPPED_EXTRACT
from evalbook.release.release import Release

NAMELESS = ("unshare", "--user", "--map-user=54321")  # a user that no list of users has, as in a container
LONG_AGO, LATER = 946_684_800, 1_700_000_000  # seconds since 1970


SECRET = bytes.fromhex("5e" * 32)  # what protects the registers of tests


def protected(extract: Extract) -> Release:
    """The first release of a register, with the secret of tests."""
    return release_protected(extract, SECRET, read_kept(Path("there is none")))[0]


@dataclass(frozen=True)
class Surroundings:
    """What stands around a program. `within`: the folders between the room it gets and what it writes."""

    seed: int
    zone: str = "UTC"
    locale: Mapping[str, str] = field(default_factory=lambda: {"LC_ALL": "C.UTF-8"})
    umask: int = 0o022
    processors: int = 2
    user: str = "somebody"  # "" for one without a name
    within: str = "one"
    litter: Mapping[str, str] = field(default_factory=dict)  # files of the user, in the home and the working folder


# Without UTF-8 mode, text that is written or read without naming its encoding becomes ASCII.
ASCII = {"LC_ALL": "POSIX", "LANG": "nl_NL.ISO-8859-1", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
OWN_FILES = {
    "matplotlibrc": "axes.facecolor: red\nfont.size: 20\nlines.linewidth: 9\nsvg.fonttype: none\n",
    ".config/matplotlib/matplotlibrc": "axes.facecolor: blue\nsavefig.transparent: True\n",
    ".docutils": "[general]\nsmart_quotes: yes\n",
    "docutils.conf": "[general]\nsmart_quotes: yes\n",
    ".ipython/profile_default/startup/first.py": "print('started')\n",
    "sphinx.py": "raise SystemExit('another module')\n",
    "seaborn.py": "raise SystemExit('another module')\n",
}
USUAL = Surroundings(seed=0)
ODD = Surroundings(3, "Asia/Kathmandu", ASCII, 0o077, 1, "", "an/other place, déjà", OWN_FILES)
WEST = Surroundings(7, "America/St_Johns", {"LC_ALL": "tr_TR.UTF-8"}, 0o002, 2, "x2y", "deeper/still/far")


def run_evalbook(around: Surroundings, room: Path, *arguments: object) -> subprocess.CompletedProcess:
    """`evalbook` with its arguments, in a process of its own; `room` gets its home, temporary and working folders."""
    home, temporary, working = (room / name for name in ("home", "t", "working"))
    for folder in (home, temporary, working):
        folder.mkdir(parents=True, exist_ok=True)
    for name, content in around.litter.items():
        for folder in (home, working):
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(content, encoding="utf-8")
    command = [sys.executable, "-P", "-m", "evalbook", *arguments]
    prefix = () if around.user or not can_be_nameless() else NAMELESS
    own = {
        "HOME": str(home),
        "TMPDIR": str(temporary),
        cache.ELSEWHERE: str(room / "cache"),
        "TZ": around.zone,
        "PYTHONHASHSEED": str(around.seed),
    }
    own |= {**around.locale, **({"USER": around.user, "LOGNAME": around.user} if around.user else {})}
    own |= {VARIABLE: str(_secret(room / "secret")), PUBLISHER: str(_publisher(room / "publisher.yaml"))}
    own |= {"PATH": os.environ["PATH"], "PYTHONPATH": str(Path(__file__).parents[1] / "src")}
    return subprocess.run(
        [*prefix, *map(str, command)],
        env=own,
        cwd=working,
        umask=around.umask,
        preexec_fn=lambda: _use_processors(around.processors),
        capture_output=True,
        text=True,
        errors="replace",
    )


def _secret(folder: Path) -> Path:
    """The secret of tests in a folder of its own, where nothing of another release is kept."""
    folder.mkdir(mode=0o700, exist_ok=True)
    (folder / "secret").write_text(SECRET.hex())
    (folder / "secret").chmod(0o600)
    return folder / "secret"


def _publisher(path: Path) -> Path:
    path.write_text(PUBLISHED_BY, encoding="utf-8")
    return path


def _use_processors(number: int) -> None:
    if hasattr(os, "sched_setaffinity"):  # not on a Mac
        os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:number])


def can_be_nameless() -> bool:
    """Whether this machine lets a program be a user without a name."""
    return bool(shutil.which(NAMELESS[0])) and not subprocess.run([*NAMELESS, "true"], capture_output=True).returncode


def register_copy(folder: Path, *, one_in: int = 1) -> Path:
    """The shipped extract as a register, whole or with some of its persons."""
    shutil.copytree(SHIPPED_EXTRACT, folder)
    settings = folder / "extract.yaml"
    settings.write_text(settings.read_text().replace("kind: synthetic", "kind: register"))
    for path in folder.glob("*.csv"):
        rows = pd.read_csv(path, dtype=str, keep_default_na=False)
        if "person_id" in rows and one_in > 1:
            number = rows["person_id"].map(lambda each: sum(map(ord, each)))
            rows[number % one_in == 0].to_csv(path, index=False)
    return folder


def shuffled(extract: Path, folder: Path, *, seed: int) -> Path:
    """A copy of an extract with the rows of each table in another order, and its files of other days."""
    folder.mkdir(parents=True)
    for path in sorted(extract.iterdir(), reverse=True):
        if path.suffix == ".csv":
            header, *lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
            mixed = pd.Series(lines, dtype=object).sample(frac=1, random_state=seed)
            (folder / path.name).write_text("".join([header, *mixed]), encoding="utf-8")
        else:
            shutil.copy(path, folder)
        os.utime(folder / path.name, (LONG_AGO + 86_400 * seed, LATER - 86_400 * seed))
    return folder


def as_parquet(extract: Path, folder: Path) -> Path:
    """A copy of an extract with its tables as Parquet, typed by pandas."""
    folder.mkdir(parents=True)
    for path in sorted(extract.iterdir()):
        if path.suffix == ".csv":
            pd.read_csv(path).to_parquet(folder / f"{path.stem}.parquet", index=False)
        else:
            shutil.copy(path, folder)
    return folder


def written(folder: Path) -> dict[str, bytes]:
    """The bytes of every file below a folder, by its name from there."""
    files: Sequence[Path] = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}
