"""The typographer leaves alone what comes with a key."""

from docutils import nodes
from docutils.core import publish_doctree

from evalbook.book.typography import END, KEYED, AsTyped
from evalbook.exhibits.markup import with_key


def marked(*parts):
    """Which texts of a paragraph are still the typographer's; a part between < and > is a tag."""
    document = publish_doctree("")
    paragraph = nodes.paragraph()
    paragraph += [nodes.raw(each, each, format="html") if each[0] == "<" else nodes.Text(each) for each in parts]
    document += paragraph
    AsTyped(document).apply()
    return {
        str(text): getattr(text, "support_smartquotes", True)
        for text in paragraph.findall(nodes.Text)
        if text[0] != "<"
    }


def test_a_computed_text_is_as_typed_and_what_follows_is_not():
    assert marked("'a'", f'{KEYED}"x">', "'b'", END, "'c'") == {"'a'": True, "'b'": False, "'c'": True}


def test_a_span_within_it_does_not_end_it():
    parts = (f'{KEYED}"x">', "'a'", '<span class="i">', "'b'", END, "'c'", END, "'d'")
    assert marked(*parts) == {"'a'": False, "'b'": False, "'c'": False, "'d'": True}


def test_numbers_are_written_with_the_key_that_it_looks_for():
    assert with_key("1", "x").startswith(KEYED) and with_key("1", "x").endswith(END)
