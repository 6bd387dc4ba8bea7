"""The agency's secret: what the keys of persons are made with. It stays on the closed machine, from edition to edition.

Who has it can take the noise away; who loses it makes the next release with other noise.
"""

from __future__ import annotations

import os
import re
import secrets
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

from evalbook.errors import EvalbookError

VARIABLE = "EVALBOOK_SECRET"
BESIDE = Path("evalbook-secret") / "secret"
BYTES = 32
DIGITS = re.compile(rf"[0-9a-fA-F]{{{2 * BYTES}}}", re.ASCII)
OTHERWISE = "name another file with --secret"


@dataclass(frozen=True)
class Secret:
    """`value` is never printed; `is_new`: it was made just now, which the person has to be told."""

    value: bytes = field(repr=False)
    path: Path
    is_new: bool


def find_secret(extract: Path, given: Path | None) -> Secret:
    """The secret in the file `given`, else in the one that EVALBOOK_SECRET names, else beside the extract's folder.

    A file that is not there is made. Raises EvalbookError, with what to do, for a place within the extract, a link, a
    file that others may read, and one that is no secret or cannot be read or made.
    """
    path = _place(extract, given)
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        _check(path.parent, 0o700, unwanted=0o022, may="replace what is in the secret's folder")
        is_new = not path.exists() and _made(path)
        if not path.is_symlink() and not path.is_file():
            raise EvalbookError(f"The secret {path} is no file: {OTHERWISE}.")
        _check(path, 0o600, unwanted=0o077, may="read or change the secret")
        return Secret(_read(path), path, is_new)
    except OSError as fault:
        raise EvalbookError(f"The secret {path} cannot be read or made ({fault.strerror}): {OTHERWISE}.") from None


def _place(extract: Path, given: Path | None) -> Path:
    extract, named = extract.resolve(), os.environ.get(VARIABLE)
    path = (given or (Path(named) if named else extract.parent / BESIDE)).absolute()
    if path.parent.resolve().is_relative_to(extract):
        raise EvalbookError(f"The secret {path} is within the extract, which may be handed on: {OTHERWISE}.")
    return path


def _made(path: Path) -> bool:
    """Whether this program made the file: it is there from now on, whole, and never another's overwritten."""
    made, name = tempfile.mkstemp(prefix=".making-", dir=path.parent)  # mode 600
    try:
        with os.fdopen(made, "w", encoding="ascii") as writing:
            writing.write(secrets.token_hex(BYTES) + "\n")
            writing.flush()
            os.fsync(writing.fileno())
        os.link(name, path)  # fails where the name is taken, as O_EXCL does, and nobody reads half a file
    except FileExistsError:
        return False
    finally:
        Path(name).unlink()
    return True


def _check(place: Path, mode: int, *, unwanted: int, may: str) -> None:
    """`unwanted`: the rights that nobody but the owner may have there, and what others `may` do with them."""
    if place.is_symlink():
        raise EvalbookError(f"The secret's place {place} is a link: name the place it leads to with --secret.")
    if os.name == "posix" and place.stat().st_mode & unwanted:
        raise EvalbookError(f"Others may {may}: run `chmod {mode:o} '{place}'`, or {OTHERWISE}.")


def _read(path: Path) -> bytes:
    with path.open("rb") as opened:
        text = opened.read(4 * BYTES).decode("ascii", errors="replace").strip()
    if not DIGITS.fullmatch(text):
        raise EvalbookError(
            f"The secret {path} is not {2 * BYTES} digits and letters a to f: take back a copy of it. Only where there "
            "is none, delete it: a new one is made, and the numbers of the next release get other noise."
        )
    return bytes.fromhex(text)
