"""The page of the sub-questions: where each is answered, how well in this edition, and what is missing till the end."""

from __future__ import annotations

from collections.abc import Iterator

from evalbook.exhibits.markup import TEXTS, headed_table, item_link, of_the_report, with_key
from evalbook.published.contents import shown_items
from evalbook.published.questions import (
    GROUPS,
    NOT_YET,
    STATUSES,
    Answer,
    Question,
    answers,
    by_number,
    items_of,
    last_wave,
    questions,
)
from evalbook.release.release import Release
from evalbook.suggestions import nearest
from evalbook.voices.themes import codebook
from evalbook.words.labels import decimal_text, heading, inside, item_name, reason_text
from evalbook.words.vocabulary import Words, read_words

HEADS = ("question", "where", "status", "missing")


def questions_summary(release: Release, *, language: str) -> str:
    """How many sub-questions are answered, partly answered and not yet."""
    words = read_words(language)
    texts = {name: with_key(text, f"questions/{name}") for name, text in shown_counts(release, words).items()}
    return words.questions["summary"].format(**texts)


def shown_counts(release: Release, words: Words) -> dict[str, str]:
    """The counts of the summary, by the key after `questions/`."""
    statuses = list(by_number(answers(release)).values())
    counts = {"all": len(statuses)} | {status: statuses.count(status) for status in STATUSES}
    return {name: decimal_text(words, count) for name, count in counts.items()}


def label_of_group(group: str) -> str:
    """The name under which a group of questions is linked to."""
    return f"questions-{group}"


def questions_table(release: Release, group: str, *, language: str) -> str:
    """The questions of a group of the report's appendix; ValueError when there is no such group."""
    if group not in GROUPS:
        raise ValueError(f"there is no group of questions {group!r}.{nearest(group, GROUPS)}")
    words = read_words(language)
    chosen = [each for each in questions() if each.group == group]
    rows = [_row(words, release, each, language) for each in answers(release, chosen)]
    heads = [words.questions["heads"][name] for name in HEADS]
    about = {"caption": words.questions["captions"][group], "name": label_of_group(group), "kind": "sentences"}
    return headed_table(heads, rows, align=TEXTS, **about)


def _row(words: Words, release: Release, answer: Answer, language: str) -> list[str]:
    question = answer.question
    missing = [text for text in _missing(words, release, answer, language) if text]
    return [
        f"{of_the_report(question.id, question.id)} {question.topics[language]}",
        _where(words, question),
        f'<span class="verdict {MARKS[answer.status]}">{words.questions["statuses"][answer.status]}</span>',
        heading("; ".join(dict.fromkeys(missing))) or words.questions["nothing"],
    ]


MARKS = dict(zip(STATUSES, ("holds", "cannot", "fails"), strict=True))  # the same signs as a claim's verdicts


def _where(words: Words, question: Question) -> str:
    """The sections, and the tables and figures in them."""
    sections = [f"{{ref}}`{label}`" for label in question.labels]
    shown = [item for item in items_of(question) if item in shown_items()]
    links = [item_link(words, item) for item in shown]
    return "; ".join([*sections, *links]) or words.questions["nowhere"]


def _missing(words: Words, release: Release, answer: Answer, language: str) -> Iterator[str]:
    """What keeps a question from its answer: numbers, months, conversations, and what nothing here can tell."""
    said, question = words.questions, answer.question
    for gap in answer.gaps:
        reason = reason_text(words, gap.reason, gap.detail, rules=release.rules)
        yield f"{inside(item_name(words, gap.item))}: {reason}"
    if answer.followed < question.months:
        yield said["months"].format(
            reached=_months(words, answer), needed=of_the_report(str(question.months), question.id)
        )
    names = codebook().themes[f"name_{language}"]
    for theme in answer.silent:
        yield said["silent"].format(names.get(theme, theme))
    yield question.lacks[language]
    if question.themes and answer.status != NOT_YET:
        yield said["after"].format(last_wave())


def _months(words: Words, answer: Answer) -> str:
    key = f"question/{answer.question.id}/followed"
    return with_key(decimal_text(words, answer.followed), key) if answer.followed >= 0 else words.formats["missing"]


def shown_months(release: Release, words: Words) -> dict[str, str]:
    """The months followed that are shown, by the key after `question/`."""
    asked = [each for each in questions() if each.follow]
    return {
        f"{each.question.id}/followed": decimal_text(words, each.followed)
        for each in answers(release, asked)
        if each.followed >= 0
    }
