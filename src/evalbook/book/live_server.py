"""The server of a book that is being written: for this machine alone, and for who has its address.

A page gets a script that asks whether it is otherwise now, and loads it again. Where a page cannot be made, what went
wrong stands in its place: never the page as it was.
"""

from __future__ import annotations

import html
import json
import secrets
from collections.abc import Callable
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from mimetypes import guess_type
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

from evalbook.book.live_desk import Desk, Place, Seen
from evalbook.errors import EvalbookError

HOST = "127.0.0.1"
NAMES = (HOST, "localhost")  # another name that leads here is a page's of elsewhere that wants to read along
MOST_TO_MAKE = 300.0  # seconds that a page is waited for
ASKS_AGAIN = 20.0  # seconds
NEWS, SCRIPT = "_news", "_preview.js"
ROOT = "index.html"
WATCH = """
const { at, version } = document.currentScript.dataset;
const bar = document.createElement("p");
bar.setAttribute("role", "status");
bar.style.cssText = "position:fixed;z-index:9999;right:0;bottom:0;margin:0;padding:.3em 1em;background:#222;color:#fff";
addEventListener("DOMContentLoaded", () => document.body.append(bar));
const say = (text) => { bar.textContent = text; bar.hidden = !text; };
let stale = false;
const watch = async () => {
  for (say("");;) {
    try {
      const news = await (await fetch(`${at}&version=${version}&stale=${stale}`, { cache: "no-store" })).json();
      if (String(news.version) !== version && !news.stale) return location.reload();
      stale = news.stale;
      say(stale ? "…" : "");
    } catch {
      say("evalbook preview: —");
      await new Promise((done) => setTimeout(done, 1000));
    }
  }
};
watch();
"""
FAULT = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>{title}</title></head>
<body><main><h1>{title}</h1><pre role="alert" style="white-space:pre-wrap">{fault}</pre>
<p>The page comes back by itself when this is mended.</p></main></body></html>
"""
WARNING = '<pre role="alert" style="white-space:pre-wrap;margin:0;padding:1em;background:#fff3cd;color:#222">{}</pre>'


class LiveServer(ThreadingHTTPServer):
    """Serves what lies in `site`; `look` finds what changed just now, before a page is given; `need` makes files.

    All addresses begin with a word that only who started it knows: other users of the machine cannot read along.
    """

    daemon_threads = True

    def __init__(
        self, site: Path, desk: Desk, *, port: int, look: Callable[[], None], need: Callable[[str], None]
    ) -> None:
        super().__init__((HOST, port), _Handler)
        self.site, self.desk, self.look, self.need = site, desk, look, need
        self.word = secrets.token_urlsafe(9)

    @property
    def address(self) -> str:
        return f"http://{HOST}:{self.server_port}/{self.word}/"


class _Handler(BaseHTTPRequestHandler):
    server: LiveServer

    def log_message(self, *_: object) -> None:
        """Nothing: the terminal is for what is made and what goes wrong."""

    def do_GET(self) -> None:
        address = urlsplit(self.path)
        _, word, *rest = unquote(address.path).split("/", 2)
        if self.headers.get("Host", "").rpartition(":")[0] not in NAMES:
            self._send(HTTPStatus.FORBIDDEN, b"This is for this machine alone.", "text/plain")
        elif not secrets.compare_digest(word.encode(), self.server.word.encode()):
            self._send(HTTPStatus.NOT_FOUND, b"The address is the one that evalbook preview told.", "text/plain")
        else:
            self._answer(rest[0] if rest and rest[0] else ROOT, parse_qs(address.query))

    def _answer(self, name: str, asked: dict[str, list[str]]) -> None:
        place = self.server.desk.place_of(asked["page"][0] if name == NEWS and "page" in asked else name)
        if name == NEWS and place:
            self._send_news(place, asked)
        elif name == SCRIPT:
            self._send(HTTPStatus.OK, WATCH.encode(), "text/javascript")
        elif place:
            self._send_page(name, place)
        else:
            self._send_file(name)

    def _send_news(self, place: Place, asked: dict[str, list[str]]) -> None:
        known = int(asked["version"][0]), asked["stale"][0] == "true"
        seen = self.server.desk.news(place, known, ASKS_AGAIN, looks=2 * ASKS_AGAIN)
        self._send(HTTPStatus.OK, json.dumps({"version": seen.version, "stale": seen.stale}).encode(), "text/json")

    def _send_page(self, name: str, place: Place) -> None:
        self.server.look()
        seen = self.server.desk.get(place, MOST_TO_MAKE)
        if seen.stale or seen.fault:
            told = seen.fault or "It is still being made."
            page = FAULT.format(title=html.escape(name), fault=html.escape(told)).encode()
            status = HTTPStatus.INTERNAL_SERVER_ERROR
        else:
            status, page = HTTPStatus.OK, (self.server.site / name).read_bytes()
        self._send(status, with_script(page, name, self.server.word, seen), "text/html; charset=utf-8")

    def _send_file(self, name: str) -> None:
        try:
            self.server.need(name)
        except EvalbookError as fault:
            self._send(HTTPStatus.INTERNAL_SERVER_ERROR, str(fault).encode(), "text/plain; charset=utf-8")
            return
        path = (self.server.site / name).resolve()
        if path.is_relative_to(self.server.site.resolve()) and path.is_file():
            self._send(HTTPStatus.OK, path.read_bytes(), guess_type(name)[0] or "application/octet-stream")
        else:
            self._send(HTTPStatus.NOT_FOUND, f"{name} is not there.".encode(), "text/plain; charset=utf-8")

    def _send(self, status: HTTPStatus, content: bytes, kind: str) -> None:
        self.send_response(status)
        for key, value in {"Content-Type": kind, "Content-Length": len(content), "Cache-Control": "no-store"}.items():
            self.send_header(key, str(value))
        self.end_headers()
        self.wfile.write(content)


def with_script(page: bytes, name: str, word: str, seen: Seen) -> bytes:
    """A page that loads itself again when it is otherwise, and that says what Sphinx warned of."""
    at = f"/{word}/{NEWS}?page={html.escape(name)}"
    script = f'<script src="/{word}/{SCRIPT}" data-at="{at}" data-version="{seen.version}"></script>'
    told = WARNING.format(html.escape("\n".join(seen.warnings))) if seen.warnings else ""
    before, body, after = page.partition(b"</head>")
    head, opening, rest = after.partition(b"<body")
    tag, end, inside = rest.partition(b">")
    return before + script.encode() + body + head + opening + tag + end + told.encode() + inside
