"""Ways of writing texts that an analyst may name: delimiter, encoding, signs of numbers, forms of dates."""

from __future__ import annotations

import codecs
from collections.abc import Callable

from evalbook.extract.days import Unusable, day_form


def _delimiter(text: str) -> str:
    signs = {"tab": "\t", "\\t": "\t", "comma": ",", "komma": ",", "semicolon": ";", "puntkomma": ";", "pipe": "|"}
    sign = signs.get(text.strip().lower(), text)
    if len(sign) != 1 or sign in '"\n\r\0' or sign.isalnum() or ord(sign) > 127:
        raise Unusable
    return sign


def _decimal(text: str) -> str:
    if text not in (",", "."):
        raise Unusable
    return text


def _thousands(text: str) -> str:
    signs = {"space": " ", "spatie": " "}
    if signs.get(text, text) not in (",", ".", " ", "'", "’", "\xa0", "\u202f"):
        raise Unusable
    return signs.get(text, text)


def _encoding(text: str) -> str:
    for name in (text, f"cp{text}"):
        try:
            found = codecs.lookup(name)
            "".encode(name)  # a codec of bytes to bytes is none of texts
            return found.name
        except (LookupError, ValueError, TypeError):
            continue
    raise Unusable


def _date_format(text: str) -> str:
    day_form(text)
    return text


WRITING: dict[str, tuple[str, Callable[[str], str]]] = {
    "delimiter": ("one sign, such as ; or tab", _delimiter),
    "encoding": ("the name of an encoding, such as utf-8 or cp1252", _encoding),
    "decimal": (", or .", _decimal),
    "thousands": (", or . or a space or '", _thousands),
    "date_format": ("a form such as dd-mm-yyyy, yyyymm or %d-%m-%Y", _date_format),
}
OF_A_COLUMN = ("decimal", "thousands", "date_format")
