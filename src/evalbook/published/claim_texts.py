"""The tested claims as the book shows them: a sentence each, and a table by where they were made."""

from __future__ import annotations

from collections import Counter
from datetime import date

from evalbook.exhibits.directions import Word
from evalbook.exhibits.markup import TEXTS, headed_table, item_link, of_the_report, with_key
from evalbook.published.claim_numbers import group_names, limits_text, number_texts
from evalbook.published.claims import (
    CANNOT,
    HOLDS,
    NEVER,
    ONE_PERSON,
    SOURCES,
    VERDICTS,
    Claim,
    Tested,
    claims,
    counted,
    items_of,
    tested,
)
from evalbook.published.contents import shown_items
from evalbook.release.release import Release
from evalbook.suggestions import nearest
from evalbook.words.labels import day_text, decimal_text, heading, reason_text
from evalbook.words.vocabulary import Words, read_words

OPEN = ("straddles", "changed")  # a limit lies within the interval, or within what protection may have changed
HEADS = ("claim", "limits", "number", "verdict")


def claim(release: Release, identifier: str, *, language: str) -> Word:
    """What has become of a claim in this edition, as a sentence; ValueError when there is none of that id."""
    words = read_words(language)
    (result,) = tested(release, [_known(identifier)])
    return Word(_sentence(words, release, result, "sentences", language))


def claims_shown(release: Release, *named: str, language: str) -> str:
    """The claims that were made first in a place, as a table, or those named, as a list of what has become of them."""
    if len(named) == 1 and named[0] not in claims():
        return claims_table(release, named[0], language=language)
    words, parts = read_words(language), []
    results = tested(release, [_known(name) for name in named])
    for verdict in VERDICTS:
        found = [each for each in results if each.verdict == verdict]
        if len(found) > 1:
            items = [_sentence(words, release, each, "items", language) for each in found]
            parts += [
                words.claims["lists"][verdict],
                "\n".join([*(f"- {item};" for item in items[:-1]), f"- {items[-1]}."]),
            ]
        parts += [_sentence(words, release, each, "sentences", language) for each in found if len(found) == 1]
    return "\n\n".join(parts)


def _known(identifier: str) -> Claim:
    known = claims()
    if identifier not in known:
        raise ValueError(f"there is no claim {identifier!r}.{nearest(identifier, tuple(known))}")
    return known[identifier]


def _sentence(words: Words, release: Release, result: Tested, forms: str, language: str) -> str:
    """A claim by itself (`sentences`), or in a list of those of one verdict (`items`)."""
    spoken = "said_difference" if result.claim.minus else "said"
    said = {"claim": _said(result.claim, language), "number": _numbers(words, release, result, form=spoken)}
    said |= {"reason": _reason(words, release, result), "limits": _limits(words, result.claim)}
    form = result.verdict if said["number"] or result.verdict != HOLDS else "told"
    if result.reason in OPEN and result.verdict == CANNOT:
        form = "straddles"
    return words.claims[forms][form].format(**said)


def claims_table(release: Release, source: str, *, language: str) -> str:
    """The claims that were made first in a place, each with its limits, its numbers and its verdict."""
    if source not in SOURCES:
        raise ValueError(f"no claims were made in {source!r}.{nearest(source, SOURCES)}")
    words = read_words(language)
    chosen = [each for each in claims().values() if each.sources[0] == source]
    rows = [_row(words, release, result, language) for result in tested(release, chosen)]
    named = ("letter" if source == "letter" else HEADS[0], *HEADS[1:])
    heads = [words.claims["heads"][name] for name in named]
    about = {"caption": words.claims["caption"].format(source=_source(words, source)), "kind": "sentences"}
    return headed_table(heads, rows, align=TEXTS, name=f"claims-{source.replace('.', '-')}", **about)


def _row(words: Words, release: Release, result: Tested, language: str) -> list[str]:
    one = result.claim
    missing = words.formats["missing"] if one.quantity else ""
    told = ": ".join(filter(None, (_verdict(words, result.verdict), _reason(words, release, result))))
    return [
        f"{of_the_report(one.id, one.id)} {_said(one, language)}{_elsewhere(words, one)}",
        _limits(words, one),
        _numbers(words, release, result) or missing,
        f"{told}{_links(words, one)}",
    ]


def _elsewhere(words: Words, one: Claim) -> str:
    """Where else a claim was made."""
    others = ", ".join(_source(words, source) for source in one.sources[1:])
    return of_the_report(words.claims["elsewhere"].format(others), one.id) if others else ""


def _said(one: Claim, language: str) -> str:
    return of_the_report(one.texts[language], one.id)


def _source(words: Words, source: str) -> str:
    return words.claims["sources"].get(source) or words.claims["section"].format(source)


def _verdict(words: Words, verdict: str) -> str:
    return f'<span class="verdict {verdict}">{words.claims["verdicts"][verdict]}</span>'


