"""What an edition was made from and with, and the files to take along: for who cites, checks or reuses it."""

from __future__ import annotations

import hashlib
import platform
from collections.abc import Mapping
from importlib.metadata import version

from evalbook.exhibits.dictionary import CODES, METADATA, meanings
from evalbook.exhibits.markup import TEXTS, file_link, headed_table, with_key
from evalbook.release.lookup import demand_release
from evalbook.release.release import RESULTS, Release
from evalbook.typed import escape
from evalbook.words.vocabulary import read_words

MADE_WITH = ("evalbook", "jupyter-book", "sphinx", "papermill", "pandas", "lifelines", "matplotlib", "typst")
SHOWN_OF_A_HASH = 16  # of 64 characters: enough to tell files apart; the manifest has all


def provenance(release: Release, *, language: str) -> str:
    """Two tables: the registers that the edition was made from with its results, and the programs that made it.

    Raises TypeError on anything but a Release.
    """
    demand_release(release)
    words = read_words(language)
    said = {**words.registers, **words.colophon}
    return "\n\n".join(_table(said, texts, kind) for kind, texts in made_from(release).items())


def _table(said: Mapping[str, str], texts: Mapping[str, str], kind: str) -> str:
    lines = [[escape(said.get(name, name)), with_key(text, f"{kind}/{name}")] for name, text in texts.items()]
    about = {"caption": said[f"{kind}_caption"], "name": f"colophon-{kind}"}
    return headed_table([said[f"{kind}_head"], said[f"{kind}_text"]], lines, align=TEXTS, **about)


def made_from(release: Release) -> dict[str, dict[str, str]]:
    """The beginning of each hash, and the version of each program; what the scan of the book compares."""
    results = release.results.to_csv(index=False, lineterminator="\n").encode()
    hashes = {**release.inputs, RESULTS: hashlib.sha256(results).hexdigest()}
    return {
        "hashes": {name: text[:SHOWN_OF_A_HASH] for name, text in hashes.items()},
        "versions": {"python": platform.python_version(), **{name: version(name) for name in MADE_WITH}},
    }


def files(release: Release, *, language: str) -> str:
    """The columns of the results with their meaning, and links to the files; on paper without the links."""
    demand_release(release)
    said = read_words(language).colophon
    rows = [[f"`{name}`", meaning] for name, meaning in meanings(language)]
    about = {"caption": said["columns_caption"], "name": "colophon-columns", "kind": "sentences"}
    table = headed_table([said["column"], said["meaning"]], rows, align=TEXTS, **about)
    links = [
        f"- {file_link(name, said[what])}"
        for name, what in ((RESULTS, "all_results"), (CODES, "all_codes"), (METADATA, "all_columns"))
    ]
    listed = "\n".join([":::{container} on-screen", *links, ":::"])
    return f"{table}\n\n{listed}"
