"""How long a sentence takes from being saved to its page, in a preview that shows the page already."""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from urllib.request import urlopen

import nbformat

from evalbook.book.typesetting import ASSETS, CONFIG, CONTENTS
from evalbook.build import BOOK
from evalbook.errors import EvalbookError
from evalbook.exhibits.sentences import tags
from stages import Stage, cpu_of_family

EDITED, ADDED = "chapters/04_steps_to_work", "Deze zin is nieuw."  # the longest chapter
PROGRAM = """
import sys
from pathlib import Path
from contextlib import suppress
from evalbook.live import preview
with suppress(KeyboardInterrupt):
    preview(Path(sys.argv[1]), book=Path(sys.argv[2]), languages=("nl",))
"""


def change_a_sentence(release: Path, work: Path) -> Stage:
    """From saving a sentence to its page in a preview that shows the page already."""
    for name in (ASSETS, "chapters", "index.ipynb", CONFIG, CONTENTS):
        copy = shutil.copytree if (BOOK / name).is_dir() else shutil.copy
        work.mkdir(exist_ok=True)
        copy(BOOK / name, work / name)
    with subprocess.Popen([sys.executable, "-c", PROGRAM, release, work], stdout=subprocess.PIPE, text=True) as shown:
        try:
            address = f"{shown.stdout.readline().strip().rpartition('/')[0]}/{EDITED}.html"
            urlopen(address).close()
            begun, cpu = time.perf_counter(), cpu_of_family(shown.pid)
            _add_sentence(work / f"{EDITED}.ipynb")
            if ADDED.encode() not in urlopen(address).read():
                raise EvalbookError("The preview shows a page without the sentence.")
            seconds = time.perf_counter() - begun
            return Stage("one changed sentence, in a preview", seconds, cpu_of_family(shown.pid) - cpu, 0.0)
        finally:
            shown.send_signal(signal.SIGINT)


def _add_sentence(path: Path) -> None:
    notebook = nbformat.read(path, 4)
    written = next(cell for cell in notebook.cells if cell.cell_type == "markdown" and "nl" in tags(cell))
    written.source += f"\n\n{ADDED}"
    nbformat.write(notebook, path)
