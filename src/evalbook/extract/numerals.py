"""Numbers as registers write them: with a decimal comma or point, and a sign between thousands or none."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

import numpy as np

SIGNS = (",", ".")
EXPONENT = r"(?:[eE][+-]?\d{1,2})?"
LIKE_A_NUMBER = re.compile(r"(?=\D{0,3}\d)[+-]?[\d.,'’\s]+" + EXPONENT, re.ASCII)
# 1.250 or 1,250: a thousand and a bit, or one and a bit
GROUPED = {sign: re.compile(rf"[+-]?[1-9]\d{{0,2}}(?:\{sign}\d{{3}})+") for sign in SIGNS}


@dataclass(frozen=True)
class Convention:
    """How numbers are written: the sign before decimals, and the one between thousands ('' for none)."""

    decimal: str
    thousands: str = ""

    @property
    def pattern(self) -> re.Pattern[str]:
        point, group = re.escape(self.decimal), re.escape(self.thousands)
        group = "[ \xa0\u202f]" if self.thousands.isspace() else group
        grouped = rf"[1-9]\d{{0,2}}(?:{group}\d{{3}})+(?:{point}\d*)?|" if self.thousands else ""
        # One way only to match any digits: with two, a text of a million takes as many squared.
        return re.compile(rf"[+-]?(?:{grouped}\d+(?:{point}\d*)?|{point}\d+){EXPONENT}", re.ASCII)

    def reads(self, text: str) -> bool:
        return bool(self.pattern.fullmatch(text))

    def number(self, text: str) -> float:
        grouped = re.sub(r"\s", "", text) if self.thousands.isspace() else text.replace(self.thousands, "")
        return float(grouped.replace(self.decimal, "."))


CONVENTIONS = (Convention("."), Convention(","), Convention(".", ","), Convention(",", "."))


def is_number(value: object) -> bool:
    """Whether a value is a number already, as forms other than text hold them."""
    return isinstance(value, int | float | Decimal | np.number) and not isinstance(value, bool | np.bool_)


def convention_of(texts: Iterable[str], writing: Mapping[str, str], *, whole: bool) -> tuple[Convention, str]:
    """How the numbers of a column are written, and what is in doubt about it; `whole`: they have no decimals."""
    texts = [text for text in texts if LIKE_A_NUMBER.fullmatch(text)]
    if "decimal" in writing or "thousands" in writing:
        thousands = writing.get("thousands", "")
        comma = thousands == "." or (thousands != "," and any("," in text for text in texts))
        return Convention(writing.get("decimal") or ("," if comma else "."), thousands), ""
    comma, point = (any(sign in text for text in texts) for sign in SIGNS)
    if not comma or not point:
        settled = writing.get("delimiter") == "," and not comma
        return _of_one_sign(texts, "," if comma else ".", settled=settled, whole=whole)
    read = {each: sum(map(each.reads, texts)) for each in CONVENTIONS}
    best = max(CONVENTIONS, key=lambda each: read[each])
    left = [text for text in texts if not best.reads(text)]
    others = [each for each in CONVENTIONS if each != best]
    both = any("," in text and "." in text for text in texts)  # only such a number tells for sure which is which
    mixed = any(each.reads(text) for each in others for text in left) or not best.thousands or not both
    return best, "has decimal commas and decimal points" if mixed else ""


def _of_one_sign(texts: list[str], sign: str, *, settled: bool, whole: bool) -> tuple[Convention, str]:
    """Numbers with commas only, or points only. A file with commas between its fields writes a decimal point."""
    signed = [text for text in texts if sign in text]
    often = [text for text in signed if text.count(sign) > 1]
    # 1.250.000 has thousands, so 1.250 has too; and what has no decimals can only be thousands, unless all are zeros.
    often = often or (whole and [text for text in signed if not text.endswith("000")])
    if often and all(GROUPED[sign].fullmatch(text) for text in signed):
        return Convention("." if sign == "," else ",", sign), ""
    settled = settled and not whole and len(signed) == len(texts)  # three decimals in each number, as a fixed form has
    unclear = bool(signed) and not settled and all(GROUPED[sign].fullmatch(text) for text in signed)
    doubt = f"can be read in two ways: {sign} between thousands, or before decimals"
    return Convention(sign), doubt if unclear else ""
