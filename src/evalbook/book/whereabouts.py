"""Where and by whom a book is made: folders, the user and the host, which no page or file may tell.

A folder is looked for as a whole path in whatever people or programs read, in each way that such a file writes it; not
in the bytes of a font, nor as an end of a longer path or a link of the book. A user or host is looked for as a word,
unless that is a word of the book itself or cannot be told from ordinary words.
"""

from __future__ import annotations

import getpass
import html
import json
import os
import re
import socket
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from urllib.parse import quote

from evalbook.book.identifiers import files_with_words, searchable, texts_of, words_of
from evalbook.errors import EvalbookError

# Behind these signs a path is the end of a longer one, the tag of a page (`</p>`) or part of a pattern in a script. It
# is whole behind the scheme of an address, and behind the end of a line as JSON writes it.
BEFORE = r"(?:(?<![\w./~<\\%)\]}*+&#@^$-])|(?<=file://)|(?<=localhost)|(?<=\\[nrt]))"
AFTER = r"(?![\w~%-]|\.\w)"
HOMES = ("/home", "/Users")
REST = r"(?P<rest>[\w./~%-]{0,200})"


@dataclass(frozen=True)
class Whereabouts:
    """The folders of this machine, and the names of its user and itself, that a book is made by."""

    folders: tuple[str, ...]
    names: tuple[str, ...]

    def folder_in(self, text: str, *, site: Path | None = None) -> bool:
        """Whether a text has the path of a folder in it; a link to a file of the site is none."""
        found = self._paths.finditer(text)
        return any(not (site and each["rest"] and (site / each[0].lstrip("/")).exists()) for each in found)

    @cached_property
    def _paths(self) -> re.Pattern[str]:
        written = sorted({form for folder in self.folders for form in _written(folder)})
        return re.compile(f"{BEFORE}(?:{'|'.join(map(re.escape, written)) or '(?!)'}){AFTER}{REST}")


def whereabouts(folders: Sequence[Path]) -> Whereabouts:
    """Those of this process, with the folders that it works in; a user without a name or home has none."""
    places = [place for path in folders for place in (path.absolute(), path.resolve())]
    names = [socket.gethostname()]
    # A number of a user in a container has neither name nor home; a working folder may have been removed.
    for ask in (Path.home, Path.cwd):
        with suppress(RuntimeError, OSError):
            places.append(ask())
    with suppress(KeyError, OSError):
        names.append(getpass.getuser())
        places += [Path(homes) / names[-1] for homes in HOMES]
    # In a locale without accents a path is read sign by sign otherwise than a page has it.
    absolute = {os.fsencode(path).decode("utf-8", "surrogateescape") for path in places if len(path.parts) > 1}
    return Whereabouts(tuple(sorted(absolute)), tuple(sorted({name for name in names if not name.isalpha()})))


def check_before(texts: Mapping[str, str], here: Whereabouts) -> None:
    """Raises EvalbookError when a text that the book will show, by what it is, has a folder of this machine in it."""
    for name, text in texts.items():
        if here.folder_in(text):
            raise EvalbookError(
                f"{name} names a folder of this machine, which no book may tell. Work in another folder."
            )


def check_places(site: Path, here: Whereabouts, own: Iterable[str] = ()) -> None:
    """Raises EvalbookError when a page or file tells where or by whom it was made; `own` are the book's own texts."""
    names = searchable(here.names).without(own)
    told = [path for path in files_with_words(site) if names.found_in(words_of(path))] if names else []
    for path in (*told, *(each for each in sorted(site.rglob("*")) if each.is_file())):
        if path in told or any(here.folder_in(text, site=site) for text in texts_of(path)):
            raise EvalbookError(f"{path.relative_to(site)} names a folder, the user or the host of this machine.")


def _written(folder: str) -> Iterator[str]:
    """A path as text, in HTML, in JSON and scripts, in an address, in a cell of CSV; accents joined or apart."""
    for form in {folder, unicodedata.normalize("NFC", folder), unicodedata.normalize("NFD", folder)}:
        yield from (form, html.escape(form), html.escape(form, quote=False), form.replace('"', '""'))
        yield from (json.dumps(form, ensure_ascii=ascii)[1:-1] for ascii in (True, False))
        yield quote(form.encode("utf-8", "surrogateescape"))
