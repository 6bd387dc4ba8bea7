"""The shipped, invented extract made as if it were a register, to see how a protected book reads: `make book-register`.

It goes the way of a register, with all protection, and its title says that nobody is in it. The secret stands here for
everyone to read: it protects nobody, and makes the same book each time.
"""

from __future__ import annotations

import argparse
import re
import shutil
from pathlib import Path

KINDS = re.compile(r"^kind: .*$", re.MULTILINE)
TITLES = {
    "title": "verzonnen gegevens, beschermd als een register",
    "title_en": "invented data, protected like a register",
}
PUBLIC_SECRET = "5e" * 32
SECRET = Path("evalbook-secret") / "secret"  # beside the extract, where it is looked for
PUBLISHER = Path("publisher.yaml")  # beside the extract; the build is told where by EVALBOOK_PUBLISHER
PUBLISHED_BY = """\
name: {nl: Verzonnen uitgever, en: Invented publisher}
authors: {nl: Verzonnen auteurs, en: Invented authors}
email: niemand@example.org
address: {nl: example.org, en: example.org/en}
signed_by: {nl: niemand, en: nobody}
answer_within: {nl: vijf werkdagen, en: five working days}
"""


def as_register(extract: Path, folder: Path) -> Path:
    """A copy of an extract in a folder that is made anew, as a register; where it stands.

    Beside it stand the secret and an invented publisher, and no earlier release, so that the same extract gives the
    same book. Raises FileExistsError for a folder that this has not made.
    """
    if folder.exists():
        if not (folder / SECRET).is_file():
            raise FileExistsError(f"{folder} is there, and was not made by this program")
        shutil.rmtree(folder)
    copy = folder / "extract"
    shutil.copytree(extract, copy)
    settings = copy / "extract.yaml"
    written = KINDS.sub("kind: register", settings.read_text(encoding="utf-8"))
    for name, said in TITLES.items():
        written = re.sub(rf"^({name}: .*)$", rf"\1 ({said})", written, flags=re.MULTILINE)
    settings.write_text(written, encoding="utf-8")
    secret = folder / SECRET
    secret.parent.mkdir(mode=0o700)
    secret.touch(mode=0o600)
    secret.write_text(f"{PUBLIC_SECRET}\n", encoding="ascii")
    (folder / PUBLISHER).write_text(PUBLISHED_BY, encoding="utf-8")
    return copy


def main() -> None:
    parser = argparse.ArgumentParser(description="Copy an extract as if it were a register.")
    parser.add_argument("extract", type=Path)
    parser.add_argument("folder", type=Path)
    given = parser.parse_args()
    print(as_register(given.extract, given.folder))


if __name__ == "__main__":
    main()
