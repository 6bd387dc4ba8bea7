"""Hostile files by the other doors: parameters, interviews, projects, maps, lists of rows, former editions, drafts."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

from hostile_case import ANSWERED, SETTINGS, Hostile, written
from hostile_files import GIGABYTE, archive, linked, sparse, zip_bomb
from hostile_settings import ANCHORS, MERGES

BUILD = ("build", "{folder}", "--output", "{beside}/book")
DOORS = {
    "parameters": (*BUILD, "--parameters", "{folder}/given"),
    "voices": ("release", "{folder}", "--output", "{beside}/release", "--voices", "{folder}/given"),
    "previous": ("release", "{folder}", "--output", "{beside}/release", "--previous", "{folder}/given.csv"),
    "before": ("compare", "{folder}/given.csv", "{folder}"),
    "project": ("voices", "{folder}/given", "--map", "{beside}/map.csv", "--write-map"),
    "map": ("voices", "{folder}/x.qdpx", "--map", "{folder}/given", "--wave", "2026", "--output", "{beside}/x"),
    "rows": ("validate", "{folder}"),
}  # fmt: skip
READ = {"codes two hundred deep", "twenty thousand sources in sets", "a selection of twenty thousand cases"}
SPACE = 'xmlns="urn:QDA-XML:project:1.0"'
PROJECT = f"<Project {SPACE}><CodeBook><Codes/></CodeBook></Project>"


def door_inputs() -> Iterator[Hostile]:
    """Whatever a command is given to read: no ordinary file, one too large, one of other bytes."""
    spoilt: dict[str, Callable[[str], Callable[[Path], object]]] = {
        "a pipe": lambda name: lambda folder: os.mkfifo(folder / name),
        "a device": lambda name: linked(name, "/dev/zero"),
        "a folder": lambda name: lambda folder: (folder / name).mkdir(),
        "a link to itself": lambda name: linked(name, name),
        "not there": lambda name: lambda folder: None,
        "five gigabytes": lambda name: sparse(name, 5 * GIGABYTE),
        "other bytes": lambda name: written(name, bytes(range(256)) * 100),
        "nothing in it": lambda name: written(name, ""),
    }
    for door, command in DOORS.items():
        name = "given.csv" if door in ("previous", "before") else "given"
        for what, spoil in spoilt.items():
            codes = ANSWERED if (door, what) == ("parameters", "nothing in it") else (2,)
            if codes == (2,):
                yield Hostile(f"{door}: {what}", _with(door, spoil(name)), command, codes)


def _with(door: str, spoil: Callable[[Path], object]) -> Callable[[Path], object]:
    def both(folder: Path) -> None:
        if door == "rows":
            (folder / "extract.yaml").write_text(SETTINGS + "leave_out: given\n")
        if door == "map":
            (folder / "x.qdpx").write_bytes(archive({"project.qde": PROJECT}))
        spoil(folder)

    return both


def parameter_inputs() -> Iterator[Hostile]:
    contents = {
        "a bomb of aliases": ANCHORS,
        "a bomb of merges": MERGES,
        "lists a hundred thousand deep": "a: " + "[" * 100_000,
        "maps a thousand deep": "a: " + "{a: " * 1_000 + "1" + "}" * 1_000,
        "sixty thousand keys": "\n".join(f"k{at}: 1" for at in range(60_000)),
        "a list as key": "? [a, b]\n: 1",
        "a map as key": "? {a: b}\n: 1",
        "a list": "- a",
        "a tag of Python": "a: !!python/object/apply:os.system [id]",
        "a number of ten thousand digits": "a: " + "9" * 10_000,
        "a number of sixties": "a: " + "1:" * 10_000 + "1",
        "surrogates": r'a: "\ud800"',
        "a key twice": "a: 1\na: 2",
        "a day": "a: !!timestamp 2024-99-99",
        "an unknown name": "nothing_is_called_so: 1",
        "another anchor": "a: &a [*a]",
    }
    for name, content in contents.items():
        yield Hostile(f"parameters: {name}", written("given", content), DOORS["parameters"])
    values = {"deep": "[" * 50_000, "bomb": "&a [*a]", "surrogates": r'"\ud800"'}
    for name, value in values.items():
        yield Hostile(f"parameters: a value of the command, {name}", written("x", ""), (*BUILD, "-p", "a", value))


def project_inputs() -> Iterator[Hostile]:
    entities = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">]>'
    codes = '<Code guid="a" name="a">' * 190 + "</Code>" * 190
    contents = {
        "entities": entities + PROJECT,
        "elements a hundred thousand deep": f"<Project {SPACE}>" + "<a>" * 100_000 + "</a>" * 100_000 + "</Project>",
        "codes two hundred deep": PROJECT.replace("<Codes/>", f"<Codes>{codes}</Codes>"),
        "another root": "<x/>",
        "no XML": "x",
        "surrogates": '<?xml version="1.0" encoding="utf-16"?><x/>',
        "twenty thousand sources in sets": f"<Project {SPACE}><Sources>"
        + "".join(f'<TextSource guid="{at}" name="n{at}"/>' for at in range(20_000))
        + "</Sources><Sets>"
        + "".join(f'<Set guid="s{at}" name="s{at}"><MemberSource targetGUID="{at}"/></Set>' for at in range(20_000))
        + "</Sets></Project>",
        "a selection of twenty thousand cases": f"<Project {SPACE}><Cases>"
        + "".join(f'<Case guid="{at}" name="n{at}"><SelectionRef targetGUID="x"/></Case>' for at in range(20_000))
        + "</Cases></Project>",
    }  # fmt: skip
    for name, content in contents.items():
        spoil = lambda f, c=content: (f / "given").write_bytes(archive({"project.qde": c}))  # noqa: E731
        yield Hostile(f"project: {name}", spoil, DOORS["project"], (0,) if name in READ else (2,))
    bomb = lambda f: zip_bomb(f / "given", "project.qde", bytes(2**24), 128)  # noqa: E731
    yield Hostile("project: two gigabytes unpacked", bomb, DOORS["project"])
    two = lambda f: (f / "given").write_bytes(archive({"a.qde": PROJECT, "b.qde": PROJECT}))  # noqa: E731
    yield Hostile("project: two projects", two, DOORS["project"])


LIST = "table,row,column,rule\n"


def list_inputs() -> Iterator[Hostile]:
    contents = {
        "a row of five thousand digits": LIST + f"jobs,{'9' * 5_000},,fields\n",
        "a row beyond all": LIST + f"ladder,{10**30},,fields\n",
        "a row below 0": LIST + "ladder,-1,,fields\n",
        "a row that is a part": LIST + "ladder,1.5,,fields\n",
        "no such table": LIST + "deelnemers,1,,fields\n",
        "a hundred thousand rows": LIST + "".join(f"ladder,{at},,fields\n" for at in range(100_000)),
        "a million commas": "," * 1_000_000,
        "another header": "a,b\n1,2\n",
        "a header twice": "table,row,column,rule,table,row,column,rule\nladder,1,,fields,ladder,1,,fields\n",
    }
    for name, content in contents.items():
        both = lambda f, c=content: (  # noqa: E731
            (f / "extract.yaml").write_text(SETTINGS + "leave_out: rows.csv\n"),
            (f / "rows.csv").write_text(c),
        )
        yield Hostile(f"rows: {name}", both)


def draft_of(inputs: Iterator[Hostile], prefixes: tuple[str, ...]) -> Iterator[Hostile]:
    """The same files met by `init --like`, which reads without `extract.yaml`: a draft of what can be read."""
    for each in inputs:
        if each.name.startswith(prefixes) and each.command == ("validate", "{folder}"):
            command = ("init", "{beside}/draft", "--like", "{folder}")
            yield Hostile(f"draft: {each.name}", each.spoil, command, ANSWERED)
