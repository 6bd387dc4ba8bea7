"""What codes and items are called, and how numbers and dates read, in one language at a time."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from evalbook.contract.results import PERCENTAGES
from evalbook.words.vocabulary import ItemWords, Words

YEAR = re.compile(r"^(?:calendar|start)=(\d{4})$")
NOISE_DIGITS = 9  # 100 * 29 / 200 may come as 14.499999999999998: rounded here before it is rounded half up
CLASS = re.compile(r"(?P<open>[\[(])(?P<low>\d+),(?P<high>\d+|inf)(?P<close>[\])])")
DECIMALS = {
    **dict.fromkeys(("mean", "hazard_ratio", "smd_before", "smd_after"), 2),
    "standard_error": 3,
    **dict.fromkeys(
        ("chi_squared", "difference", "estimated_points", "detectable", "eur", "given_million", "e_value"), 1
    ),
}
MAY_BE_SMALL = ("incidence", "one_minus_survival")  # of a few persons: not 0% where it is someone
MILLIONS = ("eur", "given_million")
# Of two numbers as shown, in whole points; estimated, with a decimal.
POINTS = ("points", "difference", "estimated_points", "detectable")
NUMBERED = re.compile(r"(?:table|figure)_b?\d(?:_\d)?")
UNITS = {
    **dict.fromkeys(("mean_eur", "given_eur"), "euro"),
    **dict.fromkeys(MILLIONS, "million"),
    "per_thousand": "per_thousand",
}
SMALLEST_P, SMALL_P = 0.001, 0.01


def label(words: Words, field: str, code: str, *, item: str = "") -> str:
    """What a code of a key's field is called, in an item's own words where it has them."""
    own = words.items.get(item, ItemWords("", ""))
    known = words.codes[field] | own.codes.get(field, {})
    return known[code] if code in known else class_label(words, code, unit=own.unit) or YEAR.sub(r"\1", code)


def class_label(words: Words, code: str, *, unit: str) -> str:
    """What a class such as `[10,20)` is called; '' for a code that is no class."""
    bounds = CLASS.fullmatch(code)
    if not bounds:
        return ""
    form = "half_open" if bounds["open"] == "[" else "open_half"
    form += "_top" if bounds["high"] == "inf" else "_first" if bounds["low"] == "0" else ""
    names = ("low",) if bounds["high"] == "inf" else ("low", "high")
    limits = {name: decimal_text(words, float(bounds[name])) for name in names}
    return " ".join(words.classes[form].format(unit=unit, **limits).split())


def heading(text: str) -> str:
    """With a capital, unless it begins with a name that is written otherwise (`oWajong`)."""
    first = text.split(" ", 1)[0]
    return text[:1].upper() + text[1:] if first.islower() else text


def inside(name: str) -> str:
    """A name that begins a sentence as it reads inside one: `tabel 3.2`, but `IVA`."""
    return name[:1].lower() + name[1:] if name[1:2].islower() else name


def item_name(words: Words, item: str) -> str:
    """What an item is called: `Tabel 3.2`, `Figuur B4.1`; items of our own go by their title."""
    if not is_numbered(item):
        return words.items[item].title
    kind, _, number = item.partition("_")
    return f"{words.item_kinds[kind]} {number.replace('_', '.').upper()}"


def is_numbered(item: str) -> bool:
    """Whether an item is of the published report, whose numbers it keeps."""
    return NUMBERED.fullmatch(item) is not None


def anchor(item: str) -> str:
    """The name under which an item is linked to."""
    return item.replace("_", "-")


def round_half_up(value: float, decimals: int = 0) -> Decimal:
    """Rounded as a reader does (12.5 is 13), not to even, free of binary noise."""
    clean = Decimal(repr(round(float(value), NOISE_DIGITS)))
    return clean.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)


def decimal_text(words: Words, value: float, decimals: int = 0) -> str:
    """A number with the language's thousands and decimal signs; never a minus before zero."""
    rounded = round_half_up(value, decimals)
    text = f"{abs(rounded) if rounded == 0 else rounded:,}"
    signs = {",": words.formats["thousands"], ".": words.formats["decimal"], "-": "−"}
    return "".join(signs.get(character, character) for character in text)


