"""A hostile input: an honest extract that one function spoils, and the command that meets it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

SETTINGS = """\
id: x
title: A title
kind: register
reference_date: 2025-03-31
self_employment_through: 2023
conversation_cost: 100
"""
HEADERS = {
    "participants": "person_id,benefit,sex,birth_date,diagnosis,service_start,service_end,exit_date,exit_reason",
    "jobs": "person_id,job_id,month,hours,wage,contract,agency",
    "ladder": "person_id,date,rung",
}
ROWS = {
    "participants": "A,IVA,vrouw,1980-06-15,psychisch,2024-01-15,,,",
    "jobs": "A,j1,2024-03-01,40,600,bepaald,false",
    "ladder": "A,2024-02-01,3",
}
TEXTS = {name: f"{HEADERS[name]}\n{ROWS[name]}\n" for name in HEADERS}
ANSWERED = (0, 2)  # where both a right reading and a refusal are an answer
VALIDATE = ("validate", "{folder}")


@dataclass(frozen=True)
class Hostile:
    """`spoil` changes an honest extract in the folder that it is given; `command` then meets it ({folder}, {beside}).

    `codes`: the exit codes that are an answer: 2 for a refusal, 0 where it can be read right.
    """

    name: str
    spoil: Callable[[Path], object]
    command: tuple[str, ...] = VALIDATE
    codes: tuple[int, ...] = (2,)


def write_honest(folder: Path) -> None:
    """A small register that is as it should be."""
    folder.mkdir(parents=True)
    (folder / "extract.yaml").write_text(SETTINGS)
    for name in ("participants", "ladder"):
        (folder / f"{name}.csv").write_text(TEXTS[name])


def written(name: str, content: str | bytes | Callable[[], str | bytes]) -> Callable[[Path], object]:
    """Puts a file in the folder, in the place of what may be there; large ones are made when they are needed."""

    def write(folder: Path) -> None:
        made = content() if callable(content) else content
        made = made.encode("utf-8", "surrogatepass") if isinstance(made, str) else made
        (folder / name).write_bytes(made)

    return write