def _limits(words: Words, one: Claim) -> str:
    text = limits_text(words, one)
    return of_the_report(text, one.id) if text else ""


def _numbers(words: Words, release: Release, result: Tested, *, form: str = "cell") -> str:
    """The numbers of a claim, each with its interval and its group where there are two, as the scan knows them."""
    shown, key = number_texts(words, result, protected=release.protected), f"claim/{result.claim.id}"
    texts = []
    for at, name in enumerate(group_names(words, result)):
        value = with_key(shown[f"{at}"], f"{key}/{at}")
        ends = shown.get(f"{at}/interval")
        limits = with_key(ends, f"{key}/{at}/interval") if ends else ""
        texts.append(name + (words.claims[form].format(value=value, interval=limits) if limits else value))
    return "; ".join(texts)


def _reason(words: Words, release: Release, result: Tested) -> str:
    """Why a claim cannot be told; '' for one that can."""
    reasons = words.claims["reasons"]
    if result.reason == "future":
        day = day_text(words, date.fromisoformat(result.detail))
        return reasons["future"].format(date=of_the_report(day, result.claim.id))
    if result.reason in (*NEVER, *OPEN, ONE_PERSON, ""):
        return reasons.get(result.reason, "")
    return reason_text(words, result.reason, result.detail, rules=release.rules)


def _links(words: Words, one: Claim) -> str:
    shown = [item for item in items_of(one) if item in shown_items()]
    links = [item_link(words, item) for item in shown]
    if one.never == "interviews":
        told = {source[0] for source in one.sources}
        chapters = [chapter for chapter in CONVERSATIONS if chapter in told]
        links += [f"{{ref}}`{words.claims['conversations']} <{CONVERSATIONS[chapter]}>`" for chapter in chapters]
    return f" ({', '.join(links)})" if links else ""


# Where a chapter tells what people say.
CONVERSATIONS = {
    "2": "stemmen-deelnemers",
    "3": "stemmen-dienstverlening",
    "4": "stemmen-stappen",
    "5": "stemmen-ondersteuning",
}


def claims_summary(release: Release, *, language: str) -> str:
    """How many claims have which verdict, by where they were made and in all."""
    words = read_words(language)
    said, results = words.claims, tested(release)
    places = {source: [each for each in results if each.claim.sources[0] == source] for source in SOURCES}
    rows = [_count_row(words, _source(words, place), place, found) for place, found in places.items() if found]
    total = _count_row(words, said["total"], "all", results)
    heads = (said["heads"]["where"], said["number_of"], *said["verdicts"].values())
    counts = {name: with_key(decimal_text(words, count), f"claims/all/{name}") for name, count in counts_of(results)}
    why = ", ".join(
        said["why"][reason].format(with_key(decimal_text(words, count), f"claims/why/{reason}"))
        for reason, count in reasons_of(results)
    )
    sentence = said["summary"].format(**counts) + (said["summary_why"].format(why) if why else "")
    sentence += said["invented"] if release.edition.kind == "synthetic" else ""
    table = headed_table(heads, [*rows, total], caption=said["summary_caption"], name="claims-counts")
    return f"{sentence}\n\n{table}"


def _count_row(words: Words, name: str, place: str, found: list[Tested]) -> list[str]:
    """A row of counts; the name of a place may have digits, which are the report's."""
    texts = (with_key(decimal_text(words, count), f"claims/{place}/{what}") for what, count in counts_of(found))
    return [of_the_report(heading(name), place), *texts]


def counts_of(found: list[Tested]) -> list[tuple[str, int]]:
    verdicts = counted(found)
    return [("all", len(found)), *((verdict, verdicts[verdict]) for verdict in VERDICTS)]


def reasons_of(found: list[Tested]) -> list[tuple[str, int]]:
    """How many claims cannot be told for each kind of reason, the most first; numbers not there are one kind."""
    cannot = [each.reason for each in found if each.verdict == CANNOT]
    kinds = [reason if reason in (*NEVER, *OPEN, ONE_PERSON, "future") else "gap" for reason in cannot]
    return Counter(kinds).most_common()


def shown_claims(release: Release, words: Words) -> dict[str, str]:
    """Each text that the scan may meet, by the key after `claim/`."""
    return {
        f"{result.claim.id}/{end}": text
        for result in tested(release)
        for end, text in number_texts(words, result, protected=release.protected).items()
    }


def shown_counts(release: Release, words: Words) -> dict[str, str]:
    """The counts of the summary, by the key after `claims/`."""
    results = tested(release)
    places = {"all": results} | {
        source: [each for each in results if each.claim.sources[0] == source] for source in SOURCES
    }
    counts = {f"{place}/{what}": count for place, found in places.items() for what, count in counts_of(found)}
    counts |= {f"why/{reason}": count for reason, count in reasons_of(results)}
    return {key: decimal_text(words, count) for key, count in counts.items()}
