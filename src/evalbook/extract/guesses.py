"""What a register's own name may mean. A guess is told, or marked to be confirmed; nothing is read by it alone."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping
from functools import cache
from pathlib import Path

import yaml

from evalbook.contract.schema import TABLES
from evalbook.suggestions import LONGEST, nearest_name

WORDS = Path(__file__).with_name("own_names.yaml")
TRAILING = re.compile(r"( \d+| v\d+| def| definitief| export| levering| uwv| sheet)+$")


@cache
def known_words() -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    """By kind (tables, columns, codes) and name of the contract, the words that registers have for it."""
    written = yaml.safe_load(WORDS.read_text(encoding="utf-8"))
    return {kind: {name: tuple(words) for name, words in names.items()} for kind, names in written.items()}


def plain(name: str) -> str:
    """A name without case, accents and signs: `Dienst_Verbanden (2)` is `dienst verbanden 2`."""
    apart = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name)
    letters = unicodedata.normalize("NFKD", apart).encode("ascii", "ignore").decode()
    return " ".join(re.findall(r"[a-z]+|\d+", letters.lower()))


def table_called(name: str) -> str:
    """The table that a file or sheet of this name may be, or ''."""
    return _guess(name, TABLES, "tables")


def column_called(name: str, among: Collection[str]) -> str:
    """The column, one of `among`, that a heading may be, or ''."""
    return _guess(name, among, "columns")


def code_called(code: str, among: Collection[str]) -> str:
    """The code, one of `among`, that a register's own code may be, or ''."""
    return _guess(code, among, "codes")


def _guess(name: str, among: Iterable[str], kind: str) -> str:
    if len(name) > LONGEST:
        return ""
    words = known_words()[kind]
    called = {plain(each): each for each in among}
    for each in called.copy().values():
        called |= {plain(word): each for word in words.get(each, ()) if plain(word) not in called}
    written = plain(name)
    shorter = TRAILING.sub("", written)
    near = next((each for each in (written, shorter) if each in called), "")
    return called.get(near or nearest_name(shorter, called), "") if shorter else ""
