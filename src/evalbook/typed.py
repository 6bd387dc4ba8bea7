"""Texts that come from outside (a title, a file's name, a heading): shown sign for sign, never taken for markup."""

from __future__ import annotations

import html
import re
import unicodedata

JOINERS = "\u200c\u200d"  # no sign of their own: Persian words and many emoji are written with them
UNREADABLE = "\ufffd"
MARKDOWN_SIGNS = re.compile(r"([\\`*_\[\]{}|#~$])")


def is_readable(text: str) -> bool:
    """Whether every sign can be read on one line; a control sign, or one that turns the text round, cannot."""
    return all(sign.isprintable() or sign in JOINERS or unicodedata.category(sign) == "Zs" for sign in text)


def readable(text: str) -> str:
    """A text on one line, one space between words; what cannot be read is `\ufffd`."""
    words = " ".join(str(text).split())
    return "".join(sign if sign.isprintable() or sign in JOINERS else UNREADABLE for sign in words)


def escape(text: str) -> str:
    """A text as it reads, without effect as HTML or Markdown."""
    return html.escape(MARKDOWN_SIGNS.sub(r"\\\1", readable(text)), quote=False)
