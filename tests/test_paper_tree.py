"""The tree of a page: what stands on paper, as data; what is for the screen left out, what is unknown refused."""

import pytest
from docutils import nodes
from docutils.utils import new_document

from evalbook.book.paper_tree import PaperTree
from evalbook.errors import EvalbookError

PAGE = "chapters/first"


def tree(*blocks, numbers=None):
    document = new_document("page")
    document.extend(blocks)
    return PaperTree(PAGE, numbers or {}).page(document)


def line(*words):
    """The parts of one paragraph."""
    (paragraph,) = tree(nodes.paragraph("", "", *words))
    return paragraph["parts"]


def raw(text):
    return nodes.raw("", text, format="html")


def text(words):
    return nodes.paragraph("", "", nodes.Text(words))


def section(name, title, *below):
    return nodes.section("", nodes.title("", "", nodes.Text(title)), *below, ids=[name])


def table(*rows, ids=(), align="left"):
    def row(cells):
        return nodes.row("", *(nodes.entry("", *each, classes=[f"text-{align}"]) for each in cells))

    head, *body = map(row, rows)
    group = nodes.tgroup("", nodes.thead("", head), nodes.tbody("", *body), cols=len(rows[0]))
    return nodes.table("", nodes.title("", "", nodes.Text("Tabel 2.1")), group, ids=list(ids))


def figure(*, small=False):
    image = nodes.image(uri="figures/a.svg", alt="Een lijn", classes=["small"] if small else [])
    return nodes.figure("", image, nodes.caption("", "", nodes.Text("Figuur 2.1")))


def notes(said):
    return nodes.container("", text(said), classes=["result-notes"])


def test_sections_become_headings_one_after_another_with_their_numbers_and_names():
    made = tree(section("one", "Een", section("slot", "Slot", text("Klaar."))), numbers={"": "4", "slot": "4.1"})
    assert [(each["level"], each["number"], each["parts"], each["ids"]) for each in made[:2]] == [
        (1, "4", ["Een"], [f"{PAGE}#one"]),
        (2, "4.1", ["Slot"], [f"{PAGE}#slot"]),
    ]
    assert made[2] == {"kind": "paragraph", "parts": ["Klaar."]}


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


def test_notes_belong_to_the_table_or_figure_that_they_stand_under():
    made = tree(
        table([[text("A")]], [[text("1")]]),
        notes("Bron: x."),
        figure(),
        nodes.container("", notes("Bron: y."), classes=["computed"]),
        text("Slot."),
    )
    assert [each["kind"] for each in made] == ["table", "figure", "paragraph"]
    assert [each["notes"][0]["parts"] for each in made[:2]] == [["Bron: x."], ["Bron: y."]]


def test_small_figures_that_follow_each_other_stand_in_pairs():
    made = tree(*(figure(small=True) for _ in range(3)), text("x"), figure(small=True))
    assert [len(each.get("figures", ())) for each in made] == [2, 1, 0, 1]


def test_what_is_for_the_screen_is_left_out():
    folded = [raw("<details><summary>Cijfers</summary>\n"), table([[text("A")]]), raw("</details>\n")]
    shown = [nodes.container("", text("x"), classes=["on-screen"]), nodes.target(ids=["y"])]
    contents = nodes.compound("", text("x"), classes=["toctree-wrapper"])
    assert tree(*folded, *shown, contents, text("Blijft.")) == [{"kind": "paragraph", "parts": ["Blijft."]}]


def test_a_table_has_heads_rows_alignment_and_a_name():
    (made,) = tree(table([[text("A")], [text("B")]], [[text("a")], [text("1")]], ids=["table-1"], align="right"))
    assert (made["heads"], made["rows"]) == ([[["A"], ["B"]]], [[["a"], ["1"]]])
    assert (made["align"], made["caption"], made["ids"]) == (["right"] * 2, ["Tabel 2.1"], [f"{PAGE}#table-1"])


def test_a_key_figure_is_the_number_its_line_begins_with():
    words = nodes.paragraph("", "", nodes.strong("", "", nodes.Text("4.018")), nodes.Text(" mensen"))
    figures = nodes.container("", nodes.bullet_list("", nodes.list_item("", words)), classes=["key-figures"])
    ((made,),) = (each["items"] for each in tree(figures))
    assert made == {"number": [{"kind": "strong", "parts": ["4.018"]}], "parts": [" mensen"]}


def test_a_figure_that_says_nothing_is_refused():
    with pytest.raises(EvalbookError, match="The figure a.svg says nothing"):
        tree(nodes.figure("", nodes.image(uri="figures/a.svg", alt=" ")))


@pytest.mark.parametrize(
    ("block", "what"),
    [
        (nodes.sidebar(), "sidebar"),
        (nodes.paragraph("", "", nodes.footnote_reference()), "footnote_reference"),
        (nodes.paragraph("", "", raw("<video src='x'>")), "tag <video>"),
        (raw("<hr>"), "raw"),
        (table([[text("A")]], [[]]).deepcopy(), ""),
    ],
)
def test_what_has_no_form_on_paper_is_refused(block, what):
    if not what:
        next(block.findall(nodes.entry))["morecols"], what = 1, "cell of several columns"
    with pytest.raises(EvalbookError, match=f"{PAGE}: the PDF has no form for this: {what}"):
        tree(block)
