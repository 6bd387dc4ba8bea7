"""The rooms of the package: their order, their borders, what each lets others use, and how large its parts are."""

from __future__ import annotations

import ast
import importlib
from functools import cache
from pathlib import Path

import evalbook

ROOT = Path(evalbook.__file__).parent
# A room imports only from those before it. Anywhere: what reads releases, and no person; the others hold persons.
EVERYWHERE = ("machine", "delivery", "contract", "estimates")
ANYWHERE = ("numbers", "words", "release", "exhibits", "figures", "voices", "published", "book")
CLOSED = ("extract", "interviews", "items", "gate")
APART = ("synthetic",)  # the invented extract: it writes the files of a delivery, and nothing reads it but its command
ORDER = (*EVERYWHERE, *ANYWHERE, *CLOSED)
GROUND = ("errors", "hashes", "limits", "months", "places", "problems", "suggestions", "typed")  # of all rooms
FACES = "faces"  # the other modules beside the rooms
LONGEST_FILE, LONGEST_BODY = 250, 30


@cache
def modules() -> dict[str, Path]:
    """Each module of the package by its dotted name; a room's own is that of its `__init__`."""
    found = {".".join(path.relative_to(ROOT.parent).with_suffix("").parts): path for path in ROOT.rglob("*.py")}
    return {name.removesuffix(".__init__"): path for name, path in sorted(found.items())}


def room_of(module: str) -> str:
    name = module.split(".")[1:2]
    if name and name[0] in GROUND:
        return "ground"
    return name[0] if name and (ROOT / name[0]).is_dir() else FACES


@cache
def imports(module: str) -> list[tuple[str, bool]]:
    """The modules of the package that a module imports, and whether it does so within a function."""
    tree = ast.parse(modules()[module].read_text(encoding="utf-8"))
    top = set(map(id, tree.body)) | {
        id(each)
        for node in tree.body
        if isinstance(node, ast.If)
        for each in node.body  # TYPE_CHECKING
    }
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names = [each.name for each in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            below = [f"{node.module}.{each.name}" for each in node.names]
            names = [name if name in modules() else node.module for name in below]
        else:
            continue
        found += [(name, id(node) not in top) for name in names if name.split(".")[0] == "evalbook"]
    return found


@cache
def between_rooms() -> list[tuple[str, str]]:
    pairs = [(name, used) for name in modules() for used, _ in imports(name)]
    return [(name, used) for name, used in pairs if room_of(name) != room_of(used)]


def test_every_folder_of_code_is_a_room_with_a_place_in_the_order():
    rooms = {path.parent.name for path in ROOT.glob("*/__init__.py")}
    assert rooms == {*ORDER, *APART}


def test_a_room_imports_only_from_rooms_before_it():
    floors = {"ground": 0, **{room: at for at, room in enumerate((*ORDER, FACES), start=1)}}
    inside = [pair for pair in between_rooms() if not {*map(room_of, pair)} & {*APART}]
    assert [(name, used) for name, used in inside if floors[room_of(used)] > floors[room_of(name)]] == []


def test_nothing_that_may_run_anywhere_imports_what_holds_persons():
    assert [pair for pair in between_rooms() if room_of(pair[0]) in ANYWHERE and room_of(pair[1]) in CLOSED] == []


def test_nothing_but_its_command_uses_the_invented_extract_and_it_reads_no_extract():
    assert [name for name, used in between_rooms() if room_of(used) in APART] == ["evalbook.commands"]
    assert {room_of(used) for name, used in between_rooms() if room_of(name) in APART} == {"ground"}


def test_a_room_is_entered_by_what_it_says_is_public_and_all_of_that_is_used():
    used = {(room_of(each), each) for _, each in between_rooms() if room_of(each) in ORDER}
    told = {
        (room, f"evalbook.{room}.{name}")
        for room in ORDER
        for name in importlib.import_module(f"evalbook.{room}").__all__
    }
    assert used == told


def test_no_import_hides_within_a_function_but_those_of_the_commands():
    hidden = {name for name in modules() for _, within in imports(name) if within}
    assert hidden <= {"evalbook.commands", "evalbook.synthetic"}  # each command imports what it needs


def test_a_room_says_what_it_knows_and_what_it_does_not():
    short = [room for room in ORDER if len((importlib.import_module(f"evalbook.{room}").__doc__ or "").split()) < 15]
    assert short == []


def test_no_file_and_no_body_is_too_long():
    long_files = [name for name, path in modules().items() if len(path.read_text().splitlines()) > LONGEST_FILE]
    long_bodies = [
        f"{name}.{node.name}"
        for name, path in modules().items()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef) and _body(node) > LONGEST_BODY
    ]
    assert (long_files, long_bodies) == ([], [])


def _body(function: ast.FunctionDef) -> int:
    first = 1 if ast.get_docstring(function) and len(function.body) > 1 else 0
    return function.end_lineno - function.body[first].lineno + 1
