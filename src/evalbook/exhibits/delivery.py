"""What to ask of who keeps the registers, so that participants can be compared with people who got no service.

Columns, values and which may be empty are those that a delivery is checked by (`contract/schema.py`), and the rows of
the example pass those checks, so that the page cannot differ from them. Source: docs/contract/comparison.md, 'In'.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from evalbook.contract.code_meanings import CODE_MEANINGS
from evalbook.contract.schema import BENEFIT_START, FIRST_TRIAL, HISTORY, LONG_HISTORY, TABLES, Column
from evalbook.exhibits.markup import TEXTS, headed_table, of_the_report
from evalbook.words.vocabulary import Words, read_words

KEY = "delivery"
ASKED: Mapping[str, tuple[Column, ...]] = {
    **{name: TABLES[name].columns for name in ("comparators", "comparator_jobs")},
    "participants": (BENEFIT_START,),
}
EXAMPLES: Mapping[str, Sequence[Mapping[str, str]]] = {
    "comparators": (
        {
            **{"person_id": "c3a91f", "benefit": "IVA", "sex": "vrouw", "birth_date": "1979-04-12"},
            **{"diagnosis": "psychisch", "exit_date": "", "exit_reason": "", "benefit_start": "2016-09-01"},
        },
        {
            **{"person_id": "07be52", "benefit": "Wajong2015", "sex": "man", "birth_date": "2001-11-30"},
            **{"diagnosis": "ontwikkeling", "exit_date": "2024-05-10", "exit_reason": "emigratie"},
            "benefit_start": "2019-12-01",
        },
    ),
    "comparator_jobs": (
        {"person_id": "c3a91f", "month": "2023-03-01", "hours": "64", "wage": "1010.50"},
        {"person_id": "c3a91f", "month": "2023-04-01", "hours": "72", "wage": "1136.00"},
    ),
}


def delivery(*, language: str) -> str:
    """The tables that are asked, column by column, each with rows as an example, and from which month on."""
    words = read_words(language)
    return "\n\n".join([_periods(words), *(part for name in ASKED for part in _table(words, name, language))])


def months_asked() -> tuple[date, date]:
    """From which month on work is needed, and from which all of the comparison can be made."""
    return tuple(_before(FIRST_TRIAL, months) for months in (HISTORY, LONG_HISTORY))


def _before(first: date, months: int) -> date:
    number = first.year * 12 + first.month - 1 - months
    return date(number // 12, number % 12 + 1, 1)


def _periods(words: Words) -> str:
    needed, better = (_month(words, each) for each in months_asked())
    text = words.delivery["periods"].format(needed=needed, better=better, first=_month(words, FIRST_TRIAL))
    return of_the_report(text, KEY)


def _month(words: Words, day: date) -> str:
    return f"{words.months[day.month - 1]} {day.year}"


def _table(words: Words, name: str, language: str) -> Iterator[str]:
    said, columns = words.delivery, ASKED[name]
    rows = [
        [f"`{each.name}`", _values(words, each, language), said["empty"][_empty(each)], said["columns"][each.name]]
        for each in columns
    ]
    about = {"caption": f"{said['tables'][name]} (`{name}`)", "name": f"delivery-{name}", "kind": "sentences"}
    yield headed_table([said[head] for head in ("column", "values", "may_be_empty", "why")], rows, align=TEXTS, **about)
    if name in EXAMPLES:
        texts = [[row[each.name] for each in columns] for row in EXAMPLES[name]]
        lines = [[text and of_the_report(text, KEY) for text in row] for row in texts]
        about = {"caption": said["example"].format(said["tables"][name]), "name": f"delivery-{name}-example"}
        yield headed_table([f"`{each.name}`" for each in columns], lines, align=TEXTS, **about)


def _values(words: Words, column: Column, language: str) -> str:
    if not column.categories:
        return of_the_report(words.delivery["kinds"][column.kind], KEY)
    codes = [_code(code, language) for code in column.categories]
    return of_the_report(", ".join(codes), KEY)


def _code(code: str, language: str) -> str:
    meaning = CODE_MEANINGS.get(code, code) if language == "en" else code
    return code if meaning == code else f"{code} ({meaning})"


def _empty(column: Column) -> str:
    return "left_out" if column.may_be_missing else "yes" if column.may_be_empty else "no"
