"""The words of a line: keys of numbers left out, links within the book or to an address, never to a file."""

import pytest
from docutils import nodes

from evalbook.book.paper_words import PaperWords
from evalbook.errors import EvalbookError

PAGE = "chapters/first"


def line(*words):
    return PaperWords(PAGE).line(words)


def raw(text):
    return nodes.raw("", text, format="html")


def test_an_end_of_a_line_is_a_space_and_a_sign_without_a_picture_is_nothing():
    assert line(nodes.Text(" a\n b\x07c\u00a0d ")) == ["a bc\u00a0d"]


def test_keys_of_numbers_are_left_out_and_texts_joined():
    words = [nodes.Text("Dat is "), raw('<span data-key="x">'), nodes.Text("5%"), raw("</span>"), nodes.Text(".")]
    assert line(*words) == ["Dat is 5%."]


def test_an_interval_stands_below_its_number():
    words = [nodes.Text("5%"), raw("<br>"), raw('<span class="interval">'), nodes.Text("4–6%"), raw("</span>")]
    assert line(*words) == ["5%", {"kind": "break"}, {"kind": "interval", "marks": [], "parts": ["4–6%"]}]


def test_a_verdict_keeps_its_mark_and_words_their_language():
    assert line(raw('<span class="verdict holds">'), nodes.Text("ja"), raw("</span>"))[0]["marks"] == ["holds"]
    foreign = line(raw('<span lang="nl">'), nodes.Text("gedogen"), raw("</span>"))
    assert foreign == [{"kind": "foreign", "language": "nl", "parts": ["gedogen"]}]


def test_a_link_to_data_beside_the_pages_is_left_out():
    words = [nodes.Text("Bron. "), raw('<a class="data" href="../data/x.csv">'), nodes.Text("Gegevens"), raw("</a>")]
    assert line(*words) == ["Bron."]


@pytest.mark.parametrize(
    ("about", "leads"),
    [
        ({"refid": "table-1"}, {"to": f"{PAGE}#table-1"}),
        ({"refuri": "second.html#slot"}, {"to": "chapters/second#slot"}),
        ({"refuri": "../index.html"}, {"to": "index#"}),
        ({"refuri": "https://example.org/a"}, {"url": "https://example.org/a"}),
        ({"refuri": "mailto:a@example.org"}, {"url": "mailto:a@example.org"}),
    ],
)
def test_a_link_leads_to_an_address_or_a_part_of_the_book(about, leads):
    (link,) = line(nodes.reference("", "", nodes.Text("hier"), **about))
    assert link == {"kind": "link", "parts": ["hier"], **leads}


@pytest.mark.parametrize("address", ["../data/results.csv", "file:///home/x/a.html", "javascript:alert(1)", "a"])
def test_a_link_that_would_name_a_file_is_refused(address):
    with pytest.raises(EvalbookError, match="The PDF cannot link to the file"):
        line(nodes.reference("", "", nodes.Text("hier"), refuri=address))
