"""Two small editions on one site, of which the newer has lost a page and the older does not know the newer."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

from evalbook.build import build, place_on
from evalbook.release.release import write_release
from literal_release import EDITION, literal_release
from tiny_book import CONTENTS_OF_TWO, write_book

DAYS = {"spring": date(2025, 3, 31), "autumn": date(2025, 10, 1)}
CONTENTS_OF_ONE = CONTENTS_OF_TWO.replace("      - file: chapters/second\n", "")


def put_release(folder: Path, name: str) -> Path:
    edition = replace(EDITION, id=name, title=f"Edition {name}", reference_date=DAYS[name])
    write_release(literal_release("table_2_1/all/IVA/IVA//n 1 1", edition=edition), folder / name)
    return folder / name


def write_two(folder: Path) -> Path:
    """The folder of the site."""
    sources = {"spring": write_book(folder / "old"), "autumn": write_book(folder / "new")}
    (folder / "new" / "_toc.yml").write_text(CONTENTS_OF_ONE)
    first = folder / "new" / "chapters" / "first.ipynb"
    first.write_text(first.read_text().replace("Zie [figuur 2.1](#figure-2-1).", "Tekst."))
    for name, source in sources.items():
        release = put_release(folder / "releases", name)
        build(release, place_on(folder / "site", release), book=source, among=True)
    return folder / "site"
