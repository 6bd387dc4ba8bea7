"""A real browser on a finished book: opened from a folder, or from a server on this machine."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

NAMES = ("chromium", "chromium-browser", "google-chrome")
CHROMIUM = next((path for path in map(shutil.which, NAMES) if path), None)
# As root and without a network; the rest keeps the browser from asking its maker's hosts.
ARGUMENTS = [
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
]
WIDE, NARROW = 1280, 320


def pages_of(book: Path) -> list[str]:
    return sorted(path.relative_to(book).as_posix() for path in book.rglob("*.html"))


@contextmanager
def served(book: Path, headers: Mapping[str, str]) -> Iterator[str]:
    """The address of a server on this machine that gives the book's files with these headers."""

    class Handler(SimpleHTTPRequestHandler):
        def end_headers(self) -> None:
            for name, value in headers.items():
                self.send_header(name, value)
            super().end_headers()

        def log_message(self, *_: object) -> None:
            """Says nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, directory=book))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()


@contextmanager
def visit(browser: Browser, *, width: int = WIDE, scheme: str = "light") -> Iterator[Page]:
    """A page of a browser that remembers nothing: `page.faults` are its complaints, `page.asked` its requests."""
    context = browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme=scheme, reduced_motion="reduce"
    )
    page = context.new_page()
    page.faults, page.asked = [], []
    page.on("console", lambda said: said.type in ("error", "warning") and page.faults.append(said.text))
    page.on("pageerror", lambda fault: page.faults.append(str(fault)))
    page.on("response", lambda got: got.status < 400 or page.faults.append(f"{got.url}: {got.status}"))
    page.on("request", lambda request: page.asked.append(request.url))
    yield page
    context.close()
