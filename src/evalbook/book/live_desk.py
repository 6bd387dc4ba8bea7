"""Which pages of a book that is being written are as its source is now, and what went wrong with them.

A page is stale from when a file changes that it is made from until it was made again; nobody gets one that is stale.
Pages that somebody looks at, or whose own chapter changed, are made at once; others when they are asked for.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import product
from pathlib import PurePosixPath
from threading import Condition
from time import monotonic

Place = tuple[str, str]  # language, name of the page in the contents


@dataclass
class _State:
    version: int = 0
    changes: int = 1  # how often what it is made from changed
    made_of: int = 0  # and how many of these it was made after
    fault: str = ""
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True)
class Seen:
    """A page as it is now: it has another `version` each time that it is made; `stale`: it is being made again."""

    version: int
    stale: bool
    fault: str = ""
    warnings: tuple[str, ...] = ()


@dataclass
class Desk:
    """The pages of all languages; `folders` has the folder of each language in the site."""

    folders: Mapping[str, str]
    names: tuple[str, ...]
    _pages: dict[Place, _State] = field(default_factory=dict)
    _wanted: dict[Place, None] = field(default_factory=dict)
    _looked_at: dict[Place, float] = field(default_factory=dict)
    _news: Condition = field(default_factory=Condition)

    def __post_init__(self) -> None:
        self._pages |= {(language, name): _State() for language in self.folders for name in self.names}

    def know(self, names: Iterable[str]) -> None:
        """The pages that there are now; those that there were may still be asked for."""
        with self._news:
            self.names = tuple(dict.fromkeys((*names, *self.names)))
            for place in ((language, name) for language in self.folders for name in self.names):
                self._pages.setdefault(place, _State())

    def place_of(self, address: str) -> Place | None:
        """The page at an address of the site; None where it is another file."""
        path = PurePosixPath(address)
        for language, folder in sorted(self.folders.items(), key=lambda each: -len(each[1])):
            if not folder or path.parts[:1] == (folder,):
                inside = path.relative_to(folder) if folder else path
                place = language, inside.with_suffix("").as_posix()
                return place if path.suffix == ".html" and place in self._pages else None
        return None

    def change(self, languages: Iterable[str], names: Iterable[str], *, at_once: bool = False) -> None:
        """What these pages are made from changed. Who looks at one gets it again.

        `at_once`: those that were made before are made again though nobody looks; in no language before, the first.
        """
        with self._news:
            for language, name in product(languages, names):
                state = self._pages[language, name]
                state.changes += 1
                before = [each for each in self.folders if self._pages[each, name].made_of] or [*self.folders][:1]
                if self._is_looked_at((language, name)) or (at_once and language in before):
                    self._wanted[language, name] = None
            self._news.notify_all()

    def reload(self) -> None:
        """What all pages share changed: whoever looks at one gets it again."""
        with self._news:
            for state in self._pages.values():
                state.version += 1
            self._news.notify_all()

    def next_stale(self, language: str, seconds: float) -> tuple[str, int] | None:
        """The next page of a language to make, one that is looked at first, and the changes that it is made after."""
        with self._news:
            self._news.wait_for(lambda: any(self._stale_of(language)), seconds)
            waiting = sorted(self._stale_of(language), key=lambda place: -self._looked_at.get(place, 0))
            return (waiting[0][1], self._pages[waiting[0]].changes) if waiting else None

    def _stale_of(self, language: str) -> Iterator[Place]:
        return (place for place in self._wanted if place[0] == language and self._is_stale(place))

    def made(self, place: Place, after: int, *, fault: str = "", warnings: tuple[str, ...] = ()) -> None:
        """A page was made, or could not be, after so many changes."""
        with self._news:
            state = self._pages[place]
            state.version, state.made_of = state.version + 1, after
            state.fault, state.warnings = fault, warnings
            if not self._is_stale(place):
                self._wanted.pop(place, None)
            self._news.notify_all()

    def get(self, place: Place, seconds: float) -> Seen:
        """A page as its source is now; it is made first where it is stale, for as long as these seconds."""
        with self._news:
            self._wanted[place], self._looked_at[place] = None, monotonic()
            self._news.notify_all()
            self._news.wait_for(lambda: not self._is_stale(place), seconds)
            return self._seen(place)

    def news(self, place: Place, known: tuple[int, bool], seconds: float, looks: float) -> Seen:
        """A page when it is otherwise than `known` (version, stale), or after these seconds.

        It counts as looked at for `looks` seconds from now.
        """
        with self._news:
            self._looked_at[place] = monotonic() + looks
            if self._is_stale(place):
                self._wanted[place] = None
                self._news.notify_all()
            self._news.wait_for(lambda: (self._pages[place].version, self._is_stale(place)) != known, seconds)
            return self._seen(place)

    def _seen(self, place: Place) -> Seen:
        state = self._pages[place]
        return Seen(state.version, self._is_stale(place), state.fault, state.warnings)

    def _is_stale(self, place: Place) -> bool:
        return self._pages[place].made_of < self._pages[place].changes

    def _is_looked_at(self, place: Place) -> bool:
        return self._looked_at.get(place, 0) > monotonic()
