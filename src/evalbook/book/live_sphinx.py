"""Sphinx that stays: one page is read and set again in less than a second, since all others are known."""

from __future__ import annotations

import os
from contextlib import ExitStack
from io import StringIO
from pathlib import Path

from docutils.nodes import Element
from jupyter_book.config import get_final_config
from sphinx.application import Sphinx
from sphinx.errors import SphinxError
from sphinx.util.console import nocolor
from sphinx.util.docutils import docutils_namespace, patch_docutils

from evalbook.book.typesetting import CONFIG, CONTENTS
from evalbook.errors import EvalbookError

PAGES, TREES = "html", "trees"
COUNTERS = "_TocTreeCollectorWithStyles__"  # of sphinx_external_toc


class LiveSphinx:
    """The pages of one language, set from the text files in `source` as `evalbook build` sets them.

    What Sphinx knows of them is kept in `made`, where the next one of the same book finds it.
    """

    def __init__(self, source: Path, made: Path) -> None:
        self._source, self.pages = source, made / PAGES
        nocolor()
        self._warnings, self._around = StringIO(), ExitStack()
        config, _ = get_final_config(
            user_yaml=source / CONFIG, cli_config={"latex_individualpages": False}, sourcedir=source
        )
        config |= {"external_toc_path": str(source / CONTENTS), "nitpicky": True}
        self._around.enter_context(patch_docutils(None))
        self._around.enter_context(docutils_namespace())
        places = {"srcdir": source, "confdir": None, "outdir": self.pages, "doctreedir": made / TREES}
        texts = {"status": None, "warning": self._warnings}
        self._app = Sphinx(**places, buildername="html", confoverrides=config, **texts)

    def close(self) -> None:
        """Before another one is made in the same process."""
        self._around.close()

    def set_all(self) -> list[str]:
        """Sets what is not set yet; what Sphinx warned of."""
        return self._told(None)

    def set_page(self, name: str) -> list[str]:
        """Reads a page again where its text changed, and sets it; what Sphinx warned of."""
        return self._told([str(self._source / f"{name}.md")])

    def _told(self, files: list[str] | None) -> list[str]:
        self._begin_anew()
        self._warnings.seek(0)
        self._warnings.truncate()
        try:
            self._app.build(filenames=files or [])
        except SphinxError as fault:
            raise EvalbookError(f"Sphinx: {fault}") from None
        lines = self._warnings.getvalue().replace(f"{self._source}{os.sep}", "").splitlines()
        return list(dict.fromkeys(line for line in lines if "WARNING" in line or "ERROR" in line))

    def _begin_anew(self) -> None:
        """Without what only one run is meant to know: trees of pages as they were, how many chapters are numbered."""
        self._app.env._pickled_doctree_cache.clear()
        for listener in self._app.events.listeners["env-get-updated"]:
            collector = getattr(listener.handler, "__self__", None)
            for counter in (each for each in vars(collector or object) if each.startswith(COUNTERS)):
                setattr(collector, counter, 0)

    def seen_by_others(self, name: str) -> tuple[object, ...]:
        """What other pages show of a page: its headings, and where its labels lead."""
        env = self._app.env
        labels = env.get_domain("std")
        own = [(label, *to) for each in (labels.labels, labels.anonlabels) for label, to in each.items()]
        return (_text(env.titles, name), _text(env.tocs, name), sorted(each for each in own if each[1] == name))


def _text(known: dict[str, Element], name: str) -> str:
    return known[name].pformat() if name in known else ""
