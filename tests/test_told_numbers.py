"""How many numbers and comparisons a sentence of a chapter tells."""

import ast

import nbformat
import pytest

from evalbook.exhibits.directions import UNCOMPARED
from evalbook.exhibits.sentences import PLACEHOLDER, SENTENCE_END
from evalbook.stored import notebooks
from evalbook.words.vocabulary import languages, read_words

MOST_NUMBERS = 3
SAID_BY = {
    "moved": 2,
    "it_moved": 2,
    "both": 2,
    "difference": 1,
    "grew": 1,
}  # how many numbers stand in what a form says
NO_QUANTITY = ("interval", "month", "given_day")  # an interval counts with its number; dates and months name a moment


def sentences(path):
    """Each sentence of a chapter with the meanings of its names, as they are written."""
    meanings = {}
    for cell in nbformat.read(path, 4).cells:
        if cell.cell_type == "code" and "report.names(" in cell.source:
            (call,) = (node for node in ast.walk(ast.parse(cell.source)) if is_call_of(node, "names"))
            meanings = {each.arg: each.value for each in call.keywords} or meanings
        elif cell.cell_type == "markdown":
            for sentence in SENTENCE_END.split(cell.source)[::2]:
                yield sentence, [meanings[name] for name in PLACEHOLDER.findall(sentence) if name in meanings]


def is_call_of(node, name):
    return isinstance(node, ast.Call) and getattr(node.func, "attr", "") == name


def form_of(node):
    """The form of a comparison; '' of what is none."""
    if not is_call_of(node, "beside"):
        return ""
    return next((ast.literal_eval(each.value) for each in node.keywords if each.arg == "form"), "against")


def numbers_in(node):
    if form := form_of(node):
        return SAID_BY.get(form, 0)
    if isinstance(node, ast.Call):
        texts = [each.value for each in node.args if isinstance(each, ast.Constant)]
        return 0 if node.func.attr == "claim" or {*texts} & {*NO_QUANTITY} else 1
    return 0 if ast.literal_eval(node).endswith(NO_QUANTITY) else 1


@pytest.mark.parametrize("path", notebooks(), ids=lambda path: path.stem)
def test_a_sentence_tells_three_numbers_at_most_and_makes_one_comparison(path):
    for sentence, named in sentences(path):
        assert sum(map(numbers_in, named)) <= MOST_NUMBERS, sentence
        # What may be chance ends the sentence: of two comparisons it would not be clear of which it is said.
        assert len([form for form in map(form_of, named) if form and form not in UNCOMPARED]) <= 1, sentence


def test_the_numbers_of_a_sentence_are_counted():
    told = [numbers for path in notebooks() for _, named in sentences(path) if (numbers := sum(map(numbers_in, named)))]
    assert max(told) == MOST_NUMBERS and len(told) > 300


@pytest.mark.parametrize("language", languages())
def test_every_form_says_as_many_numbers_as_are_counted(language):
    for form, written in read_words(language).comparisons["forms"].items():
        texts = [written] if isinstance(written, str) else list(written.values())
        said = max(text.count("{after}") + text.count("{before}") for text in texts)
        assert said == SAID_BY.get(form, 0), form
