"""The release that a preview shows, and all files that decided it: it is made again when one of them changes."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping
from importlib import import_module
from pathlib import Path

from evalbook.limits import Limits, in_force

PROGRAM = "evalbook"


def live_release(source: Path, chosen: Mapping[str, object], limits: Limits) -> Callable[[Path], tuple[str, ...]]:
    """What makes the release of `source` in a folder and tells the files that it was made from.

    Called in a process of its own in which nothing of ours was imported before, so each file that plays a part is
    opened in it. What a register's next edition needs is not kept: nothing of a preview is released.
    """
    opened: set[str] = set()
    sys.addaudithook(lambda event, about: opened.add(os.fsdecode(about[0])) if _is_read(event, about) else None)
    prepared = import_module(f"{PROGRAM}.prepared")  # not before: what it reads is opened now

    def make(folder: Path) -> tuple[str, ...]:
        with in_force(limits):
            prepared.prepare_release(source, folder, **chosen, found=False)
        return tuple(sorted({os.path.realpath(path) for path in (*opened, *_modules())}))

    return make


def _is_read(event: str, about: tuple) -> bool:
    return event == "open" and isinstance(about[0], (str, bytes))


def _modules() -> list[str]:
    files = (getattr(module, "__file__", None) for name, module in sys.modules.items() if name.split(".")[0] == PROGRAM)
    return [path for path in files if path]
