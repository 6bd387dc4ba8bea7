"""Of Sphinx: the book is set from pages that were made for one edition, never from the notebooks of the repository.

What a notebook stores is a preview for who opens it (`preview`): set as a book it would lack links, figures and keys.
"""

from __future__ import annotations

from collections.abc import Mapping

from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.errors import ConfigError

USE = "This folder holds the notebooks of a book, not its pages. To make the book: make book, or evalbook build EXTRACT"


def setup(app: Sphinx) -> Mapping[str, bool]:
    app.connect("config-inited", _check_edition)
    app.connect("builder-inited", _make_no_index)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def _check_edition(_: Sphinx, config: Config) -> None:
    """Raises ConfigError where no edition was set by `typesetting.lay_out`."""
    if "edition" not in config.html_context:
        raise ConfigError(USE)


def _make_no_index(app: Sphinx) -> None:
    """The book has a search of its own, and so has its search page: `html_additional_pages`."""
    app.builder.search = False
