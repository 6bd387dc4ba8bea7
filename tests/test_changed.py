"""The main results of two editions in sentences."""

from dataclasses import replace
from datetime import date

import pandas as pd
import pytest

from evalbook.book.scan_numbers import ShownNumbers
from evalbook.contract.results import CHANGES, KEY
from evalbook.exhibits.changed import listed, previous_edition, told, told_plainly
from evalbook.exhibits.changes import changes
from evalbook.release.lookup import find
from evalbook.words.vocabulary import languages
from literal_release import EDITION, literal_release

IN_WORK = "figure_4_3/experiment/all//18/share"
COUNT = "table_2_1/all/all/all//n"
NONE = float("nan")


def row(key, before, after, low=NONE, high=NONE, base=1000):
    state = "new" if before != before else "gone" if after != after else "moved"
    return [*key.split("/"), before, after, after - before, state, "", base, low, high]


def release(now="", *before, previous=None):
    frame = pd.DataFrame([row(*each) for each in before], columns=list(CHANGES))
    return replace(literal_release(now), changes=frame, previous=previous)


@pytest.mark.parametrize(
    ("now", "before", "said"),
    [
        (f"{IN_WORK} 0.24 1200 0.216 0.265", (IN_WORK, 0.15, 0.24, 0.13, 0.173), "has risen from 15% to 24%."),
        (f"{IN_WORK} 0.15 1200 0.131 0.171", (IN_WORK, 0.24, 0.15, 0.215, 0.267), "has fallen from 24% to 15%."),
        (
            f"{IN_WORK} 0.16 1200 0.14 0.182",
            (IN_WORK, 0.15, 0.16, 0.13, 0.173),
            "was 15% and is now 16%; that difference may be chance.",
        ),
        (f"{IN_WORK} 0.151 1200 0.132 0.172", (IN_WORK, 0.149, 0.151, 0.128, 0.172), "is still 15%."),
        (f"{IN_WORK} 0.24 1200 0.216 0.265", (IN_WORK, NONE, 0.24), "is 24%; the previous edition did not have it."),
        ("", (IN_WORK, 0.15, NONE, 0.13, 0.173), "was 15%; this edition does not have it."),
    ],
    ids=["rose", "fell", "chance", "same", "new", "gone"],
)
def test_a_result_is_told_as_its_change_is(now, before, said):
    (sentence,) = told_plainly(release(now, before), language="en")
    assert sentence == f"The share of participants in the experiment in work a year and a half after the start {said}"


def test_a_count_is_told_without_a_judgement():
    (sentence,) = told_plainly(release(f"{COUNT} 4018 4018", (COUNT, 3100, 4018)), language="nl")
    assert sentence == "Het aantal mensen dat om hulp vroeg en begon was 3.100 en is nu 4.018."


def test_the_interval_is_as_of_editions_with_nobody_in_common():
    """Of 100 and 200 people 40 % and 50 %: by itself each interval leaves the other out, together they do not."""
    now = f"{IN_WORK} 0.5 200 0.4314 0.5686"
    (sentence,) = told_plainly(release(now, (IN_WORK, 0.4, 0.5, 0.3094, 0.4980, 100)), language="en")
    assert sentence.endswith("that difference may be chance.")


def test_without_a_previous_edition_it_is_told_what_they_are():
    (sentence,) = told_plainly(release(f"{IN_WORK} 0.24 1200 0.216 0.265"), language="nl")
    assert sentence.endswith("anderhalf jaar na de start werkt, is 24%.")


def test_numbers_have_the_keys_that_the_last_look_knows():
    made = release(f"{IN_WORK} 0.24 1200 0.216 0.265", (IN_WORK, 0.15, 0.24, 0.13, 0.173))
    (sentence,) = told(made, language="en")
    assert f'<span data-key="{IN_WORK}">24%</span>' in sentence
    assert f'<span data-previous="{IN_WORK}">15%</span>' in sentence
    assert "24%" in ShownNumbers(made, "en").texts(IN_WORK)


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_page_names_the_previous_edition_with_its_date_and_says_what_is_assumed(language):
    before = replace(EDITION, title="Oude <editie>".replace("<", "").replace(">", ""), reference_date=date(2024, 9, 30))
    made = release(f"{IN_WORK} 0.24 1200 0.216 0.265", (IN_WORK, 0.15, 0.24, 0.13, 0.173), previous=before)
    text = changes(made, language=language)
    assert "Oude editie" in text and "30 september 2024" in text.casefold()
    assert ("alsof de twee edities" if language == "nl" else "as if the two editions") in text


def test_a_file_of_results_does_not_say_which_edition_it_is():
    assert "staat niet in" in previous_edition(release("", (COUNT, 1, 2)), language="nl")


def test_what_was_added_and_dropped_is_named():
    made = release(f"{COUNT} 40 40", (COUNT, NONE, 40), (IN_WORK, 0.15, NONE, 0.13, 0.173))
    text = changes(made, language="en")
    assert "New in this edition: {ref}`Table 2.1" in text and "No longer in this edition: Figure 4.3" in text


def test_of_a_register_it_says_that_numbers_stand_still():
    made = release(f"{COUNT} 40 40", (COUNT, 30, 40))
    assert "fewer than ten people" not in changes(made, language="en")
    assert "fewer than ten people" in changes(replace(made, protected=True), language="en")


def test_each_listed_result_is_one_of_the_book_and_has_words_without_digits_in_each_language():
    for each in listed():
        find(literal_release(), each.key.partition("|")[0])
        assert {*each.words} == {*languages()} and not any(map(str.isdigit, "".join(each.words.values())))
        assert len(each.key.partition("|")[0].split("/")) == len(KEY)
