"""The page in plain language is easy to read, by the formula for Dutch and by the length of its sentences."""

import re

import nbformat
import pytest

from evalbook.exhibits.sentences import PLACEHOLDER, tags
from evalbook.stored import notebooks

# Douma, De leesbaarheid van landbouwbladen (1960): 70 and above is "rather easy", for who left primary school. Level B1
# has no number of its own; as a rule its sentences have ten words on average and at most fifteen.
EASY, MEAN_WORDS, MOST_WORDS = 70, 10, 15
SYLLABLE = re.compile(r"oei|aai|ooi|eeu|ieu|aa|ee|oo|uu|ie|oe|eu|ui|ou|au|ei|ij|[aeiouyàáèéêëïíóöúü]", re.IGNORECASE)
WORD = re.compile(r"\w+")


def sentences(path):
    """The Dutch sentences of a page, each number read as a word of three syllables; headings apart."""
    cells = [
        cell.source for cell in nbformat.read(path, 4).cells if cell.cell_type == "markdown" and "nl" in tags(cell)
    ]
    text = "\n".join(line for cell in cells for line in cell.splitlines() if not line.startswith(("#", "<!--")))
    said = re.sub(r"\d+|" + PLACEHOLDER.pattern, "tachtig", re.sub(r"\]\(.*?\)", "", text))
    return [WORD.findall(each) for each in re.split(r"(?<=[.?!:])\s+|\n\n", said) if WORD.search(each)]


def flesch_douma(sentences):
    """206.84 - 0.77 syllables a hundred words - 0.93 words a sentence: the higher, the easier."""
    words = [word for each in sentences for word in each]
    syllables = sum(max(1, len(SYLLABLE.findall(word))) for word in words)
    return 206.84 - 77 * syllables / len(words) - 0.93 * len(words) / len(sentences)


def page(name):
    return sentences(next(path for path in notebooks() if path.stem == name))


def test_the_page_in_plain_language_is_easy():
    assert flesch_douma(page("00_plain_language")) >= EASY


def test_its_sentences_are_short():
    lengths = [len(each) for each in page("00_plain_language")]
    assert sum(lengths) / len(lengths) <= MEAN_WORDS and max(lengths) <= MOST_WORDS


@pytest.mark.parametrize("name", ["01_introduction", "02_participants"])
def test_a_page_for_others_is_not_easy(name):
    assert flesch_douma(page(name)) < EASY and max(map(len, page(name))) > MOST_WORDS


@pytest.mark.parametrize(
    ("word", "syllables"), [("experiment", 4), ("uitkering", 3), ("gegevens", 3), ("moeilijk", 2), ("hulp", 1)]
)
def test_syllables_are_counted(word, syllables):
    assert len(SYLLABLE.findall(word)) == syllables
