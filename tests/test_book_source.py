"""Jupyter Book by itself, in the repository, stops with the command to use."""

import subprocess
import sys

import pytest

from evalbook.book.typesetting import JUPYTER_BOOK
from tiny_book import write_book

pytestmark = pytest.mark.program


def test_jupyter_book_alone_says_what_to_use_instead(tmp_path):
    book = write_book(tmp_path / "book")
    command = [sys.executable, "-c", JUPYTER_BOOK, "build", book]
    done = subprocess.run(command, capture_output=True, text=True)
    told = done.stdout + done.stderr
    assert done.returncode and "make book" in told and "evalbook build" in told
    assert not list(book.rglob("_build/html/*.html"))