def number_text(words: Words, value: float, form: str, *, decimals: int | None = None) -> str:
    """A value as it is shown, with the decimals of its form or as many as asked.

    Forms are the statistics of the contract (a proportion, 0-1, is shown as a percentage), and `points` and
    `difference`, of proportions. Raises ValueError on a missing value: a gap is never shown as a number.
    """
    if value is None or math.isnan(value):
        raise ValueError(f"a missing {form} cannot be shown as a number")
    bare = _bare(words, value, form, decimals)
    if bare == "0" and value > 0 and form in MAY_BE_SMALL:
        bare = words.formats["under_one"]
    unit = unit_text(words, form, one=bare.removeprefix("−") == "1")
    before, _, _ = unit.partition("{}")  # a sign of money: the minus stands before it
    return f"−{unit.format(bare.removeprefix('−'))}" if before and bare.startswith("−") else unit.format(bare)


def in_percent(value: float, form: str) -> float:
    """A proportion on the scale 0-100, whatever the scale of its statistic."""
    return value * 100 / PERCENTAGES.get(form, 100.0)


def _bare(words: Words, value: float, form: str, decimals: int | None = None) -> str:
    """A value without its unit."""
    if form == "p_value":
        return _p_text(words, value)
    if form == "given_day":
        return day_text(words, date(int(value) // 10000, int(value) // 100 % 100, int(value) % 100))
    return decimal_text(words, on_scale(value, form), DECIMALS.get(form, 0) if decimals is None else decimals)


def on_scale(value: float, form: str) -> float:
    """A value in the unit that it is shown in: per cent, or millions of euros."""
    return value / 1e6 if form in MILLIONS else in_percent(value, form)


def unit_text(words: Words, form: str, *, one: bool = False) -> str:
    """A text with the unit of a form, and `{}` in place of its number."""
    if form in PERCENTAGES or form == "mean_percent":
        return words.formats["percent"]
    if form in POINTS:
        return words.formats["points" if one else "points_plural"]
    return words.formats[UNITS[form]] if form in UNITS else "{}"


def _p_text(words: Words, value: float) -> str:
    """Two decimals, three where these would be nearly none; below that only that it is smaller."""
    if value < SMALLEST_P:
        return f"< {decimal_text(words, SMALLEST_P, 3)}"
    return decimal_text(words, value, 3 if value < SMALL_P else 2)


def interval_text(words: Words, low: float, high: float, form: str, *, decimals: int | None = None) -> str:
    """An interval as it is shown, with its unit once: `11–13%`, `−2,1 tot 4,5 procentpunt`."""
    texts = {"low": _bare(words, low, form, decimals), "high": _bare(words, high, form, decimals)}
    if form in MAY_BE_SMALL and set(texts.values()) == {"0"} and high > 0:
        return number_text(words, high, form)
    signed = any(text.startswith("−") for text in texts.values())
    between = words.formats["interval_signed" if signed else "interval"].format(**texts)
    return unit_text(words, form).format(between)


def day_text(words: Words, day: date) -> str:
    """A date in words: `31 maart 2025`."""
    return words.formats["day"].format(day=day.day, month=words.months[day.month - 1], year=day.year)


def month_text(words: Words, code: str, *, short: bool = False) -> str:
    """A calendar month (`2022-02`) in words: `februari 2022`."""
    year, month = code.split("-")
    names = words.months_short if short else words.months
    return words.formats["month"].format(month=names[int(month) - 1], year=year)


def enumeration(words: Words, texts: list[str]) -> str:
    """Texts joined as in a sentence: `a, b en c`."""
    if len(texts) < 2:
        return "".join(texts)
    return f"{', '.join(texts[:-1])} {words.formats['and']} {texts[-1]}"


def reason_text(words: Words, reason: str, detail: str, *, rules: Mapping[str, int]) -> str:
    """Why a number is not there, as the end of a sentence; `rules` are the thresholds in force."""
    if reason == "withheld":
        return words.rules.get(detail, words.rules["other"]).format_map(rules)
    return words.reasons[reason].format(register=words.registers.get(detail, detail), persons=detail)
